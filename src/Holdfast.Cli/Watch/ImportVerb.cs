using System.CommandLine;
using Holdfast.App.Missions;
using Holdfast.App.Watch;

namespace Holdfast.Cli.Watch;

/// <summary><c>holdfast import</c>: reads feeds into a mission's record; the running server notices by itself.</summary>
internal static class ImportVerb
{
    public static Command Create()
    {
        var mission = new Option<string>("--mission") { Description = "The mission's folder.", Required = true };
        var feeds = new Option<string[]>("--feed")
        {
            Description = "FEED:PATH; may be repeated. Without it the mission's own feeds are read.",
        };
        var mapping = FeedArgument.Mapping();
        var store = new Option<string>("--var") { Description = "Where records are kept.", DefaultValueFactory = _ => "var" };
        var format = Output.Format("text", "json");
        var verb = new Command(
            "import",
            "Reads feeds into the mission's record; what was read before is not read again. "
                + "A file, for exif a folder of photos too, for sensorthings an address too. Example: holdfast import --mission missions/ukraine --feed firms:fires.csv"
        )
        {
            mission,
            feeds,
            mapping,
            store,
            format,
        };
        MqttSubscription.Options.ToList().ForEach(verb.Options.Add);
        verb.SetAction(
            (args, cancellation) =>
                Output.GuardAsync(() =>
                    MqttSubscription.AddressOf(args) is { } broker
                        ? MqttSubscription.RunAsync(
                            args.GetRequiredValue(mission),
                            args.GetValue(feeds),
                            broker,
                            args.GetRequiredValue(store),
                            args.GetRequiredValue(format),
                            cancellation
                        )
                        : RunAsync(
                            args.GetRequiredValue(mission),
                            FeedArgument.All(args.GetValue(feeds), args.GetValue(mapping)),
                            args.GetRequiredValue(store),
                            args.GetRequiredValue(format),
                            cancellation
                        )
                )
        );
        return verb;
    }

    private static async Task<int> RunAsync(
        string mission,
        IReadOnlyList<FeedSource> feeds,
        string store,
        string format,
        CancellationToken cancellation
    )
    {
        await using var workspace = await WorkspaceOpener.OpenAsync(mission, store, TimeProvider.System, cancellation);
        var results = await Progressing.RunAsync(async report =>
        {
            var progress = new Progress<ImportProgress>(p => report.Report(Progressing.Of(p)));
            if (feeds.Count == 0)
            {
                return await WorkspaceOpener.ImportMissionFeedsAsync(workspace, TimeProvider.System, progress, cancellation);
            }
            var done = new List<ImportResult>();
            foreach (var feed in feeds)
            {
                done.Add(await WorkspaceOpener.ImportAsync(workspace, feed, TimeProvider.System, progress, cancellation));
            }
            return done;
        });
        if (format == "json")
        {
            Output.WriteJson(new { workspace.Mission.Name, Feeds = results });
            return 0;
        }
        foreach (var r in results)
        {
            Console.WriteLine(
                $"{r.Feed} {r.File}: {r.Observations} observations, {r.Quarantined} lines quarantined, {r.Appended} new entries, {r.Duplicates} duplicates, {r.Conflicts} conflicts"
            );
        }
        return 0;
    }
}
