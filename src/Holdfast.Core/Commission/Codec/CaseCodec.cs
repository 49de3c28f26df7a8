using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.Core.Commission.Codec;

/// <summary>
/// Acts as bodies of entries and back: <c>{act, case, number}</c>, where <c>number</c> counts the acts of a case from 0 without gaps. One kind for each act,
/// each with its version: bodies of earlier versions are read as the present act (<see cref="EarlierForms"/>) and never written anew; a body with a member too many or too few, or a word that is none, is refused by name.
/// </summary>
public static class CaseCodec
{
    /// <summary>Longest text of an act, in characters; files are evidence, not text.</summary>
    public const int MaxTextCharacters = 200_000;

    private static readonly FrozenDictionary<string, Type> Types = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        ["case.opened/1"] = typeof(Opened),
        ["case.allegation/1"] = typeof(AllegationAdded),
        ["case.moved/1"] = typeof(Moved),
        ["case.admissibility/1"] = typeof(AdmissibilityDecided),
        ["case.plan/1"] = typeof(PlanSet),
        ["case.task/1"] = typeof(TaskSet),
        ["case.task_done/1"] = typeof(TaskDone),
        ["case.evidence/1"] = typeof(EvidenceAdded),
        ["case.custody/1"] = typeof(CustodyRecorded),
        ["case.search/1"] = typeof(SearchLogged),
        ["case.statement/1"] = typeof(StatementTaken),
        ["case.consent_withdrawn/1"] = typeof(ConsentWithdrawn),
        ["case.key_destroyed/1"] = typeof(KeyDestroyed),
        ["case.hypothesis/1"] = typeof(HypothesisStated),
        ["case.weighed/1"] = typeof(EvidenceWeighed),
        ["case.draft/1"] = typeof(Drafted),
        ["case.notified/1"] = typeof(PartyNotified),
        ["case.summary_drafted/1"] = typeof(SummaryDrafted),
        ["case.summary_reviewed/1"] = typeof(SummaryReviewed),
        ["case.summary/2"] = typeof(SummarySent),
        ["case.receipt/1"] = typeof(ReceiptGiven),
        ["case.reply/1"] = typeof(ReplyReceived),
        ["case.correction/1"] = typeof(CorrectionRequested),
        ["case.correction_answered/1"] = typeof(CorrectionAnswered),
        ["case.silence/2"] = typeof(SilenceRecorded),
        ["case.sealed/1"] = typeof(Sealed),
        ["case.seal_opened/1"] = typeof(SealOpened),
        ["case.seal_admitted/1"] = typeof(SealAdmitted),
        ["case.note/1"] = typeof(NoteMade),
        ["case.recused/1"] = typeof(MemberRecused),
        ["case.vote_opened/1"] = typeof(VoteOpened),
        ["case.vote/1"] = typeof(VoteCast),
        ["case.dissent/1"] = typeof(DissentFiled),
        ["case.decided/1"] = typeof(Decided),
        ["case.vote_failed/1"] = typeof(VoteFailed),
        ["case.release_proposed/1"] = typeof(ReleaseProposed),
        ["case.published/2"] = typeof(DecisionPublished),
        ["case.remedy_checked/1"] = typeof(RemedyChecked),
        ["case.reopened/1"] = typeof(CaseReopened),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, string> KindsByType = Types.ToFrozenDictionary(t => t.Value, t => t.Key);

    /// <summary>Kinds of what people do, sorted.</summary>
    public static ImmutableArray<string> Kinds { get; } =
    [.. Types.Where(t => IsDone(t.Value)).Select(t => t.Key).Order(StringComparer.Ordinal)];

    /// <summary>Whether somebody does such an act: a seal's key and ciphertext are the desk's to make.</summary>
    public static bool IsDone(Type act) => act != typeof(Sealed) && act != typeof(SealOpened);

    /// <summary>Kinds that the docket is folded from: the present ones and their earlier versions, sorted.</summary>
    public static ImmutableArray<string> FoldedKinds { get; } = [.. Types.Keys.Concat(EarlierForms.Kinds).Order(StringComparer.Ordinal)];

