using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.App.Commission.Sealing;
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
/// <param name="keys">Whose keys open seals; null for those of <see cref="SeatKeys.Of"/>.</param>
public sealed class CaseRegistry(IRecord record, CommissionRules rules, Mode mode, SeatKeys? keys = null)
{
    /// <summary>The kind under which refused acts are kept.</summary>
    public const string RefusedKind = "case.refused/1";

    /// <summary>The kind under which refused acts are kept that tell of what is under seal: ciphertext for whoever holds the case's key.</summary>
    public const string SealedRefusalKind = "case.refused_sealed/1";

    internal static readonly Label OfCommission = new(
        Classification.Restricted,
        [Seal.Commission],
        ImmutableSortedSet.Create<string>(StringComparer.Ordinal)
    );

    private readonly DocketTail _tail = DocketTail.Of(record, rules, mode);

    private readonly SealDesk _seals = new(keys ?? SeatKeys.Of(record, mode), rules, mode);

    public CommissionRules Rules => rules;
    public Mode Mode => mode;

    internal SealDesk Seals => _seals;

    /// <summary>The whole docket, as known at an instant (null for now).</summary>
    internal async ValueTask<Docket> DocketAsync(Instant? known, CancellationToken cancellation) =>
        (known is { } then ? await _tail.KnownAsync(then, cancellation) : await _tail.NowAsync(cancellation)).Docket;

    internal ValueTask<CommissionBooks> BooksAsync(CancellationToken cancellation) => _tail.NowAsync(cancellation);

    /// <summary>Cases as a person of the commission may see them, by id.</summary>
    public async ValueTask<ImmutableArray<Case>> CasesAsync(string person, Instant? known = null, CancellationToken cancellation = default)
    {
        var docket = await DocketAsync(known, cancellation);
        var reader = Seal.ReaderOf(person, rules, docket.Cases.Values);
        var seen = ImmutableArray.CreateBuilder<Case>();
        foreach (var of in docket.Cases.Values)
        {
            if (await ViewAsync(of, person, reader, cancellation) is { } view)
            {
                seen.Add(view);
            }
        }
        return seen.ToImmutable();
    }

    /// <summary>One case as a person may see it, or null.</summary>
    public async ValueTask<Case?> FindAsync(string person, string id, CancellationToken cancellation = default)
    {
        var docket = await DocketAsync(null, cancellation);
        return docket.Cases.TryGetValue(id, out var of)
            ? await ViewAsync(of, person, Seal.ReaderOf(person, rules, docket.Cases.Values), cancellation)
            : null;
    }

    /// <summary>Why a person cannot open the seal of a case that it may read under; null where it can, or where there is nothing to open.</summary>
    public async ValueTask<string?> ClosedToAsync(string person, string id, CancellationToken cancellation = default)
    {
        var docket = await DocketAsync(null, cancellation);
        if (!docket.Cases.TryGetValue(id, out var of))
        {
            return null;
        }
        using var hand = await _seals.OpenAsync(of, person, cancellation);
        return hand.Why.Length > 0 ? hand.Why
            : hand.Opened.Unread.IsEmpty ? null
            : "Some acts are under keys that were never wrapped to the key pair you have now: a member who holds them may admit it.";
    }

    private async ValueTask<Case?> ViewAsync(Case of, string person, Reader reader, CancellationToken cancellation)
    {
        using var hand = await _seals.OpenAsync(of, person, cancellation);
        return Seal.View(hand.Case, reader);
    }

    /// <summary>A person of the commission as a reader: what labels of the record's other entries they satisfy.</summary>
    public async ValueTask<Reader> ReaderOfAsync(string person, CancellationToken cancellation = default) =>
        Seal.ReaderOf(person, rules, (await DocketAsync(null, cancellation)).Cases.Values);

    /// <summary>Entries that no lawful act could have made; for the people of the commission only.</summary>
    public async ValueTask<ImmutableArray<Irregularity>> IrregularitiesAsync(string person, CancellationToken cancellation = default)
    {
        var docket = await DocketAsync(null, cancellation);
        if (!Serves(person))
        {
            return [];
        }
        var all = docket.Irregularities.ToBuilder();
        foreach (var of in docket.Cases.Values)
        {
            using var hand = await _seals.OpenAsync(of, person, cancellation);
            all.AddRange(hand.Opened.Irregularities);
        }
        return [.. all.OrderBy(i => i.Index)];
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
        using var sealedOnes = new SealedRefusals(_seals, docket, person, mode);
        var found = ImmutableArray.CreateBuilder<RefusedAct>();
        var query = new RecordQuery(Kinds: [RefusedKind, SealedRefusalKind], Mode: mode);
        await foreach (var entry in record.ReadAsync(mine, query, cancellation))
        {
            using var body = JsonDocument.Parse(entry.Body);
            var told = entry.Kind == RefusedKind ? null : await sealedOnes.OpenAsync(entry, body.RootElement, cancellation);
            string Text(string name) => (told is null ? body.RootElement.GetProperty(name).GetString() : told[name]) ?? "";
            var of = body.RootElement.GetProperty("case").GetString() ?? "";
            found.Add(new RefusedAct(entry.Index, entry.RecordedAt, of, entry.Author, Text("act"), Text("code"), Text("message")));
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
            Seal.Covers(act) || act is Decided or SealAdmitted ? Seal.Deliberation(id) : OfCommission
        );

    internal EntryDraft SealedRefusal(SealHand hand, string by, CaseAct act, CaseRefusal refusal, string messageId) =>
        new(
            "commission",
            messageId,
            by,
            Standing.Recorded,
            Seal.Deliberation(hand.Case.Id),
            mode,
            SealedRefusalKind,
            null,
            SealedRefusals.Write(hand, CaseCodec.KindOf(act), refusal, by, mode)
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
