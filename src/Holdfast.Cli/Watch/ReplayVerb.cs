using System.CommandLine;
using System.Diagnostics;
using Holdfast.App.Missions;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Spectre.Console;

namespace Holdfast.Cli.Watch;

/// <summary><c>holdfast replay</c>: reads feeds into a record, fuses and assesses them, and says what the terms make of it.</summary>
internal static class ReplayVerb
{
    public static Command Create()
    {
        var mission = new Option<string>("--mission") { Description = "The mission's folder.", Required = true };
        var feeds = new Option<string[]>("--feed")
        {
            Description =
                "FEED:PATH or FEED@SOURCE:PATH, for instance ucdp-ged@ucdp:events.csv; may be repeated. Without it the mission's own feeds are read.",
        };
        var mapping = FeedArgument.Mapping();
        var record = new Option<string?>("--record")
        {
            Description = "The record's file; made when it is not there. Without it a temporary one is used and removed.",
        };
        var without = new Option<string?>("--without")
        {
            Description = "Leave out a source or an owner's sources, and compute everything again.",
        };
        var shuffle = new Option<int?>("--shuffle")
        {
            Description = "Append the observations in a random order of this seed: the incidents must not change.",
        };
        var twice = new Option<bool>("--double") { Description = "Append every observation twice." };
        var pieces = new Option<int>("--pieces")
        {
            Description = "Append in this many pieces and fold after each, as late data would come.",
            DefaultValueFactory = _ => 1,
        };
        var format = Output.Format("text", "json");
        var verb = new Command(
            "replay",
            "Replays feeds through fusion and terms. Example: holdfast replay --mission missions/minsk-2015 --feed ucdp-ged:UCDP-Ukraine.csv --record m.db --format json"
        )
        {
            mission,
            feeds,
            mapping,
            record,
            without,
            shuffle,
            twice,
            pieces,
            format,
        };
        verb.SetAction(
            (args, cancellation) =>
                Output.GuardAsync(() =>
                    RunAsync(
                        new ReplayRequest(
                            args.GetRequiredValue(mission),
                            FeedArgument.All(args.GetValue(feeds), args.GetValue(mapping)),
                            args.GetValue(record),
                            args.GetValue(without),
                            new Disorder(args.GetValue(shuffle), args.GetValue(twice), Math.Clamp(args.GetValue(pieces), 1, 1000))
                        ),
                        args.GetRequiredValue(format),
                        cancellation
                    )
                )
        );
        return verb;
    }

    private static async Task<int> RunAsync(ReplayRequest request, string format, CancellationToken cancellation)
    {
        var replay = new Replay(TimeProvider.System);
        ReplayResult result;
        if (format == "text")
        {
            result = await Progressing.RunAsync(report => replay.RunAsync(request, report, cancellation));
            ReplayText.Write(Output.Out, result);
        }
        else
        {
            result = await replay.RunAsync(request, new Progress<ReplayProgress>(), cancellation);
            Output.WriteJson(ReplayJson.From(result));
        }
        return 0;
    }
}

/// <summary><c>FEED:PATH</c> on the command line, or <c>FEED@SOURCE:PATH</c> where a source of the mission has another name than the feed.</summary>
internal static class FeedArgument
{
    public static Option<string?> Mapping() =>
        new("--mapping")
        {
            Description = "What the columns of csv and geojson feeds mean, as JSON (docs/guide/feeds.md); without it they are guessed.",
        };

    /// <summary>Throws <see cref="ArgumentException"/> where the mapping is none, naming what is wrong in it.</summary>
    public static IReadOnlyList<FeedSource> All(string[]? texts, string? mapping)
    {
        FeedSource[] feeds = [.. (texts ?? []).Select(Parse)];
        if (mapping is null)
        {
            return feeds;
        }
        try
        {
            var columns = ColumnMapping.FromJson(File.ReadAllText(mapping));
            return [.. feeds.Select(f => f.Feed is "csv" or "geojson" ? f with { Mapping = columns } : f)];
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new ArgumentException($"{mapping} is no mapping of columns: {e.Message}", e);
        }
    }

    public static FeedSource Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && colon < text.Length - 1)
        {
            var named = text[..colon].Split('@', 2);
            return new FeedSource(named[0], text[(colon + 1)..], named.Length > 1 ? named[1] : null, null, null);
        }
        throw new ArgumentException($"'{text}' names no feed and file: write FEED:PATH, for instance ucdp-ged:events.csv.");
    }
}
