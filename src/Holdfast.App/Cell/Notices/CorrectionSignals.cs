using Holdfast.App.Briefing;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Briefing.Publication;
using Holdfast.Core.Cell.Notices;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Cell.Notices;

/// <summary>Corrigenda to released reports, once two people have released them.</summary>
internal static class CorrectionSignals
{
    public static async Task<IReadOnlyList<Signal>> ReadAsync(
        Workspace workspace,
        TimeProvider time,
        Reader reader,
        Instant oldest,
        CancellationToken cancellation
    )
    {
        var query = new RecordQuery(Kinds: [BriefCodec.ReleasedKind], Mode: workspace.Mission.Mode);
        var recent = false;
        await foreach (var entry in workspace.Record.ReadAsync(reader, query, cancellation))
        {
            recent |= entry.RecordedAt >= oldest;
        }
        if (!recent)
        {
            return [];
        }
        // The book says which releases are lawful.
        var book = await new BriefDesk(workspace, time).BookAsync(reader, null, cancellation);
        return
        [
            .. book.Latest(BriefState.Released)
                .Where(b => b.IsCorrigendum)
                .Select(b =>
                    SignalSources.Make(
                        SignalKind.Correction,
                        b.Id,
                        $"A released report was corrected: {b.Proposed.Corrects}",
                        $"The corrigendum {b.Id} was released by {b.ProposedBy} and {b.ReleasedBy}. What was said stays in the library as it was said.",
                        null,
                        b.At,
                        null,
                        "/briefings/" + Uri.EscapeDataString(b.Id),
                        b.Entry
                    )
                ),
        ];
    }
}
