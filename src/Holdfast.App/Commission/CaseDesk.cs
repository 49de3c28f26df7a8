using System.Globalization;
using System.Security.Cryptography;
using Holdfast.App.Commission.Sealing;
using Holdfast.App.Record;
using Holdfast.Core.Clauses;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Commission.Reception;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Commission;

/// <summary>
/// Where acts of the commission enter the record: each is judged on the whole docket, recorded under the label that its kind and case give it, and acknowledged
/// when durable. Refused acts are recorded as refused. A decision's facts go through the one fact door.
/// </summary>
/// <param name="keys">Whose keys open seals; null for those of <see cref="SeatKeys.Of"/>.</param>
public sealed class CaseDesk(IRecord record, CommissionRules rules, ClauseSet clauses, Mode mode, TimeProvider time, SeatKeys? keys = null)
{
    private const string Producer = "commission";
    private readonly DecidedFacts _facts = new(record, rules, clauses, mode);
    private readonly CitedObservations _cited = new(record, mode);
    private readonly ClientRequests _requests = new(record, mode);
    private readonly IntakeClaims _claims = new(record, mode);

    public CaseRegistry Registry { get; } = new(record, rules, mode, keys ?? SeatKeys.Of(record, mode));

    /// <summary>Opens a case under the next number of the year.</summary>
    /// <param name="client">The sender's own id of the request, or null: the same again is answered and does nothing.</param>
    public async ValueTask<CaseAnswer> OpenAsync(
        string by,
        string title,
        Allegation allegation,
        CancellationToken cancellation = default,
        string? client = null
    )
    {
        var docket = await Registry.DocketAsync(null, cancellation);
        var act = new Opened(title, allegation);
        if (await AgainAsync(docket, null, "", by, act, client, cancellation) is { } again)
        {
            return again;
        }
        var year = Now().InUtc().Year.ToString("0000", CultureInfo.InvariantCulture);
        var number = docket.Cases.Keys.Count(id => id.StartsWith(year, StringComparison.Ordinal)) + 1;
        var id = $"{year}-{number.ToString("0000", CultureInfo.InvariantCulture)}";
        return await TakeAsync(docket, null, id, by, act, client is null ? null : ("", client), cancellation);
    }

    /// <param name="client">The sender's own id of the request, or null: the same again is answered and does nothing.</param>
    public async ValueTask<CaseAnswer> ActAsync(
        string id,
        string by,
        CaseAct act,
        CancellationToken cancellation = default,
        string? client = null
    )
    {
        var docket = await Registry.DocketAsync(null, cancellation);
        await _facts.StateAsync(docket, cancellation);
        if (Visible(docket, id, by) is not { } closed)
        {
            return new CaseAnswer(id, null, await NoCaseAsync(docket, id, by, act, cancellation), null);
        }
        using var hand = await Registry.Seals.OpenAsync(closed, by, cancellation);
        return await AgainAsync(docket, hand, id, by, act, client, cancellation)
            ?? await TakeAsync(docket, hand, id, by, act, client is null ? null : (id, client), cancellation);
    }

    /// <summary>The answer to a request that was made before under the same id, or a refusal where the id was used for another; null for a new one.</summary>
    private async ValueTask<CaseAnswer?> AgainAsync(
        Docket docket,
        SealHand? hand,
        string asked,
        string by,
        CaseAct act,
        string? client,
        CancellationToken cancellation
    )
    {
        if (client is null)
        {
            return null;
        }
        if (ClientRequests.FaultOf(client) is { } fault)
        {
            await NoteAsync(by, docket.Cases.GetValueOrDefault(asked), act, fault.Code, cancellation);
            return new CaseAnswer(asked, null, fault, null);
        }
        if (await _requests.FindAsync(docket, by, client, cancellation) is not { } before)
        {
            return null;
        }
        if (!ClientRequests.DigestsOf(asked, act, hand).Contains(before.Digest))
        {
            await NoteAsync(by, docket.Cases.GetValueOrDefault(asked), act, "used", cancellation);
            return new CaseAnswer(asked, null, new CaseRefusal("used", "This message id was used for another request.", []), null);
        }
        var deed = docket.Cases[before.Case].Deeds[before.Number];
        var view = await Registry.FindAsync(by, before.Case, cancellation);
        return new CaseAnswer(before.Case, view, null, new Receipt(ReceiptKind.Duplicate, deed.Index, deed.At, default));
    }

