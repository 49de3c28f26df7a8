using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Guarantees;

/// <summary>Where a tier of a response stands at an instant.</summary>
public enum TierStatus
{
    /// <summary>The trigger holds and the undertaking is not in force: nothing is due, and the blockers say why.</summary>
    NotBound,

    /// <summary>Its clock has not started: nobody was notified, or nobody who may has determined the trigger.</summary>
    NoClock,

    Running,

    /// <summary>Its deadline has passed.</summary>
    Overdue,

    /// <summary>The clock's origin is disputed, and the deadline has passed by one reading and not by another.</summary>
    Disputed,

    /// <summary>Its <c>unless</c> holds.</summary>
    Lifted,
}

/// <summary>One reading of when a clock started, and by whose word; <see cref="Due"/> is so much later as the tier says.</summary>
/// <param name="By">Empty where the origin follows from the facts and from nobody's word in particular.</param>
/// <param name="Operative">By the clause this start counts. Other determinations of the same trigger are shown beside it.</param>
public sealed record ClockStart(ImmutableArray<string> By, Instant At, Instant Due, bool Operative);

/// <summary>A procedure that cannot be over before the deadline, even at its least.</summary>
/// <param name="Of">The undertaking that needs it.</param>
/// <param name="Earliest">When it can be over, if it starts with the clock or, where that has passed, now.</param>
public sealed record LateProcedure(string Of, Procedure Procedure, Instant Earliest, Instant Due);

/// <summary>One tier in one episode of its trigger, at an instant.</summary>
/// <param name="Lifted">Whether its <c>unless</c> holds; false where it has none.</param>
/// <param name="Blockers">What keeps the undertaking from being in force; empty when it is.</param>
public sealed record TierClock(
    Undertaking Undertaking,
    Tier Tier,
    Episode Episode,
    TierStatus Status,
    ImmutableArray<ClockStart> Starts,
    Truth Lifted,
    ImmutableArray<MissingFact> Blockers,
    ImmutableArray<LateProcedure> Late
)
{
    /// <summary>The statements that make the trigger's facts so, each with its source and, where it comes from a record, its entry.</summary>
    public ImmutableArray<FactStatement> Said { get; init; } = [];
}
