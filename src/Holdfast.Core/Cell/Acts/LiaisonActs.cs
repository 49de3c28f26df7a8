using System.Collections.Immutable;
using NodaTime;

namespace Holdfast.Core.Cell.Acts;

/// <summary>What a call to a party asks for.</summary>
public enum CallRequest
{
    /// <summary>To stop what is going on: the one request whose failure makes the coordination failed.</summary>
    Stop,
    QuietWindow,
    Repair,
    Access,
    Explanation,
    Inform,
}

/// <summary>What came of a call on the ground.</summary>
public enum CallEffect
{
    Stopped,
    DidNotStop,
    Unknown,
}

/// <summary>A call to a party of the ceasefire. The first act of a call.</summary>
/// <param name="Office">The office that called.</param>
/// <param name="At">When it was made; not after its recording.</param>
/// <param name="Channel">By which line: telephone, radio, joint coordination centre.</param>
/// <param name="ReplyBy">Until when an answer was asked for; null where none was.</param>
/// <param name="Incidents">Which incidents it was about, by their ids; may be empty.</param>
public sealed record CallMade(
    string Party,
    string Office,
    Instant At,
    string Channel,
    CallRequest Request,
    string Text,
    Instant? ReplyBy,
    ImmutableArray<string> Incidents
) : CellAct;

/// <summary>What the party answered, and when.</summary>
public sealed record CallReplied(Instant At, string By, string Text) : CellAct;

/// <summary>What was seen to come of it from that instant. A later effect replaces the earlier from its own instant on; both stay in the log.</summary>
public sealed record CallEffectSeen(Instant At, CallEffect Effect, string Text) : CellAct;

/// <summary>The call is closed: nothing more is expected of it.</summary>
public sealed record CallEnded(Instant At, string Text) : CellAct;

/// <summary>What a local arrangement is for.</summary>
public enum WindowKind
{
    /// <summary>Nobody fires in the area during the window.</summary>
    Quiet,

    /// <summary>Nobody fires at whoever mends the object.</summary>
    Repair,
}

/// <summary>How a window went.</summary>
public enum WindowOutcome
{
    Kept,
    Broken,
}

/// <summary>A local quiet window, or a guarantee for a repair, is put to parties. The first act of a window.</summary>
/// <param name="Object">What is mended; empty for a quiet window.</param>
/// <param name="Area">A name of the mission's atlas, or words where it has none.</param>
/// <param name="Until">After <paramref name="From"/>.</param>
/// <param name="Parties">Whose agreement it takes, each once; at least one.</param>
public sealed record WindowProposed(
    WindowKind Window,
    string Object,
    string Area,
    Instant From,
    Instant Until,
    ImmutableArray<string> Parties,
    string Text
) : CellAct;

/// <summary>A party agrees to a window, or does not. Its last word counts.</summary>
public sealed record WindowAnswered(string Party, bool Agrees, Instant At, string Text) : CellAct;

/// <summary>How the window went, as the cell sees it; a later judgement replaces the earlier.</summary>
/// <param name="Incidents">What broke it, by the incidents' ids; may be empty.</param>
public sealed record WindowJudged(WindowOutcome Outcome, Instant At, ImmutableArray<string> Incidents, string Text) : CellAct;

/// <summary>The window is called off from that instant.</summary>
public sealed record WindowCalledOff(Instant At, string Text) : CellAct;
