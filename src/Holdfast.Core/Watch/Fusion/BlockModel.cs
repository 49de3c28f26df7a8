using System.Collections.Immutable;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>Everything estimated for one calendar block: a function of the block's records alone.</summary>
/// <param name="Density">Null for a block without records that could be matched.</param>
/// <param name="Background">Frequencies of the classes.</param>
/// <param name="Pairs">By source indices, the source with the lesser id first.</param>
/// <param name="Counts">Records by source index.</param>
/// <param name="Crowding">By source index; filled before pairs are estimated.</param>
internal sealed record BlockModel(
    DensityMap? Density,
    ImmutableDictionary<string, double> Background,
    Dictionary<(int A, int B), PairModel> Pairs,
    Dictionary<int, int> Counts,
    Dictionary<int, Crowding> Crowding
)
{
    public double CrowdingOf(int a, int b) => Math.Sqrt(Crowding.GetValueOrDefault(a).Ratio * Crowding.GetValueOrDefault(b).Ratio);

    /// <summary>The estimate, or where the block holds no pair of these sources what stands without any.</summary>
    public PairModel Pair(int a, int b, double priorMatch) =>
        Pairs.TryGetValue((a, b), out var model)
            ? model
            : PairEstimator.Estimate(
                [],
                Counts.GetValueOrDefault(a),
                Counts.GetValueOrDefault(b),
                CrowdingOf(a, b),
                priorMatch,
                new MatchMarginals()
            );
}
