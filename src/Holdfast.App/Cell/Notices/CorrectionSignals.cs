using System.Globalization;
using Holdfast.App.Briefing;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Briefing.Publication;
using Holdfast.Core.Cell.Notices;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Cell.Notices;

/// <summary>Corrections to released reports: that one is due, as the last look at them found, and the corrigendum that two people released.</summary>
internal static class CorrectionSignals
{
    public static async Task<IReadOnlyList<Signal>> ReadAsync(
        Workspace workspace,
        TimeProvider time,
        Reader reader,
        Mode mode,
        CancellationToken cancellation
    )
    {
        var query = new RecordQuery(Kinds: [BriefCodec.ReleasedKind], Mode: mode);
        var released = false;
        await foreach (var entry in workspace.Record.ReadAsync(reader, query, cancellation))
        {
            released = true;
            break;
        }
        if (!released)
        {
            return [];
        }
        // The book says which releases are lawful.
        var book = await new BriefDesk(workspace, time).BookAsync(reader, null, cancellation);
        var corrigenda = new Corrigenda(workspace, time);
        var due = await corrigenda.FoundAsync(reader, cancellation);
        return
        [
            .. book.Latest(BriefState.Released).Where(b => b.IsCorrigendum && b.Mode == mode).Select(Released),
            .. due.Select(c => (Due: c, Brief: book.Find(c.Of)))
                .Where(d => d.Brief is { } brief && brief.Mode == mode)
                .Select(d =>
                    Awaited(d.Due, d.Brief ?? throw new InvalidOperationException(), book, corrigenda.LookedAt ?? d.Due.Now.KnownAt)
                ),
        ];
    }

    private static Signal Released(Brief b) =>
        SignalSources.Make(
            SignalKind.Correction,
            b.Id,
            $"A released report was corrected: {b.Proposed.Corrects}",
            $"The corrigendum {b.Id} was released by {b.ProposedBy} and {b.ReleasedBy}. What was said stays in the library as it was said.",
            null,
            b.At,
            null,
            Path(b),
            b.Entry
        );

    // Once for each word that was said: after a corrigendum what is due next is news again.
    private static Signal Awaited(Corrigendum due, Brief brief, BriefBook book, Instant at) =>
        SignalSources.Make(
            SignalKind.Correction,
            string.Create(CultureInfo.InvariantCulture, $"due {brief.Id} {book.CorrigendaOf(brief.Id).Length}"),
            $"A released report no longer says what is known: {brief.Id}",
            $"{due.Corrections.Length} of its figures and tables are different as known now. Two people release the corrigendum that stands beside it in the library.",
            null,
            at,
            null,
            Path(brief),
            brief.Entry
        );

    private static string Path(Brief brief) => "/briefings/" + Uri.EscapeDataString(brief.Id);
}
