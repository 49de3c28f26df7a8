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
        var tally = await new MqttImport(workspace.Record, TimeProvider.System).RunAsync(
            address,
            input,
            null,
            () => Console.Error.WriteLine($"Reading {topic} from {broker}; Ctrl+C ends it."),
            cancellation
        );
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
}
