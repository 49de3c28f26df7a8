using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.Tests.Watch.Views;

/// <summary>A made-up mission and made-up reports, by seed.</summary>
internal static class SmallWorld
{
    private static readonly Instant Start = Instant.FromUtc(2025, 3, 1, 0, 0);

    public static Mission Mission(Exposure exposure = Exposure.Historical) =>
        new()
        {
            Name = "small",
            Title = "A small world",
            Summary = "",
            Exposure = exposure,
            Mode = Mode.Actual,
            Parties = [],
            Zone = DateTimeZone.Utc,
            Period = new TimeRange(Start, Start + Duration.FromDays(60)),
            References = [],
            Sources =
            [
                new Source("a", "A", "a", Affiliation.Public, "", Reliability.B),
                new Source("b", "B", "b", Affiliation.Public, "", Reliability.C),
                new Source("c", "C", "c", Affiliation.Member, "FR", Reliability.B),
            ],
            Atlas = Atlas.Empty,
            Sectors = [],
            Clauses = ClauseSet.Empty,
            Facts = [],
            Fusion = FusionParameters.Default,
            Thresholds = Thresholds.Default,
            Feeds = [],
            Chronology = [],
            Files = [],
            Revision = "0000000000000000",
        };

    /// <summary>Events over 40 days, each seen by some of three sources, with errors of place and day.</summary>
    public static FixObservation[] Observations(int seed, int events)
    {
        var random = new Random(seed);
        var result = new List<FixObservation>();
        for (var i = 0; i < events; i++)
        {
            var at = new GeoPoint(47 + random.NextDouble() * 2, 35 + random.NextDouble() * 4);
            var day = random.Next(40);
            foreach (var source in new[] { "a", "b", "c" }.Where(_ => random.NextDouble() < 0.7))
            {
                var noisy = new GeoPoint(
                    at.Latitude + (random.NextDouble() - 0.5) * 0.02,
                    at.Longitude + (random.NextDouble() - 0.5) * 0.03
                );
                result.Add(Fix(source, $"{i}", noisy, day, random.Next(4) == 0 ? "artillery" : "shelling"));
            }
        }
        return [.. result];
    }

    public static (FixObservation First, FixObservation Second) TwoReportsOfOneEvent()
    {
        var at = new GeoPoint(48.0, 37.8);
        var near = new GeoPoint(48.001, 37.801);
        var hour = Duration.FromHours(9);
        var when = new TimeRange(Start + hour, Start + hour + Duration.FromMinutes(10));
        return (Fix("a", "1", at, 0, "shelling") with { When = when }, Fix("b", "1", near, 0, "shelling") with { When = when });
    }

    private static FixObservation Fix(string source, string id, GeoPoint at, int day, string kind) =>
        new()
        {
            Id = new ObservationId(source, id),
            SourceId = source,
            When = new TimeRange(Start + Duration.FromDays(day), Start + Duration.FromDays(day + 1) - Duration.FromSeconds(1)),
            Where = new PointPlace(at, ErrorEllipse.Circle(1000)),
            Kinds = [new KindWeight(kind, 1)],
            Description = "made up",
        };
}
