using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Briefing.Daily;
using Holdfast.Core.Briefing.Editions;
using Holdfast.Core.Briefing.Publication;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.App.Briefing;

/// <summary>The answer of the desk: the edition's id and the entry, or a word and a sentence for why not.</summary>
public sealed record BriefAnswer(string Brief, long? Entry, string Code, string Message)
{
    public bool Done => Entry is not null;
}

/// <summary>
/// Publication: one person proposes an edition, a second releases it, either may withdraw it. Every act is an entry that holds the report under its digest, the engine, the mission's revision and where
/// the record stood; a released edition is read again from its own bytes and never made anew.
/// </summary>
/// <param name="owner">Whether the author is the owner of the record's file, who could read every edition anyway.</param>
public sealed class BriefDesk(Workspace workspace, TimeProvider time, bool owner = false)
{
    public const string Producer = "briefing";

    /// <summary>Most bytes of a report that are published; an entry takes 16 MiB.</summary>
    public const int Longest = 6 << 20;

    private static readonly LocalTimePattern Minutes = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    // One act at a time for each record of this process.
    private static readonly ConditionalWeakTable<IRecord, SemaphoreSlim> Gates = [];

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>Every edition that the mission can have.</summary>
    public ImmutableArray<Edition> Editions =>
        Edition.All(workspace.Mission.Parties.Select(p => p.Id), workspace.Mission.Nations.Select(n => n.Id));

    /// <summary>The edition of a name. Throws <see cref="FormatException"/> with the nearest right one.</summary>
    public Edition EditionOf(string name) =>
        Edition.Parse(name, workspace.Mission.Parties.Select(p => p.Id), workspace.Mission.Nations.Select(n => n.Id));

    /// <summary>Editions that this reader may have written on demand.</summary>
    public IEnumerable<Edition> For(Reader reader) => Editions.Where(e => owner || e.MayBeReadBy(reader));

    /// <summary>The question that a published edition answered, as known at another instant.</summary>
    public static ReportQuestion Question(Brief of, Instant? known)
    {
        ArgumentNullException.ThrowIfNull(of);
        var said = of.Proposed;
        return new(ReportKinds.Parse(said.Kind), said.Date, Minutes.Parse(said.AsOf).GetValueOrThrow(), known, of.Mode);
    }

    /// <summary>What the reader may read of publications.</summary>
    /// <param name="known">As known then; null for now.</param>
    public async ValueTask<BriefBook> BookAsync(Reader reader, Instant? known = null, CancellationToken cancellation = default)
    {
        var query = new RecordQuery(Kinds: BriefCodec.Kinds, KnownUntil: known);
        var entries = new SortedDictionary<long, Entry>();
        foreach (var each in owner ? Owners(reader) : [reader])
        {
            await foreach (var entry in workspace.Record.ReadAsync(each, query, cancellation))
            {
                entries[entry.Index] = entry;
            }
        }
        return entries.Values.Aggregate(BriefBook.Empty, (book, entry) => book.With(entry));
    }

    /// <summary>Proposes an edition of a report; its label is the edition's, and until a second person released it, the cell's.</summary>
    public async ValueTask<BriefAnswer> ProposeAsync(
        Reader author,
        ReportQuestion question,
        Edition edition,
        string reason,
        CancellationToken cancellation = default
    )
    {
        var head = (await workspace.Record.HeadAsync(cancellation)).Count;
        var asked = question with { Known = question.Known ?? Now };
        var report = await new ReportDesk(workspace, time).BuildAsync(asked, edition, cancellation);
        return await ProposeAsync(author, asked, edition, report, "", reason, head, cancellation);
    }

