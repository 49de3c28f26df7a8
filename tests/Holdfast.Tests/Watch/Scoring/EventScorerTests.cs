using Holdfast.Core.Watch.Scoring;
using Shouldly;

namespace Holdfast.Tests.Watch.Scoring;

public sealed class EventScorerTests
{
    private static readonly TruthEvent[] Truths =
    [
        True("a", 0, 5),
        True("b", 100, 10),
        True("c", 200, 4),
        True("x", 300, 6) with
        {
            IsInvented = true,
        },
    ];

    [Fact]
    public void What_shares_six_tenths_of_the_larger_set_matches()
    {
        var score = Score(Found("1", 0, ["a0", "a1", "a2", "f1", "f2"]), Found("2", 100, ["b0", "b1", "b2", "b3", "b4"]));
        score.ByPicks.ShouldBe(new MatchScore(1, 2, 2));
        score.ByPicks.ShouldNotBeNull().F1.ShouldBe(0.5);
    }

    [Fact]
    public void What_is_stated_is_asked_of_its_own_picks_and_each_event_is_found_once()
    {
        var score = Score(
            Found("half of b, all right", 100, ["b0", "b1", "b2", "b3", "b4"]) with
            {
                Probability = 0.9,
            },
            Found("the rest of b", 100, ["b5", "b6", "b7", "f1"]) with
            {
                Probability = 0.9,
            },
            Found("a and b mixed", 0, ["a0", "a1", "b8", "b9"]) with
            {
                Probability = 0.9,
            },
            Found("invented", 300, ["x0", "x1", "x2", "x3", "x4", "x5"]) with
            {
                Probability = 0.9,
            }
        );
        score.Existence.ShouldNotBeNull().Bands.ShouldHaveSingleItem().Observed.ShouldBe(0);
        score.MostlyRight.ShouldNotBeNull().Bands.ShouldHaveSingleItem().Observed.ShouldBe(0.25);
    }

    [Fact]
    public void What_finds_an_event_of_too_few_picks_is_ignored()
    {
        var score = Score(Found("1", 0, ["a0", "a1", "a2", "a3", "a4"]), Found("2", 200, ["c0", "c1", "c2", "c3"]));
        (score.Found, score.Ignored, score.BelowThreshold, score.Truths).ShouldBe((1, 1, 1, 2));
        score.ByPicks.ShouldBe(new MatchScore(1, 1, 2));
    }

    [Fact]
    public void What_was_invented_in_concert_counts_as_false()
    {
        var score = Score(Found("1", 300, ["x0", "x1", "x2", "x3", "x4", "x5"]));
        (score.Invented, score.Ignored, score.Found).ShouldBe((1, 0, 1));
        score.ByPicks?.Precision.ShouldBe(0);
    }

    [Fact]
    public void Without_picks_the_score_is_by_place_alone()
    {
        var score = Score(Found("1", 1.9, []), Found("2", 97, []));
        score.ByPicks.ShouldBeNull();
        score.ByPlace.ShouldBe(new MatchScore(1, 2, 2));
    }

    [Fact]
    public void An_event_is_found_once_however_often_it_is_told()
    {
        var score = Score(Found("1", 0, ["a0", "a1", "a2", "a3", "a4"]), Found("2", 0.5, ["a0", "a1", "a2", "a3", "a4"]));
        score.ByPicks.ShouldBe(new MatchScore(1, 2, 2));
        score.ByPlace.ShouldBe(new MatchScore(1, 2, 2));
    }

    [Fact]
    public void Errors_stand_beside_the_bound_and_ellipses_are_asked_whether_they_hold_the_truth()
    {
        var found = new FoundEvent("1", 0, 30, 40, ["a0", "a1", "a2", "a3", "a4"]) { Covariance = new PlaceCovariance(900, 0, 900) };
        var errors = Score(found).Errors.ShouldNotBeNull();
        errors.MedianMetres.ShouldBe(50);
        errors.MedianToBound.ShouldNotBeNull().ShouldBe(50 / Math.Sqrt(500), 1e-9);
        errors.EastToBound.ShouldNotBeNull().ShouldBe(30 / 10.0 / 0.67449, 0.001);
        // 2500 / 900 is beyond the ellipse of 50 % (1.39) and within that of 90 % (4.61).
        var ellipses = errors.Ellipses.ShouldNotBeNull();
        (ellipses.Count, ellipses.Fifty, ellipses.Ninety, ellipses.NinetyFive).ShouldBe((1, 0, 1, 1));
        // 1 - exp(-2500 / 1800) is 75.1 %.
        ellipses.Levels.Select(level => level.Observed).ShouldBe([0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
        ellipses.ExpectedError.ShouldBe((0.1 + 0.2 + 0.3 + 0.4 + 0.5 + 0.6 + 0.7 + 0.2 + 0.1 + 0.05 + 0.01) / 11, 1e-9);
    }

    [Fact]
    public void An_ellipse_gives_its_covariance_back()
    {
        var covariance = PlaceCovariance.OfNinety(200, 50, 90);
        Math.Sqrt(covariance.EastEast * ChiSquare2.Ninety).ShouldBe(200, 1e-6);
        Math.Sqrt(covariance.NorthNorth * ChiSquare2.Ninety).ShouldBe(50, 1e-6);
    }

    [Fact]
    public void Statements_that_come_true_as_often_as_they_say_are_calibrated()
    {
        var forecasts = Enumerable.Range(0, 1_000).Select(n => new Forecast(0.75, n % 4 != 0)).ToArray();
        var reliability = Reliability.Of(forecasts).ShouldNotBeNull();
        reliability.ExpectedError.ShouldBe(0, 1e-9);
        reliability.Brier.ShouldBe(0.1875, 1e-9);
        var band = reliability.Bands.Single();
        (band.Count, band.Observed).ShouldBe((1_000, 0.75));
        band.Low.ShouldBeLessThan(0.75);
        band.High.ShouldBeGreaterThan(0.75);
    }

    [Fact]
    public void Latency_runs_from_the_fifth_true_pick()
    {
        var found = Found("1", 0, ["a0", "a1", "a2", "a3", "a4"]) with { DeclaredSeconds = 21 };
        Score(found).Latency.ShouldBe(new Latency(1, 1, 1, 1, 1, 1));
    }

    private static EventScore Score(params FoundEvent[] found) => EventScorer.Score(new ScoreRules(), Truths, found);

    private static TruthEvent True(string id, double time, int picks) =>
        new(id, time, 0, 0, [.. Enumerable.Range(0, picks).Select(pick => $"{id}{pick}")])
        {
            Bound = new PlaceBound(10, 20),
            FifthPickSeconds = time + 20,
        };

    private static FoundEvent Found(string id, double time, string[] picks) => new(id, time, 0, 0, picks);
}
