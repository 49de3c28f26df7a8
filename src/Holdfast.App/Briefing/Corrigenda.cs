using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Briefing.Editions;
using Holdfast.Core.Briefing.Publication;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Briefing;

/// <summary>
/// Corrigenda by themselves: every released edition is made again as known now (same reader, period, engine), and what differs from the last word on it is a corrigendum, which two people release like
/// any edition. Nothing released is ever changed.
/// </summary>
public sealed class Corrigenda(Workspace workspace, TimeProvider time, bool owner = false)
{
    private const int MostEditions = 200;

    /// <summary>How long a look at an unchanged record holds.</summary>
    private static readonly Duration Fresh = Duration.FromMinutes(59);

    // What the last look at each record of this process found; released editions of all labels are in it.
    private static readonly ConditionalWeakTable<IRecord, Look> Looks = [];

    private sealed record Look(long Head, Instant At, ImmutableArray<Corrigendum> Due);

    /// <summary>When all released editions were last made again; null where nobody has looked since the start.</summary>
    public Instant? LookedAt => Looks.TryGetValue(workspace.Record, out var look) ? look.At : null;

    private BriefDesk Desk => new(workspace, time, owner);

    /// <summary>
    /// The corrigenda that stand beside the released editions which the reader may read; those to which nothing is to be corrected are left out. The editions are made again only where an entry came
    /// since they last were.
    /// </summary>
    public async Task<ImmutableArray<Corrigendum>> DueAsync(Reader reader, CancellationToken cancellation = default)
    {
        await LookAsync(cancellation);
        return await FoundAsync(reader, cancellation);
    }

    /// <summary>What the last look found, as far as the reader may read the editions; nothing where nobody has looked.</summary>
    public async Task<ImmutableArray<Corrigendum>> FoundAsync(Reader reader, CancellationToken cancellation = default)
    {
        if (!Looks.TryGetValue(workspace.Record, out var look) || look.Due.IsEmpty)
        {
            return [];
        }
        var book = await Desk.BookAsync(reader, null, cancellation);
        return [.. look.Due.Where(c => book.Find(c.Of) is { State: BriefState.Released })];
    }

    /// <summary>Makes every released edition again as known now, and keeps what differs.</summary>
    public async Task LookAsync(CancellationToken cancellation = default)
    {
        var head = (await workspace.Record.HeadAsync(cancellation)).Count;
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        // Time alone changes what may be told: an event is released a day after it.
        if (Looks.TryGetValue(workspace.Record, out var last) && last.Head == head && now >= last.At && now - last.At < Fresh)
        {
            return;
        }
        // All of them, whoever asks: each is made for its own reader, and is told to those alone who may read it.
        var book = await new BriefDesk(workspace, time, owner: true).BookAsync(Reader.LocalOperator, null, cancellation);
        var due = ImmutableArray.CreateBuilder<Corrigendum>();
        foreach (var brief in book.Latest(BriefState.Released).Where(b => !b.IsCorrigendum).Take(MostEditions))
        {
            if (await OfAsync(book, brief, cancellation) is { IsEmpty: false } corrigendum)
            {
                due.Add(corrigendum);
            }
        }
        Looks.AddOrUpdate(workspace.Record, new Look(head, now, due.ToImmutable()));
    }

    /// <summary>What is to be corrected in one edition; empty where nothing is.</summary>
    public async Task<Corrigendum> OfAsync(BriefBook book, Brief brief, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(brief);
        var last = book.CorrigendaOf(brief.Id).LastOrDefault() ?? brief;
        var edition = Desk.EditionOf(brief.Proposed.Edition);
        var now = await new ReportDesk(workspace, time).BuildAsync(BriefDesk.Question(brief, null), edition, cancellation);
        return Corrigendum.Between(
            brief.Id,
            ReportReader.Read(last.Proposed.Report),
            now,
            await SinceAsync(edition, last, now, cancellation)
        );
    }

    /// <summary>Proposes the corrigendum to an edition; a second person releases it (<see cref="BriefDesk.ReleaseAsync"/>).</summary>
    public async Task<BriefAnswer> ProposeAsync(Reader author, string brief, string reason, CancellationToken cancellation = default)
    {
        var book = await Desk.BookAsync(author, null, cancellation);
        if (book.Find(brief) is not { State: BriefState.Released, IsCorrigendum: false } known)
        {
            return new BriefAnswer(brief, null, "no-brief", $"There is no released edition '{brief}' that you may read.");
        }
        if (book.DraftCorrigendumOf(brief) is { } waiting)
        {
            return new BriefAnswer(
                brief,
                null,
                "waiting",
                $"The corrigendum {waiting.Id} waits for its second person: release or withdraw it first."
            );
        }
        var head = (await workspace.Record.HeadAsync(cancellation)).Count;
        var corrigendum = await OfAsync(book, known, cancellation);
        return corrigendum.IsEmpty
            ? new BriefAnswer(brief, null, "nothing", $"Nothing in '{brief}' is to be corrected.")
            : await Desk.ProposeAsync(
                author,
                BriefDesk.Question(known, corrigendum.Now.KnownAt),
                Desk.EditionOf(known.Proposed.Edition),
                corrigendum.Report(),
                brief,
                reason,
                head,
                cancellation
            );
    }

    // What came since, as the edition's own reader may know of it.
    private async Task<IReadOnlyList<LaterEntry>> SinceAsync(
        Edition edition,
        Brief since,
        ReportModel report,
        CancellationToken cancellation
    )
    {
        var period = new TimeRange(report.PreviousFrom ?? report.From, report.To);
        var kinds = ReportDesk.KindsOf(ReportKinds.Parse(since.Proposed.Kind));
        var later = new List<LaterEntry>();
        var query = new RecordQuery(since.Proposed.Head, Kinds: kinds, Mode: since.Mode);
        await foreach (var entry in workspace.Record.ReadAsync(edition.Reader, query, cancellation))
        {
            var concerns = entry.Valid is not { } valid || (valid.Earliest < period.Latest && valid.Latest >= period.Earliest);
            if (concerns && Why(entry) is { } why && later.Count < 1_000)
            {
                later.Add(new LaterEntry(entry.Index, entry.RecordedAt, entry.Kind, why));
            }
        }
        return later;
    }

    private static string? Why(Entry entry) =>
        entry.Kind switch
        {
            var k when k.StartsWith("brief.", StringComparison.Ordinal) => null,
            var k when k.StartsWith("observation.", StringComparison.Ordinal) => "late data",
            var k when k.StartsWith("operator.", StringComparison.Ordinal) => "corrected by a person",
            var k when k.StartsWith("release.", StringComparison.Ordinal) => "released or restricted",
            var k when k.StartsWith("fact", StringComparison.Ordinal) => "a fact was stated or taken back",
            var k when k.StartsWith("case.", StringComparison.Ordinal) => "an act of the commission",
            var k when k.StartsWith("support.", StringComparison.Ordinal) => "support was stated anew",
            var k when k.StartsWith("mission.", StringComparison.Ordinal) => "the mission's text was revised",
            _ => null,
        };
}
