using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Acts;

namespace Holdfast.Web.Cell.Acting;

/// <summary>An act in one line.</summary>
public static class DeedText
{
    public static string Of(CellAct act) =>
        act switch
        {
            CallMade a => $"Call to {a.Party}, {CellWords.Of(a.Request)}: {a.Text}",
            CallReplied a => $"{a.By} answered: {a.Text}",
            CallEffectSeen a => $"Effect: {CellWords.Of(a.Effect)}{After(a.Text)}",
            CallEnded a => $"Closed{After(a.Text)}",
            WindowProposed a =>
                $"{(a.Window == WindowKind.Repair ? $"Guarantee for the repair of {a.Object}" : "Quiet window")} at {a.Area} put to {string.Join(", ", a.Parties)}",
            WindowAnswered a => $"{a.Party} {(a.Agrees ? "agrees" : "does not agree")}{After(a.Text)}",
            WindowJudged a => $"It was {CellWords.Of(a.Outcome)}{After(a.Text)}",
            WindowCalledOff a => $"Called off{After(a.Text)}",
            MeetingCalled a => $"Called: {a.Title}",
            MeetingMoved a => $"Moved{After(a.Reason)}",
            MeetingCancelled a => $"Cancelled{After(a.Reason)}",
            MeetingHeld a => $"Held, {string.Join(", ", a.Attended)} there",
            DecisionProposed a => $"Proposed by {a.By}",
            NationSpoke a =>
                $"{a.Nation} {CellWords.Of(a.Stance)}{After(a.Text)}{(a.When is null ? "" : $"; pending {a.When}")} ({a.Speaker})",
            NationWithdrew a => $"{a.Nation} withdraws{After(a.Reason)}",
            SilenceBroken a => $"{a.Nation} breaks the silence{After(a.Reason)}",
            DecisionEnded a => $"Ended{After(a.Reason)}",
            TaskSet a => $"Given to {a.Owner} by {a.From}",
            TaskGiven a => $"Given to {a.Owner}{After(a.Reason)}",
            TaskDone a => $"Done{After(a.Answer)}",
            TaskCancelled a => $"Cancelled{After(a.Reason)}",
            NoteWritten a => a.Text,
            WatchHandedOver a => $"{a.From} hands over to {a.To}{After(a.Text)}",
            _ => throw new InvalidOperationException("CellAct is a closed union."),
        };

    private static string After(string text) => text.Length == 0 ? "" : $": {text}";
}
