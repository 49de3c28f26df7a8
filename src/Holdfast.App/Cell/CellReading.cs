using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Cell;

/// <summary>Reads what a form or a command line gives into an act: texts into times of the mission's zone, words, lists.</summary>
/// <param name="field">The text of a field by its name; empty where it is not given.</param>
public sealed class CellReading(Func<string, string> field, DateTimeZone zone, Instant now)
{
    private const int MaxItems = 500;

    /// <summary>The act of a word. Throws <see cref="FormatException"/> naming the field that is missing or wrong.</summary>
    public CellAct Act(string word) =>
        word switch
        {
            "call" => new CallMade(
                Need("party"),
                Need("office"),
                At("at"),
                Need("channel"),
                Word<CallRequest>("request"),
                Need("text"),
                Time("reply_by"),
                Names("incidents")
            ),
            "call_reply" => new CallReplied(At("at"), Need("by"), Need("text")),
            "call_effect" => new CallEffectSeen(At("at"), Word<CallEffect>("effect"), Text("text")),
            "call_ended" => new CallEnded(At("at"), Text("text")),
            "window" => new WindowProposed(
                Word<WindowKind>("window"),
                Text("object"),
                Need("area"),
                Due("from"),
                Due("until"),
                Names("parties"),
                Text("text")
            ),
            "window_answer" => new WindowAnswered(Need("party"), Yes("agrees"), At("at"), Text("text")),
            "window_outcome" => new WindowJudged(Word<WindowOutcome>("outcome"), At("at"), Names("incidents"), Text("text")),
            "window_off" => new WindowCalledOff(At("at"), Need("text")),
            "meeting" => new MeetingCalled(
                Need("format"),
                Need("title"),
                Due("from"),
                Due("until"),
                Text("place"),
                Lines("agenda"),
                Names("invited")
            ),
            "meeting_moved" => new MeetingMoved(Due("from"), Due("until"), Text("place"), Need("reason")),
            "meeting_cancelled" => new MeetingCancelled(Need("reason")),
            "meeting_held" => new MeetingHeld(
                Names("attended"),
                Names("absent"),
                [.. Lines("agreements").Select(Agreement)],
                Names("decisions"),
                Text("text")
            ),
            _ => Decision(word),
        };

    private CellAct Decision(string word) =>
        word switch
        {
            "decision" => new DecisionProposed(
                Need("title"),
                Need("text"),
                Need("by"),
                Names("among"),
                Word<DecisionProcedure>("procedure"),
                Time("deadline"),
                Text("deadline") is { Length: > 0 } deadline ? $"{deadline} ({zone.Id})" : "",
                Time("effect_from"),
                Or("undertaking"),
                Names("facts"),
                Names("about")
            ),
            "decision_word" => new NationSpoke(Need("nation"), Word<Stance>("stance"), Text("text"), Or("when"), Need("speaker")),
            "decision_left" => new NationWithdrew(Need("nation"), Need("reason")),
            "decision_silence_broken" => new SilenceBroken(Need("nation"), Need("reason")),
            "decision_ended" => new DecisionEnded(Need("reason")),
            "task" => new TaskSet(
                Word<TaskSort>("sort"),
                Need("title"),
                Text("text"),
                Need("owner"),
                Need("from"),
                Time("due"),
                Names("then"),
                Length("then_after"),
                Names("about")
            ),
            "task_given" => new TaskGiven(Need("owner"), Time("due"), Need("reason")),
            "task_done" => new TaskDone(Need("answer")),
            "task_cancelled" => new TaskCancelled(Need("reason")),
            "note" => new NoteWritten(Need("office"), Need("text"), Or("corrects")),
            // What is open is worked out by the desk.
            "handover" => new WatchHandedOver(Need("from"), Need("to"), Text("text"), []),
            _ => throw new FormatException($"'{word}' is no act of the cell."),
        };

    private string Text(string name) => field(name).Trim();

    private string? Or(string name) => Text(name) is { Length: > 0 } text ? text : null;

    private string Need(string name) => Or(name) ?? throw new FormatException($"{Title(name)} is missing.");

    private Instant At(string name) => Time(name) ?? now;

    private Instant Due(string name) => Time(name) ?? throw new FormatException($"{Title(name)} is missing.");

    private Instant? Time(string name)
    {
        if (Or(name) is not { } text)
        {
            return null;
        }
        try
        {
            return Deadline.Read(text, now, zone);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{Title(name)}: {e.Message}", e);
        }
    }

    private Duration Length(string name) =>
        Or(name) is not { } text ? Duration.Zero
        : TryLength(text) is { } length ? length
        : throw new FormatException($"{Title(name)}: '{text}' is no length of time, such as '2 h' or '30 min'.");

    // Elapsed time alone: a deadline in days would hang on the day it is counted from.
    private static Duration? TryLength(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
            parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and < 10_000
            ? parts[1] switch
            {
                "h" or "hour" or "hours" => Duration.FromHours(count),
                "min" or "minutes" => Duration.FromMinutes(count),
                _ => null,
            }
            : null;
    }

    private bool Yes(string name) =>
        Need(name) switch
        {
            "yes" => true,
            "no" => false,
            var other => throw new FormatException($"{Title(name)} is yes or no, not '{other}'."),
        };

    private T Word<T>(string name)
        where T : struct, Enum
    {
        var text = Need(name).Replace('-', ' ').Replace('_', ' ');
        foreach (var value in Enum.GetValues<T>())
        {
            if (CellWords.Of(value) == text)
            {
                return value;
            }
        }
        var all = Enum.GetValues<T>().Select(CellWords.Of).ToArray();
        var near = NearestWord.To(text, all);
        throw new FormatException(
            $"{Title(name)} is one of {string.Join(", ", all)}; found '{text}'." + (near is null ? "" : $" Did you mean '{near}'?")
        );
    }

    private ImmutableArray<string> Names(string name) => Split(name, ',', '\n');

    private ImmutableArray<string> Lines(string name) => Split(name, '\n');

    private ImmutableArray<string> Split(string name, params char[] between)
    {
        var items = Text(name).Split(between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return items.Length <= MaxItems
            ? [.. items.Distinct(StringComparer.Ordinal)]
            : throw new FormatException($"{Title(name)} has more than {MaxItems} items.");
    }

    private static Agreed Agreement(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        if (parts.Length is < 2 or > 3)
        {
            throw new FormatException($"What was agreed is written 'what | by whom | who: reservation'; found '{line}'.");
        }
        var reserved = (parts.Length == 3 ? parts[2] : "")
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(r => r.Split(':', 2, StringSplitOptions.TrimEntries))
            .Select(r =>
                r.Length == 2
                    ? new Reserved(r[0], r[1])
                    : throw new FormatException($"A reservation is written 'who: reservation'; found '{r[0]}'.")
            );
        return new Agreed(
            parts[0],
            [.. parts[1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            [.. reserved]
        );
    }

    private static string Title(string name) => name.Replace('_', ' ');
}
