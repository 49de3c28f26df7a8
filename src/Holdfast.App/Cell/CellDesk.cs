using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Record;
using Holdfast.Core.Access;
using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Cell.Codec;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Cell;

/// <summary>
/// The one door for acts of the coordination cell: checks the right, the names, and that the act may follow what was done before; then it is an entry. A refusal records nothing and says what
/// would have to change. Everything about one subject bears the label of its opening, so that nobody sees half of it.
/// </summary>
public sealed class CellDesk(Mission mission, IRecord record, TimeProvider time)
{
    public const string Producer = "cell";

    // One act at a time for each record of this process, so that two acts never take the same number.
    private static readonly ConditionalWeakTable<IRecord, SemaphoreSlim> Gates = [];

    private readonly CellNames _names = NamesOf(mission);

    public CellModel Model => mission.Cell;

    /// <summary>The instant by which the desk judges.</summary>
    public Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>Everything of a mode that the reader may read, as known at an instant (null for now).</summary>
    public ValueTask<CellBook> BookAsync(Reader reader, Mode mode, Instant? known = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var tail = CellTail.Of(record, reader, mode);
        return known is { } then ? tail.KnownAsync(reader, then, cancellation) : tail.NowAsync(reader, cancellation);
    }

    /// <summary>Opens a subject: a call, a window, a meeting, a decision, a task, a note.</summary>
    public ValueTask<CellAnswer> ActAsync(Reader author, CellAct act, Label? label, Mode mode, CancellationToken cancellation = default) =>
        ActAsync(author, act, null, label, mode, cancellation);

    /// <summary>Does an act about a subject.</summary>
    /// <param name="subject">Its id; null for an act that opens one, which gets an id of its own.</param>
    /// <param name="label">Of what is opened, restricted where null; an act about what is there bears its label, and none or the same is given.</param>
    public async ValueTask<CellAnswer> ActAsync(
        Reader author,
        CellAct act,
        string? subject,
        Label? label,
        Mode mode,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(author);
        ArgumentNullException.ThrowIfNull(act);
        if ((Right(author, act) ?? Shape(act) ?? _names.Fault(act)) is { } refusal)
        {
            return Refused(refusal, subject);
        }
        var gate = Gates.GetValue(record, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellation);
        CellAnswer answer;
        try
        {
            var book = await BookAsync(author, mode, null, cancellation);
            if (act is WatchHandedOver over)
            {
                act = over with { Open = [.. book.At(Now).Open.Take(CellCodec.MaxItems).Select(m => m.Line(mission.Zone))] };
            }
            answer = subject is null
                ? await OpenAsync(author, act, label ?? Label.Restricted, mode, book, cancellation)
                : await GoOnAsync(author, act, subject, label, mode, book, cancellation);
        }
        finally
        {
            gate.Release();
        }
        if (answer is { Entry: not null, Code: "" } && CellCodec.SubjectOf(act) == CellSubjectKind.Call)
        {
            await new CellFacts(mission, record, time).StateAsync(mode, cancellation);
        }
        return answer;
    }

    /// <summary>Whether the reader may do an act of this kind; the reason where not.</summary>
    public static CellRefusal? Right(Reader author, CellAct act)
    {
        if (Rights.Allows(author, Core.Access.Right.ActInCell))
        {
            return null;
        }
        var nation = act switch
        {
            NationSpoke a => a.Nation,
            NationWithdrew a => a.Nation,
            SilenceBroken a => a.Nation,
            DecisionProposed a => a.By,
            _ => null,
        };
        return nation is null || !Rights.Allows(author, Core.Access.Right.SpeakForNation)
                ? new CellRefusal(
                    "no-right",
                    $"'{author.Name}' may not do this. {Rights.Explain(RightDecision.NotOfAnyRole, Core.Access.Right.ActInCell)}"
                )
            : nation != author.Nationality
                ? new CellRefusal("not-your-nation", $"'{author.Name}' speaks for {author.Nationality ?? "no nation"}, not for {nation}.")
            : null;
    }

