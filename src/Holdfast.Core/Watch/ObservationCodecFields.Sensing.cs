using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch;

/// <summary>The members of arrivals and bearings, and what their numbers may be.</summary>
internal sealed partial class ObservationCodecFields
{
    // No direction at all: the standard deviation of an angle uniform over the circle is 103.9 degrees.
    private const double WidestAzimuth = 104;

    private static readonly ImmutableArray<string> OfArrival = ["amplitude", "azimuth", "kinds", "phase", "sensor", "sigmaSeconds"];
    private static readonly ImmutableArray<string> OfBearing = ["azimuth", "count", "from", "kinds", "rangeMetres"];

    public string? Sensor { get; set; }
    public double? SigmaSeconds { get; set; }
    public ArrivalPhase Phase { get; set; }
    public double? Amplitude { get; set; }
    public MeasuredAzimuth? Azimuth { get; set; }
    public Place? From { get; set; }
    public StatedInterval? RangeMetres { get; set; }

    private ArrivalObservation Arrival()
    {
        var when = When();
        return new()
        {
            Id = ObservationId(),
            SourceId = Text(Source, "source"),
            When = when.Latest == when.Earliest ? when : throw Wrong("latest", "equal to 'earliest': an arrival is an instant"),
            ReportedAt = ReportedAt,
            Credibility = Graded(),
            Standing = Standing,
            Mode = Mode,
            Label = Label,
            Description = Description,
            Citation = Citation,
            Attributes = Named(),
            Supersedes = OfAnInstant(),
            Sensor = Text(Sensor, "sensor") is { Length: > 0 } sensor ? sensor : throw Wrong("sensor", "the id of a sensor, not empty"),
            SigmaSeconds = Above(SigmaSeconds ?? throw Missing("sigmaSeconds"), 3_600, "sigmaSeconds"),
            Phase = Phase,
            Amplitude = Amplitude is null or >= 0 ? Amplitude : throw Wrong("amplitude", "0 or more", Shown(Amplitude)),
            Kinds = Weights.IsDefault ? [] : Sum(Weights),
            Azimuth = Azimuth is { } azimuth ? Directed(azimuth) : null,
        };
    }

    private BearingObservation Bearing()
    {
        var azimuth = Directed(Azimuth ?? throw Missing("azimuth"));
        return new()
        {
            Id = ObservationId(),
            SourceId = Text(Source, "source"),
            When = When(),
            ReportedAt = ReportedAt,
            Credibility = Graded(),
            Standing = Standing,
            Mode = Mode,
            Label = Label,
            Description = Description,
            Citation = Citation,
            Attributes = Named(),
            Supersedes = Superseded(),
            From = From ?? throw Missing("from"),
            AzimuthDegrees = azimuth.Degrees,
            AzimuthSigmaDegrees = azimuth.SigmaDegrees,
            RangeMetres =
                RangeMetres is not { } range ? null
                : range.Low >= 0 && range.Low <= range.High && range.High <= 1_000_000 ? range
                : throw Wrong("rangeMetres", "0 <= low <= high <= 1000000", $"{Shown(range.Low)} to {Shown(range.High)}"),
            Kinds = Sum(Weights.IsDefault ? throw Missing("kinds") : Weights),
            Count = Count is null or >= 0 ? Count : throw Wrong("count", "0 or more", Shown(Count)),
        };
    }

    private MeasuredAzimuth Directed(MeasuredAzimuth azimuth) =>
        azimuth.Degrees is >= 0 and < 360
            ? azimuth with
            {
                SigmaDegrees = Above(azimuth.SigmaDegrees, WidestAzimuth, "sigmaDegrees"),
            }
            : throw Wrong("degrees", "0 to below 360, clockwise from north", Shown(azimuth.Degrees));

    private double Above(double value, double greatest, string name) =>
        value > 0 && value <= greatest
            ? value
            : throw Wrong(name, FormattableString.Invariant($"above 0, at most {greatest}"), Shown(value));

    private ImmutableArray<KindWeight> Sum(ImmutableArray<KindWeight> kinds) =>
        kinds.All(k => k.Probability is >= 0 and <= 1) && Math.Abs(kinds.Sum(k => k.Probability) - 1) <= 1e-6
            ? kinds
            : throw Wrong("kinds", "probabilities of 0 to 1 that sum to 1");

    private static string Shown(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private FieldException Wrong(string name, string expected, string found = "") =>
        new(name, $"{Kind}: '{name}' must be {expected}{(found.Length > 0 ? $"; found {found}" : "")}.");
}
