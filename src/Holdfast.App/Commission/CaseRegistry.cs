using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.App.Record;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Commission;

/// <summary>Reads the docket of one mode from the record. It reads everything, so that it can judge acts; what it hands out is a reader's view.</summary>
public sealed class CaseRegistry(IRecord record, CommissionRules rules, Mode mode)
{
    /// <summary>The kind under which refused acts are kept.</summary>
    public const string RefusedKind = "case.refused/1";

    internal static readonly Label OfCommission = new(
        Classification.Restricted,
        [Seal.Commission],
        ImmutableSortedSet.Create<string>(StringComparer.Ordinal)
    );

    private readonly DocketTail _tail = DocketTail.Of(record, rules, mode);

    public CommissionRules Rules => rules;
    public Mode Mode => mode;

    /// <summary>The whole docket, as known at an instant (null for now).</summary>
    internal async ValueTask<Docket> DocketAsync(Instant? known, CancellationToken cancellation) =>
        (known is { } then ? await _tail.KnownAsync(then, cancellation) : await _tail.NowAsync(cancellation)).Docket;

    internal ValueTask<CommissionBooks> BooksAsync(CancellationToken cancellation) => _tail.NowAsync(cancellation);

    /// <summary>Cases as a person of the commission may see them, by id.</summary>
    public async ValueTask<ImmutableArray<Case>> CasesAsync(string person, Instant? known = null, CancellationToken cancellation = default)
    {
        var docket = await DocketAsync(known, cancellation);
        var reader = Seal.ReaderOf(person, rules, docket.Cases.Values);
        return [.. docket.Cases.Values.Select(c => Seal.View(c, reader)).OfType<Case>()];
    }

    /// <summary>One case as a person may see it, or null.</summary>
    public async ValueTask<Case?> FindAsync(string person, string id, CancellationToken cancellation = default)
    {
        var docket = await DocketAsync(null, cancellation);
        return docket.Cases.TryGetValue(id, out var of) ? Seal.View(of, Seal.ReaderOf(person, rules, docket.Cases.Values)) : null;
    }

    /// <summary>A person of the commission as a reader: what labels of the record's other entries they satisfy.</summary>
    public async ValueTask<Reader> ReaderOfAsync(string person, CancellationToken cancellation = default) =>
        Seal.ReaderOf(person, rules, (await DocketAsync(null, cancellation)).Cases.Values);

    /// <summary>Entries that no lawful act could have made; for the people of the commission only.</summary>
    public async ValueTask<ImmutableArray<Irregularity>> IrregularitiesAsync(string person, CancellationToken cancellation = default)
    {
        var docket = await DocketAsync(null, cancellation);
        return Serves(person) ? docket.Irregularities : [];
    }

    /// <summary>Acts that were refused, in order; for the people of the commission only, and of sealed acts for those who may read these.</summary>
    public async ValueTask<ImmutableArray<RefusedAct>> RefusedAsync(string person, CancellationToken cancellation = default)
    {
        if (!Serves(person))
        {
            return [];
        }
        var docket = await DocketAsync(null, cancellation);
        var mine = Seal.ReaderOf(person, rules, docket.Cases.Values);
        var found = ImmutableArray.CreateBuilder<RefusedAct>();
        await foreach (var entry in record.ReadAsync(mine, new RecordQuery(Kinds: [RefusedKind], Mode: mode), cancellation))
        {
            using var body = JsonDocument.Parse(entry.Body);
            string Text(string name) => body.RootElement.GetProperty(name).GetString() ?? "";
            found.Add(
                new RefusedAct(entry.Index, entry.RecordedAt, Text("case"), entry.Author, Text("act"), Text("code"), Text("message"))
            );
        }
        return found.ToImmutable();
    }

    /// <summary>Whether a person works for the commission: a member, the secretary or an investigator; no party, and not the public.</summary>
    public bool Serves(string person) =>
        rules.Member(person) is not null || rules.Officer(person)?.Office is Office.Secretary or Office.Investigator;

    internal EntryDraft Refusal(string id, string by, CaseAct act, CaseRefusal refusal, string messageId) =>
        // A vote that was refused tells that there is a vote.
        Refusal(
            id,
            by,
            CaseCodec.KindOf(act),
            refusal,
            messageId,
            act is NoteMade or VoteOpened or VoteCast or DissentFiled or VoteFailed or Decided
                ? Seal.LabelOf(null, id, new NoteMade(""))
                : OfCommission
        );

    internal EntryDraft Refusal(string id, string by, string kind, CaseRefusal refusal, string messageId, Label? label = null)
    {
        var body = new JsonObject
        {
            ["act"] = kind,
            ["case"] = id,
            ["code"] = refusal.Code,
            ["message"] = refusal.Message,
        };
        return new EntryDraft(
            "commission",
            messageId,
            by,
            Standing.Recorded,
            label ?? OfCommission,
            mode,
            RefusedKind,
            null,
            CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(body))
        );
    }
}
