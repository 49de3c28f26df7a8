using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Cell;

/// <summary>Something that still waits for somebody.</summary>
/// <param name="Id">The subject's id.</param>
/// <param name="Who">The office, nations or parties that it waits for.</param>
/// <param name="Due">By when; null for no time.</param>
public sealed record OpenMatter(string Id, string Title, string Who, Instant? Due, bool Overdue)
{
    /// <summary>One line for a handover; times on the zone's wall clock with its offset.</summary>
    public string Line(DateTimeZone zone)
    {
        var due = Due is { } at ? $", {(Overdue ? "overdue since" : "by")} {Minute.Format(at.InZone(zone).ToOffsetDateTime())}" : "";
        var line = $"{Id}: {Title}{(Who.Length > 0 ? $" ({Who})" : "")}{due}";
        return line.Length <= MaxLine ? line : line[..MaxLine] + "...";
    }

    private const int MaxLine = 400;

    private static readonly OffsetDateTimePattern Minute = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm o<+HH:mm>");

    /// <summary>Everything open in a view, overdue first, then by due time, then by id.</summary>
    public static ImmutableArray<OpenMatter> Of(CellView view) =>
        [
            .. Calls(view)
                .Concat(Windows(view))
                .Concat(Meetings(view))
                .Concat(Decisions(view))
                .Concat(
                    view.Tasks.Where(t => !t.IsOver)
                        .Select(t => new OpenMatter(t.Id, t.Task.Title, t.With, t.Due, t.Status == TaskStatus.Overdue))
                )
                .OrderByDescending(m => m.Overdue)
                .ThenBy(m => m.Due ?? Instant.MaxValue)
                .ThenBy(m => m.Id, StringComparer.Ordinal),
        ];

    private static IEnumerable<OpenMatter> Calls(CellView view) =>
        view
            .Calls.Where(c => !c.IsOver && c.Status != CallStatus.Replied || c.Failed.Any(f => f.Until is null))
            .Select(c => new OpenMatter(
                c.Id,
                $"Call to {c.Call.Party}: {c.Call.Text}",
                c.Call.Party,
                c.Call.ReplyBy,
                c.Status is CallStatus.Unanswered or CallStatus.DidNotStop
            ));

    private static IEnumerable<OpenMatter> Windows(CellView view) =>
        view
            .Windows.Where(w => w.Status is WindowStatus.Proposed or WindowStatus.Agreed or WindowStatus.Running or WindowStatus.Over)
            .Select(w => new OpenMatter(
                w.Id,
                $"Window at {w.Window.Area}",
                w.Status == WindowStatus.Proposed ? string.Join(", ", w.Window.Parties.Except(w.AgreedBy)) : "",
                w.Status == WindowStatus.Proposed ? w.Window.From : w.Window.Until,
                w.Status == WindowStatus.Over
            ));

    private static IEnumerable<OpenMatter> Meetings(CellView view) =>
        view
            .Meetings.Where(m => m.Status is MeetingStatus.Called or MeetingStatus.Running or MeetingStatus.Unrecorded)
            .Select(m => new OpenMatter(m.Id, m.Meeting.Title, "", m.From, m.Status == MeetingStatus.Unrecorded));

    private static IEnumerable<OpenMatter> Decisions(CellView view) =>
        view
            .Decisions.Where(d => d.Status == DecisionStatus.Open)
            .Select(d => new OpenMatter(
                d.Id,
                d.Proposal.Title,
                string.Join(", ", d.In(NationPosition.Waiting)),
                d.Proposal.Deadline,
                false
            ));
}
