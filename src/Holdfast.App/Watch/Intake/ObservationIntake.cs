using System.IO.Compression;
using Holdfast.App.Record;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.App.Watch.Intake;

/// <summary>The bounds of an intake.</summary>
/// <param name="Streams">So many are read at a time.</param>
/// <param name="WaitingLines">While so many lines wait for the disk, no further stream is let in.</param>
/// <param name="LineBytes">A longer line goes into quarantine.</param>
/// <param name="Lines">Of one stream.</param>
/// <param name="Batch">So many lines are made durable together at most.</param>
/// <param name="Idle">A stream that sends nothing for so long is ended.</param>
public sealed record IntakeLimits(
    int Streams = 64,
    int WaitingLines = 50_000,
    int LineBytes = 64 * 1024,
    long Lines = 1_000_000,
    int Batch = 2_000,
    int IdleSeconds = 60
)
{
    public static readonly IntakeLimits Default = new();
}

/// <summary>A stream that was ended before its end; what was answered before stands.</summary>
/// <param name="code"><c>too-many-lines</c>, <c>idle</c>, or that of a <see cref="FeedFormatException"/>.</param>
public sealed class IntakeEndedException(string code, string reason) : Exception(reason)
{
    public string Code { get; } = code;
}

/// <summary>
/// Takes observations as they are sent, line by line, into the record. Lines that are there together are made durable together, with those of other streams (the record's group
/// commit), and answered only then; while they are, no more is read, so that a sender feels the pace of the disk. The same line again is the same entry.
/// </summary>
public sealed class ObservationIntake(IRecord record, TimeProvider time, IntakeLimits? limits = null)
{
    /// <summary>A sender's clock may be so far ahead of ours.</summary>
    private static readonly Duration Ahead = Duration.FromSeconds(5);

    private readonly IntakeLimits _limits = limits ?? IntakeLimits.Default;
    private readonly SemaphoreSlim _streams = new((limits ?? IntakeLimits.Default).Streams);
    private long _waiting;

    /// <summary>Lets one more stream in, to be let out by disposing; null when the queue is full: come back later.</summary>
    public IDisposable? TryEnter() =>
        Interlocked.Read(ref _waiting) < _limits.WaitingLines && _streams.Wait(0) ? new Place(_streams) : null;

