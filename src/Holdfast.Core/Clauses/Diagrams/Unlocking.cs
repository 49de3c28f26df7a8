using System.Collections.Immutable;
using System.Numerics;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>What became of a question for the facts that would change a condition.</summary>
public enum UnlockOutcome
{
    /// <summary>Nothing has to change: it is as asked already (an unlock), or it is not true now, so that there is nothing to undo (a lock).</summary>
    Already,

    /// <summary>There are sets of changes that bring it about.</summary>
    Changes,

    /// <summary>No change of facts can bring it about; <see cref="Unlocking.Why"/> says what stands in the way.</summary>
    Never,

    /// <summary>The question outgrew its budget; <see cref="Unlocking.Why"/> says of what.</summary>
    TooLarge,
}

/// <summary>One change of one fact: somebody states it.</summary>
/// <param name="Fact">The fact as a clause writes it: <c>backstop(airlift)</c>, <c>determined(ended) by Commission</c>.</param>
/// <param name="Name">Its declared name and its arguments, to state or to assume it with.</param>
/// <param name="Title">Its title; empty where it has none.</param>
/// <param name="From">What it is now: <c>true</c>, <c>false</c> or <c>unknown</c>; for a number the comparisons that hold.</param>
/// <param name="Wanted"><c>true</c>, <c>false</c>, or for a number or an instant what has to hold of it, such as <c>zone.depth &lt; 25 km</c>.</param>
/// <param name="By">Those whose word it takes, sorted; empty where anybody's counts.</param>
/// <param name="Authority">The same as written, for instance <c>both(UA, RU)</c>; null where anybody's word counts.</param>
/// <param name="Determination">It asks that those named determine the fact, and not only that it is so.</param>
/// <param name="Cost">By the costs given; 1 otherwise.</param>
public sealed record FactChange(
    string Fact,
    string Name,
    ImmutableArray<string> Arguments,
    string Title,
    string From,
    string Wanted,
    ImmutableArray<string> By,
    string? Authority,
    bool Determination,
    decimal Cost
)
{
    public override string ToString() => $"{Fact}: {From} -> {Wanted}";
}

/// <summary>Changes that are enough together, in the order in which the text asks for them; without any one of them they are not.</summary>
public sealed record ChangeSet(ImmutableArray<FactChange> Changes, decimal Cost)
{
    public override string ToString() => string.Join("; ", Changes);
}

/// <summary>A change and in how many of the minimal sets it is.</summary>
public sealed record ChangeShare(FactChange Change, BigInteger Sets, double Fraction);

/// <summary>
/// The answer to "which facts would make it true" (an unlock) or "which facts would undo it" (a lock). Sets are minimal: no part of one is enough. They are
/// counted and ranked on the diagram and never spelled out but for the first few, in a fixed order.
/// </summary>
/// <param name="Now">The condition's value at the instant, mentions of other undertakings worked out.</param>
/// <param name="Why">One plain English sentence.</param>
/// <param name="Essential">Changes that are in every minimal set.</param>
/// <param name="SmallestSize">Changes in a smallest set.</param>
/// <param name="SmallestCount">How many sets are that small.</param>
/// <param name="Smallest">Some of them, at most <see cref="UnlockOptions.MostSets"/>.</param>
/// <param name="CheapestCost">The cost of a cheapest set.</param>
/// <param name="Cheapest">Some sets of that cost.</param>
/// <param name="Count">How many minimal sets there are.</param>
/// <param name="Shares">Every change that is in any minimal set, those in most sets first.</param>
/// <param name="Undecided">What it asks that is unknown and that no statement of a fact can change: about an incident or a place, or fixed by the options.</param>
/// <param name="Nodes">Nodes that the diagram took, a measure of the work.</param>
public sealed record Unlocking(
    UnlockOutcome Outcome,
    string Condition,
    string Location,
    Instant At,
    Truth Now,
    string Why,
    ImmutableArray<FactChange> Essential,
    int SmallestSize,
    BigInteger SmallestCount,
    ImmutableArray<ChangeSet> Smallest,
    decimal CheapestCost,
    ImmutableArray<ChangeSet> Cheapest,
    BigInteger Count,
    ImmutableArray<ChangeShare> Shares,
    ImmutableArray<string> Undecided,
    int Nodes
);

/// <summary>How to ask.</summary>
public sealed record UnlockOptions
{
    public static readonly UnlockOptions Default = new();

    /// <summary>What it costs to change a fact, by <see cref="FactChange.Fact"/>; 1 for those not named. Between 0 and 10^15.</summary>
    public ImmutableSortedDictionary<string, decimal> Costs { get; init; } =
        ImmutableSortedDictionary<string, decimal>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Facts that stay as they are, by <see cref="FactChange.Fact"/> or by their declared name.</summary>
    public ImmutableSortedSet<string> Fixed { get; init; } = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    /// <summary>Undertakings that are not in force whatever their conditions say, because they have expired.</summary>
    public ImmutableSortedSet<string> Expired { get; init; } = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    /// <summary>Sets that are spelled out.</summary>
    public int MostSets { get; init; } = DiagramLimits.Sets;

    /// <summary>Nodes of the diagram.</summary>
    public int Budget { get; init; } = DiagramLimits.Nodes;
}
