namespace Holdfast.Core.Clauses.Diagrams;

/// <summary>What changed between two texts of an undertaking.</summary>
public enum TextChangeKind
{
    UndertakingAdded,
    UndertakingRemoved,
    Parties,
    Kinds,
    InForce,
    Suspension,
    Trigger,
    DutyLost,
    DutyTurnedLiberty,
    DutyNarrowed,
    DutyWidened,
    DutyAdded,
    LibertyLost,
    LibertyAdded,
    LibertyChanged,
    TierRemoved,
    TierAdded,
    TierTime,
    TierClock,
    TierAction,
    TierUnless,
    Expiry,
    CaveatAdded,
    CaveatRemoved,
    ProcedureAdded,
    ProcedureRemoved,
    ProcedureChanged,
    TooLarge,
}

/// <summary>What a change does to the promise, seen from the one to whom it is made.</summary>
public enum PromiseEffect
{
    Weaker,
    Stronger,

    /// <summary>Weaker under some facts and stronger under others, or not to be told.</summary>
    Changed,
}

/// <summary>One change between two texts, with its place in both.</summary>
/// <param name="Sentence">One line of plain English.</param>
/// <param name="OldLocation">File, line and column in the old text; null where it has no such line.</param>
/// <param name="NewLocation">The same for the new text.</param>
/// <param name="Counterexample">Facts under which the two texts differ: under them the old one obliges (or holds) and the new one does not, unless
/// <paramref name="Effect"/> says that the new one is stronger.</param>
public sealed record TextChange(
    TextChangeKind Kind,
    PromiseEffect Effect,
    string Undertaking,
    string Sentence,
    string? OldLocation,
    string? NewLocation,
    Counterexample? Counterexample
)
{
    public override string ToString() => $"{Undertaking}: {Sentence}";
}
