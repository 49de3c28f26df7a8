using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Scoring;
using Shouldly;

namespace Holdfast.Tests.Watch.Scoring;

public sealed class RecordScorerTests
{
    private static readonly TruthEvent[] Truths =
    [
        Truth("e1", 100, "a") with
        {
            Reports = ["posts/1", "public/1"],
            Kind = "mortar",
        },
        Truth("e2", 200, "b") with
        {
            Reports = ["posts/2"],
            Kind = "artillery",
        },
        Truth("x1", 300, "x") with
        {
            IsInvented = true,
        },
    ];

    private static readonly FoundEvent[] Origins = [Found("o1", 100, "a"), Found("o2", 200, "b"), Found("o3", 300, "x")];

    [Fact]
    public void Pairs_count_what_stands_together_against_what_belongs_together()
    {
        var score = Score(
            Held("i1", ["o1"], ["posts/1", "posts/2"]),
            Held("i2", ["o2"], []),
            Held("i3", [], ["public/1"], VerificationLevel.Reported)
        );
        // Of e1: o1, posts/1, public/1, three pairs; of e2: o2, posts/2, one. Said: three pairs of i1, of which o1 with posts/1 is right.
        score.Incidents.Pairs.ShouldBe(new PairScore(3, 4, 1));
        score.Incidents.OfReportsAlone.ShouldBe(1);
        var together = score.Incidents.Together.ShouldNotBeNull();
        (together.Count, together.Bands.Single().Observed).ShouldBe((1, 0));
    }

    [Fact]
    public void Two_events_in_one_incident_are_one_too_few()
    {
        var apart = Score(Held("i1", ["o1"], []), Held("i2", ["o2"], []));
        apart.Incidents.Events.ByPicks.ShouldBe(new MatchScore(2, 2, 2));
        var joined = Score(Held("i1", ["o1", "o2"], []));
        joined.Incidents.Events.ByPicks.ShouldBe(new MatchScore(0, 1, 2));
    }

    [Fact]
    public void What_was_invented_did_not_happen_at_whatever_level_it_stands()
    {
        var score = Score(
            Held("i1", ["o1"], []),
            Held("i2", ["o2"], []),
            Held("i3", ["o3"], [], VerificationLevel.Claimed),
            Held("i4", [], ["nobody/7"], VerificationLevel.Claimed)
        );
        score
            .Incidents.Verification.Select(share => (share.Name, share.Count, share.Share))
            .ShouldBe([("claimed", 2, 0), ("verified", 2, 1)]);
        score.Origins.Invented.ShouldBe(1);
    }

    [Fact]
    public void What_operators_rejected_counts_nowhere()
    {
        var score = Score(Held("i1", ["o1"], []), Held("i2", ["o2"], []) with { Status = IncidentStatus.Rejected });
        (score.Incidents.Count, score.Incidents.Rejected).ShouldBe((1, 1));
        score.Incidents.Events.ByPicks.ShouldBe(new MatchScore(1, 1, 2));
    }

    [Fact]
    public void Kinds_are_held_against_the_true_kind()
    {
        FoundEvent[] origins =
        [
            Origins[0] with
            {
                Classes = new Dictionary<string, double> { ["mortar"] = 0.75, ["artillery"] = 0.25 },
            },
        ];
        var kinds = RecordScorer.Score(new ScoreRules(), Truths, origins, []).Kinds.ShouldNotBeNull();
        kinds.Brier.ShouldBe(0.0625, 1e-12);
        kinds.Bands.Select(band => (band.Stated, band.Observed)).ShouldBe([(0.25, 0), (0.75, 1)]);
    }

    [Fact]
    public void An_incident_was_first_held_when_its_first_observation_was()
    {
        var held = Held("i1", ["o1"], []) with { Event = Origins[0] with { DeclaredSeconds = 107.5 } };
        var score = RecordScorer.Score(new ScoreRules(), [Truths[0] with { FifthPickSeconds = 105 }], Origins[..1], [held]);
        score.Incidents.Events.Latency.ShouldNotBeNull().Median.ShouldBe(2.5);
    }

    private static RecordScore Score(params HeldIncident[] incidents) => RecordScorer.Score(new ScoreRules(), Truths, Origins, incidents);

    private static HeldIncident Held(string id, string[] origins, string[] reports, VerificationLevel level = VerificationLevel.Verified)
    {
        var picks = Origins.Where(origin => origins.Contains(origin.Id)).SelectMany(origin => origin.Picks).ToArray();
        return new HeldIncident(id, IncidentStatus.Final, level, 0.9, origins, reports, new FoundEvent(id, 0, 0, 0, picks));
    }

    private static TruthEvent Truth(string id, double seconds, string picks) => new(id, seconds, 0, 0, Picks(picks));

    private static FoundEvent Found(string id, double seconds, string picks) => new(id, seconds, 0, 0, Picks(picks));

    private static string[] Picks(string name) => [.. Enumerable.Range(1, 5).Select(number => $"{name}{number}")];
}
