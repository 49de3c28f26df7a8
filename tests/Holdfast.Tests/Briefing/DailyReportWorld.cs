using System.Collections.Immutable;
using Holdfast.Core.Briefing.Daily;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Assessments;
using Holdfast.Core.Watch.Release;
using Holdfast.Tests.Values;
using NodaTime;

namespace Holdfast.Tests.Briefing;

/// <summary>A small made-up day: two regions, a few incidents of each sort, claims with a residual, one denial.</summary>
internal static class DailyReportWorld
{
    public static readonly LocalDate Date = new(2025, 4, 20);
    private static readonly Instant Noon = Instant.FromUtc(2025, 4, 20, 9, 0);

    public static DailyReportInput Input()
    {
        ImmutableArray<NamedShape> sectors =
        [
            Shapes.Area("north", (36, 48.5), (38, 48.5), (38, 49.5), (36, 49.5)),
            Shapes.Area("south", (36, 47.5), (38, 47.5), (38, 48.5), (36, 48.5)),
        ];
        ImmutableArray<Incident> incidents =
        [
            One(1, Noon, new(48.7, 37), "artillery") with
            {
                Casualties = new(2, 3, 2, 1, 4, "hospital"),
                Weapon = new("howitzer", 122),
                Count = 12,
                Verification = VerificationLevel.Corroborated,
            },
            One(2, Noon + Duration.FromHours(1), new(48, 37), "use_of_force") with
            {
                Where = new AreaPlace("Somewhere | oblast", new(48, 37), 40_000),
            },
            One(3, Noon + Duration.FromHours(2), new(48, 37.2), "weapon_presence") with
            {
                Description = "three <howitzers> by the road",
            },
            One(4, Noon - Duration.FromHours(20), new(48.8, 37.2), "artillery"),
            One(5, Noon, new(47, 30), "live_fire_exercise"),
            One(6, Noon, new(48, 37), "shelling") with
            {
                When = new(Noon - Duration.FromDays(10), Noon + Duration.FromDays(10)),
            },
        ];
        return new(
            "A made-up truce",
            Mode.Actual,
            ReleaseScope.Exempt,
            Date,
            DailyReportInput.UsualAsOf,
            DateTimeZoneProviders.Tzdb["Europe/Kyiv"],
            Instant.FromUtc(2025, 4, 21, 6, 0),
            sectors,
            incidents,
            [
                new(incidents[0].Id, "no_fire", Outcome.ApparentBreach, Severity.Grave, ["kind"]),
                new(incidents[1].Id, "no_fire", Outcome.Undeterminable, null, ["missing:kind"]),
                new(incidents[2].Id, "withdrawal", Outcome.ApparentBreach, Severity.Minor, ["place"]),
                new(incidents[3].Id, "no_fire", Outcome.ApparentBreach, Severity.Minor, ["kind"]),
            ],
            [
                Claim("violations", 2_935, null),
                Claim("shellings", 1_882, "violations") with
                {
                    Kind = "shelling",
                },
                Claim("assaults", 96, "violations"),
            ],
            [
                new(
                    "north",
                    Date,
                    0.4,
                    1,
                    3,
                    0,
                    2.5,
                    0.1,
                    11.9,
                    "Events seen where and while somebody looked (1 of 1) divided by the covered share (40 %)."
                ),
                new(
                    "south",
                    Date,
                    0,
                    2,
                    0,
                    1,
                    null,
                    null,
                    null,
                    "Events are reported, but no look at this sector is recorded: there is no rate."
                ),
            ],
            [Denial()],
            (9, 4),
            [new Source("s", "A made-up source", "g", Affiliation.Public, "", Reliability.C)],
            ImmutableSortedDictionary<string, string>.Empty.Add("no_fire", "No fire of any kind").Add("withdrawal", ""),
            ImmutableSortedDictionary<string, string>.Empty.Add("AA", "Party A").Add("BB", "Party B"),
            new PlaceProbability(new Atlas(sectors))
        )
        {
            Established = (1, 0),
        };
    }

    private static Incident One(int id, Instant when, GeoPoint where, string kind) => Watch.Incidents.At(id, when, where, kind: kind);

    private static ClaimObservation Claim(string category, long number, string? partOf) =>
        new()
        {
            Id = new("press", category),
            SourceId = "s",
            When = new(Noon - Duration.FromHours(15), Noon),
            StatedAt = Noon + Duration.FromMinutes(30),
            By = "AA",
            Against = "BB",
            Category = category,
            PartOf = partOf,
            Number = number,
            Cumulative = true,
        };

    private static FixObservation Denial() =>
        new()
        {
            Id = new("patrol", "d1"),
            SourceId = "s",
            When = TimeRange.At(Noon),
            Where = new AreaPlace("the bridge", new(48, 37), 2_000),
            Kinds = [new KindWeight("denial_of_movement", 1)],
            Description = "turned back at a barrier",
            Attributes = ImmutableSortedDictionary<string, string>.Empty.Add("by", "armed men").Add("reason", "none given"),
        };
}
