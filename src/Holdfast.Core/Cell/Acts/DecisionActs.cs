using System.Collections.Immutable;
using NodaTime;

namespace Holdfast.Core.Cell.Acts;

/// <summary>How a decision of the willing comes about.</summary>
public enum DecisionProcedure
{
    /// <summary>Whoever says so joins; silence is nothing.</summary>
    Explicit,

    /// <summary>Whoever stays silent until the deadline has joined, unless somebody breaks the silence.</summary>
    Silence,
}

/// <summary>What a nation says to a proposal.</summary>
public enum Stance
{
    /// <summary>Joins; a text beside it is a reservation under which it joins.</summary>
    Joins,
    Declines,

    /// <summary>Keeps its position open: neither silent nor joined.</summary>
    Reserves,
}

/// <summary>A proposal to the willing. The first act of a decision.</summary>
/// <param name="By">The nation, body or office that proposes.</param>
/// <param name="Among">The nations it is put to, each once; at least one.</param>
/// <param name="Deadline">Until when it waits, exclusive; needed under the silence procedure.</param>
/// <param name="DeadlineText">The deadline as it was written, with the zone in which it was read.</param>
/// <param name="EffectFrom">It takes effect for nobody earlier; null for at once.</param>
/// <param name="Undertaking">The undertaking of the mission's clauses that it is about; null for none.</param>
/// <param name="Facts">Names of the facts that it is about; may be empty.</param>
/// <param name="About">What it rests on or follows from: <c>case:ID</c>, <c>incident:ID</c>, <c>meeting:ID</c>, <c>entry:N</c>, <c>alert:ID</c>.</param>
public sealed record DecisionProposed(
    string Title,
    string Text,
    string By,
    ImmutableArray<string> Among,
    DecisionProcedure Procedure,
    Instant? Deadline,
    string DeadlineText,
    Instant? EffectFrom,
    string? Undertaking,
    ImmutableArray<string> Facts,
    ImmutableArray<string> About
) : CellAct;

/// <summary>A nation's word on a proposal. Said again in the same words it is nothing new; who has joined and says otherwise withdraws first.</summary>
/// <param name="Text">The reservation; needed where it reserves.</param>
/// <param name="When">A condition of the mission's clauses (a national approval still pending) without which the decision has no effect for this nation; null for none.</param>
public sealed record NationSpoke(string Nation, Stance Stance, string Text, string? When, string Speaker) : CellAct;

/// <summary>A nation that joined leaves: the effect for it ends then, and what was stays on record.</summary>
public sealed record NationWithdrew(string Nation, string Reason) : CellAct;

/// <summary>A nation breaks the silence before its deadline: from then on nobody joins by silence, only whoever says so.</summary>
public sealed record SilenceBroken(string Nation, string Reason) : CellAct;

/// <summary>The proposal is taken back, or the decision ended: no effect for anybody from then on.</summary>
public sealed record DecisionEnded(string Reason) : CellAct;