    /// <summary>The kind that the act was, or would be, recorded in.</summary>
    public static string KindOf(CaseAct act) => act.EarlierVersion == 0 ? KindsByType[act.GetType()] : EarlierForms.KindOf(act);

    /// <summary>The present kind of an act by its word, such as <c>vote_opened</c>. Throws <see cref="FormatException"/> with the nearest word.</summary>
    public static string KindOfWord(string word)
    {
        if (Kinds.FirstOrDefault(k => Word(k) == word) is { } kind)
        {
            return kind;
        }
        var near = NearestWord.To(word, Kinds.Select(Word));
        throw new FormatException($"'{word}' is no act." + (near is null ? "" : $" Did you mean '{near}'?"));
    }

    public static string KindOf(Type act) => KindsByType[act];

    /// <summary>What a person would call the act: its kind without room and version, such as <c>vote_opened</c>.</summary>
    public static string WordOf(CaseAct act) => Word(KindOf(act));

    public static string Word(string kind) => kind["case.".Length..kind.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>The body of an entry, as canonical JSON.</summary>
    public static byte[] Write(string caseId, int number, CaseAct act)
    {
        var body = new JsonObject
        {
            ["act"] =
                act.EarlierVersion == 0 ? JsonSerializer.SerializeToNode(act, act.GetType(), CaseJson.Options) : EarlierForms.ToJson(act),
            ["case"] = caseId,
            ["number"] = number,
        };
        return CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(body, CaseJson.Options));
    }

    /// <summary>Reads a body back. Throws <see cref="FormatException"/> naming the kind and what is wrong.</summary>
    public static (string Case, int Number, CaseAct Act) Read(string kind, ReadOnlySpan<byte> body)
    {
        try
        {
            var root = JsonNode.Parse(body)?.AsObject() ?? throw new FormatException($"A body of {kind} is null.");
            if (root.Count != 3 || root["case"] is not { } id || root["number"] is not { } number || root["act"] is not { } act)
            {
                throw new FormatException($"A body of {kind} has the members act, case and number.");
            }
            var text = act.ToJsonString();
            return (id.GetValue<string>(), number.GetValue<int>(), EarlierForms.Has(kind) ? Guarded(kind, text) : ReadAct(kind, text));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"A body of {kind} is not as it should be: {e.Message}", e);
        }
    }

    /// <summary>An act from its own JSON, as people hand it in. Throws <see cref="FormatException"/> naming what is wrong.</summary>
    public static CaseAct ReadAct(string kind, string json)
    {
        if (!Types.TryGetValue(kind, out var type))
        {
            throw new FormatException($"'{kind}' is no kind of act; the kinds are {string.Join(", ", Kinds)}.");
        }
        try
        {
            var act = (CaseAct?)JsonSerializer.Deserialize(json, type, CaseJson.Options);
            return act is null ? throw new FormatException($"An act of {kind} is null.") : WithoutDefaults(kind, act, json);
        }
        catch (JsonException e)
        {
            throw new FormatException($"An act of {kind} is not as it should be: {Fault(json, type, e)}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"An act of {kind} is not as it should be: {e.Message}", e);
        }
    }

    private static string Fault(string json, Type type, JsonException refusal)
    {
        try
        {
            return JsonShape.Fault(json, type, CaseJson.Options) ?? JsonShape.Refused(refusal);
        }
        catch (JsonException)
        {
            return JsonShape.Refused(refusal);
        }
    }

    private static CaseAct Guarded(string kind, string json)
    {
        try
        {
            return WithoutDefaults(kind, EarlierForms.Upcast(kind, json), json);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new FormatException($"An act of {kind} is not as it should be: {e.Message}", e);
        }
    }

    // Reading gives every member or fails; texts beyond the bound are refused here, before anything copies them again.
    private static CaseAct WithoutDefaults(string kind, CaseAct act, string json) =>
        json.Length <= MaxCharacters(act)
            ? act
            : throw new FormatException($"An act of {kind} is longer than {MaxCharacters(act)} characters.");

    // Padding at most doubles a sealed act, and base64 takes a third more.
    private static int MaxCharacters(CaseAct act) => (act is Sealed ? 24 : 8) * MaxTextCharacters;
}
