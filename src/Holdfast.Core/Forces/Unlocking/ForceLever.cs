using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;

namespace Holdfast.Core.Forces.Unlocking;

/// <summary>A fact that somebody could state, so that offers which wait for it would stand.</summary>
/// <param name="Fact">The fact.</param>
/// <param name="Now">What it is.</param>
/// <param name="Wanted">What it would be.</param>
/// <param name="Cost">At least 1.</param>
public sealed record ForceLever(FactUse Fact, Truth Now, bool Wanted, long Cost)
{
    /// <summary>To be assumed, in the words of <see cref="Assumptions"/>.</summary>
    public string Assumption => Wanted ? Fact.Key : $"not {Fact.Key}";
}

/// <summary>What it costs to change facts; 1 where nothing is said.</summary>
/// <param name="Costs">By the fact as a clause writes it.</param>
/// <param name="Keep">Facts that stay as they are.</param>
public sealed record LeverCosts(ImmutableSortedDictionary<string, long> Costs, ImmutableSortedSet<string> Keep)
{
    public static readonly LeverCosts Equal = new(
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal),
        ImmutableSortedSet.Create<string>(StringComparer.Ordinal)
    );
}
