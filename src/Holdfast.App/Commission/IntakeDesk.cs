using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Record;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Reception;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.App.Commission;

/// <summary>What somebody hands in; who they are for the commission follows from their seat, not from what they say.</summary>
/// <param name="Contact">How to reach them, if they want to be reached: encrypted apart, under a key of its own.</param>
public sealed record IntakeForm(string Text, ImmutableArray<string> Against, string WhenAndWhere, string? Incident, string? Contact);

/// <summary>What somebody who handed something in takes home; or the refusal, which has been recorded too. Exactly one is set.</summary>
public sealed record IntakeAnswer(IntakeReceipt? Receipt, CaseRefusal? Refusal);

/// <param name="LeafHash">The salted commitment of the entry, 64 hex digits.</param>
public sealed record IntakeReceipt(string Reference, string LeafHash, long Index, NodaTime.Instant At);

/// <summary>
/// Where allegations come in that are nobody's case yet, from the public, parties and members alike, and where the secretariat makes cases of them, joins them to cases, or sets them aside. All of it
/// is entries.
/// </summary>
public sealed class IntakeDesk(IRecord record, CaseDesk desk, EvidenceStore? store, PersonVault? vault)
{
    private const string Producer = "commission intake";
    private const string Room = "intake";
    private const int MinOnceCharacters = 16;
    private const int MaxOnceCharacters = 64;

    private static readonly Reader Clerk = new("commission intake", [Role.Secretary], Classification.Confidential, [Seal.Commission], null);

    private CaseRegistry Registry => desk.Registry;

    /// <summary>Whether a contact can be kept: there is a folder for it.</summary>
    public bool KeepsContacts => store is not null && vault is not null;

    internal static string KeyOf(Mode mode, string messageId) => $"{Words.Of(mode)} intake/{messageId}";

    /// <summary>Takes something in. The same again under the same id is the first receipt again.</summary>
    /// <param name="once">The sender's own id for it, 16 to 64 letters, digits and hyphens, such as the form's.</param>
    public async ValueTask<IntakeAnswer> ReceiveAsync(string person, IntakeForm form, string once, CancellationToken cancellation = default)
    {
        var refusal = await RefusalOfAsync(person, form, once, cancellation);
        if (refusal is null && IntakeLaw.SenderOf(person, Registry.Rules) is { } sender)
        {
            var message = $"{Words.Of(Registry.Mode)} {sender.By} {once}";
            if (await record.FindAsync(Clerk, Producer, message, cancellation) is { } first)
            {
                if (IsSame(first, form))
                {
                    return new IntakeAnswer(ReceiptOf(first.LeafHash, first.Index, first.RecordedAt), null);
                }
                refusal = new CaseRefusal("used", "This form was used already for something else. Open a new one.", []);
            }
            else
            {
                return await AppendAsync(person, sender, form, message, cancellation);
            }
        }
        refusal ??= new CaseRefusal("unknown-person", $"'{person}' is neither a member nor an officer of the commission.", []);
        await RefuseAsync(person, "", IntakeCodec.ReceivedKind, refusal, form.Text, cancellation);
        return new IntakeAnswer(null, refusal);
    }

    /// <summary>What became of something that a person handed in under an id of theirs, which only they know; null where there is nothing.</summary>
    public async ValueTask<(IntakeReceipt Receipt, IntakeFate Fate)?> ReceiptAsync(
        string person,
        string once,
        CancellationToken cancellation = default
    )
    {
        if (IntakeLaw.SenderOf(person, Registry.Rules) is not { } sender || once.Length is < MinOnceCharacters or > MaxOnceCharacters)
        {
            return null;
        }
        var message = $"{Words.Of(Registry.Mode)} {sender.By} {once}";
        if (await record.FindAsync(Clerk, Producer, message, cancellation) is not { } entry)
        {
            return null;
        }
        var receipt = ReceiptOf(entry.LeafHash, entry.Index, entry.RecordedAt);
        return (receipt, (await Registry.BooksAsync(cancellation)).Intake.Find(receipt.Reference)?.Fate ?? new IntakeFate.Waiting());
    }

    /// <summary>What was handed in, as a person of the commission may see it; nothing for anybody else.</summary>
    public async ValueTask<ImmutableArray<IntakeItem>> ListAsync(string person, CancellationToken cancellation = default) =>
        Registry.Serves(person) ? [.. (await Registry.BooksAsync(cancellation)).Intake.Items] : [];

