using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch;

/// <summary>Placeholder shape of the engine; see docs/guide/watch.md once fusion lands.</summary>
public static class FusionEngine
{
    /// <summary>
    /// Fuses a set of located observations into incidents. A function of the set: order and exact duplicates do not matter. Sorted by id.
    /// Observations of different modes never join.
    /// </summary>
    public static ImmutableArray<Incident> Fuse(
        IEnumerable<FixObservation> observations,
        IReadOnlyDictionary<string, Source> sources,
        FusionParameters parameters
    ) => throw new NotSupportedException("Fusion is being written on its own branch.");
}
