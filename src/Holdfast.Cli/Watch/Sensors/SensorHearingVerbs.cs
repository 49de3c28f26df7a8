using System.CommandLine;
using System.Globalization;
using Holdfast.App.Watch.Sensors;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Sensors.Hearing;
using NodaTime;

namespace Holdfast.Cli.Watch.Sensors;

/// <summary><c>holdfast sensor audible | gaps</c>: what could have been heard at an hour, and where one sensor more would add most.</summary>
internal static class SensorHearingVerbs
{
    public static Command Audible()
    {
        var (options, least, without) = (new SensorOptions(), Least(), Without());
        var loudness = new Option<int?>("--class")
        {
            Description = "Class of the round, 1 for the quietest; without it, of unknown class.",
        };
        var verb = options.Build(
            "audible",
            "Tells what could have been heard in the hour of --at, by sector. Example: holdfast sensor audible --at 2026-03-01T12:00:00Z --mission missions/line --record var/line/record.db",
            least,
            without,
            loudness
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    writes: false,
                    async (mission, desk) =>
                    {
                        var (hour, hearing) = await AskAsync(options, args, desk, args.GetValue(without), cancellation);
                        var rows = new List<(string Region, string Sector, double Probability)>();
                        for (var number = 0; number < desk.Areas.Length; number++)
                        {
                            var area = desk.Areas[number];
                            var field = hearing.Field(number, hour);
                            var needed = args.GetValue(least) ?? area.Region.LeastArrivals;
                            int? chosen = args.GetValue(loudness) is { } c
                                ? Math.Clamp(c, 1, area.Region.Detection.Loudness.Count) - 1
                                : null;
                            rows.AddRange(
                                WatchedPoints
                                    .Of(mission, area)
                                    .GroupBy(p => p.Sector, StringComparer.Ordinal)
                                    .Select(g => (area.Region.Id, g.Key, g.Average(p => field.AtLeast(p.At, needed, chosen))))
                            );
                        }
                        PrintAudible(args, options, hour, rows);
                        return 0;
                    },
                    cancellation
                )
        );
        return verb;
    }

    public static Command Gaps()
    {
        var (options, least, without) = (new SensorOptions(), Least(), Without());
        var count = new Option<int>("--count") { Description = "How many places.", DefaultValueFactory = _ => 8 };
        var even = new Option<bool>("--even") { Description = "All land counts alike, however much happened there." };
        var verb = options.Build(
            "gaps",
            "Ranks places by what one sensor more would add there (restricted). Example: holdfast sensor gaps --count 5 --mission missions/line --record var/line/record.db",
            least,
            without,
            count,
            even
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    writes: false,
                    async (mission, desk) =>
                    {
                        var (hour, hearing) = await AskAsync(options, args, desk, args.GetValue(without), cancellation);
                        var events = args.GetValue(even) ? [] : await desk.EventsAsync(Reader.LocalOperator, cancellation);
                        var found = desk
                            .Areas.Select(area =>
                            {
                                var region = area.Region with { LeastArrivals = args.GetValue(least) ?? area.Region.LeastArrivals };
                                var placement = new SensorPlacement(
                                    region,
                                    hearing.Listening(hour, area),
                                    WatchedPoints.Of(mission, area, events)
                                );
                                return (
                                    region.Id,
                                    Before: placement.Found(null),
                                    Places: placement.Best(Math.Clamp(args.GetValue(count), 1, 50))
                                );
                            })
                            .ToList();
                        PrintGaps(args, options, hour, found);
                        return 0;
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static Option<int?> Least() =>
        new("--least") { Description = "Arrivals that count as heard; without it, what the region's engine needs." };

    private static Option<string?> Without() => new("--without") { Description = "An owner whose sensors are left out." };

    private static async Task<(Instant Hour, HearingCoverage Hearing)> AskAsync(
        SensorOptions options,
        ParseResult args,
        SensorDesk desk,
        string? without,
        CancellationToken cancellation
    )
    {
        if (desk.Areas.IsEmpty)
        {
            throw new InvalidDataException(
                "The mission has no 'sensing.yaml': without a model of hearing nothing can be said of what could have been heard."
            );
        }
        var at = options.At(args) ?? await desk.LatestAsync(options.Known(args), SensorOptions.Now, cancellation);
        var hearing = await desk.HearingAsync(Reader.LocalOperator, without, options.Known(args), cancellation);
        return (
            Instant.FromUnixTimeSeconds((long)Math.Floor(at.ToUnixTimeSeconds() / 3600.0) * 3600),
            hearing
                ?? throw new UnauthorizedAccessException(
                    "The label of this mission's sensors asks for more than the owner of the machine holds."
                )
        );
    }

    private static void PrintAudible(
        ParseResult args,
        SensorOptions options,
        Instant hour,
        List<(string Region, string Sector, double Probability)> rows
    )
    {
        var output = args.InvocationConfiguration.Output;
        if (options.IsJson(args))
        {
            Output.WriteJson(
                output,
                new
                {
                    From = Iso.Format(hour),
                    Sectors = rows.Select(r => new
                    {
                        r.Region,
                        r.Sector,
                        r.Probability,
                    }),
                }
            );
            return;
        }
        output.WriteLine($"A round somewhere in the sector would have been found, in the hour from {Iso.Format(hour)}:");
        foreach (var (region, sector, probability) in rows)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{region}  {sector}  {probability:0.000}"));
        }
    }

    private static void PrintGaps(
        ParseResult args,
        SensorOptions options,
        Instant hour,
        List<(string Region, double Before, System.Collections.Immutable.ImmutableArray<ProposedSensor> Places)> found
    )
    {
        var output = args.InvocationConfiguration.Output;
        if (options.IsJson(args))
        {
            Output.WriteJson(
                output,
                new
                {
                    From = Iso.Format(hour),
                    Regions = found.Select(f => new
                    {
                        f.Region,
                        FoundBefore = f.Before,
                        Places = f.Places.Select(p => new
                        {
                            p.Rank,
                            p.At.Longitude,
                            p.At.Latitude,
                            p.Sector,
                            p.GainPerHundred,
                            p.GainWeighted,
                            p.SectorBefore,
                            p.SectorAfter,
                        }),
                    }),
                }
            );
            return;
        }
        foreach (var (region, before, places) in found)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{region}: of 100 rounds {100 * before:0.0} are found now."));
            foreach (var p in places)
            {
                output.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{p.Rank}. {p.At.Latitude:0.00}, {p.At.Longitude:0.00} in {p.Sector}: +{p.GainWeighted:0.00} of 100 fired where events were, +{p.GainPerHundred:0.00} of 100 spread evenly; {p.SectorBefore:0.00} -> {p.SectorAfter:0.00} there"
                    )
                );
            }
        }
    }
}
