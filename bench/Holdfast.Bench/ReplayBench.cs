using System.Diagnostics;
using System.Globalization;
using Holdfast.App.Missions;
using Holdfast.App.Watch;

namespace Holdfast.Bench;

/// <summary>
/// A generated file of satellite pixels, end to end: feed, record on disk, fusion, terms, summary. <c>replay [--rows 200000] [--mission missions/minsk-2015]</c>.
/// Processor time is given beside wall time; the peak is that of the whole process.
/// </summary>
internal static class ReplayBench
{
    public static async Task RunAsync(string[] args)
    {
        var rows = long.Parse(Option(args, "--rows") ?? "200000", CultureInfo.InvariantCulture);
        var mission = Option(args, "--mission") ?? "missions/minsk-2015";
        var folder = Directory.CreateTempSubdirectory("holdfast-bench-").FullName;
        try
        {
            var file = Path.Combine(folder, "pixels.csv");
            await GeneratedFeed.WriteAsync(file, rows);
            var request = new ReplayRequest(
                mission,
                [new FeedSource("firms", file, null, null, null)],
                Path.Combine(folder, "record.db"),
                null,
                new(null, false, 1)
            );
            var before = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            var result = await new Replay(TimeProvider.System).RunAsync(request, new Progress<ReplayProgress>());
            var wall = watch.Elapsed.TotalSeconds;
            var cpu = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            Line($"rows of {new FileInfo(file).Length / 1e6:N0} MB", rows, "");
            Line("incidents", result.Summary.Incidents, "");
            Line("undeterminable verdicts", result.Summary.Terms.Sum(t => t.Undeterminable), "");
            Line("reading and record", rows / result.Reading.TotalSeconds, "observations/s");
            Line("tables, fusion, terms and summary", rows / result.Folding.TotalSeconds, "observations/s");
            Line("end to end", rows / wall, "observations/s");
            Line("end to end, per second of processor time", rows / cpu, "observations/s");
            using var process = Process.GetCurrentProcess();
            Line("peak memory", process.PeakWorkingSet64 / 1048576.0, "MiB");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static string? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    private static void Line(string what, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {value:#,0.#} {unit}").TrimEnd());
}
