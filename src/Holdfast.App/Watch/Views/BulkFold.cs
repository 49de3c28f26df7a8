using System.Threading.Channels;
using Holdfast.Core.Clauses;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Operators;
using NodaTime;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// The first fold of a scope, in one pass: entries are decoded on one thread, fused and put to the terms on a second, and written once, finished, on a
/// third; bounded queues lie between. Observations that do not come nearly in the order of their time are read again in that order, from the table they were written to. The
/// tables must hold no observation yet; everything is one transaction of the caller's.
/// </summary>
internal sealed class BulkFold(
    ViewDatabase database,
    Mission mission,
    IReadOnlyDictionary<Mode, FactBase> facts,
    IReadOnlyDictionary<Mode, OperatorJournal> journals
)
{
    private const int BatchEntries = 512;
    private const int BatchIncidents = 256;
    private const int BatchesWaiting = 8;

    // Feeds give whole days, passes or hours; what is later than this is put in order by the table.
    private static readonly Duration Slack = Duration.FromDays(2);

    private readonly Channel<Load> _toWrite = Bounded<Load>(singleWriter: false);
    private readonly Channel<List<TakenEntry>> _toFuse = Bounded<List<TakenEntry>>(singleWriter: true);
    private readonly SortedDictionary<Mode, ModeFold> _modes = [];
    private readonly SortedSet<Mode> _disordered = [];

    /// <summary>What the writing thread gets: entries as they came, or finished incidents.</summary>
    private readonly record struct Load(List<TakenEntry>? Entries, List<FoldedIncident>? Incidents);

    public async Task RunAsync(
        IAsyncEnumerable<TakenEntry> entries,
        long? expected,
        IProgress<FoldProgress>? progress,
        CancellationToken cancellation
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        IEnumerable<Mode> changed = [];
        var reading = Task.Run(() => ReadAsync(entries, stop.Token), CancellationToken.None);
        var fusing = Task.Run(() => FuseAsync(stop.Token), CancellationToken.None);
        try
        {
            changed = await WriteAsync(expected, progress, cancellation);
        }
        finally
        {
            await stop.CancelAsync();
            // Both end by themselves and hand their exceptions down the channels.
            await Task.WhenAll(reading, fusing);
        }
        // What later entries took the place of was fused when it came.
        _disordered.UnionWith(changed);
        foreach (var mode in _disordered)
        {
            Reorder(mode, progress, cancellation);
        }
    }

    private async Task ReadAsync(IAsyncEnumerable<TakenEntry> entries, CancellationToken cancellation)
    {
        try
        {
            var batch = new List<TakenEntry>(BatchEntries);
            await foreach (var entry in entries.ConfigureAwait(false))
            {
                batch.Add(entry);
                if (batch.Count == BatchEntries)
                {
                    await GiveAsync(batch);
                    batch = new List<TakenEntry>(BatchEntries);
                }
            }
            await GiveAsync(batch);
            _toFuse.Writer.Complete();
        }
        // A host boundary: the next stage gets the exception and passes it on.
        catch (Exception problem)
        {
            _toFuse.Writer.Complete(problem);
        }

        async Task GiveAsync(List<TakenEntry> batch)
        {
            await _toWrite.Writer.WriteAsync(new Load(batch, null), cancellation).ConfigureAwait(false);
            await _toFuse.Writer.WriteAsync(batch, cancellation).ConfigureAwait(false);
        }
    }

    private async Task FuseAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (var batch in _toFuse.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                foreach (var taken in batch)
                {
                    Fuse(taken);
                }
                foreach (var (_, fold) in Ordered())
                {
                    await GiveAsync(fold.Settled(), cancellation).ConfigureAwait(false);
                }
            }
            foreach (var (_, fold) in Ordered())
            {
                await GiveAsync(fold.Rest(), cancellation).ConfigureAwait(false);
            }
            _toWrite.Writer.Complete();
        }
        // A host boundary: the writing stage gets the exception and throws it.
        catch (Exception problem)
        {
            _toWrite.Writer.Complete(problem);
        }
    }

    private IEnumerable<KeyValuePair<Mode, ModeFold>> Ordered() => _modes.Where(m => !_disordered.Contains(m.Key));

    private void Fuse(TakenEntry taken)
    {
        if (taken.Fix is not { } fix || _disordered.Contains(fix.Mode))
        {
            return;
        }
        if (!_modes.TryGetValue(fix.Mode, out var fold))
        {
            _modes.Add(fix.Mode, fold = new ModeFold(mission, facts[fix.Mode], journals[fix.Mode], Slack));
        }
        if (!fold.TryAdd(fix, taken.Member))
        {
            _disordered.Add(fix.Mode);
            _modes.Remove(fix.Mode);
        }
    }

    private async Task GiveAsync(IEnumerable<FoldedIncident> settled, CancellationToken cancellation)
    {
        foreach (var chunk in settled.Chunk(BatchIncidents))
        {
            await _toWrite.Writer.WriteAsync(new Load(null, [.. chunk]), cancellation).ConfigureAwait(false);
        }
    }

    private async Task<List<Mode>> WriteAsync(long? expected, IProgress<FoldProgress>? progress, CancellationToken cancellation)
    {
        using var observations = new ObservationTable(database.Writer);
        using var incidents = new IncidentWriter(database.Writer);
        using var verdicts = new VerdictWriter(database.Writer);
        long done = 0;
        await foreach (var load in _toWrite.Reader.ReadAllAsync(cancellation))
        {
            foreach (var entry in load.Entries ?? [])
            {
                observations.Take(entry);
            }
            foreach (var incident in load.Incidents ?? [])
            {
                incidents.Write(incident);
                verdicts.Write(incident);
            }
            var before = done / 20_000;
            done += load.Entries?.Count ?? 0;
            if (done / 20_000 > before)
            {
                progress?.Report(new FoldProgress("folding", done, expected));
            }
        }
        return [.. observations.Superseded.Touched.Keys];
    }

    private void Reorder(Mode mode, IProgress<FoldProgress>? progress, CancellationToken cancellation)
    {
        database.MakeIndexes();
        foreach (var table in new[] { "member", "verdict", "incident" })
        {
            // Member has no mode of its own: its incidents' are asked, so it goes first.
            var which = table == "member" ? "incident IN (SELECT id FROM incident WHERE mode=$0)" : "mode=$0";
            using var delete = new Statement(database.Writer, $"DELETE FROM {table} WHERE {which}", 1);
            delete.Run((int)mode);
        }
        using var incidents = new IncidentWriter(database.Writer);
        using var verdicts = new VerdictWriter(database.Writer);
        var fold = new ModeFold(mission, facts[mode], journals[mode], Duration.Zero);
        long done = 0;
        foreach (var (fix, member) in new ObservationsInOrder(database.Writer).Read(mode, long.MinValue, long.MaxValue))
        {
            if (!fold.TryAdd(fix, member))
            {
                throw new InvalidOperationException($"Observation {fix.Id} came out of the order of time.");
            }
            Write(fold.Settled());
            if (++done % 20_000 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new FoldProgress("fusing", done, null));
            }
        }
        Write(fold.Rest());

        void Write(IEnumerable<FoldedIncident> settled)
        {
            foreach (var incident in settled)
            {
                incidents.Write(incident);
                verdicts.Write(incident);
            }
        }
    }

    private static Channel<T> Bounded<T>(bool singleWriter) =>
        Channel.CreateBounded<T>(new BoundedChannelOptions(BatchesWaiting) { SingleReader = true, SingleWriter = singleWriter });
}
