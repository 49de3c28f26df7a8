using Holdfast.App.Missions;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.SensorThings;

namespace Holdfast.Cli.Watch;

/// <summary><c>holdfast import --feed sensorthings --mqtt HOST:PORT --topic TOPIC</c>: records a broker's messages until it is stopped.</summary>
internal static class MqttSubscription
{
    /// <summary>Throws <see cref="ArgumentException"/> for another feed, <see cref="IOException"/> where the broker cannot be used.</summary>
    public static async Task<int> RunAsync(
        string mission,
        string[]? feeds,
        string broker,
        string topic,
        string store,
        string format,
        CancellationToken cancellation
    )
    {
        var named = feeds is { Length: 1 } ? feeds[0].Split('@', 2) : [];
        if (named is not ["sensorthings", ..])
        {
            throw new ArgumentException("--mqtt reads one feed, sensorthings: write --feed sensorthings or --feed sensorthings@SOURCE.");
        }
        var address = MqttAddress.Parse(broker, topic);
        await using var workspace = await WorkspaceOpener.OpenAsync(mission, store, TimeProvider.System, cancellation);
        var source = new FeedSource("sensorthings", topic, named.Length > 1 ? named[1] : null, null, null);
        await using var nothing = new FeedContent(topic, Stream.Null, null, null);
        var input = WorkspaceOpener.Input(workspace, source, TimeProvider.System, nothing);
        var tally = await FollowAsync(new MqttImport(workspace.Record, TimeProvider.System), address, input, cancellation);
        if (format == "json")
        {
            Output.WriteJson(tally);
        }
        else
        {
            Console.WriteLine(
                $"{tally.Messages} messages: {tally.Observations} observations, {tally.Quarantined} quarantined, {tally.Appended} new entries, {tally.Duplicates} duplicates"
            );
        }
        return 0;
    }

    // A broker that goes away is asked again, more and more seldom; one that was never there is an error.
    private static async Task<MqttTally> FollowAsync(
        MqttImport import,
        MqttAddress address,
        FeedInput input,
        CancellationToken cancellation
    )
    {
        var total = default(MqttTally);
        var (subscribed, wait) = (false, TimeSpan.FromSeconds(1));
        while (true)
        {
            try
            {
                var tally = await import.RunAsync(
                    address,
                    input,
                    null,
                    () =>
                    {
                        (subscribed, wait) = (true, TimeSpan.FromSeconds(1));
                        Console.Error.WriteLine($"Reading {address.Topic} from {address.Host}:{address.Port}; Ctrl+C ends it.");
                    },
                    cancellation
                );
                total += tally;
            }
            catch (IOException e) when (subscribed)
            {
                Console.Error.WriteLine(e.Message);
            }
            if (cancellation.IsCancellationRequested)
            {
                return total;
            }
            Console.Error.WriteLine($"The connection is gone; trying again in {wait.TotalSeconds:N0} s.");
            await Task.Delay(wait, TimeProvider.System, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
            wait = TimeSpan.FromSeconds(Math.Min(60, wait.TotalSeconds * 2));
            if (cancellation.IsCancellationRequested)
            {
                return total;
            }
        }
    }
}
