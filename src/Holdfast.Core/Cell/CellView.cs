using System.Collections.Immutable;
using Holdfast.Core.Cell.Acts;
using NodaTime;

namespace Holdfast.Core.Cell;

/// <summary>How everything in the cell stands at an instant. Each list is in the order in which its subjects were opened.</summary>
public sealed record CellView(
    Instant At,
    ImmutableArray<CallState> Calls,
    ImmutableArray<WindowState> Windows,
    ImmutableArray<MeetingState> Meetings,
    ImmutableArray<DecisionState> Decisions,
    ImmutableArray<TaskState> Tasks,
    ImmutableArray<LogLine> Log
)
{
    /// <summary>When the coordination had failed by some call, in the order of beginning and then of call.</summary>
    public ImmutableArray<FailedSpan> Failed =>
        [.. Calls.SelectMany(c => c.Failed).OrderBy(s => s.From).ThenBy(s => s.Call, StringComparer.Ordinal)];

    /// <summary>What is open, one line each: what a handover lists. Most pressing first: overdue, then by due time.</summary>
    public ImmutableArray<OpenMatter> Open => OpenMatter.Of(this);

    internal static CellView Of(CellBook book, Instant at)
    {
        var known = book
            .Subjects.Values.Where(s => s.Opening.When <= at && s.Opening.At <= at)
            .OrderBy(s => s.Opening.Entry)
            .ToLookup(s => s.Kind);
        var notes = known[CellSubjectKind.Note].ToArray();
        var corrections = notes
            .Where(n => n.Opening.Act is NoteWritten { Corrects: not null })
            .GroupBy(n => ((NoteWritten)n.Opening.Act).Corrects ?? "", StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Last().Id, StringComparer.Ordinal);
        return new CellView(
            at,
            [.. known[CellSubjectKind.Call].Select(s => CallState.Of(s, at))],
            [.. known[CellSubjectKind.Window].Select(s => WindowState.Of(s, at))],
            [.. known[CellSubjectKind.Meeting].Select(s => MeetingState.Of(s, at))],
            [.. known[CellSubjectKind.Decision].Select(s => DecisionState.Of(s, at))],
            [.. known[CellSubjectKind.Task].Select(s => TaskState.Of(s, at))],
            [.. notes.Select(n => new LogLine(n, n.Opening.Act, corrections.GetValueOrDefault(n.Id)))]
        );
    }
}
