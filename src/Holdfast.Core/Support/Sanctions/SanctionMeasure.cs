using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Support.Sanctions;

/// <summary>How a measure is kept: who has to agree each time.</summary>
public enum SanctionDecision
{
    /// <summary>Every member must agree; any of them can let it lapse.</summary>
    Unanimity,
    QualifiedMajority,

    /// <summary>A government decides.</summary>
    Executive,

    /// <summary>A parliament decides.</summary>
    Parliament,
}

/// <summary>A stretch in which a measure was decided to hold, or to be suspended.</summary>
/// <param name="Until">The first day on which it no longer does; null where no end is stated.</param>
public sealed record SanctionTerm(LocalDate From, LocalDate? Until, bool InForce, LocalDate? Decided, Stated Stated);

/// <summary>A measure.</summary>
/// <param name="Basis">The legal act, as it is cited.</param>
/// <param name="Veto">Who alone is named as able to let it lapse; under unanimity every member can, named or not.</param>
/// <param name="Fact">The fact that its terms state, as it is written in a clause; empty where they state none.</param>
/// <param name="InForce">The condition that says whether it is in force; null where its terms alone say so.</param>
/// <param name="SuspendedWhen">Suspended while any of these holds.</param>
/// <param name="Terms">By first day; they do not overlap.</param>
/// <param name="RestoreDays">From the decision to restore it until it bites again; null where nobody says.</param>
public sealed record SanctionMeasure(
    string Id,
    string Title,
    string By,
    string Basis,
    SanctionDecision Decision,
    ImmutableArray<string> Veto,
    string Fact,
    SupportClause? InForce,
    ImmutableArray<SupportClause> SuspendedWhen,
    ImmutableArray<SanctionTerm> Terms,
    AmountRange? RestoreDays,
    string Note,
    Stated Stated,
    Stated Figures
);
