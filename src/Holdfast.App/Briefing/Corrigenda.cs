using System.Collections.Immutable;
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

    private BriefDesk Desk => new(workspace, time, owner);

    /// <summary>The corrigenda that stand beside the released editions which the reader may read; those to which nothing is to be corrected are left out.</summary>
    public async Task<ImmutableArray<Corrigendum>> DueAsync(Reader reader, CancellationToken cancellation = default)
    {
        var book = await Desk.BookAsync(reader, null, cancellation);
        var due = ImmutableArray.CreateBuilder<Corrigendum>();
        foreach (var brief in book.Latest(BriefState.Released).Where(b => !b.IsCorrigendum).Take(MostEditions))
        {
            if (await OfAsync(book, brief, cancellation) is { IsEmpty: false } corrigendum)
            {
                due.Add(corrigendum);
            }
        }
        return due.ToImmutable();
    }

    /// <summary>What is to be corrected in one edition; empty where nothing is.</summary>
    public async Task<Corrigendum> OfAsync(BriefBook book, Brief brief, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(brief);
        var last = book.CorrigendaOf(brief.Id).LastOrDefault() ?? brief;
        var edition = Desk.EditionOf(brief.Proposed.Edition);
        var now = await new ReportDesk(workspace, time).BuildAsync(BriefDesk.Question(brief.Proposed, null), edition, cancellation);
        return Corrigendum.Between(
            brief.Id,
            ReportReader.Read(last.Proposed.Report),
            now,
            await SinceAsync(edition, last.Proposed, now, cancellation)
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
                BriefDesk.Question(known.Proposed, corrigendum.Now.KnownAt),
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
        BriefProposed since,
        ReportModel report,
        CancellationToken cancellation
    )
    {
        var period = new TimeRange(report.PreviousFrom ?? report.From, report.To);
        var kinds = ReportDesk.KindsOf(ReportKinds.Parse(since.Kind));
        var later = new List<LaterEntry>();
        var query = new RecordQuery(since.Head, Kinds: kinds, Mode: workspace.Mission.Mode);
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