    /// <summary>
    /// Whether an act would be refused now, for acts whose content is dear to take in: the refusal, recorded like any other, or null. What is lawful now may still be
    /// refused when it is done.
    /// </summary>
    /// <param name="content">What is wrong with the content itself, where that was found already; the law comes first.</param>
    internal async ValueTask<CaseRefusal?> ForetellAsync(
        string id,
        string by,
        CaseAct act,
        CancellationToken cancellation,
        CaseRefusal? content = null
    )
    {
        var docket = await Registry.DocketAsync(null, cancellation);
        if (Visible(docket, id, by) is not { } before)
        {
            return await NoCaseAsync(docket, id, by, act, cancellation);
        }
        var refusal = CaseStep.Take(before, id, act, by, Now(), Seal.LabelOf(before, id, act), -1, rules).Refusal ?? content;
        if (refusal is not null)
        {
            await RefuseAsync(before, null, id, by, act, refusal, cancellation);
        }
        return refusal;
    }

    // Who may see nothing of a case is not told that it exists.
    private Case? Visible(Docket docket, string id, string by) =>
        docket.Cases.TryGetValue(id, out var of) && Seal.View(of, Seal.ReaderOf(by, rules, docket.Cases.Values)) is not null ? of : null;

    private async ValueTask<CaseRefusal> NoCaseAsync(Docket docket, string id, string by, CaseAct act, CancellationToken cancellation)
    {
        await NoteAsync(by, null, act, "no-case", cancellation);
        var near = NearestWord.To(id, Registry.Serves(by) ? docket.Cases.Keys : []);
        var hint = near is null ? "" : $" Did you mean '{near}'?";
        return new CaseRefusal("no-case", $"There is no case '{id}'.{hint}", []);
    }

    private async ValueTask<CaseAnswer> TakeAsync(
        Docket docket,
        SealHand? hand,
        string id,
        string by,
        CaseAct act,
        (string Asked, string Id)? client,
        CancellationToken cancellation
    )
    {
        var before = hand?.Case;
        if (await RefusalAsync(docket, hand, id, by, act, cancellation) is { } refusal)
        {
            await RefuseAsync(before, hand, id, by, act, refusal, cancellation);
            return new CaseAnswer(id, null, ToldTo(by, act, refusal), null);
        }
        if (Seal.Covers(act) && hand is { Key: null })
        {
            return await UnderNewSealAsync(docket, hand, id, by, act, client?.Id, cancellation);
        }
        var (entered, unfit) = await EnteredAsync(hand, act, by, cancellation);
        if (unfit is not null)
        {
            await RefuseAsync(before, hand, id, by, act, unfit, cancellation);
            return new CaseAnswer(id, null, unfit, null);
        }
        var number = before?.Deeds.Length ?? 0;
        if (
            IntakeLaw.AllegationOf(act) is { Reference: { } reference }
            && !await _claims.ClaimAsync(docket, reference, id, number, by, cancellation)
        )
        {
            var first = $"Somebody else is making '{reference}' an allegation of a case at the same moment; look again.";
            return new CaseAnswer(id, null, new CaseRefusal("overtaken", first, []), null);
        }
        var draft = Draft(before, id, by, entered);
        var drafts = client is { } c
            ? [draft, _requests.Draft(by, c.Id, id, number, ClientRequests.DigestsOf(c.Asked, act, hand).First(), draft.Label)]
            : new[] { draft };
        var receipt = (await record.AppendAsync(drafts, cancellation))[0];
        if (receipt.Kind != ReceiptKind.Appended && (client is null || receipt.Kind == ReceiptKind.Conflict))
        {
            return Overtaken(id, receipt);
        }
        await _facts.StateAsync(await Registry.DocketAsync(null, cancellation), cancellation);
        return new CaseAnswer(id, await Registry.FindAsync(by, id, cancellation), null, receipt);
    }

