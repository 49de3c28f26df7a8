using System.CommandLine;
using Holdfast.App.Missions;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.SensorThings;

namespace Holdfast.Cli.Watch;

/// <summary><c>holdfast import --feed sensorthings --mqtt HOST:PORT --topic TOPIC</c>: records a broker's messages until it is stopped.</summary>
internal static class MqttSubscription
{
    private static readonly Option<string?> Broker = new("--mqtt")
    {
        Description = "HOST:PORT of a broker whose messages the feed sensorthings reads until it is stopped; mqtts://HOST:PORT for TLS.",
    };

    private static readonly Option<string?> Topic = new("--topic")
    {
        Description = "With --mqtt: the topic, + and # allowed, such as v1.1/Observations.",
    };

    private static readonly Option<string?> Credentials = new("--mqtt-credentials")
    {
        Description =
            "With --mqtt: a file with the user on the first line and the password on the second; without it HOLDFAST_MQTT_USER and HOLDFAST_MQTT_PASSWORD count.",
    };

    private static readonly Option<string?> Authorities = new("--mqtt-ca")
    {
        Description = "With --mqtt: a file of certificates (PEM) whose authorities are trusted beside this machine's.",
    };

    public static IReadOnlyList<Option> Options { get; } = [Broker, Topic, Credentials, Authorities];

    /// <summary>The broker that is named, with the access to it; null where none is.</summary>
    public static MqttAddress? AddressOf(ParseResult args) =>
        args.GetValue(Broker) is { } broker
            ? MqttAddress.Parse(broker, args.GetValue(Topic) ?? "v1.1/Observations") with
            {
                Access = MqttAccess.Load(args.GetValue(Credentials), args.GetValue(Authorities), Environment.GetEnvironmentVariable),
            }
            : null;

    /// <summary>Throws <see cref="ArgumentException"/> for another feed, <see cref="IOException"/> where the broker cannot be used.</summary>
    public static async Task<int> RunAsync(
        string mission,
        string[]? feeds,
        MqttAddress address,
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
        await using var workspace = await WorkspaceOpener.OpenAsync(mission, store, TimeProvider.System, cancellation);
        var source = new FeedSource("sensorthings", address.Topic, named.Length > 1 ? named[1] : null, null, null);
        await using var nothing = new FeedContent(address.Topic, Stream.Null, null, null);
        var input = WorkspaceOpener.Input(workspace, source, TimeProvider.System, nothing);
        var import = new MqttImport(workspace.Record, TimeProvider.System);
        var follower = new MqttFollower(import, TimeProvider.System, Console.Error.WriteLine, TimeSpan.FromSeconds(1));
        var tally = await follower.RunAsync(address, input, null, cancellation);
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
