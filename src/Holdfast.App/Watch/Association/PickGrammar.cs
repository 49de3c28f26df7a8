using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.App.Watch.Association;

/// <summary>A pick as its row states it. Null where the row says nothing.</summary>
/// <param name="Seconds">Since 1970 UTC where <paramref name="Instant"/> is set, else since an origin of the table's own.</param>
/// <param name="Instant">The exact instant, where the time is a date.</param>
internal sealed record StatedPick(
    string Id,
    string Station,
    string Phase,
    double Seconds,
    Instant? Instant,
    double? SigmaSeconds,
    double? Probability,
    double? AzimuthDegrees,
    double AzimuthSigmaDegrees,
    double? Amplitude,
    string Kind,
    ImmutableArray<KindWeight> Kinds
);

/// <summary>
/// The one grammar of tables of picks, for <c>holdfast associate --picks</c> and for the feed <c>picks</c>: columns of this program, of SeisBench, GaMMA and PyOcto.
/// Times are seconds or ISO 8601 (UTC where no offset is given). An <c>id</c> is the station's, as GaMMA has it, unless there is another column for that.
/// </summary>
internal sealed class PickGrammar
{
    /// <summary>A time beyond this many seconds is in milliseconds or finer, or no time.</summary>
    private const double MostSeconds = 1e11;

    private const double DefaultAzimuthSigma = 3.0;

    private readonly int _station;
    private readonly int _id;
    private readonly int _time;
    private readonly int _phase;
    private readonly int _sigma;
    private readonly int _probability;
    private readonly int _azimuth;
    private readonly int _azimuthSigma;
    private readonly int _amplitude;
    private readonly int _kind;
    private readonly int _kinds;

    /// <summary>Finds the columns; throws <see cref="FeedFormatException"/> naming the one that is missing.</summary>
    public PickGrammar(TableHeader header)
    {
        _station = header.Find("station", "station_id", "sensor");
        _id = header.Find("pick_id", "event_index", "pick");
        if (_station < 0)
        {
            _station = header.Require("station", "id", "station_id", "sensor");
        }
        else if (_id < 0)
        {
            _id = header.Find("id");
        }
        _time = header.Require("time", "timestamp", "phase_time", "peak_time", "time_s");
        _phase = header.Find("phase", "type", "phase_type", "phase_hint");
        _sigma = header.Find("sigma_s", "sigma");
        _probability = header.Find("prob", "probability", "phase_score", "peak_value");
        _azimuth = header.Find("azimuth_deg", "azimuth");
        _azimuthSigma = header.Find("azimuth_sigma_deg");
        _amplitude = header.Find("amplitude", "amplitude_pa", "amplitude_m_s", "phase_amplitude");
        _kind = header.Find("kind", "class");
        _kinds = header.Find("kinds");
    }

    /// <summary>Whether picks have ids of their own.</summary>
    public bool HasIds => _id >= 0;

    /// <summary>What the row states, or what is wrong with it; the reason reads "found ..., expected ...".</summary>
    public StatedPick? Read(CsvRows rows, out RowFault? fault)
    {
        string Cell(int index) => index >= 0 && index < rows.Count ? rows.Text(index) : "";
        var station = Cell(_station);
        if (station.Length == 0)
        {
            fault = new RowFault("station", "missing-field", "found no station, expected its name");
            return null;
        }
        if (TimeOf(Cell(_time)) is not var (seconds, instant))
        {
            fault = Fault("time", "bad-time", "time", Cell(_time), "seconds or a date as 2016-10-14T00:00:08.11");
            return null;
        }
        if (
            !Optional(Cell(_sigma), v => v is > 0 and < 60, out var sigma)
            || !Optional(Cell(_probability), v => v is >= 0 and <= 1, out var probability)
            || !Optional(Cell(_azimuth), v => v is >= -360 and <= 360, out var azimuth)
            || !Optional(Cell(_azimuthSigma), v => v is > 0 and <= 180, out var spread)
            || !Optional(Cell(_amplitude), v => v >= 0, out var amplitude)
        )
        {
            fault = FirstFault(Cell);
            return null;
        }
        if (KindsOf(Cell(_kinds), Cell(_kind)) is not { IsDefault: false } kinds)
        {
            fault = Fault("kinds", "bad-kinds", "kinds", Cell(_kinds), "known kinds with weights that sum to 1, as mortar:0.8 mlrs:0.2");
            return null;
        }
        fault = null;
        return new StatedPick(
            Cell(_id),
            station,
            Cell(_phase),
            seconds,
            instant,
            sigma,
            probability,
            azimuth,
            spread ?? DefaultAzimuthSigma,
            amplitude,
            Cell(_kind),
            kinds
        );
    }