    /// <summary>
    /// Reads the stream to its end, giving the answers in order as they become durable. Throws <see cref="IntakeEndedException"/> or <see cref="FeedFormatException"/> where it does not
    /// get that far.
    /// </summary>
    public async Task RunAsync(
        IntakeInput input,
        Mission mission,
        Func<IReadOnlyList<IntakeAnswer>, ValueTask> answer,
        CancellationToken cancellation
    )
    {
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var text = Opened(input);
        // What lies in the future is asked line by line: a stream may last.
        var fed = new FeedInput(
            input.File,
            text,
            input.Source,
            input.Mode,
            Standing.Attributed,
            input.Label,
            mission.Zone,
            mission.Atlas,
            Instant.MaxValue
        )
        {
            ArrivalLabel = mission.SensorLabel,
            OldestArrival = ArrivalCheck.Oldest(mission),
            ReadAt = Instant.FromDateTimeOffset(time.GetUtcNow()),
        };
        var feed = new JsonlFeed { Limits = FeedLimits.Default with { RowBytes = _limits.LineBytes } };
        try
        {
            await foreach (var batch in BatchesAsync(feed.ReadLinesAsync(fed, text, idle.Token), fed, idle))
            {
                await AppendAsync(batch, input, fed, answer, cancellation);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IntakeEndedException("idle", $"Nothing came for {_limits.IdleSeconds} seconds.");
        }
    }

    /// <summary>What is there together, at most a batch of it: who sent these lines need not wait for what comes after.</summary>
    private async IAsyncEnumerable<List<FeedItem>> BatchesAsync(
        IAsyncEnumerable<FeedItem> lines,
        FeedInput fed,
        CancellationTokenSource idle
    )
    {
        var batch = new List<FeedItem>();
        await using var items = lines.GetAsyncEnumerator(idle.Token);
        while (true)
        {
            idle.CancelAfter(TimeSpan.FromSeconds(_limits.IdleSeconds));
            var next = items.MoveNextAsync();
            if (batch.Count >= _limits.Batch || (batch.Count > 0 && !next.IsCompleted))
            {
                var (coming, goesOn) = (next.AsTask(), false);
                try
                {
                    yield return batch;
                    goesOn = true;
                }
                finally
                {
                    // Whoever gives up between two batches must not leave a read behind.
                    await (goesOn ? Task.CompletedTask : idle.CancelAsync());
                    await Task.WhenAny(coming);
                }
                batch = [];
                next = new ValueTask<bool>(coming);
            }
            if (!await next)
            {
                break;
            }
            if (items.Current.Line > _limits.Lines)
            {
                throw new IntakeEndedException(
                    "too-many-lines",
                    $"One stream takes at most {_limits.Lines:N0} lines; send the rest in another."
                );
            }
            batch.Add(Checked(items.Current, fed));
        }
        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private static Stream Opened(IntakeInput input)
    {
        if (!input.IsGzip)
        {
            return input.Content;
        }
        var compressed = new CountingStream(default, input.Content);
        return new ExpandingStream(
            input.File,
            new GZipStream(compressed, CompressionMode.Decompress),
            compressed,
            FeedLimits.Default with
            {
                ExpandedBytes = 1L << 30,
            }
        );
    }

    private FeedItem Checked(FeedItem item, FeedInput fed)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow()) + Ahead;
        if (item.Observation is not { } observation || observation.When.Earliest <= now)
        {
            return item;
        }
        var fault = RowFault.Future("earliest", Iso.Format(observation.When.Earliest));
        var body = System.Text.Encoding.UTF8.GetString(ObservationCodec.Encode(observation).Span);
        var raw = $"{{\"kind\":\"{ObservationCodec.KindOf(observation)}\",{body[1..]}";
        var kept = new QuarantinedLine("jsonl", fed.File, item.Line, fault.Column, fault.Code, fault.Reason, Cut(raw));
        return item with { Observation = null, Quarantined = kept };
    }

    private static string Cut(string raw) => raw.Length > FeedLimits.RawCharacters ? raw[..FeedLimits.RawCharacters] : raw;

    private async Task AppendAsync(
        List<FeedItem> batch,
        IntakeInput input,
        FeedInput fed,
        Func<IReadOnlyList<IntakeAnswer>, ValueTask> answer,
        CancellationToken cancellation
    )
    {
        Interlocked.Add(ref _waiting, batch.Count);
        try
        {
            var lines = batch.ConvertAll(item => item.Quarantined is { } bad ? bad with { Line = item.Line + input.LinesBefore } : null);
            var drafts = batch.Select((item, i) => lines[i] is { } bad ? FeedImport.Kept(bad, fed) : Draft(item, fed.ArrivalLabel));
            var receipts = await record.AppendAsync([.. drafts], cancellation);
            var names = await UnknownStations.OfAsync(batch, input.Registry, cancellation);
            await answer([
                .. receipts.Select(
                    (receipt, i) => IntakeAnswer.Of(batch[i].Line + input.LinesBefore, lines[i], receipt, names?.Of(batch[i]))
                ),
            ]);
        }
        finally
        {
            Interlocked.Add(ref _waiting, -batch.Count);
        }
    }

    private static EntryDraft Draft(FeedItem item, Label? arrivals) =>
        ObservationCodec.Draft(
            item.Observation ?? throw new InvalidOperationException($"Line {item.Line} gave neither an observation nor a fault."),
            null,
            arrivals
        );

    private sealed class Place(SemaphoreSlim streams) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                streams.Release();
            }
        }
    }
}
