using System.Collections.Immutable;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>Everything estimated for one calendar block: a function of the block's records alone.</summary>
/// <param name="Background">Frequencies of the classes.</param>
/// <param name="Pairs">By source indices, the source with the lesser id first.</param>
/// <param name="Counts">Records by source index.</param>
internal sealed record BlockModel(
    ImmutableDictionary<string, double> Background,
    Dictionary<(int A, int B), PairModel> Pairs,
    Dictionary<int, int> Counts
)
{
    public PairModel Pair(int a, int b, double priorMatch)
    {
        if (!Pairs.TryGetValue((a, b), out var model))
        {
            model = PairEstimator.Estimate([], Counts.GetValueOrDefault(a), Counts.GetValueOrDefault(b), priorMatch, new MatchMarginals(0));
            Pairs.Add((a, b), model);
        }
        return model;
    }
}
