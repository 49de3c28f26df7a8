using System.Collections.Immutable;
using NodaTime;

namespace Holdfast.Core.Cell.Acts;

/// <summary>Whether something is to be done or to be found out.</summary>
public enum TaskSort
{
    Task,
    RequestForInformation,
}

/// <summary>A task, or a request for information, is given to an office. The first act of a task.</summary>
/// <param name="Owner">The office that owes it.</param>
/// <param name="From">The office that asks.</param>
/// <param name="Due">Null for no due time: it is never overdue.</param>
/// <param name="Then">The offices to which it goes in turn when it is overdue.</param>
/// <param name="ThenAfter">How long each of them has before the next; above zero where there is more than one. Whole seconds.</param>
/// <param name="About">As of <see cref="DecisionProposed.About"/>, and <c>decision:ID</c>, <c>call:ID</c>.</param>
public sealed record TaskSet(
    TaskSort Sort,
    string Title,
    string Text,
    string Owner,
    string From,
    Instant? Due,
    ImmutableArray<string> Then,
    Duration ThenAfter,
    ImmutableArray<string> About
) : CellAct;

/// <summary>Another office owes it from now on, by another due time.</summary>
public sealed record TaskGiven(string Owner, Instant? Due, string Reason) : CellAct;

/// <summary>Done, with what was done or found out.</summary>
public sealed record TaskDone(string Answer) : CellAct;

public sealed record TaskCancelled(string Reason) : CellAct;
