namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// Estimates a <see cref="PairModel"/> from the candidate pairs of one block by expectation and maximisation (Winkler 1988, for the model of Fellegi
/// and Sunter 1969), the expectation respecting that a record has at most one partner. Pseudo-counts hold the estimate near the defaults
/// where data are few.
/// </summary>
internal static class PairEstimator
{
    private const int Steps = 8;
    private const int RoundsPerStep = 3;
    private const double MatchStrength = 4;
    private const double MatchDefault = 0.3;
    private const double TimeStrength = 10;
    private const double ConfusionStrength = 10;
    private const double ScaleStrength = 30;

    /// <param name="edges">Of one pair of sources and one block, sorted by (A, B); weights and probabilities are overwritten.</param>
    /// <param name="countA">Records of the first source in the block, at least 1 where it has an edge.</param>
    public static PairModel Estimate(Span<Edge> edges, int countA, int countB, double crowding, double priorMatch, MatchMarginals marginals)
    {
        var start = PairModel.Default(MatchDefault);
        var few = Math.Max(1, Math.Min(countA, countB));
        var expected = Math.Clamp(priorMatch * edges.Length / few, MatchDefault / 3, MatchDefault);
        var model = start with { MatchA = expected, MatchB = expected, Crowding = crowding };
        for (var step = 0; step < Steps; step++)
        {
            foreach (ref var edge in edges)
            {
                edge.Weight = model.Weigh(edge);
            }
            marginals.Solve(edges, RoundsPerStep);
            model = Maximise(edges, model, start, countA, countB);
        }
        return model;
    }

    private static PairModel Maximise(ReadOnlySpan<Edge> edges, PairModel model, PairModel prior, int countA, int countB)
    {
        double matches = 0,
            right = 0,
            one = 0,
            two = 0,
            confused = 0,
            distance = 0;
        foreach (ref readonly var edge in edges)
        {
            var p = edge.Probability;
            var time = model.Time(edge);
            if (p <= 0 || time <= 0)
            {
                continue;
            }
            matches += p;
            right += p * model.Right * edge.Time0 / time;
            one += p * model.OneDay * edge.Time1 / time;
            two += p * model.TwoDays * edge.Time2 / time;
            confused += p * model.Confusion / model.Kind(edge);
            distance += p * edge.Mahalanobis;
        }
        var dated = right + one + two + TimeStrength;
        return new PairModel(
            Share(matches, countA, prior.MatchA),
            Share(matches, countB, prior.MatchB),
            (right + TimeStrength * prior.Right) / dated,
            (one + TimeStrength * prior.OneDay) / dated,
            (two + TimeStrength * prior.TwoDays) / dated,
            Math.Clamp((confused + ConfusionStrength * prior.Confusion) / (matches + ConfusionStrength), 0.01, 0.9),
            Math.Clamp((distance + 2 * ScaleStrength) / (2 * (matches + ScaleStrength)), 0.25, 4),
            model.Crowding
        );
    }

    private static double Share(double matches, int count, double prior) =>
        Math.Clamp((matches + MatchStrength * prior) / (count + MatchStrength), 0.001, 0.98);
}
