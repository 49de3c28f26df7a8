using System.Buffers;
using System.Threading.Channels;
using Holdfast.App.Record;
using Holdfast.Core.Record;
using MQTTnet;

namespace Holdfast.App.Watch.Feeds.SensorThings;

/// <summary>What a subscription has recorded so far.</summary>
public readonly record struct MqttTally(long Messages, long Observations, long Quarantined, long Appended, long Duplicates)
{
    public static MqttTally operator +(MqttTally a, MqttTally b) =>
        new(
            a.Messages + b.Messages,
            a.Observations + b.Observations,
            a.Quarantined + b.Quarantined,
            a.Appended + b.Appended,
            a.Duplicates + b.Duplicates
        );
}

/// <summary>
/// Reads a broker's messages into the record while they come: each message holds one observation or a page. A message is acknowledged after it is durable, so that what
/// was under way when the program stopped comes again, and its id makes that harmless. A broker that sends faster than the record writes is made to wait.
/// </summary>
public sealed class MqttImport(IRecord record, TimeProvider time)
{
    private const int MostWaiting = 1_000;
    private const int MostBatch = 500;
    private const int MostMessageBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs until cancelled or until the broker closes the connection. Throws <see cref="IOException"/> where the broker cannot be reached.</summary>
    /// <param name="address">Where, and by what name and trust.</param>
    /// <param name="subscribed">Called once, when messages can come.</param>
    public async Task<MqttTally> RunAsync(
        MqttAddress address,
        FeedInput input,
        IProgress<MqttTally>? progress,
        Action? subscribed,
        CancellationToken cancellation
    )
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var waiting = Channel.CreateBounded<MqttApplicationMessageReceivedEventArgs>(
            new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }
        );
        client.ApplicationMessageReceivedAsync += async message =>
        {
            message.AutoAcknowledge = false;
            await waiting.Writer.WriteAsync(message, cancellation);
        };
        client.DisconnectedAsync += _ =>
        {
            waiting.Writer.TryComplete();
            return Task.CompletedTask;
        };
        await MqttConnection.OpenAsync(client, address, cancellation);
        subscribed?.Invoke();
        var tally = default(MqttTally);
        try
        {
            while (await waiting.Reader.WaitToReadAsync(cancellation))
            {
                var batch = await GatherAsync(waiting.Reader, cancellation);
                tally = await AppendAsync(batch, input, tally, cancellation);
                foreach (var message in batch)
                {
                    await message.AcknowledgeAsync(cancellation);
                }
                progress?.Report(tally);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop: what was not acknowledged comes again.
        }
        if (client.IsConnected)
        {
            await client.DisconnectAsync(new MqttClientDisconnectOptions(), CancellationToken.None);
        }
        return tally;
    }

    private async Task<List<MqttApplicationMessageReceivedEventArgs>> GatherAsync(
        ChannelReader<MqttApplicationMessageReceivedEventArgs> waiting,
        CancellationToken cancellation
    )
    {
        var batch = new List<MqttApplicationMessageReceivedEventArgs>();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var timer = time.CreateTimer(_ => enough.Cancel(), null, Gathering, Timeout.InfiniteTimeSpan);
        try
        {
            while (batch.Count < MostBatch && await waiting.WaitToReadAsync(enough.Token))
            {
                while (batch.Count < MostBatch && waiting.TryRead(out var message))
                {
                    batch.Add(message);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Gathered for long enough.
        }
        return batch;
    }

    private async Task<MqttTally> AppendAsync(
        List<MqttApplicationMessageReceivedEventArgs> batch,
        FeedInput input,
        MqttTally tally,
        CancellationToken cancellation
    )
    {
        var feed = new SensorThingsFeed();
        var drafts = new List<EntryDraft>();
        var (observations, quarantined) = (0L, 0L);
        foreach (var message in batch)
        {
            var payload = message.ApplicationMessage.Payload;
            // A message beyond the bound is kept by its beginning, which the feed quarantines.
            var bytes = payload.Slice(0, Math.Min(payload.Length, MostMessageBytes)).ToArray();
            var named = input with
            {
                File = message.ApplicationMessage.Topic,
                Content = new MemoryStream(bytes),
                ResumeAfterLine = 0,
                Now = NodaTime.Instant.FromDateTimeOffset(time.GetUtcNow()),
            };
            await foreach (var item in ItemsAsync(feed, named, cancellation))
            {
                drafts.Add(FeedImport.Draft(feed, named, item));
                observations += item.Quarantined is null ? 1 : 0;
                quarantined += item.Quarantined is null ? 0 : 1;
            }
        }
        var receipts = drafts.Count > 0 ? await record.AppendAsync(drafts, cancellation) : [];
        return new MqttTally(
            tally.Messages + batch.Count,
            tally.Observations + observations,
            tally.Quarantined + quarantined,
            tally.Appended + receipts.Count(r => r.Kind == ReceiptKind.Appended),
            tally.Duplicates + receipts.Count(r => r.Kind == ReceiptKind.Duplicate)
        );
    }

    // A payload that is not text at all (a picture, an archive that is cut off) is one quarantined message, and the next one is read.
    private static async IAsyncEnumerable<FeedItem> ItemsAsync(
        SensorThingsFeed feed,
        FeedInput input,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var items = new List<FeedItem>();
        try
        {
            await foreach (var item in feed.ReadAsync(input, cancellation))
            {
                items.Add(item);
            }
        }
        catch (FeedFormatException e)
        {
            items.Clear();
            items.Add(
                new FeedItem(null, new QuarantinedLine(feed.Name, input.File, 1, "", e.Diagnostic.Code, e.Diagnostic.Message, ""), 1, 0)
            );
        }
        foreach (var item in items)
        {
            yield return item;
        }
    }
}
