using System.Collections.Immutable;
using Holdfast.Core.Watch.Fusion;

namespace Holdfast.Core.Watch;

/// <summary>What fusion reads of an observation: streams hold many at a time, and most of an observation is for pages alone.</summary>
public static class FusedFields
{
    /// <summary>The observation without its citation and without the attributes that fusion does not read; fuses to the same incidents.</summary>
    public static FixObservation Of(FixObservation fix) =>
        fix with
        {
            Citation = "",
            Attributes = fix.Attributes.TryGetValue(Units.SameAs, out var same)
                ? ImmutableSortedDictionary<string, string>.Empty.Add(Units.SameAs, same)
                : ImmutableSortedDictionary<string, string>.Empty,
        };
}
