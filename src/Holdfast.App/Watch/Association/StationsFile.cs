using System.Globalization;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Association;

namespace Holdfast.App.Watch.Association;

/// <summary>The sensors of <c>associate</c>, in a plane of their region.</summary>
/// <param name="Sensors">Metres east and north of the plane's origin.</param>
/// <param name="Origin">Where that origin is, where the file gave longitudes and latitudes; null where it gave a plane.</param>
public sealed record StationsFile(IReadOnlyList<Sensor> Sensors, (double Longitude, double Latitude)? Origin)
{
    private const int MostStations = 60_000;

    /// <summary>The mean radius of the Earth gives so many metres a degree.</summary>
    private const double MetresPerDegree = 111_195;

    /// <summary>Reads a table of stations; throws <see cref="FeedFormatException"/> with its place where it is wrong: one wrong station makes every origin near it wrong.</summary>
    public static async Task<StationsFile> ReadAsync(string path, CancellationToken cancellation)
    {
        var name = Path.GetFileName(path);
        await using var content = File.OpenRead(path);
        var rows = new CsvRows(content, (byte)',', FeedLimits.Default);
        if (!await rows.ReadAsync(cancellation))
        {
            throw FeedErrors.Refuse(name, "empty-file", "Found nothing, expected a header such as: id,east_m,north_m");
        }
        var header = new TableHeader("associate", name, rows);
        var columns = new Columns(header);
        var read = new List<(string Id, double X, double Y, double Depth, double Clock, double Dead)>();
        while (await rows.ReadAsync(cancellation))
        {
            if (read.Count >= MostStations)
            {
                throw FeedErrors.Refuse(name, "too-many-rows", $"A region has at most {MostStations} stations.", line: rows.Line);
            }
            read.Add(columns.Read(name, rows));
        }
        if (read.Count == 0)
        {
            throw FeedErrors.Refuse(name, "empty-file", "Found a header alone, expected at least one station.");
        }
        return columns.IsGeographic ? Geographic(read) : new StationsFile([.. read.Select(row => Made(row, row.X, row.Y))], null);
    }

    /// <summary>A place of the plane as longitude and latitude.</summary>
    public (double Longitude, double Latitude)? Geographic(double east, double north) =>
        Origin is { } origin
            ? (
                origin.Longitude + (east / (MetresPerDegree * Math.Cos(origin.Latitude * Math.PI / 180))),
                origin.Latitude + (north / MetresPerDegree)
            )
            : null;

    private static StationsFile Geographic(List<(string Id, double X, double Y, double Depth, double Clock, double Dead)> read)
    {
        var (longitude, latitude) = (read.Average(row => row.X), read.Average(row => row.Y));
        var east = MetresPerDegree * Math.Cos(latitude * Math.PI / 180);
        return new StationsFile(
            [.. read.Select(row => Made(row, (row.X - longitude) * east, (row.Y - latitude) * MetresPerDegree))],
            (longitude, latitude)
        );
    }

    private static Sensor Made((string Id, double X, double Y, double Depth, double Clock, double Dead) row, double east, double north) =>
        new(row.Id, east, north, row.Clock, row.Dead, row.Depth);

    /// <summary>Where the header has what, with the units that the names say.</summary>
    private sealed class Columns
    {
        private readonly int id;
        private readonly (int Index, double Factor) x;
        private readonly (int Index, double Factor) y;
        private readonly (int Index, double Factor) depth;
        private readonly int clock;
        private readonly int dead;
        private readonly HashSet<string> seen = new(StringComparer.Ordinal);

        public Columns(TableHeader header)
        {
            id = header.Require("id", "station", "station_id", "name", "sensor");
            IsGeographic = header.Find("longitude", "lon") >= 0;
            x = First(header, ("longitude", 1), ("lon", 1), ("east_m", 1), ("x_km", 1_000), ("x(km)", 1_000), ("x", 1_000));
            y = First(header, ("latitude", 1), ("lat", 1), ("north_m", 1), ("y_km", 1_000), ("y(km)", 1_000), ("y", 1_000));
            if (x.Index < 0 || y.Index < 0)
            {
                _ = header.Require(IsGeographic ? "latitude" : "east_m", IsGeographic ? "lat" : "x_km", IsGeographic ? "lat" : "longitude");
                _ = header.Require("north_m", "y_km", "latitude");
            }
            depth = First(
                header,
                ("depth_m", 1),
                ("depth_km", 1_000),
                ("elevation_m", -1),
                ("elevation", -1),
                ("z_km", 1_000),
                ("z(km)", 1_000),
                ("z", 1_000)
            );
            clock = header.Find("clock_sigma_s");
            dead = header.Find("dead_time_s");
        }

        public bool IsGeographic { get; }

        public (string Id, double X, double Y, double Depth, double Clock, double Dead) Read(string file, CsvRows rows)
        {
            if (rows.Flaw != RowFlaw.None)
            {
                throw FeedErrors.Refuse(
                    file,
                    "bad-row",
                    $"Found a row that cannot be read ({rows.Flaw}), expected a station.",
                    line: rows.Line
                );
            }
            var name = id < rows.Count ? rows.Text(id) : "";
            if (name.Length == 0 || !seen.Add(name))
            {
                throw FeedErrors.Refuse(
                    file,
                    "bad-station",
                    name.Length == 0 ? "Found no name, expected one." : $"Found the station '{name}' again, expected each once.",
                    line: rows.Line
                );
            }
            var most = IsGeographic ? 180 : 1e7;
            return (
                name,
                Number(file, rows, x, -most, most, null),
                Number(file, rows, y, IsGeographic ? -90 : -most, IsGeographic ? 90 : most, null),
                Number(file, rows, depth, -1e5, 1e5, 0),
                Number(file, rows, (clock, 1), 0, 9, 0.01),
                Number(file, rows, (dead, 1), 0, 59, 0.2)
            );
        }

        private static (int Index, double Factor) First(TableHeader header, params ReadOnlySpan<(string Name, double Factor)> names)
        {
            foreach (var (name, factor) in names)
            {
                if (header.Find(name) is var index and >= 0)
                {
                    return (index, factor);
                }
            }
            return (-1, 1);
        }

        private static double Number(
            string file,
            CsvRows rows,
            (int Index, double Factor) column,
            double least,
            double most,
            double? otherwise
        )
        {
            var text = column.Index >= 0 && column.Index < rows.Count ? rows.Text(column.Index) : "";
            if (text.Length == 0 && otherwise is { } value)
            {
                return value;
            }
            var good = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
            number *= column.Factor;
            return good && number >= least && number <= most
                ? number
                : throw new FeedFormatException(
                    Diagnostic.Error(
                        file,
                        (int)Math.Min(rows.Line, int.MaxValue),
                        column.Index + 1,
                        "bad-number",
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"Found '{RowFault.Cut(text)}', expected a number from {least / column.Factor} to {most / column.Factor}."
                        )
                    )
                );
        }
    }
}
