using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Missions;

/// <summary>What an entry of the timeline is: the six kinds of the chronology, then what comes from elsewhere.</summary>
public enum TimelineKind
{
    Meeting,
    Statement,
    Decision,
    Event,
    Vote,
    Attack,

    /// <summary>A nation's dated position on a question.</summary>
    Position,

    /// <summary>A date of a nation's calendar.</summary>
    Calendar,

    /// <summary>A fact stated to be so from this day.</summary>
    Fact,
}

/// <summary>
/// One dated line of the timeline. <see cref="Known"/> says whether it was known on the day asked for: a date of the calendar is known from its
/// source's publication, everything else from when it happened or was said.
/// </summary>
/// <param name="Who">Ids of nations, parties, bodies and groups, sorted.</param>
public sealed record TimelineEntry(
    PartialDate Date,
    TimelineKind Kind,
    string Title,
    string Text,
    Standing Standing,
    string Cites,
    ImmutableArray<string> Who,
    Knownness Known
)
{
    public Mode Mode { get; init; }

    /// <summary>The chronology's own line, with place, format, what was agreed and with which reservations; null for other kinds.</summary>
    public ChronologyItem? Chronology { get; init; }

    public Position? Position { get; init; }
    public FactStatement? Fact { get; init; }

    /// <summary>Whether it lies after the day asked for: of the calendar only.</summary>
    public bool Ahead { get; init; }
}
