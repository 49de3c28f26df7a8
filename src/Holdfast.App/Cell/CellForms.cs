using System.Collections.Immutable;
using Holdfast.Core.Cell;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;

namespace Holdfast.App.Cell;

/// <summary>The forms of the cell's acts, the same on the pages and on the command line.</summary>
public static class CellForms
{
    private const string When = "Empty for now; or 14:05 as 2026-03-02T14:05 in the mission's zone.";
    private const string Until = "2026-03-02T18:00 in the mission's zone, 2026-03-02, '72 h' or '3 days'.";

    /// <summary>Words of the acts that have a form, in the order in which they are shown.</summary>
    public static ImmutableArray<string> Words { get; } =
    [
        "call",
        "call_reply",
        "call_effect",
        "call_ended",
        "window",
        "window_answer",
        "window_outcome",
        "window_off",
        "meeting",
        "meeting_moved",
        "meeting_cancelled",
        "meeting_held",
        "decision",
        "decision_word",
        "decision_left",
        "decision_silence_broken",
        "decision_ended",
        "task",
        "task_given",
        "task_done",
        "task_cancelled",
        "note",
        "handover",
    ];

    /// <summary>The form of an act. Throws <see cref="FormatException"/> with the nearest word.</summary>
    /// <param name="mission">Whose parties, offices and formats are offered; null for none.</param>
    public static CellForm Of(string word, Mission? mission = null)
    {
        ImmutableArray<string> offices = [.. mission?.Cell.Offices.Select(o => o.Id) ?? []];
        ImmutableArray<string> parties = [.. mission?.Parties.Select(p => p.Id) ?? []];
        ImmutableArray<string> formats = [.. mission?.Cell.Formats.Select(f => f.Id) ?? []];
        return Calls(word, offices, parties)
            ?? Windows(word, parties)
            ?? Meetings(word, formats)
            ?? Decisions(word, [.. mission?.Nations.Select(n => n.Id) ?? []])
            ?? Answers(word, [.. mission?.Nations.Select(n => n.Id) ?? []])
            ?? Tasks(word, offices)
            ?? Notes(word, offices)
            ?? throw new FormatException(
                $"'{word}' is no act of the cell." + (NearestWord.To(word, Words) is { } near ? $" Did you mean '{near}'?" : "")
            );
    }

    private static CellForm? Calls(string word, ImmutableArray<string> offices, ImmutableArray<string> parties) =>
        word switch
        {
            "call" => new(
                word,
                "Log a call to a party",
                "Log the call",
                true,
                [
                    Choice("party", "Party", parties),
                    Choice("office", "Office that called", offices),
                    Choice("request", "What was asked", "stop", "quiet window", "repair", "access", "explanation", "inform"),
                    Line("channel", "By which line"),
                    Text("text", "Request, in words"),
                    Time("at", "When", When, false),
                    Time("reply_by", "Reply asked for by", "Needed where it asks to stop. " + Until, false),
                    Names("incidents", "About which incidents", "Their ids.", false),
                ]
            ),
            "call_reply" => new(
                word,
                "Log the reply",
                "Log the reply",
                false,
                [Line("by", "Who answered"), Text("text", "Reply"), Time("at", "When", When, false)]
            ),
            "call_effect" => new(
                word,
                "Log the effect",
                "Log the effect",
                false,
                [
                    Choice("effect", "Effect", "stopped", "did not stop", "unknown"),
                    Text("text", "What was seen", false),
                    Time("at", "When", When, false),
                ]
            ),
            "call_ended" => new(word, "Close the call", "Close", false, [Text("text", "Remark", false), Time("at", "When", When, false)]),
            _ => null,
        };

    private static CellForm? Windows(string word, ImmutableArray<string> parties) =>
        word switch
        {
            "window" => new(
                word,
                "Propose a quiet window or a guarantee for a repair",
                "Propose",
                true,
                [
                    Choice("window", "For", "quiet", "repair"),
                    Line("object", "What is mended", false),
                    Line("area", "Area"),
                    Time("from", "From", Until),
                    Time("until", "Until", Until),
                    Names("parties", "Parties asked", "With commas between them."),
                    Text("text", "Remark", false),
                ]
            ),
            "window_answer" => new(
                word,
                "Log a party's answer",
                "Log the answer",
                false,
                [
                    Choice("party", "Party", parties),
                    Choice("agrees", "Agrees", "yes", "no"),
                    Text("text", "Remark", false),
                    Time("at", "When", When, false),
                ]
            ),
            "window_outcome" => new(
                word,
                "Say how it went",
                "Log",
                false,
                [
                    Choice("outcome", "Outcome", "kept", "broken"),
                    Names("incidents", "Broken by which incidents", "Their ids.", false),
                    Text("text", "Remark", false),
                    Time("at", "When", When, false),
                ]
            ),
            "window_off" => new(word, "Call it off", "Call off", false, [Text("text", "Reason"), Time("at", "When", When, false)]),
            _ => null,
        };

