using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Channels;
using Holdfast.App.Record;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Sensors;

namespace Holdfast.App.Watch;

/// <summary>How far an import is. Bytes are of the uncompressed input; the total is null where it cannot be known.</summary>
public readonly record struct ImportProgress(string File, long BytesRead, long? BytesTotal, long Observations, long Quarantined);

/// <summary>What an import did. Every row of the input is in exactly one of observations (what sensors say of themselves included) and quarantined.</summary>
/// <param name="Appended">Entries that are new in the record (observations and quarantined lines).</param>
/// <param name="Duplicates">Entries that the record held already, byte for byte.</param>
/// <param name="Conflicts">Entries whose id the record held with other content; recorded as conflicts, the first stands.</param>
/// <param name="ResumedAfterLine">The line up to which an earlier import had been acknowledged; 0 for none.</param>
public sealed record ImportResult(
    string Feed,
    string File,
    long Observations,
    long Quarantined,
    long Appended,
    long Duplicates,
    long Conflicts,
    long ResumedAfterLine,
    ImmutableSortedDictionary<string, long> QuarantinedByCode
);

/// <summary>
/// Reads a feed into the record: parsing runs ahead of durable appends by a bounded number of batches. Each batch carries the line it reaches in the same
/// transaction, so an import that was cut off goes on where it was acknowledged.
/// </summary>
public sealed class FeedImport(IRecord record)
{
    /// <summary>The kind of the entries that remember how far a file was read.</summary>
    public const string ProgressKind = "feed.progress/1";

    private const int BatchSize = 2_000;
    private const int LargestBatch = 20_000;
    private const int BatchesAhead = 4;

    private sealed record Batch(List<EntryDraft> Drafts, int Observations, List<string> Quarantined, long Line, long BytesRead);

