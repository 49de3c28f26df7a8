using Holdfast.App.Cell;
using Holdfast.Cli.Support;
using Holdfast.Core.Cell;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Cli.Cell;

/// <summary>Prints the states of the cell: as text with times of the mission's zone, or as JSON.</summary>
internal static class CellPrinted
{
    private static readonly OffsetDateTimePattern Minute = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm o<+HH:mm>");

    public static async Task OpenAsync(CellAsked asked)
    {
        var open = (await asked.Answers.ViewAsync()).Open;
        if (asked.Json)
        {
            Output.WriteJson(
                asked.Out,
                open.Select(m => new
                {
                    m.Id,
                    m.Title,
                    m.Who,
                    Due = m.Due is { } at ? Iso.Format(at) : null,
                    m.Overdue,
                })
            );
            return;
        }
        Head(asked, open.Length, "open matter");
        foreach (var matter in open)
        {
            asked.Out.WriteLine(matter.Line(asked.Mission.Zone));
        }
    }

    public static async Task TasksAsync(CellAsked asked)
    {
        var tasks = (await asked.Answers.ViewAsync()).Tasks;
        if (asked.Json)
        {
            Output.WriteJson(asked.Out, tasks.Select(CellItems.Of));
            return;
        }
        Head(asked, tasks.Length, "task");
        TextTable.Write(
            asked.Out,
            [.. tasks.Select(t => new[] { t.Id, CellWords.Of(t.Status), t.With, Time(asked, t.Due), t.Task.Title, t.Answer })]
        );
    }

    public static async Task LogAsync(CellAsked asked)
    {
        var book = await asked.Answers.BookAsync();
        var log = book.At(asked.Answers.At).Log;
        if (asked.Json)
        {
            Output.WriteJson(asked.Out, new { Log = log.Select(CellItems.Of), book.Irregular });
            return;
        }
        Head(asked, log.Length, "line");
        foreach (var line in log.Select(CellItems.Of))
        {
            var corrected =
                line.CorrectedBy is { } by ? $" (corrected by {by})"
                : line.Corrects is { } of ? $" (corrects {of})"
                : "";
            var hands = line.What == "handover" ? $"{line.From} hands over to {line.To?.TrimEnd('.')}. " : "";
            asked.Out.WriteLine($"{Time(asked, Iso.Parse(line.At))}  {line.Id}  {line.By}: {hands}{line.Text}{corrected}");
            foreach (var open in line.Open)
            {
                asked.Out.WriteLine($"    open: {open}");
            }
        }
        foreach (var wrong in book.Irregular)
        {
            asked.Out.WriteLine($"entry {wrong.Entry} ({wrong.Kind}) changes nothing: {wrong.Reason}");
        }
    }

    public static async Task DecisionsAsync(CellAsked asked)
    {
        var decisions = await asked.Answers.DecisionsAsync();
        if (asked.Json)
        {
            Output.WriteJson(
                asked.Out,
                new { Decisions = decisions.Select(d => CellItems.Of(d.State, d.Effects)), Declared = asked.Declared.Decisions }
            );
            return;
        }
        Head(asked, decisions.Length, "decision");
        foreach (var (state, effects) in decisions)
        {
            var deadline = state.Proposal.Deadline is { } by ? $", deadline {Time(asked, by)}" : "";
            asked.Out.WriteLine(
                $"{state.Id}: {state.Proposal.Title} ({CellWords.Of(state.Proposal.Procedure)}{deadline}; {CellWords.Of(state.Status)})"
            );
            foreach (var e in effects)
            {
                var effect =
                    e.InEffect.IsTrue ? "in effect"
                    : e.InEffect.IsUnknown ? "effect unknown"
                    : "no effect";
                var missing = e.Missing.IsEmpty ? "" : $" Missing: {string.Join("; ", e.Missing)}.";
                asked.Out.WriteLine($"  {e.Nation.Nation}: {CellWords.Of(e.Nation.Position)}, {effect}. {e.Why}{missing}");
            }
        }
        foreach (var d in asked.Declared.Decisions)
        {
            asked.Out.WriteLine(
                $"{d.Date}: {d.Title}; joined by {string.Join(", ", d.Joined)} [{Words.Of(d.Stated.Standing)}, {d.Stated.Cites}]"
            );
        }
    }

    public static async Task CallsAsync(CellAsked asked)
    {
        var view = await asked.Answers.ViewAsync();
        if (asked.Json)
        {
            Output.WriteJson(asked.Out, new { Calls = view.Calls.Select(CellItems.Of), Windows = view.Windows.Select(CellItems.Of) });
            return;
        }
        Head(asked, view.Calls.Length, "call");
        foreach (var c in view.Calls)
        {
            asked.Out.WriteLine(
                $"{Time(asked, c.Call.At)}  {c.Id}  {c.Call.Party}, {CellWords.Of(c.Call.Request)}: {c.Call.Text} [{CellWords.Of(c.Status)}]"
            );
            foreach (var f in c.Failed)
            {
                asked.Out.WriteLine(
                    $"    coordination failed from {Time(asked, f.From)}{(f.Until is { } until ? $" until {Time(asked, until)}" : " on")}: {f.Why}"
                );
            }
        }
        foreach (var w in view.Windows)
        {
            asked.Out.WriteLine(
                $"{Time(asked, w.Window.From)} to {Time(asked, w.Window.Until)}  {w.Id}  {CellWords.Of(w.Window.Window)} at {w.Window.Area} [{CellWords.Of(w.Status)}; agreed by {string.Join(", ", w.AgreedBy)}]"
            );
        }
    }

    public static async Task MeetingsAsync(CellAsked asked)
    {
        var view = await asked.Answers.ViewAsync();
        if (asked.Json)
        {
            Output.WriteJson(asked.Out, new { Meetings = view.Meetings.Select(CellItems.Of), Declared = asked.Declared.Meetings });
            return;
        }
        Head(asked, view.Meetings.Length, "meeting");
        foreach (var m in view.Meetings)
        {
            asked.Out.WriteLine(
                $"{Time(asked, m.From)}  {m.Id}  {m.Meeting.Title} ({m.Meeting.Format}) {m.Place} [{CellWords.Of(m.Status)}]"
            );
        }
        foreach (var m in asked.Declared.Meetings)
        {
            asked.Out.WriteLine($"{m.Date}  {m.Title} ({m.Format}) {m.Place} [{Words.Of(m.Stated.Standing)}, {m.Stated.Cites}]");
        }
    }

    public static async Task CalendarAsync(CellAsked asked)
    {
        var text = await asked.Answers.CalendarAsync();
        if (asked.Json)
        {
            Output.WriteJson(asked.Out, new { Calendar = text });
            return;
        }
        asked.Out.Write(text);
    }

    private static void Head(CellAsked asked, int count, string what) =>
        asked.Out.WriteLine(
            $"{CellCalendar.Prefix(asked.Mode)}{count} {what}{(count == 1 ? "" : "s")} at {Time(asked, asked.Answers.At)}, {asked.Mission.Zone.Id}"
        );

    private static string Time(CellAsked asked, Instant? at) =>
        at is { } instant ? Minute.Format(instant.InZone(asked.Mission.Zone).ToOffsetDateTime()) : "";
}
