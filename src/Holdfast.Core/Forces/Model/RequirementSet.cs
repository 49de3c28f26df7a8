using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Forces.Model;

/// <summary>A planning size with its statement of requirements.</summary>
/// <param name="Least">Soldiers of the size as its source gives it; equal to <paramref name="Most"/> where it gives one number.</param>
/// <param name="Lines">By id.</param>
public sealed record RequirementSet(
    string Id,
    string Title,
    Figure Least,
    Figure Most,
    ImmutableArray<ForcePhase> Phases,
    ImmutableArray<RequirementLine> Lines,
    Stated Stated
)
{
    public RequirementLine? Line(string id) => Lines.FirstOrDefault(l => l.Id == id);
}

/// <summary>A phase of the mission.</summary>
/// <param name="FirstMonth">Months from the day on which the ceasefire takes effect, from 0.</param>
public sealed record ForcePhase(string Id, string Title, int FirstMonth, Stated Stated);

/// <summary>One line of a statement of requirements.</summary>
/// <param name="Quantity">Units wanted at once, by phase, in the order of the phases.</param>
/// <param name="NoticeDays">Notice to move: a unit must be able to leave within so many days of the order.</param>
/// <param name="Weight">How much a missing unit counts against one of another line; 1 to 1000.</param>
/// <param name="Command">The group of lines that need a framework nation; empty for none.</param>
/// <param name="Reserve">Hours from the order until its units leave their area to reinforce others; null for a line that stays where it is.</param>
/// <param name="Protects">Areas that it protects when it is filled; its own unless others are named.</param>
/// <param name="Asks">Values of the fact <c>asked(...)</c> that the task implies, with those of its area.</param>
public sealed record RequirementLine(
    string Id,
    string Title,
    string Capability,
    string Area,
    string Task,
    ImmutableArray<Figure> Quantity,
    int NoticeDays,
    int Weight,
    string Command,
    Figure? Reserve,
    ImmutableArray<string> Protects,
    ImmutableArray<string> Asks,
    Stated Stated
)
{
    public bool IsReserve => Reserve is not null;
}