    /// <summary>Opens a case with it.</summary>
    public async ValueTask<CaseAnswer> OpenAsync(string by, string reference, string title, CancellationToken cancellation = default) =>
        await TakenAsync(by, reference, cancellation) is { } item
            ? await desk.OpenAsync(by, title, IntakeLaw.AsAllegation(item, "A1"), cancellation)
            : await UnknownAsync(by, reference, cancellation);

    /// <summary>Adds it to a case as a further allegation.</summary>
    public async ValueTask<CaseAnswer> LinkAsync(string by, string reference, string caseId, CancellationToken cancellation = default)
    {
        if (await TakenAsync(by, reference, cancellation) is not { } item)
        {
            return await UnknownAsync(by, reference, cancellation);
        }
        var number = ((await Registry.FindAsync(by, caseId, cancellation))?.Allegations.Count() ?? 0) + 1;
        var id = "A" + number.ToString(CultureInfo.InvariantCulture);
        return await desk.ActAsync(caseId, by, new AllegationAdded(IntakeLaw.AsAllegation(item, id)), cancellation);
    }

    /// <summary>Does not pursue it, with the reason. Null, or why that is refused.</summary>
    public async ValueTask<CaseRefusal?> SetAsideAsync(string by, string reference, string reason, CancellationToken cancellation = default)
    {
        var refusal =
            !IntakeLaw.MayDecide(by, Registry.Rules) ? NotPermitted(by)
            : await TakenAsync(by, reference, cancellation) is not { } item ? Unknown(reference)
            : item.Fate is not IntakeFate.Waiting ? new CaseRefusal("exists", $"'{item.Reference}' was dealt with.", [])
            : string.IsNullOrWhiteSpace(reason) ? new CaseRefusal("empty", "Say why.", [])
            : reason.Length > IntakeLaw.MaxTextCharacters ? new CaseRefusal("too-long", "The reason is too long.", [])
            : null;
        if (refusal is not null)
        {
            await RefuseAsync(by, reference, IntakeCodec.SetAsideKind, refusal, reason, cancellation);
            return refusal;
        }
        var known = IntakeReference.Read(reference) ?? reference;
        var body = IntakeCodec.WriteSetAside(known, reason);
        await record.AppendAsync(
            [Draft($"{Words.Of(Registry.Mode)} aside {known}", by, Standing.Recorded, IntakeCodec.SetAsideKind, body)],
            cancellation
        );
        return null;
    }

    /// <summary>How to reach whoever handed it in, for those who serve the commission; that somebody looked is recorded first. Null with the reason where it cannot be read.</summary>
    public async ValueTask<(string? Contact, string Reason)> ContactAsync(
        string by,
        string reference,
        CancellationToken cancellation = default
    )
    {
        if (await TakenAsync(by, reference, cancellation) is not { } item)
        {
            await desk.NoteAsync(new AuditedRefusal(Room, by, "contact", "unknown-reference", ""), cancellation);
            return (null, Unknown(reference).Message);
        }
        if (item.What.ContactSha256 is not { } sha256 || store is null || vault is null)
        {
            return (null, "No contact was given.");
        }
        var at = (await record.HeadAsync(cancellation)).Count.ToString(CultureInfo.InvariantCulture);
        var body = IntakeCodec.WriteContactRead(item.Reference);
        var message = $"{Words.Of(Registry.Mode)} contact {item.Reference} {by} {at}";
        await record.AppendAsync([Draft(message, by, Standing.Recorded, IntakeCodec.ContactReadKind, body)], cancellation);
        await using var content = store.OpenRead(sha256);
        using var buffer = new MemoryStream();
        await content.CopyToAsync(buffer, cancellation);
        var text = vault.Decrypt(KeyOf(Registry.Mode, item.MessageId), "contact", buffer.ToArray());
        return (text, text is null ? "The key is not here: the contact cannot be read any more." : "");
    }

    private async ValueTask<CaseRefusal?> RefusalOfAsync(string person, IntakeForm form, string once, CancellationToken cancellation)
    {
        if (once.Length is < MinOnceCharacters or > MaxOnceCharacters || !once.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            return new CaseRefusal(
                "bad-id",
                $"The sender's id has {MinOnceCharacters} to {MaxOnceCharacters} letters, digits and hyphens.",
                []
            );
        }
        if (form.Contact is { Length: > IntakeLaw.MaxContactCharacters })
        {
            return new CaseRefusal("too-long", $"A contact has at most {IntakeLaw.MaxContactCharacters} characters.", []);
        }
        if (form.Contact is not null && !KeepsContacts)
        {
            return new CaseRefusal("no-vault", "This installation has no place to keep a contact apart: hand it in without.", []);
        }
        if (IntakeLaw.SenderOf(person, Registry.Rules) is { } sender && IntakeLaw.FaultOf(Received(sender, form, null)) is { } fault)
        {
            return fault;
        }
        return (await Registry.BooksAsync(cancellation)).Intake.WaitingCount >= IntakeLaw.MaxWaiting
            ? new CaseRefusal("full", $"{IntakeLaw.MaxWaiting} allegations are waiting. Come back when some were dealt with.", [])
            : null;
    }

