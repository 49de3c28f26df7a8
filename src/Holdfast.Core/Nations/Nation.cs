using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Nations;

/// <summary>A body of a nation that can determine facts, such as <c>GB.Commons</c>.</summary>
public sealed record NationBody(string Id, string Name);

/// <summary>A dated event of a nation's calendar that its decisions depend on: an election, the end of a mandate.</summary>
public sealed record CalendarItem(PartialDate Date, string Title, Standing Standing, string Cites);

/// <summary>
/// A state or an organisation of states whose word the mission needs: what it said, who in it decides, when. Positions are sorted by date, then id. Where
/// nothing is known nothing is written: an empty cell of the matrix means unknown.
/// </summary>
/// <param name="Id">ISO 3166 alpha-2 in capitals, or the organisation's name (EU, NATO, UN, OSCE).</param>
/// <param name="Groups">Free codes (NATO, EU, E3, JEF), sorted.</param>
public sealed record Nation(
    string Id,
    string Name,
    ImmutableArray<string> Groups,
    ImmutableArray<NationBody> Bodies,
    ImmutableArray<Position> Positions,
    ImmutableArray<CalendarItem> Calendar
);