    /// <summary>Why an act is not taken, judged on the case as far as who acts can open it; null where it is.</summary>
    private async ValueTask<CaseRefusal?> RefusalAsync(
        Docket docket,
        SealHand? hand,
        string id,
        string by,
        CaseAct act,
        CancellationToken cancellation
    )
    {
        var before = hand?.Case;
        return Early(before, act, by)
            ?? (hand is null ? null : await Registry.Seals.GateAsync(hand, docket.Cases[id], act, by, cancellation))
            ?? CaseStep.Take(before, id, act, by, Now(), Seal.LabelOf(before, id, act), -1, rules).Refusal
            ?? MediaLooks.FaultOf(act)
            ?? await FromIntakeAsync(act, by, cancellation)
            ?? _facts.Undeclared(before, act, by, Now(), rules)
            ?? await _cited.FaultOfAsync(Seal.ReaderOf(by, rules, docket.Cases.Values), act, Registry.Serves(by), cancellation);
    }

    /// <summary>The act as it is recorded: sealed, or with what only the desk can fill in; or why it cannot be.</summary>
    private async ValueTask<(CaseAct Act, CaseRefusal? Refusal)> EnteredAsync(
        SealHand? hand,
        CaseAct act,
        string by,
        CancellationToken cancellation
    )
    {
        if (hand is null)
        {
            return (act, null);
        }
        if (act is SealAdmitted asked)
        {
            var (given, refusal) = await Registry.Seals.AdmitAsync(hand, by, asked.Person, cancellation);
            return (given ?? asked, refusal);
        }
        return (Seal.Covers(act) ? Registry.Seals.Seal(hand, act, hand.Case.Deeds.Length, by) : act, null);
    }

    /// <summary>Opens the case's seal, under a new key, and does the act under it.</summary>
    private async ValueTask<CaseAnswer> UnderNewSealAsync(
        Docket docket,
        SealHand hand,
        string id,
        string by,
        CaseAct act,
        string? client,
        CancellationToken cancellation
    )
    {
        var closed = docket.Cases[id];
        var (opened, refusal) = await Registry.Seals.NewAsync(closed, by, cancellation);
        if (opened is null || refusal is not null)
        {
            var why = refusal ?? SealDesk.NoKey("");
            await RefuseAsync(hand.Case, hand, id, by, act, why, cancellation);
            return new CaseAnswer(id, null, why, null);
        }
        var receipt = (await record.AppendAsync([Draft(closed, id, by, opened)], cancellation))[0];
        var after = await Registry.DocketAsync(null, cancellation);
        using var now = await Registry.Seals.OpenAsync(after.Cases[id], by, cancellation);
        return receipt.Kind == ReceiptKind.Appended && now.Key is not null
            ? await TakeAsync(after, now, id, by, act, client is null ? null : (id, client), cancellation)
            : Overtaken(id, receipt);
    }

    private EntryDraft Draft(Case? before, string id, string by, CaseAct act)
    {
        var number = before?.Deeds.Length ?? 0;
        var standing = act is Opened or AllegationAdded or ReplyReceived or CorrectionRequested ? Standing.Attributed : Standing.Recorded;
        var body = CaseCodec.Write(id, number, act);
        return new EntryDraft(
            Producer,
            MessageOf(id, number),
            by,
            standing,
            Seal.LabelOf(before, id, act),
            mode,
            CaseCodec.KindOf(act),
            null,
            body
        );
    }

    private static CaseAnswer Overtaken(string id, Receipt receipt) =>
        new(
            id,
            null,
            new CaseRefusal("overtaken", "Somebody else acted in this case at the same moment; look again and repeat.", []),
            receipt
        );

    /// <summary>What the public hands in waits until somebody of the commission takes it up; what is taken up is what was handed in.</summary>
    private async ValueTask<CaseRefusal?> FromIntakeAsync(CaseAct act, string by, CancellationToken cancellation) =>
        act is Opened && by == CommissionRules.Public
            ? new CaseRefusal("intake", "The public hands an allegation in; the secretariat opens cases.", [])
        : IntakeLaw.AllegationOf(act) is { Reference: not null } allegation
            ? IntakeLaw.FaultOf((await Registry.BooksAsync(cancellation)).Intake, allegation)
        : null;

