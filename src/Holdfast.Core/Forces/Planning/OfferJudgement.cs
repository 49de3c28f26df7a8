using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Values;

namespace Holdfast.Core.Forces.Planning;

/// <summary>Whether an offer may serve a line, and if not, what stands against it first.</summary>
public enum FitOutcome
{
    Serves,
    OtherCapability,
    AreaExcluded,
    TaskExcluded,

    /// <summary>Not ready within the notice that a reserve is asked to keep.</summary>
    TooSlow,

    /// <summary>A caveat speaks against it.</summary>
    Caveat,

    /// <summary>It is not known whether a caveat speaks against it; it does not serve until that is known.</summary>
    CaveatOpen,
}

/// <summary>One offer put to one line.</summary>
/// <param name="Effect">Hundredths of the line's unit that one unit of the offer gives; 0 where it does not serve.</param>
/// <param name="Against">The caveat that decides, as written; empty for none.</param>
public sealed record FitJudgement(RequirementLine Line, FitOutcome Outcome, int Effect, string Against)
{
    /// <summary>Every caveat that stands against it, or would have to be lifted so that it serves.</summary>
    public ImmutableArray<LiftedCaveat> Lifting { get; init; } = [];
}

/// <summary>One offer under the facts of a question.</summary>
/// <param name="Stands">Whether its conditions hold in the first month of the horizon.</param>
/// <param name="FirstMonth">The first month in which a deployment can start; null where none can within the horizon.</param>
/// <param name="CanStart">Per month.</param>
/// <param name="Missing">Facts that are not as its conditions want them in the first month; for an undertaking the facts that it waits for.</param>
/// <param name="Fits">Every line of the set whose capability it has, or can stand in for; by line.</param>
public sealed record OfferJudgement(
    ForceOffer Offer,
    Truth Stands,
    int? FirstMonth,
    ImmutableArray<bool> CanStart,
    ImmutableArray<UnmetFact> Missing,
    ImmutableArray<FitJudgement> Fits
);
