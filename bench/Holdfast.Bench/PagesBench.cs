using System.Diagnostics;
using System.Globalization;
using Holdfast.App.Missions;
using Holdfast.App.Watch;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>
/// What the pages ask of the views, over a folded record of 100,000 incidents, three in four of them violations:
/// <c>pages [--rows 100000] [--mission missions/minsk-2015] [--folder DIR]</c>. Server time of 40 rounds in milliseconds: median, 95th percentile and
/// processor time. With a folder the record is kept there and used again.
/// </summary>
internal static class PagesBench
{
    private const int Rounds = 40;

    public static async Task RunAsync(string[] args)
    {
        var rows = long.Parse(ReplayBench.Option(args, "--rows") ?? "100000", CultureInfo.InvariantCulture);
        var mission = ReplayBench.Option(args, "--mission") ?? "missions/minsk-2015";
        var kept = ReplayBench.Option(args, "--folder");
        var folder = kept is null ? Directory.CreateTempSubdirectory("holdfast-bench-").FullName : Directory.CreateDirectory(kept).FullName;
        try
        {
            var file = Path.Combine(folder, "reports.jsonl");
            var isNew = !File.Exists(file);
            await using var workspace = await WorkspaceOpener.OpenAsync(mission, folder, TimeProvider.System);
            if (isNew)
            {
                await GeneratedFeed.WriteReportsAsync(file, rows);
                await WorkspaceOpener.ImportAsync(workspace, new FeedSource("jsonl", file, null, null, null), TimeProvider.System, null);
            }
            await AskAsync(workspace);
        }
        finally
        {
            if (kept is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static async Task AskAsync(Workspace workspace)
    {
        var (views, reader, all) = (workspace.Watch, Reader.LocalOperator, new IncidentFilter());
        var counts = await views.CountsAsync(reader, all);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"incidents: {counts.Incidents:N0}; violations: {counts.ApparentViolations:N0}")
        );
        var map = await views.MapAsync(reader, all);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"map payload: {map.Length / 1e6:N1} MB"));
        // Another filter each time, so that no answer is remembered.
        await MedianAsync("map, not remembered", i => views.MapAsync(reader, Period(workspace, i)).AsTask());
        await MedianAsync("map, remembered", _ => views.MapAsync(reader, all).AsTask());
        await MedianAsync("first page of 100 incidents", _ => views.IncidentsAsync(reader, all, null, null, 100).AsTask());
        await MedianAsync("the same by severity", _ => views.IncidentsAsync(reader, all, "severity", null, 100).AsTask());
        await MedianAsync("first page of 100 violations", _ => views.ViolationsAsync(reader, all, null, null, 100).AsTask());
        await MedianAsync("the same by severity", _ => views.ViolationsAsync(reader, all, "severity", null, 100).AsTask());
        await MedianAsync("violations of a year", _ => views.ViolationsAsync(reader, Year, null, null, 100).AsTask());
        await MedianAsync("counts", _ => views.CountsAsync(reader, all).AsTask());
        await MedianAsync("counts of a year", _ => views.CountsAsync(reader, Year).AsTask());
        await MedianAsync("density, 400 bins", _ => views.DensityAsync(reader, all, 400).AsTask());
    }

    private static readonly IncidentFilter Year = new(
        When: new TimeRange(Instant.FromUtc(2015, 4, 1, 0, 0), Instant.FromUtc(2016, 4, 1, 0, 0))
    );

    private static IncidentFilter Period(Workspace workspace, int round) =>
        new(When: new TimeRange(workspace.Mission.Period.Earliest, workspace.Mission.Period.Latest - Duration.FromSeconds(round)));

    private static async Task MedianAsync<T>(string what, Func<int, Task<T>> ask)
    {
        await ask(-1);
        var times = new double[Rounds];
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Rounds; i++)
        {
            var watch = Stopwatch.StartNew();
            await ask(i);
            times[i] = watch.Elapsed.TotalMilliseconds;
        }
        var cpu = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Rounds;
        Array.Sort(times);
        var (median, late) = (times[Rounds / 2], times[(Rounds * 95 / 100) - 1]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {median:N1} ms (p95 {late:N1}, processor {cpu:N1})"));
    }
}