    // In which state a case is, and what would be lawful there, is told to those who serve the commission.
    private CaseRefusal ToldTo(string by, CaseAct act, CaseRefusal refusal) =>
        Registry.Serves(by) ? refusal
        : refusal.Code == "wrong-state" ? new CaseRefusal(refusal.Code, $"'{CaseCodec.WordOf(act)}' is not taken in this case now.", [])
        : refusal with { Lawful = [] };

    private CaseRefusal? Early(Case? before, CaseAct act, string by) =>
        act.EarlierVersion == 0
            ? null
            : new CaseRefusal(
                "old-form",
                $"'{CaseCodec.KindOf(act)}' is read where it stands and not recorded anew.",
                before is null ? [] : CaseLaw.LawfulFor(before, by, Now(), rules)
            );

    // The same refused act in the same state of the case is one entry, however often it is sent.
    private async ValueTask RefuseAsync(
        Case? before,
        SealHand? hand,
        string id,
        string by,
        CaseAct act,
        CaseRefusal refusal,
        CancellationToken cancellation
    )
    {
        var number = before?.Deeds.Length ?? 0;
        var text = CaseCodec.Write(id, number, act);
        var name = by.Length is > 0 and <= 64 && by.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') ? by : "somebody";
        string Message(string digest) => $"{MessageOf(id, number)} refused {name} {refusal.Code} {digest}";
        var plain = hand is null || before is null || !SealDesk.Concerns(before, act) || IsSaidOutside(hand, act, by, refusal);
        var draft =
            plain || hand is null ? Registry.Refusal(id, name, act, refusal, Message(Convert.ToHexStringLower(SHA256.HashData(text))[..16]))
            : hand.Key is { } key ? Registry.SealedRefusal(hand, name, act, refusal, Message(SealCipher.MarkOf(key, text)[..16]))
            // Of few possible votes a hash would tell which it was: without a key nothing of the act is kept but its kind.
            : Registry.Refusal(id, name, act, hand.Holds ? SealDesk.Untold : refusal, Message("sealed"));
        var note = plain ? NoteOf(by, before, act, refusal.Code) : DraftOf(CaseNotes.Sealed(by, id));
        await record.AppendAsync([draft, note], cancellation);
    }

    // What is said of an act that stands in the clear to whoever has no key tells nothing of what is under it.
    private bool IsSaidOutside(SealHand hand, CaseAct act, string by, CaseRefusal refusal) =>
        !Seal.Covers(act)
        && act is not Decided
        && CaseStep
            .Take(hand.Closed, hand.Closed.Id, act, by, Now(), Seal.LabelOf(hand.Closed, hand.Closed.Id, act), -1, rules, blind: true)
            .Refusal?.Message == refusal.Message;

    /// <summary>Tells the auditor of something refused before it could be judged: a form that cannot be read, a case that is not there.</summary>
    /// <param name="id">A case that whoever asked may see; null where there is none.</param>
    /// <param name="word">The act's word, or null where it is none that the law knows.</param>
    /// <param name="code">A fixed word for the reason.</param>
    public ValueTask NoteAsync(string by, string? id, string? word, string code, CancellationToken cancellation = default) =>
        NoteAsync(CaseNotes.Of(by, id, word, code), cancellation);

    internal async ValueTask NoteAsync(AuditedRefusal refused, CancellationToken cancellation) =>
        await record.AppendAsync([DraftOf(refused)], cancellation);

    internal EntryDraft DraftOf(AuditedRefusal refused) => refused.Draft(mode, Now());

    private async ValueTask NoteAsync(string by, Case? before, CaseAct act, string code, CancellationToken cancellation) =>
        await record.AppendAsync([NoteOf(by, before, act, code)], cancellation);

    private EntryDraft NoteOf(string by, Case? before, CaseAct act, string code) => DraftOf(CaseNotes.Of(by, before, act, code));

    private string MessageOf(string id, int number) => $"{Words.Of(mode)} {id} {number.ToString(CultureInfo.InvariantCulture)}";

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());
}
