using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Cell;

public enum TaskStatus
{
    Open,

    /// <summary>Its due time has passed, and it is neither done nor cancelled.</summary>
    Overdue,
    Done,
    Cancelled,
}

/// <summary>A task or a request for information at an instant.</summary>
/// <param name="Owner">The office to which it was last given.</param>
/// <param name="With">Who has it now: the owner, or the office to which it has gone since it is overdue.</param>
/// <param name="Escalations">How many offices it has gone to beyond the owner.</param>
/// <param name="NextAt">When it goes to the next office, or becomes overdue; null for never.</param>
/// <param name="Answer">What was done or found out, or why it was cancelled; empty while it is open.</param>
/// <param name="EndedAt">When it was done or cancelled.</param>
public sealed record TaskState(
    CellSubject Subject,
    TaskSet Task,
    TaskStatus Status,
    string Owner,
    Instant? Due,
    string With,
    int Escalations,
    Instant? NextAt,
    string Answer,
    Instant? EndedAt
)
{
    public string Id => Subject.Id;
    public Label Label => Subject.Label;
    public bool IsOver => Status is TaskStatus.Done or TaskStatus.Cancelled;

    public static TaskState Of(CellSubject subject, Instant at)
    {
        var task = (TaskSet)subject.Opening.Act;
        var given = subject.Of<TaskGiven>(at).Select(g => g.Act).LastOrDefault();
        var end = subject.Deeds.FirstOrDefault(d => d.Act is TaskDone or TaskCancelled && d.At <= at);
        var (owner, due) = given is { } g ? (g.Owner, g.Due) : (task.Owner, task.Due);
        // What has ended stays with whom it was when it ended.
        var (steps, next) = Escalated(task, due, end?.At ?? at);
        var status =
            end?.Act is TaskDone ? TaskStatus.Done
            : end is not null ? TaskStatus.Cancelled
            : due is { } by && at >= by ? TaskStatus.Overdue
            : TaskStatus.Open;
        var answer = end?.Act switch
        {
            TaskDone d => d.Answer,
            TaskCancelled c => c.Reason,
            _ => "",
        };
        var with = steps == 0 ? owner : task.Then[steps - 1];
        return new TaskState(subject, task, status, owner, due, with, steps, end is null ? next : null, answer, end?.At);
    }

    /// <summary>How many offices an overdue task has gone to by an instant, and when it moves on.</summary>
    private static (int Steps, Instant? Next) Escalated(TaskSet task, Instant? due, Instant at)
    {
        if (due is not { } by || at < by)
        {
            return (0, due);
        }
        if (task.Then.IsEmpty)
        {
            return (0, null);
        }
        // The first office has it at once; each further one when the one before has let its time pass.
        var steps = task.Then.Length == 1 ? 1 : 1 + (int)Math.Min(task.Then.Length - 1, Math.Floor((at - by) / task.ThenAfter));
        return (steps, steps < task.Then.Length ? by + task.ThenAfter * steps : null);
    }
}