    private static AllegationReceived Received((Intake From, string By) sender, IntakeForm form, string? contact) =>
        new(sender.From, sender.By, form.Text, form.Against, form.WhenAndWhere, form.Incident, contact);

    private async ValueTask<IntakeAnswer> AppendAsync(
        string person,
        (Intake From, string By) sender,
        IntakeForm form,
        string message,
        CancellationToken cancellation
    )
    {
        string? sha256 = null;
        if (form.Contact is { } contact && store is not null && vault is not null)
        {
            using var ciphertext = new MemoryStream(vault.Encrypt(KeyOf(Registry.Mode, message), "contact", contact));
            sha256 = (await store.AddAsync(ciphertext, cancellation)).Sha256;
        }
        var body = IntakeCodec.Write(Received(sender, form, sha256));
        var receipt = (
            await record.AppendAsync([Draft(message, person, Standing.Attributed, IntakeCodec.ReceivedKind, body)], cancellation)
        )[0];
        return receipt.Kind == ReceiptKind.Conflict
            ? new IntakeAnswer(null, new CaseRefusal("overtaken", "The same form came in twice at once. Ask again for the receipt.", []))
            : new IntakeAnswer(ReceiptOf(receipt.LeafHash, receipt.Index, receipt.RecordedAt), null);
    }

    private static bool IsSame(Entry first, IntakeForm form)
    {
        var said = IntakeCodec.Read(first.Body.Span);
        return said.Text == form.Text
            && said.WhenAndWhere == form.WhenAndWhere
            && said.Incident == form.Incident
            && said.Against.SequenceEqual(form.Against)
            && said.ContactSha256 is null == form.Contact is null;
    }

    private static IntakeReceipt ReceiptOf(ReadOnlyMemory<byte> leafHash, long index, NodaTime.Instant at) =>
        new(IntakeReference.Of(leafHash.Span), Convert.ToHexStringLower(leafHash.Span), index, at);

    private async ValueTask<IntakeItem?> TakenAsync(string by, string reference, CancellationToken cancellation) =>
        Registry.Serves(by) && IntakeReference.Read(reference) is { } known
            ? (await Registry.BooksAsync(cancellation)).Intake.Find(known)
            : null;

    private static CaseRefusal NotPermitted(string by) =>
        new("not-permitted", $"'{by}' does not decide what becomes of an allegation.", []);

    private static CaseRefusal Unknown(string reference) =>
        new(
            "unknown-reference",
            $"Nothing was handed in as '{(reference.Length > 40 ? reference[..40] : reference)}' that you may read.",
            []
        );

    private async ValueTask<CaseAnswer> UnknownAsync(string by, string reference, CancellationToken cancellation)
    {
        var refusal = Unknown(reference);
        await RefuseAsync(by, reference, IntakeCodec.ReceivedKind, refusal, "", cancellation);
        return new CaseAnswer("", null, refusal, null);
    }

    private EntryDraft Draft(string message, string author, Standing standing, string kind, byte[] body) =>
        new(Producer, message, author, standing, CaseRegistry.OfCommission, Registry.Mode, kind, null, body);

    // The same refusal of the same words by the same person is one entry, however often it is sent.
    private async ValueTask RefuseAsync(
        string by,
        string reference,
        string kind,
        CaseRefusal refusal,
        string text,
        CancellationToken cancellation
    )
    {
        var name = IntakeLaw.SenderOf(by, Registry.Rules) is null ? "somebody" : by;
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{reference}\n{text}")))[..16];
        var message = $"{Words.Of(Registry.Mode)} refused {name} {refusal.Code} {digest}";
        var known = IntakeReference.Read(reference) ?? "";
        var note = new AuditedRefusal(Room, name, kind == IntakeCodec.SetAsideKind ? "set-aside" : "allegation", refusal.Code, "");
        await record.AppendAsync([Registry.Refusal(known, name, kind, refusal, message), desk.DraftOf(note)], cancellation);
    }
}
