using System.Collections.Immutable;
using Holdfast.Core.Nations;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;

namespace Holdfast.Core.Support.Works;

/// <summary>How assistance to defensive structures is given.</summary>
public enum WorksAssistance
{
    Advice,
    Materials,
    Machines,
    Money,
    Labour,
}

/// <summary>How far assistance to a segment has come, in order.</summary>
public enum WorksState
{
    Proposed,
    Agreed,
    UnderWay,
    Complete,
    Paused,
    Refused,
}

/// <summary>From a date on.</summary>
/// <param name="DonePercent">Null where nobody says.</param>
public sealed record WorksStep(PartialDate Since, WorksState State, AmountRange? DonePercent, Stated Stated);

/// <summary>A segment of defensive structures, known by region only, and the assistance to it.</summary>
/// <param name="By">Who assists.</param>
/// <param name="LengthKm">Null where nobody says.</param>
/// <param name="Amount">What the assistance costs; null where nobody says.</param>
/// <param name="When">All of these must hold for it to go on.</param>
/// <param name="Steps">By date.</param>
public sealed record WorksSegment(
    string Id,
    string Title,
    string Region,
    ImmutableArray<string> By,
    ImmutableArray<WorksAssistance> Assistance,
    AmountRange? LengthKm,
    Money? Amount,
    ImmutableArray<SupportClause> When,
    ImmutableArray<WorksStep> Steps,
    string Note,
    Stated Stated,
    Stated Figures
);
