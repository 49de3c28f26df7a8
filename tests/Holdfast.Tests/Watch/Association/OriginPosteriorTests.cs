using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Scoring;
using Holdfast.Core.Watch.Simulation;
using Shouldly;

namespace Holdfast.Tests.Watch.Association;

public sealed class OriginPosteriorTests
{
    /// <summary>Half of the arrivals are false, events overlap, missions repeat, the air is told wrongly: what counts in the field, and what curvature at the peak does not see.</summary>
    [Fact]
    public void Ninety_percent_ellipses_hold_nine_in_ten_where_arrivals_are_contested()
    {
        var inside = 0.0;
        var count = 0;
        for (var seed = 501; seed < 506; seed++)
        {
            var score = Scored(
                new LineOptions
                {
                    Seed = seed,
                    LengthKm = 60,
                    Rate = 10,
                    DurationSeconds = 240,
                }
            );
            if (score.Errors?.Ellipses is { } ellipses)
            {
                inside += ellipses.Count * ellipses.Ninety;
                count += ellipses.Count;
            }
        }
        count.ShouldBeGreaterThan(250);
        // 99 of a hundred binomial counts lie within 2.58 standard deviations.
        var share = inside / count;
        var spread = 2.58 * Math.Sqrt(0.9 * 0.1 / count);
        share.ShouldBeInRange(0.9 - spread, 0.9 + spread);
    }

    [Fact]
    public void Draws_give_a_Gaussian_its_own_covariance()
    {
        const double Width = 1.3;
        for (var size = 3; size <= PosteriorTerms.MostUnknowns; size++)
        {
            var draws = PosteriorDraws.Of(size);
            var sums = new double[size * size];
            var total = 0.0;
            for (var draw = 0; draw < PosteriorDraws.Count; draw++)
            {
                var point = draws.Points.AsSpan(draw * size, size).ToArray().Select(value => Width * value).ToArray();
                var weight = Math.Exp((-0.5 * point.Sum(value => value * value)) - draws.LogDensity[draw]);
                total += weight;
                for (var at = 0; at < sums.Length; at++)
                {
                    sums[at] += weight * point[at / size] * point[at % size];
                }
            }
            for (var at = 0; at < sums.Length; at++)
            {
                (sums[at] / total).ShouldBe(at / size == at % size ? 1 : 0, 0.1);
            }
        }
    }

    private static EventScore Scored(LineOptions options)
    {
        var scenario = new LineScenario(options);
        var blocks = scenario.Blocks().ToArray();
        var parameters = new AssociationParameters { Detection = LineScenario.Detection };
        var stream = new AssociationStream(parameters, scenario.Sensors, new AirModel(scenario.Told));
        foreach (var pick in blocks.SelectMany(block => block.Picks))
        {
            stream.Add(pick.Arrival);
        }
        var truths = blocks.SelectMany(block => block.Events).Where(simulated => simulated.Picks.Count > 0);
        return EventScorer.Score(
            new ScoreRules(),
            [.. truths.Select(simulated => LineTruth.Of(scenario, simulated))],
            [.. stream.Complete().Select(origin => FoundOrigins.Of(origin, LineTruth.Classes))]
        );
    }
}
