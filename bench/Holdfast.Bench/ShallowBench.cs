using System.Diagnostics;
using System.Globalization;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Association;
using Holdfast.App.Watch.Scoring;
using Holdfast.App.Watch.Simulation;
using Holdfast.Core.Watch.Scoring;
using Holdfast.Core.Watch.Simulation;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>
/// SHALLOW of PEERS.md, through the verbs' own files: <c>shallow [--events 500] [--factor 0.3] [--first-seed 1] [--seeds 1] [--duration 86400] [--model FILE] [--keep DIR]</c>. What is found counts from ten
/// picks and four stations with both phases on, as what is true does.
/// </summary>
internal static class ShallowBench
{
    private const int LeastPicks = 10;
    private const int LeastBoth = 4;

    public static async Task RunAsync(string[] args)
    {
        var first = (int)Number(args, "--first-seed", 1);
        for (var seed = first; seed < first + (int)Number(args, "--seeds", 1); seed++)
        {
            var options = new ShallowOptions
            {
                Seed = seed,
                Events = (int)Number(args, "--events", 500),
                NoiseFactor = Number(args, "--factor", 0.3),
                DurationSeconds = Number(args, "--duration", 86_400),
            };
            var folder = Text(args, "--keep") ?? Directory.CreateTempSubdirectory("shallow").FullName;
            try
            {
                await MeasureAsync(options, Path.Combine(folder, $"seed-{seed}"), Text(args, "--model"));
            }
            finally
            {
                if (Text(args, "--keep") is null)
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
        }
    }

    private static async Task MeasureAsync(ShallowOptions options, string folder, string? model)
    {
        var cancellation = CancellationToken.None;
        var made = await SimulateShallow.RunAsync(options, Instant.FromUtc(2026, 3, 2, 0, 0), folder, cancellation);
        string In(string name) => Path.Combine(folder, name);
        var request = new AssociateRequest(
            In("stations.csv"),
            In("picks.csv"),
            model ?? In("model.yaml"),
            In("events.csv"),
            In("assignments.csv"),
            0
        );
        var wall = Stopwatch.StartNew();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        await Associate.RunAsync(request, new Progress<ReplayProgress>(), cancellation);
        var used = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
        var elapsed = wall.Elapsed.TotalSeconds;
        var (truths, found) = await ScoreFiles.ReadAsync(
            new ScoreRequest(In("truth.csv"), In("events.csv"), In("assignments.csv")),
            cancellation
        );
        var both = await WithBothAsync(In("assignments.csv"));
        var counted = found.Where(item => item.Picks.Count >= LeastPicks && both.GetValueOrDefault(item.Id) >= LeastBoth).ToArray();
        var score = EventScorer.Score(
            new ScoreRules
            {
                LeastPicks = LeastPicks,
                PlaceSeconds = 2.5,
                PlaceMetres = 10_000,
            },
            truths,
            counted
        );
        Console.WriteLine(
            $"SHALLOW {options.Events} events, factor {options.NoiseFactor}, seed {options.Seed}: {made.Picks} picks; F1 {score.ByPicks?.F1:F3} (precision {score.ByPicks?.Precision:F3}, recall {score.ByPicks?.Recall:F3}), place F1 {score.ByPlace.F1:F3}, error {score.Errors?.MedianMetres:F0} m, in the 90 % ellipse {score.Errors?.Ellipses?.Ninety:P0}; {found.Count} origins, {counted.Length} count"
        );
        Console.WriteLine(
            $"  {used:F1} s of processor time, {made.Picks / used:F0} picks/s; {elapsed:F1} s by the clock, peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576} MB"
        );
    }

    /// <summary>At how many stations each event has both phases.</summary>
    private static async Task<Dictionary<string, int>> WithBothAsync(string path)
    {
        var rows = (await File.ReadAllLinesAsync(path)).Skip(1).Select(line => line.Split(',')).ToArray();
        return rows.GroupBy(row => row[0])
            .ToDictionary(
                rowsOfEvent => rowsOfEvent.Key,
                rowsOfEvent =>
                    rowsOfEvent
                        .GroupBy(row => row[2])
                        .Count(station => station.Select(row => row[3]).Distinct(StringComparer.Ordinal).Count() == 2),
                StringComparer.Ordinal
            );
    }

    private static string? Text(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }

    private static double Number(string[] args, string name, double otherwise) =>
        Text(args, name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
