using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Missions;

/// <summary>What kind of thing an event of the chronology was.</summary>
public enum ChronologyKind
{
    Meeting,
    Statement,
    Decision,
    Event,
    Vote,
    Attack,
}

/// <summary>In which format people met (DOMAIN.md, M10).</summary>
public enum MeetingFormat
{
    Leaders,
    Ministers,
    ChiefsOfDefence,
    Cell,
    Other,
}

/// <summary>A dated event of the chronology, with its citation.</summary>
public sealed record ChronologyItem(LocalDate Date, string Title, string Text, Standing Standing, string Cites)
{
    /// <summary>The instant, where the source gives one; its day in the mission's zone is <see cref="Date"/>.</summary>
    public Instant? At { get; init; }

    /// <summary>Null where the file does not say.</summary>
    public ChronologyKind? Kind { get; init; }

    /// <summary>Nations, parties, bodies and groups that took part, as the source names them.</summary>
    public ImmutableArray<string> Who { get; init; } = [];

    public string Place { get; init; } = "";

    /// <summary>Only of a meeting, a decision or a statement made at one.</summary>
    public MeetingFormat? Format { get; init; }

    /// <summary>What was agreed, point by point.</summary>
    public ImmutableArray<string> Agreed { get; init; } = [];

    /// <summary>With which reservations, each naming whose it is.</summary>
    public ImmutableArray<string> Reservations { get; init; } = [];
}