    /// <summary>Throws <see cref="FeedFormatException"/> when the input as a whole is not of the feed's format.</summary>
    public async Task<ImportResult> RunAsync(
        IFeed feed,
        FeedInput input,
        long? bytesTotal,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellation = default
    )
    {
        var (fingerprint, content) = await FingerprintAsync(input.Content, cancellation);
        var stream = $"{feed.Name}:{input.File}:{fingerprint}";
        var resume = await ReachedAsync(stream, cancellation);
        var channel = Channel.CreateBounded<Batch>(new BoundedChannelOptions(BatchesAhead) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = ReadAsync(feed, input with { Content = content, ResumeAfterLine = resume }, channel.Writer, stop.Token);
        var tally = new Tally(feed.Name, input.File, resume);
        try
        {
            await foreach (var batch in channel.Reader.ReadAllAsync(stop.Token))
            {
                batch.Drafts.Add(Progress(stream, batch.Line, input));
                tally.Add(batch.Observations, batch.Quarantined, await record.AppendAsync(batch.Drafts, cancellation));
                progress?.Report(new ImportProgress(input.File, batch.BytesRead, bytesTotal, tally.Observations, tally.Quarantined));
            }
        }
        finally
        {
            await stop.CancelAsync();
        }
        await reading;
        return tally.Result();
    }

    private static async Task ReadAsync(IFeed feed, FeedInput input, ChannelWriter<Batch> writer, CancellationToken cancellation)
    {
        try
        {
            // Off the caller's thread: parsing and appending run side by side.
            await Task.Yield();
            var batch = new Batch(new List<EntryDraft>(BatchSize), 0, [], 0, 0);
            await foreach (var item in feed.ReadAsync(input, cancellation).ConfigureAwait(false))
            {
                // A batch ends between lines: a line that gives many items is read again whole after a break, and their ids make that harmless.
                if (batch.Drafts.Count >= BatchSize && (item.Line > batch.Line || batch.Drafts.Count >= LargestBatch))
                {
                    await writer.WriteAsync(item.Line > batch.Line ? batch : batch with { Line = batch.Line - 1 }, cancellation);
                    batch = new Batch(new List<EntryDraft>(BatchSize), 0, [], batch.Line, batch.BytesRead);
                }
                batch.Drafts.Add(Draft(feed, input, item));
                if (item.Quarantined is { } line)
                {
                    batch.Quarantined.Add(line.Code);
                }
                batch = batch with
                {
                    Observations = batch.Observations + (item.Quarantined is null ? 1 : 0),
                    Line = item.Line,
                    BytesRead = item.BytesRead,
                };
            }
            if (batch.Drafts.Count > 0)
            {
                await writer.WriteAsync(batch, cancellation);
            }
            writer.Complete();
        }
        catch (Exception problem)
        {
            // Handed to the consumer, who rethrows it.
            writer.Complete(problem);
        }
    }

    internal static EntryDraft Draft(IFeed feed, FeedInput input, FeedItem item) =>
        item switch
        {
            { Observation: { } observation } => ObservationCodec.Draft(observation, null, input.ArrivalLabel),
            { Quarantined: { } line } => Kept(line, input),
            { Event: { } said } => SensorDraft(said, input),
            _ => throw new InvalidOperationException($"Feed {feed.Name} gave an item without content at line {item.Line}."),
        };

    internal static EntryDraft Kept(QuarantinedLine line, FeedInput input) =>
        QuarantineBody.Draft(line, OfSensors(line) ? input with { Label = input.ArrivalLabel } : input);

    // A line that could not be read may name a sensor all the same: who may not read arrivals does not read it.
    private static bool OfSensors(QuarantinedLine line) =>
        line.Feed is "picks" or "sensorthings"
        || line.Raw.Contains(ObservationCodec.ArrivalKind, StringComparison.Ordinal)
        || (
            line.Feed == "jsonl" && (line.Raw.Contains("\"sensor", StringComparison.Ordinal) || line.Raw.Length >= FeedLimits.RawCharacters)
        );

    // Named by sensor, kind and instant: the same heartbeat again is the same entry.
    private static EntryDraft SensorDraft(SensorEvent said, FeedInput input)
    {
        var (kind, body) = (SensorCodec.KindOf(said), SensorCodec.Write(said));
        var id = $"{said.Sensor}/{kind}/{Convert.ToHexStringLower(SHA256.HashData(body))[..16]}";
        return new EntryDraft(
            input.Source.Id,
            id,
            input.Source.Id,
            input.Standing,
            input.ArrivalLabel,
            input.Mode,
            kind,
            SensorCodec.Valid(said),
            body
        );
    }

    private async Task<long> ReachedAsync(string stream, CancellationToken cancellation)
    {
        long reached = 0;
        await foreach (var entry in record.ReadAsync(Reader.LocalOperator, new RecordQuery(Kinds: [ProgressKind]), cancellation))
        {
            if (entry.Producer == "import:" + stream)
            {
                using var body = JsonDocument.Parse(entry.Body);
                reached = Math.Max(
                    reached,
                    long.Parse(body.RootElement.GetProperty("line").GetString() ?? "0", System.Globalization.CultureInfo.InvariantCulture)
                );
            }
        }
        return reached;
    }

    private static EntryDraft Progress(string stream, long line, FeedInput input)
    {
        var body = System.Text.Encoding.UTF8.GetBytes($"{{\"line\":\"{line}\"}}");
        return new EntryDraft(
            "import:" + stream,
            $"line {line}",
            "import",
            Standing.Recorded,
            input.Label,
            input.Mode,
            ProgressKind,
            null,
            body
        );
    }

    /// <summary>The hash of the first 64 KiB, which tells one file from another of the same name; the stream is handed back from its start.</summary>
    private static async Task<(string Fingerprint, Stream Content)> FingerprintAsync(Stream content, CancellationToken cancellation)
    {
        var head = new byte[64 * 1024];
        var length = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation);
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(head.AsSpan(0, length)))[..16];
        if (content.CanSeek)
        {
            content.Seek(0, SeekOrigin.Begin);
            return (fingerprint, content);
        }
        return (fingerprint, new PrefixedStream(head.AsMemory(0, length), content));
    }

    private sealed class Tally(string feed, string file, long resumed)
    {
        private readonly SortedDictionary<string, long> _codes = new(StringComparer.Ordinal);
        private long _appended;
        private long _duplicates;
        private long _conflicts;

        public long Observations { get; private set; }
        public long Quarantined { get; private set; }

        public void Add(int observations, List<string> codes, IReadOnlyList<Receipt> receipts)
        {
            Observations += observations;
            Quarantined += codes.Count;
            foreach (var code in codes)
            {
                _codes[code] = _codes.GetValueOrDefault(code) + 1;
            }
            // The last receipt of a batch is that of its progress mark.
            for (var i = 0; i < receipts.Count - 1; i++)
            {
                _ = receipts[i].Kind switch
                {
                    ReceiptKind.Appended => _appended++,
                    ReceiptKind.Duplicate => _duplicates++,
                    ReceiptKind.Conflict => _conflicts++,
                };
            }
        }

        public ImportResult Result() =>
            new(feed, file, Observations, Quarantined, _appended, _duplicates, _conflicts, resumed, _codes.ToImmutableSortedDictionary());
    }
}
