using System.Globalization;
using System.Runtime.CompilerServices;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Watch.Association;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.App.Watch.Association;

/// <summary>A row of a table of picks: the pick, or why it cannot be one.</summary>
public readonly record struct PickRow(long Line, Arrival? Arrival, string? Fault, long BytesRead);

/// <summary>
/// Reads picks row by row in bounded memory: columns of this program, of SeisBench, GaMMA and PyOcto. Times are seconds or ISO 8601; then seconds count from 1970 UTC.
/// </summary>
public sealed class PicksFile(string path, WavesModel waves, double leastProbability)
{
    /// <summary>A time beyond this many seconds is in milliseconds or finer, or no time.</summary>
    private const double MostSeconds = 1e11;

    private readonly string name = Path.GetFileName(path);

    /// <summary>Whether the file's times are dates; known once rows were read.</summary>
    public bool HasDates { get; private set; }

    public async IAsyncEnumerable<PickRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var content = File.OpenRead(path);
        var rows = new CsvRows(content, (byte)',', FeedLimits.Default);
        if (!await rows.ReadAsync(cancellation))
        {
            throw FeedErrors.Refuse(name, "empty-file", "Found nothing, expected a header such as: station,phase,time");
        }
        var columns = new Columns(new TableHeader("associate", name, rows));
        while (await rows.ReadAsync(cancellation))
        {
            var (arrival, fault) = rows.Flaw == RowFlaw.None ? Read(rows, columns) : (null, $"a row that cannot be read ({rows.Flaw})");
            yield return new PickRow(rows.Line, arrival, fault, rows.BytesRead);
        }
    }

    private (Arrival? Arrival, string? Fault) Read(CsvRows rows, Columns columns)
    {
        string Cell(int index) => index >= 0 && index < rows.Count ? rows.Text(index) : "";
        var station = Cell(columns.Station);
        if (station.Length == 0)
        {
            return (null, "found no station, expected its name");
        }
        if (PhaseOf(Cell(columns.Phase)) is not { } phase)
        {
            return (
                null,
                $"found the phase '{RowFault.Cut(Cell(columns.Phase))}', expected {string.Join(" or ", waves.PickSigmaSeconds.Keys.Order())}"
            );
        }
        if (TimeOf(Cell(columns.Time)) is not { } time)
        {
            return (null, $"found the time '{RowFault.Cut(Cell(columns.Time))}', expected seconds or a date as 2016-10-14T00:00:08.11");
        }
        var sigma = waves.PickSigmaSeconds[phase];
        if (Cell(columns.Sigma) is { Length: > 0 } stated && !(Number(stated, out sigma) && sigma is > 0 and < 60))
        {
            return (null, $"found the sigma '{RowFault.Cut(stated)}', expected seconds above 0 and below 60");
        }
        if (Cell(columns.Probability) is { Length: > 0 } likely)
        {
            if (!Number(likely, out var probability) || probability is not (>= 0 and <= 1))
            {
                return (null, $"found the probability '{RowFault.Cut(likely)}', expected a number from 0 to 1");
            }
            if (probability < leastProbability)
            {
                return (null, null);
            }
        }
        var (bearing, fault) = BearingOf(Cell(columns.Azimuth), Cell(columns.AzimuthSigma));
        var id = columns.Id >= 0 ? Cell(columns.Id) : rows.Line.ToString(CultureInfo.InvariantCulture);
        return fault is null ? (new Arrival(id, station, time, sigma, bearing, phase), null) : (null, fault);
    }

    private static (Bearing? Bearing, string? Fault) BearingOf(string azimuth, string sigma)
    {
        if (azimuth.Length == 0)
        {
            return (null, null);
        }
        if (!Number(azimuth, out var degrees) || degrees is not (>= -360 and <= 360))
        {
            return (null, $"found the azimuth '{RowFault.Cut(azimuth)}', expected degrees from -360 to 360");
        }
        var spread = 3.0;
        if (sigma.Length > 0 && !(Number(sigma, out spread) && spread is > 0 and <= 180))
        {
            return (null, $"found the azimuth's sigma '{RowFault.Cut(sigma)}', expected degrees above 0 to 180");
        }
        return (new Bearing(Math.IEEERemainder(degrees * Math.PI / 180, Math.Tau), spread * Math.PI / 180), null);
    }

    private Phase? PhaseOf(string text)
    {
        if (waves.Velocity is null)
        {
            return text.Length == 0 || text.Equals("sound", StringComparison.OrdinalIgnoreCase) ? Phase.Sound : null;
        }
        // Pn, Pg, Sn, Sg and the like are the first P and S arrivals that the model computes.
        return text.Length == 0 ? null
            : text[0] is 'P' or 'p' ? Phase.P
            : text[0] is 'S' or 's' ? Phase.S
            : null;
    }

    private double? TimeOf(string text)
    {
        if (Number(text, out var seconds))
        {
            return Math.Abs(seconds) <= MostSeconds ? seconds : null;
        }
        var iso = text.Replace(' ', 'T');
        var parsed = InstantPattern.ExtendedIso.Parse(iso.EndsWith('Z') ? iso : iso + "Z");
        if (!parsed.TryGetValue(Instant.MinValue, out var instant))
        {
            return null;
        }
        HasDates = true;
        return (instant - Instant.FromUnixTimeTicks(0)).TotalSeconds;
    }

    private static bool Number(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    /// <summary>Where the header has what. An <c>id</c> is the station's, as GaMMA has it, unless there is another column for that.</summary>
    private sealed class Columns
    {
        public Columns(TableHeader header)
        {
            Station = header.Find("station", "station_id", "sensor");
            Id = header.Find("pick_id", "event_index", "pick");
            if (Station < 0)
            {
                Station = header.Require("station", "id", "station_id", "sensor");
            }
            else if (Id < 0)
            {
                Id = header.Find("id");
            }
            Time = header.Require("time", "timestamp", "phase_time", "peak_time", "time_s");
            Phase = header.Find("phase", "type", "phase_type", "phase_hint");
            Sigma = header.Find("sigma_s", "sigma");
            Probability = header.Find("prob", "probability", "phase_score", "peak_value");
            Azimuth = header.Find("azimuth_deg", "azimuth");
            AzimuthSigma = header.Find("azimuth_sigma_deg");
        }

        public int Station { get; }
        public int Id { get; }
        public int Time { get; }
        public int Phase { get; }
        public int Sigma { get; }
        public int Probability { get; }
        public int Azimuth { get; }
        public int AzimuthSigma { get; }
    }
}