    /// <summary>Proposes what is written already: a corrigendum.</summary>
    internal async ValueTask<BriefAnswer> ProposeAsync(
        Reader author,
        ReportQuestion question,
        Edition edition,
        ReportModel report,
        string corrects,
        string reason,
        long head,
        CancellationToken cancellation
    )
    {
        if (BriefLaw.AgainstProposal(author, edition, report, workspace.Mission.Exposure, Now, owner) is { } refusal)
        {
            return Refused("", refusal);
        }
        var text = ReportJson.Write(report);
        if (Encoding.UTF8.GetByteCount(text) > Longest)
        {
            return Refused("", new BriefRefusal("too-large", $"The report has more than {Longest >> 20} MiB: publish a shorter one."));
        }
        var digest = BriefCodec.Digest(text);
        var kind = ReportKinds.Of(question.Kind);
        var id =
            $"{kind}-{LocalDatePattern.Iso.Format(question.Date)}-{Tail($"{head}\n{author.Name}\n{edition.Name}\n{corrects}\n{digest}")}";
        var act = new BriefProposed(
            id,
            kind,
            edition.Name,
            question.Date,
            Minutes.Format(question.AsOf ?? DailyReportInput.UsualAsOf),
            report.KnownAt,
            Engine.Version,
            workspace.Mission.Revision,
            head,
            digest,
            text,
            corrects,
            reason.Trim()
        );
        var entry = await AppendAsync(author, act, edition.DraftLabel, question.Mode ?? workspace.Mission.Mode, cancellation);
        return new BriefAnswer(id, entry, "", $"Proposed as {id}: a second person has to release it before anybody reads it.");
    }

    /// <summary>Releases what somebody else proposed: from then on whoever reads the edition's label reads it.</summary>
    public ValueTask<BriefAnswer> ReleaseAsync(Reader author, string brief, CancellationToken cancellation = default) =>
        OnAsync(
            author,
            brief,
            (known, edition) =>
                BriefLaw.AgainstRelease(author, edition, known, owner) is { } refusal
                    ? (refusal, null, Label.Public)
                    : (null, new BriefReleased(known.Proposed, known.ProposedBy, author.Name), edition.Label),
            $"{brief} is released.",
            cancellation
        );

    /// <summary>Takes a proposal back, or a released edition out of use; it stays in the record and the library says so.</summary>
    public ValueTask<BriefAnswer> WithdrawAsync(Reader author, string brief, string reason, CancellationToken cancellation = default) =>
        OnAsync(
            author,
            brief,
            (known, _) =>
                BriefLaw.AgainstWithdrawal(author, known, reason) is { } refusal
                    ? (refusal, null, Label.Public)
                    : (null, new BriefWithdrawn(brief, reason.Trim()), known.Label),
            $"{brief} is withdrawn.",
            cancellation
        );

    private async ValueTask<BriefAnswer> OnAsync(
        Reader author,
        string brief,
        Func<Brief, Edition, (BriefRefusal? Refusal, BriefAct? Act, Label Label)> decide,
        string done,
        CancellationToken cancellation
    )
    {
        var gate = Gates.GetValue(workspace.Record, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellation);
        try
        {
            if ((await BookAsync(author, null, cancellation)).Find(brief) is not { } known)
            {
                return Refused(brief, new BriefRefusal("no-brief", $"There is no edition '{brief}' that you may read."));
            }
            var (refusal, act, label) = decide(known, EditionOf(known.Proposed.Edition));
            return act is null
                ? Refused(brief, refusal ?? new BriefRefusal("refused", "It was refused."))
                : new BriefAnswer(brief, await AppendAsync(author, act, label, known.Mode, cancellation), "", done);
        }
        finally
        {
            gate.Release();
        }
    }

    private async ValueTask<long> AppendAsync(Reader author, BriefAct act, Label label, Mode mode, CancellationToken cancellation)
    {
        var kind = BriefCodec.KindOf(act);
        var draft = new EntryDraft(
            Producer,
            $"{act.Brief} {kind} {Words.Of(mode)}",
            author.Name,
            // What is published of an exercise is as made up as the exercise.
            mode == Mode.Actual
                ? Standing.Recorded
                : Standing.Illustrative,
            label,
            mode,
            kind,
            null,
            BriefCodec.Write(act)
        );
        return (await workspace.Record.AppendAsync([draft], cancellation))[0].Index;
    }

    // The owner reads every edition, also those for one party or nation.
    private IEnumerable<Reader> Owners(Reader reader) =>
        Editions.Where(e => e.Of.Length > 0).Select(e => e.Of).Distinct().Select(of => reader with { Nationality = of }).Prepend(reader);

    private static string Tail(string of) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(of)))[..8];

    private static BriefAnswer Refused(string brief, BriefRefusal refusal) => new(brief, null, refusal.Code, refusal.Message);
}
