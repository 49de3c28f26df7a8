using System.Collections.Immutable;
using NodaTime;

namespace Holdfast.Core.Cell.Acts;

/// <summary>A meeting is called. The first act of a meeting.</summary>
/// <param name="Format">The id of a format of the mission: leaders, ministers, chiefs of defence, cell.</param>
/// <param name="Until">Not before <paramref name="From"/>.</param>
/// <param name="Agenda">In order.</param>
/// <param name="Invited">Nations, parties, bodies or offices.</param>
public sealed record MeetingCalled(
    string Format,
    string Title,
    Instant From,
    Instant Until,
    string Place,
    ImmutableArray<string> Agenda,
    ImmutableArray<string> Invited
) : CellAct;

public sealed record MeetingMoved(Instant From, Instant Until, string Place, string Reason) : CellAct;

public sealed record MeetingCancelled(string Reason) : CellAct;

/// <summary>A reservation of one who agreed.</summary>
public sealed record Reserved(string By, string Text);

/// <summary>What was agreed, by whom, and with which reservation.</summary>
/// <param name="By">Who agreed to it; those who reserve something are among them.</param>
public sealed record Agreed(string Text, ImmutableArray<string> By, ImmutableArray<Reserved> Reservations);

/// <summary>The record of a meeting that was held; a later record of the same meeting replaces the earlier, which stays in the log.</summary>
/// <param name="Decisions">Decisions of the willing that were put there, by their ids.</param>
public sealed record MeetingHeld(
    ImmutableArray<string> Attended,
    ImmutableArray<string> Absent,
    ImmutableArray<Agreed> Agreements,
    ImmutableArray<string> Decisions,
    string Text
) : CellAct;
