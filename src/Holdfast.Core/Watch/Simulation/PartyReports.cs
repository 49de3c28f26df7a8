using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Simulation;

/// <summary>
/// What parties report of each other: located reports of what came down on their own side (seven in ten of it), to about 1.5 km and five minutes, and others that they invented. Of their own fire they say nothing. Their draws
/// are their own: with or without them all else is the same.
/// </summary>
internal sealed class PartyReports(LineOptions line, ReportOptions options, Instant start, Func<SimulatedEvent, string> kindOf)
{
    private const int SeedOffset = 0x51DE;
    private const double Share = 0.7;
    private const double PlaceSigma = 1_500;
    private const double SideKm = 15;

    private readonly Draws draws = new(unchecked(line.Seed + SeedOffset));
    private long reports;

    /// <summary>The source under which a party reports.</summary>
    public static string SourceOf(bool first) => first ? "pa-reports" : "pb-reports";

    /// <summary>A report of this event, and what was invented beside it.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="onFirst">Whether it came down on the first party's side.</param>
    public (FixObservation? Report, IReadOnlyList<FixObservation> Invented) Of(SimulatedEvent happened, bool onFirst)
    {
        var speaks = options.OneSided is OneSided.Both || options.OneSided == (onFirst ? OneSided.First : OneSided.Second);
        if (!speaks || draws.Uniform() >= Share)
        {
            return (null, []);
        }
        var report = Make(onFirst, happened.TimeSeconds, happened.EastMetres, happened.NorthMetres, kindOf(happened));
        var invented = new List<FixObservation>();
        for (var more = draws.Poisson(options.Exaggeration); more > 0; more--)
        {
            var east = 1_000 * line.LengthKm * draws.Uniform();
            var depth = 1_000 * SideKm * draws.Uniform();
            var front = 1_000 * LineScenario.Front(east / 1_000);
            var at = Math.Max(0, happened.TimeSeconds + (600 * (draws.Uniform() - 0.5)));
            invented.Add(Make(onFirst, at, east, onFirst ? front - depth : front + depth, kindOf(happened)));
        }
        return (report, invented);
    }

    private FixObservation Make(bool first, double seconds, double east, double north, string kind)
    {
        var source = SourceOf(first);
        var minutes = Duration.FromMinutes(5);
        var at = start + Duration.FromMilliseconds(Math.Round(1_000 * seconds));
        var (longitude, latitude) = ExercisePlane.Geographic(east + (PlaceSigma * draws.Gauss()), north + (PlaceSigma * draws.Gauss()));
        return new FixObservation
        {
            Id = new ObservationId(source, FormattableString.Invariant($"r{reports++:D7}")),
            SourceId = source,
            When = new TimeRange(at - minutes, at + minutes),
            ReportedAt = at + minutes + Duration.FromSeconds(Math.Round(options.PartyDelaySeconds * draws.Exponential())),
            Standing = Standing.Illustrative,
            Mode = Mode.Exercise,
            Where = new PointPlace(new GeoPoint(latitude, longitude), ErrorEllipse.Circle(PlaceSigma)),
            Kinds = [new KindWeight(kind, 1)],
            Description = $"Exercise: the {(first ? "first" : "second")} party reports fire of the other.",
        };
    }
}
