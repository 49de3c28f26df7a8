using System.Globalization;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Watch.Scoring;

namespace Holdfast.App.Watch.Scoring;

/// <summary>What to compare.</summary>
/// <param name="Truth">The truth: the table of <c>holdfast simulate</c>, or any with event_id, time and a place.</param>
/// <param name="Events">What was found: the table of <c>holdfast associate</c>, or of PyOcto.</param>
/// <param name="Assignments">Which pick belongs to which found event; null where that is not known.</param>
public sealed record ScoreRequest(string Truth, string Events, string? Assignments);

/// <summary>Reads what is scored. Places are compared in the plane where both tables have one, otherwise by longitude and latitude.</summary>
public static class ScoreFiles
{
    private const double MetresPerDegree = 111_195;

    /// <summary>Truth and found events in one frame.</summary>
    /// <exception cref="FeedFormatException">A table cannot be used; the message says where and why.</exception>
    public static async Task<(IReadOnlyList<TruthEvent> Truths, IReadOnlyList<FoundEvent> Found)> ReadAsync(
        ScoreRequest request,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        var (truths, truthFrame) = await TruthsAsync(request.Truth, await HasPlaneAsync(request.Events, cancellation), cancellation);
        var picks = request.Assignments is { } path
            ? await AssignmentsAsync(path, cancellation)
            : new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var found = await FoundAsync(request.Events, truthFrame, picks, cancellation);
        var known = found.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        if (picks.Keys.FirstOrDefault(id => !known.Contains(id)) is { } stranger)
        {
            throw FeedErrors.Refuse(
                Path.GetFileName(request.Assignments) ?? "",
                "unknown-event",
                $"Found picks of the event '{stranger}', expected one of {Path.GetFileName(request.Events)}."
            );
        }
        return (truths, found);
    }

    private static async Task<bool> HasPlaneAsync(string path, CancellationToken cancellation)
    {
        await using var table = await ScoreTable.OpenAsync(path, cancellation);
        return new Places(table).HavePlane;
    }

    /// <summary>The truth, and how its places are to be compared.</summary>
    /// <param name="path">The table.</param>
    /// <param name="inPlane">Whether what it is compared with has places in a plane; otherwise longitude and latitude count.</param>
    /// <param name="cancellation">Ends it.</param>
    internal static async Task<(List<TruthEvent> Truths, Frame Frame)> TruthsAsync(
        string path,
        bool inPlane,
        CancellationToken cancellation
    )
    {
        await using var table = await ScoreTable.OpenAsync(path, cancellation);
        var (id, time) = (table.Require("event_id", "id", "idx"), table.Require("time", "time_s", "origin_time"));
        var places = new Places(table);
        var picks = table.Find("pick_ids");
        var (boundEast, boundNorth) = (table.Find("bound_east_m"), table.Find("bound_north_m"));
        var (loudness, invented, fifth) = (table.Find("class"), table.Find("invented"), table.Find("fifth_pick"));
        var (kind, reports) = (table.Find("kind"), table.Find("report_ids"));
        var firings = new FiringColumns(table);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var read = new List<(TruthEvent Truth, Spot Spot)>();
        while (await table.NextAsync(cancellation))
        {
            var name = table.Name(id);
            if (!seen.Add(name))
            {
                throw table.Wrong(id, "repeated-event", $"Found the event '{name}' again, expected each once.");
            }
            var bound = (table.Number(boundEast), table.Number(boundNorth)) is ({ } east, { } north)
                ? new PlaceBound(east, north)
                : (PlaceBound?)null;
            var made = new TruthEvent(
                name,
                table.Seconds(time) ?? throw table.Wrong(time, "bad-time", "Found no time."),
                0,
                0,
                table.Text(picks).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            )
            {
                Bound = bound,
                Class = table.Text(loudness) is { Length: > 0 } stated ? stated : null,
                Kind = table.Text(kind) is { Length: > 0 } named ? named : null,
                Reports = table.Text(reports).Split(' ', StringSplitOptions.RemoveEmptyEntries),
                IsInvented = table.Text(invented) is "yes" or "true" or "1",
                FifthPickSeconds = table.Seconds(fifth),
            };
            made = firings.With(table, made);
            var spot = places.Read(table);
            read.Add((made, inPlane ? spot : spot with { East = null, North = null }));
        }
        var frame = Frame.Of(read.Select(row => row.Spot).ToArray());
        return (
            [
                .. read.Select(row =>
                    frame.Place(row.Spot) is var (east, north) ? row.Truth with { EastMetres = east, NorthMetres = north } : row.Truth
                ),
            ],
            frame
        );
    }

    private static async Task<List<FoundEvent>> FoundAsync(
        string path,
        Frame frame,
        Dictionary<string, List<string>> picks,
        CancellationToken cancellation
    )
    {
        await using var table = await ScoreTable.OpenAsync(path, cancellation);
        var columns = new FoundColumns(table);
        var found = new List<FoundEvent>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (await table.NextAsync(cancellation))
        {
            var item = columns.Read(table, frame, picks);
            if (!seen.Add(item.Id))
            {
                throw table.Wrong(0, "repeated-event", $"Found the event '{item.Id}' again, expected each once.");
            }
            found.Add(item);
        }
        return found;
    }

    private static async Task<Dictionary<string, List<string>>> AssignmentsAsync(string path, CancellationToken cancellation)
    {
        await using var table = await ScoreTable.OpenAsync(path, cancellation);
        var (id, pick) = (table.Require("event_id", "event_idx", "event_index"), table.Require("pick_id", "pick_idx", "pick_index"));
        var picks = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        while (await table.NextAsync(cancellation))
        {
            var name = table.Name(id);
            (picks.TryGetValue(name, out var list) ? list : picks[name] = []).Add(table.Name(pick));
        }
        return picks;
    }

