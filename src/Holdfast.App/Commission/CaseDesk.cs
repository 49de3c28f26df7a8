using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
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
public sealed class CaseDesk(IRecord record, CommissionRules rules, ClauseSet clauses, Mode mode, TimeProvider time)
{
    private const string Producer = "commission";
    private readonly FactDoor _door = new(record, clauses);
    private readonly CitedObservations _cited = new(record, mode);
    private readonly ClientRequests _requests = new(record, mode);
    private readonly IntakeClaims _claims = new(record, mode);

    // Decisions whose facts were seen to stand, by case: nothing takes an entry out of the record again.
    private readonly ConcurrentDictionary<string, long> _stated = new(StringComparer.Ordinal);

    public CaseRegistry Registry { get; } = new(record, rules, mode);

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
        if (await AgainAsync(docket, "", by, act, client, cancellation) is { } again)
        {
            return again;
        }
        var year = Now().InUtc().Year.ToString("0000", CultureInfo.InvariantCulture);
        var number = docket.Cases.Keys.Count(id => id.StartsWith(year, StringComparison.Ordinal)) + 1;
        var id = $"{year}-{number.ToString("0000", CultureInfo.InvariantCulture)}";
        return await TakeAsync(docket, id, by, act, client is null ? null : ("", client), cancellation);
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
        await DetermineAsync(docket, cancellation);
        return Visible(docket, id, by) is null ? new CaseAnswer(id, null, await NoCaseAsync(docket, id, by, act, cancellation), null)
            : await AgainAsync(docket, id, by, act, client, cancellation) is { } again ? again
            : await TakeAsync(docket, id, by, act, client is null ? null : (id, client), cancellation);
    }

    /// <summary>The answer to a request that was made before under the same id, or a refusal where the id was used for another; null for a new one.</summary>
    private async ValueTask<CaseAnswer?> AgainAsync(
        Docket docket,
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
        if (before.Digest != ClientRequests.DigestOf(asked, act))
        {
            await NoteAsync(by, docket.Cases.GetValueOrDefault(asked), act, "used", cancellation);
            return new CaseAnswer(asked, null, new CaseRefusal("used", "This message id was used for another request.", []), null);
        }
        var deed = docket.Cases[before.Case].Deeds[before.Number];
        var view = Seal.View(docket.Cases[before.Case], Seal.ReaderOf(by, rules, docket.Cases.Values));
        return new CaseAnswer(before.Case, view, null, new Receipt(ReceiptKind.Duplicate, deed.Index, deed.At, default));
    }

    /// <summary>
    /// Whether an act would be refused now, for acts whose content is dear to take in: the refusal, recorded like any other, or null. What is lawful now may still be
    /// refused when it is done.
    /// </summary>
    internal async ValueTask<CaseRefusal?> ForetellAsync(string id, string by, CaseAct act, CancellationToken cancellation)
    {
        var docket = await Registry.DocketAsync(null, cancellation);
        if (Visible(docket, id, by) is not { } before)
        {
            return await NoCaseAsync(docket, id, by, act, cancellation);
        }
        var refusal = CaseStep.Take(before, id, act, by, Now(), Seal.LabelOf(before, id, act), -1, rules).Refusal;
        if (refusal is not null)
        {
            await RefuseAsync(before, id, by, act, refusal, cancellation);
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
        string id,
        string by,
        CaseAct act,
        (string Asked, string Id)? client,
        CancellationToken cancellation
    )
    {
        var before = docket.Cases.GetValueOrDefault(id);
        var label = Seal.LabelOf(before, id, act);
        var step = CaseStep.Take(before, id, act, by, Now(), label, -1, rules);
        var refusal =
            Early(before, act)
            ?? step.Refusal
            ?? await FromIntakeAsync(act, by, cancellation)
            ?? Undeclared(before, id, act)
            ?? await _cited.FaultOfAsync(Seal.ReaderOf(by, rules, docket.Cases.Values), act, Registry.Serves(by), cancellation);
        if (refusal is not null)
        {
            await RefuseAsync(before, id, by, act, refusal, cancellation);
            return new CaseAnswer(id, null, ToldTo(by, act, refusal), null);
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
        var standing = act is Opened or AllegationAdded or ReplyReceived or CorrectionRequested ? Standing.Attributed : Standing.Recorded;
        var body = CaseCodec.Write(id, number, act);
        var draft = new EntryDraft(Producer, MessageOf(id, number), by, standing, label, mode, CaseCodec.KindOf(act), null, body);
        var drafts = client is { } c
            ? [draft, _requests.Draft(by, c.Id, id, number, ClientRequests.DigestOf(c.Asked, act), label)]
            : new[] { draft };
        var receipt = (await record.AppendAsync(drafts, cancellation))[0];
        if (receipt.Kind != ReceiptKind.Appended && (client is null || receipt.Kind == ReceiptKind.Conflict))
        {
            return new CaseAnswer(
                id,
                null,
                new CaseRefusal("overtaken", "Somebody else acted in this case at the same moment; look again and repeat.", []),
                receipt
            );
        }
        var after = await Registry.DocketAsync(null, cancellation);
        await DetermineAsync(after, cancellation);
        var view = Seal.View(after.Cases[id], Seal.ReaderOf(by, rules, after.Cases.Values));
        return new CaseAnswer(id, view, null, receipt);
    }

    /// <summary>
    /// States the facts of each case's last decision through the one door, unless they stand already. Called before and after every act: a decision whose facts were
    /// cut off by a crash is completed by the next.
    /// </summary>
    private async ValueTask DetermineAsync(Docket docket, CancellationToken cancellation)
    {
        var open = new List<(string Id, Core.Commission.Deed Deed, IReadOnlyList<FactStatement> Facts)>();
        foreach (var of in docket.Cases.Values)
        {
            if (of.LastDecision is { Act: Decided decided } deed && _stated.GetValueOrDefault(of.Id, -1) < deed.Index)
            {
                open.Add((of.Id, deed, Determination.Of(of, decided)));
            }
        }
        if (open.Count == 0)
        {
            return;
        }
        var said = await SaidAsync(open.Min(o => o.Deed.Index), cancellation);
        foreach (var (id, deed, facts) in open)
        {
            var author = Seal.ReaderOf(deed.By, rules, docket.Cases.Values);
            foreach (var statement in facts.Where(f => !said.Any(s => s.Index > deed.Index && IsSame(s.Said, f))))
            {
                await _door.AssertAsync(author, statement, Label.Public, mode, cancellation);
            }
            _stated[id] = deed.Index;
        }
    }

    private async ValueTask<IReadOnlyList<(long Index, FactStatement Said)>> SaidAsync(long since, CancellationToken cancellation)
    {
        var said = new List<(long, FactStatement)>();
        var query = new RecordQuery(FromIndex: since, Kinds: [FactBody.Kind], Mode: mode);
        await foreach (var entry in record.ReadAsync(Reader.Anyone, query, cancellation))
        {
            var statement = FactEntries.Decode(entry);
            if (statement.Authority == Determination.Authority)
            {
                said.Add((entry.Index, statement));
            }
        }
        return said;
    }

    private static bool IsSame(FactStatement a, FactStatement b) =>
        a.Name == b.Name
        && a.Arguments.SequenceEqual(b.Arguments)
        && a.Authority == b.Authority
        && a.Source == b.Source
        && a.Value == b.Value
        && a.Provisional == b.Provisional;

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

    private static CaseRefusal? Early(Case? before, CaseAct act) =>
        act.EarlierVersion == 0
            ? null
            : new CaseRefusal(
                "old-form",
                $"'{CaseCodec.KindOf(act)}' is read where it stands and not recorded anew.",
                before is null ? [] : CaseLaw.LawfulIn(before.State)
            );

    /// <summary>A fact that the clauses do not declare is found before the vote on it, not after.</summary>
    private CaseRefusal? Undeclared(Case? before, string id, CaseAct act)
    {
        if (act is not VoteOpened { Proposal: var proposal } || before is null)
        {
            return null;
        }
        var author = new Reader("commission", [Role.Commissioner], Classification.Confidential, [Seal.Commission], null);
        var wrong = Determination
            .Of(before, new Decided("", proposal, new Tally(0, 0, 0, 0)))
            .SelectMany(s => _door.Check(author, s))
            .FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error);
        return wrong is null
            ? null
            : new CaseRefusal(
                wrong.Code,
                wrong.Message + (wrong.Suggestion is { } near ? $" Did you mean '{near}'?" : ""),
                CaseLaw.LawfulIn(before.State)
            );
    }

    // The same refused act in the same state of the case is one entry, however often it is sent.
    private async ValueTask RefuseAsync(
        Case? before,
        string id,
        string by,
        CaseAct act,
        CaseRefusal refusal,
        CancellationToken cancellation
    )
    {
        var number = before?.Deeds.Length ?? 0;
        var digest = Convert.ToHexStringLower(SHA256.HashData(CaseCodec.Write(id, number, act)))[..16];
        var name = by.Length is > 0 and <= 64 && by.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') ? by : "somebody";
        var draft = Registry.Refusal(id, name, act, refusal, $"{MessageOf(id, number)} refused {name} {refusal.Code} {digest}");
        await record.AppendAsync([draft, NoteOf(by, before, act, refusal.Code)], cancellation);
    }

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
