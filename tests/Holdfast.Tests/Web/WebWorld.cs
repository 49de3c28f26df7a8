using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NetTopologySuite.Geometries;
using NodaTime;

namespace Holdfast.Tests.Web;

/// <summary>A small made-up mission for tests of pages: two sectors, one term, a claim, incidents of every outcome.</summary>
internal static class WebWorld
{
    public static readonly Instant Start = Instant.FromUtc(2025, 4, 19, 15, 0);
    public const string Hostile = "<script>alert('x')</script> & \"quoted\"";

    public static Mission Mission(string name = "easter", Exposure exposure = Exposure.Historical, Mode mode = Mode.Actual) =>
        new()
        {
            Name = name,
            Title = "Easter truce " + name,
            Summary = "A made-up truce of thirty hours, for tests of pages.",
            Exposure = exposure,
            Mode = mode,
            Parties = [new Party("UA", "Ukraine", ""), new Party("RU", "Russia", "")],
            Zone = DateTimeZoneProviders.Tzdb["Europe/Kyiv"],
            Period = new TimeRange(Start, Start + Duration.FromHours(30)),
            References = [new Reference("R1", "A statement", "A ministry", new LocalDate(2025, 4, 20), "javascript:alert(1)")],
            Sources =
            [
                new Source("press", "Press reports", "press", Affiliation.Public, "", Reliability.C),
                new Source("ua-mod", "Ministry of Defence", "ua", Affiliation.Party, "UA", Reliability.D),
            ],
            Atlas = new Atlas([Sector("north", 49), Sector("south", 47)]),
            Sectors = ["north", "south"],
            Clauses = new ClauseSet { Facts = [CeasefireInEffect], Terms = [Term] },
            Facts = [],
            Fusion = FusionParameters.Default,
            Thresholds = Thresholds.Default,
            Feeds = [],
            Chronology = [new ChronologyItem(new LocalDate(2025, 4, 19), "Truce announced", Hostile, Standing.Recorded, "R1")],
            Files = [new MissionFile("mission.yaml", new string('a', 64), "")],
            Revision = new string('b', 64),
        };

    private static readonly FactDeclaration CeasefireInEffect = new(
        "ceasefire.in_effect",
        "a ceasefire is in effect",
        [],
        "terms.clauses:1:1"
    );

    private static readonly Term Term = new()
    {
        Name = "no_fire",
        Title = "No fire",
        Binds = ["UA", "RU"],
        Cites = "R1",
        Standing = Standing.Illustrative,
        Location = "terms.clauses:1:1",
        SourceText = "term no_fire\n    forbids fire\nend",
        Forbids = ["fire"],
    };

    private static NamedShape Sector(string name, double south) =>
        new(
            name,
            ShapeKind.Area,
            new Polygon(new LinearRing([new(36, south), new(38, south), new(38, south + 2), new(36, south + 2), new(36, south)])),
            Standing.Illustrative,
            "Sector " + name,
            "Drawn for tests.",
            "tests"
        );

    /// <summary>Incidents one every ten minutes, cycling through outcomes, kinds and levels of verification.</summary>
    public static ImmutableArray<FakeIncident> Incidents(int count) =>
        [.. Enumerable.Range(0, count).Select(Incident).OrderBy(i => i.Row.Incident.Id)];

    private static readonly string[] Kinds = ["shelling", "uav_strike", "assault", "explosion"];

    private static FakeIncident Incident(int i)
    {
        var at = Start + Duration.FromMinutes(10 * i);
        var observation = new ObservationId("press", $"r{i:D5}");
        var when = i % 5 == 4 ? new TimeRange(at, at + Duration.FromHours(24)) : TimeRange.At(at);
        var place = new PointPlace(
            new GeoPoint(47.2 + (i * 37 % 360) / 100.0, 36.1 + (i * 53 % 180) / 100.0),
            ErrorEllipse.Circle(500 + i % 7 * 900)
        );
        var fix = new FixObservation
        {
            Id = observation,
            SourceId = "press",
            When = when,
            Where = place,
            Kinds = [new KindWeight(Kinds[i % 4], 1)],
            Description = i == 0 ? Hostile : $"Report number {i} of something heard",
            Citation = $"reports.csv, line {i + 2}",
        };
        var incident = new Incident
        {
            Id = new IncidentId($"{i:x16}"),
            Status = IncidentStatus.Final,
            When = when,
            Where = place,
            Kinds = [new KindWeight(Kinds[i % 4], 0.9), new KindWeight("event", 0.1)],
            Verification = (VerificationLevel)(i % 4),
            Observations = [observation],
            IndependentGroups = ["press"],
            Sources = ["press"],
            Description = fix.Description,
        };
        return new FakeIncident(incident, Assess(incident, (Outcome)(i % 4), (Severity)(i % 3)), i % 2 == 0 ? "north" : "south", fix);
    }

    private static Assessment Assess(Incident incident, Outcome outcome, Severity severity) =>
        new(
            incident.Id,
            "no_fire",
            new TermVerdict(
                "no_fire",
                outcome,
                outcome == Outcome.ApparentBreach ? severity : null,
                [new VerdictReason("kind", "What was reported is fire, which the term forbids.")],
                new TraceNode(
                    "term no_fire",
                    "terms.clauses:1:1",
                    Truth.True,
                    "the term holds then and there",
                    0.97,
                    [],
                    [
                        new TraceNode(
                            "forbids fire",
                            "terms.clauses:2:5",
                            Truth.True,
                            "shelling is fire",
                            0.97,
                            [.. incident.Observations.Select(o => o.ToString())],
                            []
                        ),
                        new TraceNode(
                            "except return_fire",
                            "terms.clauses:3:5",
                            Truth.Unknown(UnknownReason.Unreported),
                            "nobody has stated whether it was ordered",
                            null,
                            [],
                            []
                        ),
                    ]
                )
            )
        );

    public static readonly ImmutableArray<ClaimObservation> Claims =
    [
        Claim("1", "RU", "UA", "violations", null, 4900, ClaimBound.About, 20),
        Claim("2", "UA", "RU", "violations", null, 2935, ClaimBound.Exactly, 30),
        Claim("3", "UA", "RU", "assaults", "violations", 96, ClaimBound.Exactly, 30),
        Claim("4", "UA", "RU", "shellings", "violations", 1882, ClaimBound.Exactly, 30),
        Claim("5", "UA", "RU", "drone uses", "violations", 950, ClaimBound.Exactly, 30),
    ];

    private static ClaimObservation Claim(
        string id,
        string by,
        string against,
        string category,
        string? partOf,
        long number,
        ClaimBound bound,
        int hours
    ) =>
        new()
        {
            Id = new ObservationId("claims", id),
            SourceId = "ua-mod",
            When = new TimeRange(Start, Start + Duration.FromHours(hours)),
            By = by,
            Against = against,
            Category = category,
            PartOf = partOf,
            Number = number,
            Bound = bound,
            StatedAt = Start + Duration.FromHours(hours),
            Cumulative = true,
            Citation = "R1",
        };
}

/// <summary>An incident with everything a page shows of it.</summary>
internal sealed record FakeIncident(Incident Incident, Assessment Assessment, string Sector, Observation Observation)
{
    public Holdfast.App.Watch.IncidentRow Row =>
        new(Incident, Assessment.Verdict.Outcome, Assessment.Verdict.Severity, Assessment.Term, Sector);
}