    private async ValueTask<CellAnswer> OpenAsync(
        Reader author,
        CellAct act,
        Label label,
        Mode mode,
        CellBook book,
        CancellationToken cancellation
    )
    {
        if (!CellCodec.Opens(act))
        {
            return Refused(new CellRefusal("no-subject", $"'{CellCodec.WordOf(act)}' is about something: name it"), null);
        }
        if (!ReadAccess.MayRead(author, label))
        {
            return Refused(new CellRefusal("not-your-label", $"'{author.Name}' could not read what is labelled '{label}'."), null);
        }
        if (CellLaw.AgainstOpening(book, act, Now) is { } refusal)
        {
            return Refused(refusal, null);
        }
        // The record's length is part of the name, so that the same words at another time are another subject.
        var head = (await record.HeadAsync(cancellation)).Count;
        var name = string.Create(CultureInfo.InvariantCulture, $"{head}\n{author.Name}\n{CellCodec.KindOf(act)}\n");
        var tail = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), .. CellCodec.Write("", 0, act)]))[..8];
        var subject = CellId.Of(CellCodec.SubjectOf(act), tail);
        return await AppendAsync(author, act, subject, 0, label, mode, cancellation);
    }

    private async ValueTask<CellAnswer> GoOnAsync(
        Reader author,
        CellAct act,
        string subject,
        Label? label,
        Mode mode,
        CellBook book,
        CancellationToken cancellation
    )
    {
        if (book.Find(subject) is not { } known)
        {
            return Refused(new CellRefusal("unknown-subject", CellLaw.Unknown(book, subject)), subject);
        }
        if (label is not null && label != known.Label)
        {
            return Refused(new CellRefusal("label-of-subject", $"everything about '{subject}' has its label, {known.Label}"), subject);
        }
        return !known.Whole
                ? Refused(new CellRefusal("not-whole", $"something about '{subject}' is not for '{author.Name}' to read"), subject)
            : CellLaw.Against(known, act, Now) is { } refusal ? Refused(refusal, subject)
            : await AppendAsync(author, act, subject, known.Next, known.Label, mode, cancellation);
    }

    private async ValueTask<CellAnswer> AppendAsync(
        Reader author,
        CellAct act,
        string subject,
        int number,
        Label label,
        Mode mode,
        CancellationToken cancellation
    )
    {
        // What the cell notes of a nation is what the nation is said to have said; its own liaison's word is its own.
        var standing =
            act is NationSpoke or NationWithdrew or SilenceBroken && !Rights.Allows(author, Core.Access.Right.SpeakForNation)
                ? Standing.Attributed
                : Standing.Recorded;
        var id = string.Create(CultureInfo.InvariantCulture, $"{subject} {number} {Words.Of(mode)}");
        var draft = new EntryDraft(
            Producer,
            id,
            author.Name,
            standing,
            label,
            mode,
            CellCodec.KindOf(act),
            null,
            CellCodec.Write(subject, number, act)
        );
        var receipt = (await record.AppendAsync([draft], cancellation))[0];
        return receipt.Kind == ReceiptKind.Conflict
            ? Refused(new CellRefusal("changed", $"somebody else did something about '{subject}' at the same time; look again"), subject)
            : new CellAnswer(receipt.Index, subject, "", "");
    }

    private static CellRefusal? Shape(CellAct act)
    {
        try
        {
            CellCodec.Write("", 0, act);
            return null;
        }
        catch (ArgumentException e)
        {
            return new CellRefusal("not-a-body", $"the act is not as it should be: {e.Message}");
        }
    }

    private static CellNames NamesOf(Mission mission)
    {
        var words = mission.Vocabulary;
        return new CellNames(mission.Cell, mission.Clauses, words.Parties, words.Parties.Union(words.Nations));
    }

    private static CellAnswer Refused(CellRefusal refusal, string? subject) =>
        refusal is { Code: "already", Entry: { } entry }
            ? new CellAnswer(entry, subject ?? "", refusal.Code, "")
            : new CellAnswer(null, subject ?? "", refusal.Code, Sentence(refusal.Reason));

    private static string Sentence(string reason) =>
        $"{char.ToUpperInvariant(reason[0])}{reason[1..]}{(reason[^1] is '.' or '?' ? "" : ".")}";
}