    /// <summary>A place as a table states it: in a plane, as longitude and latitude, or both.</summary>
    internal readonly record struct Spot(double? East, double? North, double? Longitude, double? Latitude);

    /// <summary>Whether places are compared in the plane of the truth or by longitude and latitude.</summary>
    internal sealed record Frame(bool HasPlane, (double Longitude, double Latitude)? Middle)
    {
        public static Frame Of(Spot[] spots)
        {
            var located = spots.Where(spot => spot is { Longitude: not null, Latitude: not null }).ToArray();
            return new Frame(
                spots.Length > 0 && spots.All(spot => spot is { East: not null, North: not null }),
                located.Length == spots.Length && spots.Length > 0
                    ? (located.Average(spot => spot.Longitude ?? 0), located.Average(spot => spot.Latitude ?? 0))
                    : null
            );
        }

        /// <summary>Metres in the frame; null where the place cannot be compared.</summary>
        public (double East, double North)? Place(Spot spot) =>
            HasPlane && spot is { East: { } east, North: { } north } ? (east, north)
            : Middle is { } middle && spot is { Longitude: { } longitude, Latitude: { } latitude }
                ? (
                    (longitude - middle.Longitude) * MetresPerDegree * Math.Cos(middle.Latitude * Math.PI / 180),
                    (latitude - middle.Latitude) * MetresPerDegree
                )
            : null;
    }

    /// <summary>The columns of a place, under the names and units that associators use.</summary>
    internal sealed class Places
    {
        private readonly int east;
        private readonly int north;
        private readonly double unit;
        private readonly int longitude;
        private readonly int latitude;

        public Places(ScoreTable table)
        {
            (longitude, latitude) = (table.Find("longitude", "lon"), table.Find("latitude", "lat"));
            (east, north, unit) = (table.Find("east_m"), table.Find("north_m"), 1);
            if (east < 0 || north < 0)
            {
                (east, north, unit) = (table.Find("x_km", "x(km)", "x"), table.Find("y_km", "y(km)", "y"), 1_000);
            }
            if ((east < 0 || north < 0) && (longitude < 0 || latitude < 0))
            {
                _ = table.Require("east_m", "x_km", "longitude");
                _ = table.Require("north_m", "y_km", "latitude");
            }
        }

        public bool HavePlane => east >= 0 && north >= 0;

        public Spot Read(ScoreTable table) =>
            new(table.Number(east) * unit, table.Number(north) * unit, table.Number(longitude), table.Number(latitude));
    }

    /// <summary>The columns of found events.</summary>
    private sealed class FoundColumns
    {
        private readonly int id;
        private readonly int time;
        private readonly Places places;
        private readonly (int Major, int Minor, int Azimuth) ellipse;
        private readonly (int Evidence, int Probability, int Classes, int Declared) more;
        private readonly FiringColumns firings;

        public FoundColumns(ScoreTable table)
        {
            id = table.Require("event_id", "id", "idx", "event_index");
            time = table.Require("time", "time_s", "origin_time");
            places = new Places(table);
            ellipse = (table.Find("ellipse90_major_m"), table.Find("ellipse90_minor_m"), table.Find("ellipse90_azimuth_deg"));
            firings = new FiringColumns(table);
            more = (table.Find("evidence"), table.Find("probability"), table.Find("class_probabilities"), table.Find("declared"));
        }

        public FoundEvent Read(ScoreTable table, Frame frame, Dictionary<string, List<string>> picks)
        {
            var name = table.Name(id);
            if (frame.Place(places.Read(table)) is not var (east, north))
            {
                throw table.Wrong(
                    id,
                    "no-place",
                    "Found no place that can be compared, expected the same kind as in the truth: east_m and north_m, or longitude and latitude."
                );
            }
            var probability =
                table.Number(more.Probability) ?? (table.Number(more.Evidence) is { } odds ? FoundOrigins.ProbabilityOf(odds) : null);
            if (probability is not (null or (>= 0 and <= 1)))
            {
                throw table.Wrong(more.Probability, "bad-number", $"Found the probability {probability}, expected 0 to 1.");
            }
            var found = new FoundEvent(
                name,
                table.Seconds(time) ?? throw table.Wrong(time, "bad-time", "Found no time."),
                east,
                north,
                picks.GetValueOrDefault(name) ?? []
            )
            {
                Covariance = (table.Number(ellipse.Major), table.Number(ellipse.Minor), table.Number(ellipse.Azimuth))
                    is ({ } major and > 0, { } minor and > 0, { } azimuth)
                    ? PlaceCovariance.OfNinety(major, minor, azimuth)
                    : null,
                Probability = probability,
                Classes = ClassesOf(table, more.Classes),
                DeclaredSeconds = table.Seconds(more.Declared),
            };
            return firings.With(table, found, ClassesOf);
        }

        /// <summary>As <c>quiet:0.2 loud:0.8</c>.</summary>
        private static Dictionary<string, double> ClassesOf(ScoreTable table, int column)
        {
            var read = new Dictionary<string, double>(StringComparer.Ordinal);
            foreach (var part in table.Text(column).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var colon = part.LastIndexOf(':');
                var good =
                    double.TryParse(part[(colon + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var probability)
                    && probability is >= 0 and <= 1;
                if (colon <= 0 || !good || !read.TryAdd(part[..colon], probability))
                {
                    throw table.Wrong(
                        column,
                        "bad-classes",
                        $"Found '{RowFault.Cut(part)}', expected a class and its probability as quiet:0.2"
                    );
                }
            }
            return read;
        }
    }
}
