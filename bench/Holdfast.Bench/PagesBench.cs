using System.Diagnostics;
using System.Globalization;
using Holdfast.App.Missions;
using Holdfast.App.Watch;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>
/// What the pages ask of the views, over a folded record of 100,000 incidents: <c>pages [--rows 100000] [--mission missions/minsk-2015]</c>. Server time,
/// median of 20, in milliseconds.
/// </summary>
internal static class PagesBench
{
    private const int Rounds = 20;

    public static async Task RunAsync(string[] args)
    {
        var rows = long.Parse(ReplayBench.Option(args, "--rows") ?? "100000", CultureInfo.InvariantCulture);
        var mission = ReplayBench.Option(args, "--mission") ?? "missions/minsk-2015";
        var folder = Directory.CreateTempSubdirectory("holdfast-bench-").FullName;
        try
        {
            var file = Path.Combine(folder, "pixels.csv");
            await GeneratedFeed.WriteAsync(file, rows);
            await using var workspace = await WorkspaceOpener.OpenAsync(mission, folder, TimeProvider.System);
            await WorkspaceOpener.ImportAsync(workspace, new FeedSource("firms", file, null, null, null), TimeProvider.System, null);
            await AskAsync(workspace);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task AskAsync(Workspace workspace)
    {
        var (views, reader, all) = (workspace.Watch, Reader.LocalOperator, new IncidentFilter());
        var counts = await views.CountsAsync(reader, all);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"incidents: {counts.Incidents:N0}"));
        var map = await views.MapAsync(reader, all);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"map payload: {map.Length / 1e6:N1} MB"));
        // Another filter each time, so that no answer is remembered.
        await MedianAsync("map, not remembered", i => views.MapAsync(reader, Period(workspace, i)).AsTask());
        await MedianAsync("map, remembered", _ => views.MapAsync(reader, all).AsTask());
        await MedianAsync("first page of 100 incidents", _ => views.IncidentsAsync(reader, all, null, null, 100).AsTask());
        await MedianAsync("the same by severity", _ => views.IncidentsAsync(reader, all, "severity", null, 100).AsTask());
        await MedianAsync("first page of 100 violations", _ => views.ViolationsAsync(reader, all, null, null, 100).AsTask());
        await MedianAsync("counts", _ => views.CountsAsync(reader, all).AsTask());
        await MedianAsync("density, 400 bins", _ => views.DensityAsync(reader, all, 400).AsTask());
    }

    private static IncidentFilter Period(Workspace workspace, int round) =>
        new(When: new TimeRange(workspace.Mission.Period.Earliest, workspace.Mission.Period.Latest - Duration.FromSeconds(round)));

    private static async Task MedianAsync<T>(string what, Func<int, Task<T>> ask)
    {
        await ask(-1);
        var times = new double[Rounds];
        for (var i = 0; i < Rounds; i++)
        {
            var watch = Stopwatch.StartNew();
            await ask(i);
            times[i] = watch.Elapsed.TotalMilliseconds;
        }
        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {times[Rounds / 2]:N1} ms (worst {times[^1]:N1})"));
    }
}