    /// <summary>Weights as <c>mortar:0.8 mlrs:0.2</c>, sorted by kind; the one kind of the other column where there are none; not set where they are wrong.</summary>
    private static ImmutableArray<KindWeight> KindsOf(string weights, string kind)
    {
        if (weights.Length == 0)
        {
            return EventKinds.IsKnown(kind) ? [new KindWeight(kind, 1)] : [];
        }
        var read = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var part in weights.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = part.LastIndexOf(':');
            if (
                colon <= 0
                || !Number(part[(colon + 1)..], out var weight)
                || weight is not (>= 0 and <= 1)
                || !EventKinds.IsKnown(part[..colon])
                || !read.TryAdd(part[..colon], weight)
            )
            {
                return default;
            }
        }
        var total = read.Values.Sum();
        return Math.Abs(total - 1) < 0.02 ? [.. read.Select(pair => new KindWeight(pair.Key, pair.Value / total))] : default;
    }

    private RowFault FirstFault(Func<int, string> cell) =>
        !Optional(cell(_sigma), v => v is > 0 and < 60, out _) ? Number("sigma_s", "sigma", cell(_sigma), "seconds above 0 and below 60")
        : !Optional(cell(_probability), v => v is >= 0 and <= 1, out _)
            ? Number("probability", "probability", cell(_probability), "a number from 0 to 1")
        : !Optional(cell(_azimuth), v => v is >= -360 and <= 360, out _)
            ? Number("azimuth_deg", "azimuth", cell(_azimuth), "degrees from -360 to 360")
        : !Optional(cell(_azimuthSigma), v => v is > 0 and <= 180, out _)
            ? Number("azimuth_sigma_deg", "azimuth's sigma", cell(_azimuthSigma), "degrees above 0 to 180")
        : Number("amplitude", "amplitude", cell(_amplitude), "a number of at least 0");

    private static RowFault Number(string column, string what, string found, string expected) =>
        Fault(column, "bad-number", what, found, expected);

    private static RowFault Fault(string column, string code, string what, string found, string expected) =>
        new(column, code, $"found the {what} '{RowFault.Cut(found)}', expected {expected}");

    /// <summary>True for an empty cell too, which states nothing.</summary>
    private static bool Optional(string text, Predicate<double> fits, out double? value)
    {
        var read = Number(text, out var number);
        value = read ? number : null;
        return text.Length == 0 || (read && fits(number));
    }

    private static (double Seconds, Instant? Instant)? TimeOf(string text)
    {
        if (Number(text, out var seconds))
        {
            return Math.Abs(seconds) <= MostSeconds ? (seconds, null) : null;
        }
        var iso = text.Replace(' ', 'T');
        if (InstantPattern.ExtendedIso.Parse(iso.EndsWith('Z') ? iso : iso + "Z").TryGetValue(NodaTime.Instant.MinValue, out var instant))
        {
            return (SecondsOf(instant), instant);
        }
        if (
            MomentParser.TryParse(Encoding.UTF8.GetBytes(text), DateOrder.YearMonthDay, out var moment)
            && moment is { NanosecondOfDay: not null, OffsetSeconds: { } offset }
        )
        {
            instant = moment.Local.WithOffset(Offset.FromSeconds(offset)).ToInstant();
            return (SecondsOf(instant), instant);
        }
        return null;
    }

    private static double SecondsOf(Instant instant) => (instant - NodaConstants.UnixEpoch).TotalSeconds;

    private static bool Number(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
