using System.CommandLine;
using System.Text.Json;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Cli.Watch;

/// <summary><c>holdfast feeds list|try</c>: which formats are read, and what a file would give, without recording anything.</summary>
public static class FeedsVerb
{
    public static Command Create()
    {
        var verb = new Command(
            "feeds",
            "Lists the feeds and tries a file without recording it. Example: holdfast feeds try firms:fires.csv.gz"
        )
        {
            List(),
            Try(),
        };
        return verb;
    }

    private static Command List()
    {
        var format = Output.Format("text", "json");
        var verb = new Command("list", "Lists every feed by name. Example: holdfast feeds list") { format };
        verb.SetAction(args =>
        {
            var output = args.InvocationConfiguration.Output;
            if (args.GetValue(format) == "json")
            {
                output.WriteLine(
                    JsonSerializer.Serialize(new { Feeds = FeedRegistry.All.Select(f => new { f.Name, f.Summary }) }, Output.Json)
                );
                return 0;
            }
            foreach (var feed in FeedRegistry.All)
            {
                output.WriteLine($"{feed.Name, -13}{feed.Summary}");
            }
            return 0;
        });
        return verb;
    }

    private static Command Try()
    {
        var input = new Argument<string>("FEED:FILE") { Description = "The feed's name, a colon and the file." };
        var zone = new Option<string>("--zone") { Description = "The zone of dates without an offset.", DefaultValueFactory = _ => "UTC" };
        var mapping = new Option<FileInfo?>("--mapping")
        {
            Description = "For csv and geojson: a JSON file that says what the columns mean.",
        };
        var show = new Option<int>("--show") { Description = "How many quarantined lines to print.", DefaultValueFactory = _ => 10 };
        var format = Output.Format("text", "json");
        var verb = new Command(
            "try",
            "Reads a file and records nothing: counts, and the first lines that would be quarantined. Example: holdfast feeds try ucdp-ged:UCDP-Ukraine.csv --zone Europe/Kyiv"
        )
        {
            input,
            zone,
            mapping,
            show,
            format,
        };
        verb.SetAction(
            async (args, cancellation) =>
            {
                try
                {
                    var tried = await TryAsync(
                        args.GetRequiredValue(input),
                        args.GetValue(zone) ?? "UTC",
                        args.GetValue(mapping),
                        Math.Clamp(args.GetValue(show), 0, 10_000),
                        cancellation
                    );
                    args.InvocationConfiguration.Output.WriteLine(args.GetValue(format) == "json" ? tried.ToJson() : tried.ToText());
                    return 0;
                }
                catch (Exception e) when (e is FeedFormatException or IOException or UnauthorizedAccessException or JsonException)
                {
                    await args.InvocationConfiguration.Error.WriteLineAsync(e.Message);
                    return 1;
                }
            }
        );
        return verb;
    }

    private static async Task<FeedTryText> TryAsync(string named, string zone, FileInfo? mapping, int show, CancellationToken cancellation)
    {
        var colon = named.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            throw new IOException($"'{named}' names no feed: expected FEED:FILE, such as firms:fires.csv.");
        }
        var known = mapping is null ? null : ColumnMapping.FromJson(await File.ReadAllTextAsync(mapping.FullName, cancellation));
        var feed = (named[..colon], known) switch
        {
            ("csv", { } columns) => new CsvFeed(columns),
            ("geojson", { } columns) => new GeoJsonFeed(columns),
            var (name, _) => FeedRegistry.Find(name),
        };
        var clock = DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone);
        if (clock is null)
        {
            var near = NearestWord.To(zone, DateTimeZoneProviders.Tzdb.Ids) is { } word ? $" Did you mean '{word}'?" : "";
            throw new IOException($"There is no time zone '{zone}'.{near}");
        }
        var file = named[(colon + 1)..];
        await using var content = FeedContent.Open(feed, file);
        var input = new FeedInput(
            content.Name,
            content.Content,
            new Source("try", "A file being tried", "try", Affiliation.Public, "", Reliability.F),
            Mode.Test,
            Standing.Attributed,
            Label.Public,
            clock,
            Atlas.Empty,
            Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow())
        )
        {
            Folder = content.Folder,
        };
        var tried = new FeedTryText(feed.Name, input.File, show);
        await foreach (var item in feed.ReadAsync(input, cancellation))
        {
            tried.Add(item);
        }
        return tried;
    }
}
