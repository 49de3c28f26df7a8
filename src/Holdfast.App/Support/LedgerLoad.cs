using System.Collections.Concurrent;
using System.Threading.Channels;
using Holdfast.Core.Support.Ledger;

namespace Holdfast.App.Support;

/// <summary>
/// A ledger's table straight to its totals: one thread reads and checks rows, another adds them up in the order of the rows, with a bounded queue between. Nothing is made of a row but what counts in
/// totals; the pieces of the queue go round, so that a million rows need no more memory than a thousand, but for their ids.
/// </summary>
public static class LedgerLoad
{
    private const int BatchItems = 512;
    private const int Waiting = 8;

    /// <inheritdoc cref="LedgerFile.ReadAsync"/>
    /// <param name="by">As for <see cref="LedgerTotals"/>.</param>
    public static async Task<(LedgerReading Reading, LedgerTotals Totals)> TotalsAsync(
        string file,
        Stream content,
        string series,
        string cites,
        LedgerField[] by,
        IProgress<LedgerProgress>? progress,
        CancellationToken cancellation
    )
    {
        var totals = new LedgerTotals(by);
        var spent = new ConcurrentQueue<LedgerPart[]>();
        var queue = Channel.CreateBounded<(LedgerPart[] Parts, int Count)>(
            new BoundedChannelOptions(Waiting) { SingleReader = true, SingleWriter = true }
        );
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = Task.Run(() => ReadAsync(file, content, series, cites, queue.Writer, spent, progress, stop.Token), stop.Token);
        try
        {
            await foreach (var (parts, count) in queue.Reader.ReadAllAsync(cancellation))
            {
                foreach (ref readonly var part in parts.AsSpan(0, count))
                {
                    totals.Add(in part);
                }
                spent.Enqueue(parts);
            }
        }
        catch
        {
            // Whoever reads must not wait for a queue that nobody empties.
            await stop.CancelAsync();
            throw;
        }
        return (await reading, totals);
    }

    private static async Task<LedgerReading> ReadAsync(
        string file,
        Stream content,
        string series,
        string cites,
        ChannelWriter<(LedgerPart[] Parts, int Count)> queue,
        ConcurrentQueue<LedgerPart[]> spent,
        IProgress<LedgerProgress>? progress,
        CancellationToken cancellation
    )
    {
        var (batch, count) = (new LedgerPart[BatchItems], 0);
        try
        {
            var reading = await LedgerFile.ReadAsync(
                file,
                content,
                series,
                cites,
                (rows, cells, _) => rows.Read(cells, out batch[count]),
                TakeAsync,
                progress,
                cancellation
            );
            await queue.WriteAsync((batch, count), cancellation);
            queue.Complete();
            return reading;
        }
        catch (Exception problem)
        {
            queue.Complete(problem);
            throw;
        }

        ValueTask TakeAsync()
        {
            count++;
            if (count < BatchItems)
            {
                return ValueTask.CompletedTask;
            }
            var full = (batch, count);
            (batch, count) = (spent.TryDequeue(out var again) ? again : new LedgerPart[BatchItems], 0);
            return queue.WriteAsync(full, cancellation);
        }
    }
}