    private static CellForm? Meetings(string word, ImmutableArray<string> formats) =>
        word switch
        {
            "meeting" => new(
                word,
                "Call a meeting",
                "Call",
                true,
                [
                    Choice("format", "Format", formats),
                    Line("title", "Title"),
                    Time("from", "From", Until),
                    Time("until", "Until", Until),
                    Line("place", "Place", false),
                    new("agenda", "Agenda", CellFieldKind.Lines, false, [], "One item a line."),
                    Names("invited", "Invited", "Nations, parties or offices.", false),
                ]
            ),
            "meeting_moved" => new(
                word,
                "Move it",
                "Move",
                false,
                [Time("from", "From", Until), Time("until", "Until", Until), Line("place", "Place", false), Text("reason", "Reason")]
            ),
            "meeting_cancelled" => new(word, "Cancel it", "Cancel the meeting", false, [Text("reason", "Reason")]),
            "meeting_held" => new(
                word,
                "Record it",
                "Record",
                false,
                [
                    Names("attended", "Attended", "With commas between them."),
                    Names("absent", "Absent", "", false),
                    new(
                        "agreements",
                        "What was agreed",
                        CellFieldKind.Lines,
                        false,
                        [],
                        "One a line: what | by whom | who: reservation; who: reservation. Such as: Patrols | FR, GB | GB: by day only"
                    ),
                    Names("decisions", "Decisions put there", "Their ids.", false),
                    Text("text", "Remark", false),
                ]
            ),
            _ => null,
        };

    private static CellForm? Decisions(string word, ImmutableArray<string> nations) =>
        word switch
        {
            "decision" => new(
                word,
                "Propose a decision",
                "Propose",
                true,
                [
                    Line("title", "Title"),
                    Text("text", "Text"),
                    Line("by", "Proposed by") with
                    {
                        Choices = nations,
                    },
                    Names("among", "Put to", "Nations, with commas between them."),
                    Choice("procedure", "Procedure", "explicit", "silence"),
                    Time("deadline", "Deadline", "Needed under silence. " + Until, false),
                    Time("effect_from", "Takes effect not before", Until, false),
                    Line("undertaking", "About the undertaking", false),
                    Names("facts", "About the facts", "Names of the mission's clauses.", false),
                    Names("about", "Rests on", "Such as case:2026-0001, incident:3f0c9a1b, alert:a1, meeting:meeting-12ab.", false),
                ]
            ),
            _ => null,
        };

    private static CellForm? Answers(string word, ImmutableArray<string> nations) =>
        word switch
        {
            "decision_word" => new(
                word,
                "Log a nation's word",
                "Log",
                false,
                [
                    Line("nation", "Nation") with
                    {
                        Choices = nations,
                    },
                    Choice("stance", "It", "joins", "declines", "reserves"),
                    Text("text", "Reservation or reason", false),
                    Line("when", "Approval still pending, as a condition", false) with
                    {
                        Hint = "Such as vote(DE.Bundestag). Without it there is no effect for this nation.",
                    },
                    Line("speaker", "Who said so"),
                ]
            ),
            "decision_left" => new(
                word,
                "A nation withdraws",
                "Log the withdrawal",
                false,
                [Line("nation", "Nation") with { Choices = nations }, Text("reason", "Reason")]
            ),
            "decision_silence_broken" => new(
                word,
                "A nation breaks the silence",
                "Log",
                false,
                [Line("nation", "Nation") with { Choices = nations }, Text("reason", "Reason")]
            ),
            "decision_ended" => new(word, "End the decision", "End", false, [Text("reason", "Reason")]),
            _ => null,
        };

    private static CellForm? Tasks(string word, ImmutableArray<string> offices) =>
        word switch
        {
            "task" => new(
                word,
                "Give a task or ask for information",
                "Give",
                true,
                [
                    Choice("sort", "What it is", "task", "request for information"),
                    Line("title", "Title"),
                    Text("text", "In words", false),
                    Choice("owner", "Owner", offices),
                    Choice("from", "Asked by", offices),
                    Time("due", "Due", Until, false),
                    Names("then", "When overdue, goes to", "Offices in turn.", false),
                    Line("then_after", "Each has", false) with
                    {
                        Hint = "Such as 2 h; needed with several offices.",
                    },
                    Names("about", "About", "Such as decision:decision-12ab, case:2026-0001, incident:3f0c9a1b.", false),
                ]
            ),
            "task_given" => new(
                word,
                "Give it to another office",
                "Give",
                false,
                [Choice("owner", "Owner", offices), Time("due", "Due", Until, false), Text("reason", "Reason")]
            ),
            "task_done" => new(word, "Done", "Done", false, [Text("answer", "Answer")]),
            "task_cancelled" => new(word, "Cancel it", "Cancel the task", false, [Text("reason", "Reason")]),
            _ => null,
        };

    private static CellForm? Notes(string word, ImmutableArray<string> offices) =>
        word switch
        {
            "note" => new(
                word,
                "Write a note",
                "Write",
                true,
                [
                    Choice("office", "Office", offices),
                    Text("text", "Note"),
                    Line("corrects", "Corrects the note", false) with
                    {
                        Hint = "Its id; the note itself stays.",
                    },
                ]
            ),
            "handover" => new(
                word,
                "Hand the watch over",
                "Hand over",
                true,
                [Line("from", "From"), Line("to", "To"), Text("text", "Remark", false)]
            ),
            _ => null,
        };

    private static CellField Line(string name, string title, bool required = true) =>
        new(name, title, CellFieldKind.Line, required, [], "");

    private static CellField Text(string name, string title, bool required = true) =>
        new(name, title, CellFieldKind.Text, required, [], "");

    private static CellField Time(string name, string title, string hint, bool required = true) =>
        new(name, title, CellFieldKind.Time, required, [], hint);

    private static CellField Names(string name, string title, string hint, bool required = true) =>
        new(name, title, CellFieldKind.Names, required, [], hint);

    private static CellField Choice(string name, string title, params ImmutableArray<string> words) =>
        new(name, title, CellFieldKind.Choice, true, words, "");
}
