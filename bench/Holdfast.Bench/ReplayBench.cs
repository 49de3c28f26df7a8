using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using Holdfast.App.Missions;
using Holdfast.App.Watch;

namespace Holdfast.Bench;

/// <summary>
/// A generated file of satellite pixels, end to end: feed, record on disk, fusion, terms, summary; then fusion and terms alone, in memory, over the same
/// observations. <c>replay [--rows 200000] [--days 700] [--mission missions/minsk-2015] [--without-memory-run | --memory-run-alone]</c>. Processor time is given beside wall time; the peak is that
/// of the whole process up to then.
/// </summary>
internal static class ReplayBench
{
    private const double Target = 200_000;

    public static async Task RunAsync(string[] args)
    {
        var rows = long.Parse(Option(args, "--rows") ?? "200000", CultureInfo.InvariantCulture);
        var mission = Option(args, "--mission") ?? "missions/minsk-2015";
        var folder = Directory.CreateTempSubdirectory("holdfast-bench-").FullName;
        try
        {
            var file = Path.Combine(folder, "pixels.csv");
            await GeneratedFeed.WriteAsync(file, rows, int.Parse(Option(args, "--days") ?? "700", CultureInfo.InvariantCulture));
            Line($"rows of {new FileInfo(file).Length / 1e6:N0} MB", rows, "");
            if (!args.Contains("--memory-run-alone"))
            {
                await EndToEndAsync(folder, file, rows, mission);
            }
            if (!args.Contains("--without-memory-run"))
            {
                await InMemoryFold.RunAsync(file, mission);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task EndToEndAsync(string folder, string file, long rows, string mission)
    {
        var request = new ReplayRequest(
            mission,
            [new FeedSource("firms", file, null, null, null)],
            Path.Combine(folder, "record.db"),
            null,
            new(null, false, 1)
        );
        var (compiling, allocated) = (JitInfo.GetCompilationTime(), GC.GetTotalAllocatedBytes());
        var result = await new Replay(TimeProvider.System).RunAsync(request, new Progress<ReplayProgress>());
        Line("incidents", result.Summary.Incidents, "");
        Line("undeterminable verdicts", result.Summary.Terms.Sum(t => t.Undeterminable), "");
        foreach (var phase in result.Phases)
        {
            Rate(phase.Name, rows, phase.Elapsed, phase.Processor);
        }
        Rate("end to end", rows, Sum(result.Phases, p => p.Elapsed), Sum(result.Phases, p => p.Processor));
        var folding = result.Phases.First(p => p.Name.Contains("fusion", StringComparison.Ordinal));
        Line($"ratio of folding to the target of {Target:N0}/s", rows / folding.Elapsed.TotalSeconds / Target, "");
        Line("of it compiling", (JitInfo.GetCompilationTime() - compiling).TotalSeconds, "s of processor time");
        Line("of it waiting for the garbage collector", GC.GetTotalPauseDuration().TotalSeconds, "s");
        Line("allocated", (GC.GetTotalAllocatedBytes() - allocated) / (double)rows, "bytes per observation");
        using var process = Process.GetCurrentProcess();
        Line("peak memory", process.PeakWorkingSet64 / 1048576.0, "MiB");
    }

    private static TimeSpan Sum(IReadOnlyList<ReplayPhase> phases, Func<ReplayPhase, TimeSpan> of) =>
        phases.Aggregate(TimeSpan.Zero, (sum, phase) => sum + of(phase));

    internal static void Rate(string what, long rows, TimeSpan elapsed, TimeSpan processor) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: {rows / elapsed.TotalSeconds:N0} observations/s, {rows / processor.TotalSeconds:N0} per second of processor time"
            )
        );

    internal static string? Option(string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    internal static void Line(string what, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {value:#,0.###} {unit}").TrimEnd());
}
