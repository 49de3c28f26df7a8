using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.Core.Cell.Codec;

/// <summary>
/// Acts of the cell as bodies of entries and back: <c>{act, number, subject}</c>, where <c>number</c> counts the acts of a subject from 0 without gaps. One kind for each act, with its
/// version. A body with a member too many or too few, or a word that is none, is refused by name. docs/guide/cell.md lists them.
/// </summary>
public static class CellCodec
{
    /// <summary>Longest body, characters.</summary>
    public const int MaxCharacters = 100_000;

    /// <summary>Most items of any list of an act.</summary>
    public const int MaxItems = 500;

    private static readonly (string Word, Type Act, CellSubjectKind Of, bool Opens)[] Table =
    [
        ("call", typeof(CallMade), CellSubjectKind.Call, true),
        ("call_reply", typeof(CallReplied), CellSubjectKind.Call, false),
        ("call_effect", typeof(CallEffectSeen), CellSubjectKind.Call, false),
        ("call_ended", typeof(CallEnded), CellSubjectKind.Call, false),
        ("window", typeof(WindowProposed), CellSubjectKind.Window, true),
        ("window_answer", typeof(WindowAnswered), CellSubjectKind.Window, false),
        ("window_outcome", typeof(WindowJudged), CellSubjectKind.Window, false),
        ("window_off", typeof(WindowCalledOff), CellSubjectKind.Window, false),
        ("meeting", typeof(MeetingCalled), CellSubjectKind.Meeting, true),
        ("meeting_moved", typeof(MeetingMoved), CellSubjectKind.Meeting, false),
        ("meeting_cancelled", typeof(MeetingCancelled), CellSubjectKind.Meeting, false),
        ("meeting_held", typeof(MeetingHeld), CellSubjectKind.Meeting, false),
        ("decision", typeof(DecisionProposed), CellSubjectKind.Decision, true),
        ("decision_word", typeof(NationSpoke), CellSubjectKind.Decision, false),
        ("decision_left", typeof(NationWithdrew), CellSubjectKind.Decision, false),
        ("decision_silence_broken", typeof(SilenceBroken), CellSubjectKind.Decision, false),
        ("decision_ended", typeof(DecisionEnded), CellSubjectKind.Decision, false),
        ("task", typeof(TaskSet), CellSubjectKind.Task, true),
        ("task_given", typeof(TaskGiven), CellSubjectKind.Task, false),
        ("task_done", typeof(TaskDone), CellSubjectKind.Task, false),
        ("task_cancelled", typeof(TaskCancelled), CellSubjectKind.Task, false),
        ("note", typeof(NoteWritten), CellSubjectKind.Note, true),
        ("handover", typeof(WatchHandedOver), CellSubjectKind.Note, true),
    ];

    private static readonly FrozenDictionary<Type, (string Word, Type Act, CellSubjectKind Of, bool Opens)> ByType =
        Table.ToFrozenDictionary(t => t.Act);
    private static readonly FrozenDictionary<string, Type> ByKind = Table.ToFrozenDictionary(
        t => Kind(t.Word),
        t => t.Act,
        StringComparer.Ordinal
    );

    /// <summary>All kinds, sorted.</summary>
    public static ImmutableArray<string> Kinds { get; } = [.. ByKind.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The words of all acts, such as <c>decision_word</c>, in the order of the guide.</summary>
    public static ImmutableArray<string> AllWords { get; } = [.. Table.Select(t => t.Word)];

    public static string KindOf(CellAct act) => Kind(ByType[act.GetType()].Word);

    /// <summary>The act's kind without room and version.</summary>
    public static string WordOf(CellAct act) => ByType[act.GetType()].Word;

    public static CellSubjectKind SubjectOf(CellAct act) => ByType[act.GetType()].Of;

    /// <summary>Whether the act is the first of a subject.</summary>
    public static bool Opens(CellAct act) => ByType[act.GetType()].Opens;

    /// <summary>The kind of an act by its word. Throws <see cref="FormatException"/> with the nearest word.</summary>
    public static string KindOfWord(string word)
    {
        if (ByKind.ContainsKey(Kind(word)))
        {
            return Kind(word);
        }
        var near = NearestWord.To(word, AllWords);
        throw new FormatException($"'{word}' is no act of the cell." + (near is null ? "" : $" Did you mean '{near}'?"));
    }

    /// <summary>The body of an entry, canonical JSON. Throws <see cref="ArgumentException"/> where the act does not bear writing.</summary>
    public static byte[] Write(string subject, int number, CellAct act)
    {
        ActShape.Check(act);
        var body = new JsonObject
        {
            ["act"] = JsonSerializer.SerializeToNode(act, act.GetType(), CellJson.Options),
            ["number"] = number,
            ["subject"] = subject,
        };
        var bytes = CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(body, CellJson.Options));
        return bytes.Length <= 4 * MaxCharacters
            ? bytes
            : throw new ArgumentException($"an act is at most {MaxCharacters} characters long");
    }

    /// <summary>Reads a body back. Throws <see cref="FormatException"/> naming the kind and what is wrong.</summary>
    public static (string Subject, int Number, CellAct Act) Read(string kind, ReadOnlySpan<byte> body)
    {
        try
        {
            var root = JsonNode.Parse(body)?.AsObject() ?? throw new FormatException($"A body of {kind} is null.");
            return root.Count == 3 && root["subject"] is { } subject && root["number"] is { } number && root["act"] is { } act
                ? (subject.GetValue<string>(), number.GetValue<int>(), ReadAct(kind, act.ToJsonString()))
                : throw new FormatException($"A body of {kind} has the members act, number and subject.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"A body of {kind} is not as it should be: {e.Message}", e);
        }
    }

    /// <summary>An act from its own JSON, as programs hand it in. Throws <see cref="FormatException"/> naming what is wrong.</summary>
    public static CellAct ReadAct(string kind, string json)
    {
        if (!ByKind.TryGetValue(kind, out var type))
        {
            throw new FormatException($"'{kind}' is no kind of act of the cell; the kinds are {string.Join(", ", Kinds)}.");
        }
        if (json.Length > 8 * MaxCharacters)
        {
            throw new FormatException($"An act of {kind} is longer than {8 * MaxCharacters} characters.");
        }
        try
        {
            var act = (CellAct?)JsonSerializer.Deserialize(json, type, CellJson.Options);
            ActShape.Check(act ?? throw new FormatException($"An act of {kind} is null."));
            return act;
        }
        catch (JsonException e)
        {
            throw new FormatException($"An act of {kind} is not as it should be: {Fault(json, type, e)}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"An act of {kind} is not as it should be: {e.Message}.", e);
        }
    }

    private static string Fault(string json, Type type, JsonException refusal)
    {
        try
        {
            return JsonShape.Fault(json, type, CellJson.Options) ?? JsonShape.Refused(refusal);
        }
        catch (JsonException)
        {
            return JsonShape.Refused(refusal);
        }
    }

    private static string Kind(string word) => $"cell.{word}/1";
}
