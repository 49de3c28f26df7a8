using System.Globalization;
using Holdfast.App.Missions;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Origins;
using Holdfast.App.Watch.Simulation;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Simulation;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>
/// What settling costs while arrivals come in, by processor time: <c>live --settle 10 [--length 300] [--rate 10] [--seconds 600] [--seed 1]</c>. Two stores of origins follow one record that grows by ten seconds of arrivals at a
/// time: one works out all that is younger than the watermark at each step, as whoever asks for the whole gets it, the other as a running server does. At the end both give the whole, which must be the same bytes.
/// </summary>
internal static class FollowBench
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 0, 0);

    public static async Task RunAsync(string[] args)
    {
        var line = new LineOptions
        {
            Seed = (int)Number(args, "--seed", 1),
            LengthKm = Number(args, "--length", 300),
            Rate = Number(args, "--rate", 10),
            DurationSeconds = Number(args, "--seconds", 600),
        };
        var step = Number(args, "--settle", 10);
        var folder = Directory.CreateTempSubdirectory("holdfast-follow-").FullName;
        try
        {
            await RunAsync(line, step, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(LineOptions line, double step, string folder)
    {
        var made = Path.Combine(folder, "line");
        await Simulate.RunAsync(
            new SimulateRequest(line, new DisturbanceOptions(), new ReportOptions(), Start, made),
            new Progress<ReplayProgress>(),
            CancellationToken.None
        );
        await using var workspace = await WorkspaceOpener.OpenAsync(
            Path.Combine(made, "mission"),
            Path.Combine(folder, "var"),
            TimeProvider.System
        );
        using var whole = Store(workspace, Path.Combine(folder, "whole"));
        using var followed = Store(workspace, Path.Combine(folder, "followed"));
        var (used, most) = (new Use[2], new double[2]);
        var picks = 0;
        foreach (var ofStep in Arrivals(line).GroupBy(a => Math.Floor((a.When.Earliest - Start).TotalSeconds / step)).OrderBy(g => g.Key))
        {
            foreach (var batch in ofStep.Chunk(500))
            {
                await workspace.Record.AppendAsync([.. batch.Select(a => ObservationCodec.Draft(a))]);
                picks += batch.Length;
            }
            OriginStore[] stores = [whole, followed];
            for (var s = 0; s < 2; s++)
            {
                var before = Use.Now();
                await stores[s].AdvanceAsync(null, CancellationToken.None, whole: s == 0);
                var now = Use.Now() - before;
                (used[s], most[s]) = (used[s] + now, Math.Max(most[s], now.Seconds));
            }
        }
        var provisional = (await followed.AllAsync(CancellationToken.None)).Count;
        await followed.AdvanceAsync(null, CancellationToken.None);
        var (one, other) = (await BytesAsync(whole), await BytesAsync(followed));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                {line.LengthKm} km, R = {line.Rate}, {line.DurationSeconds} s, {picks:N0} picks, settled every {step} s
                all of it each time: {used[0].Seconds:N1} s of processor time, {used[0].Seconds
                    / line.DurationSeconds:P0} of one processor, {used[0].Megabytes:N0} MB allocated; the dearest settling {most[0]:N1} s
                as a server follows: {used[1].Seconds:N1} s of processor time, {used[1].Seconds
                    / line.DurationSeconds:P0} of one processor, {used[1].Megabytes:N0} MB allocated; the dearest settling {most[1]:N1} s; {provisional:N0} origins stood before the end was worked out
                in the end {one.Count:N0} origins, {(one.SequenceEqual(other) ? "the same bytes" : "NOT the same bytes")}
                """
            )
        );
    }

    private static OriginStore Store(Workspace workspace, string folder)
    {
        Directory.CreateDirectory(folder);
        var sensing = workspace.Mission.Sensing ?? throw new InvalidOperationException("A simulated mission listens.");
        return new OriginStore(workspace.Mission, sensing, workspace.Record, folder, null, null);
    }

    private static async Task<List<string>> BytesAsync(OriginStore store) =>
        [.. (await store.AllAsync(CancellationToken.None)).Select(o => Convert.ToHexString(o.Write()))];

    private static IEnumerable<ArrivalObservation> Arrivals(LineOptions line) =>
        new LineScenario(line)
            .Blocks()
            .SelectMany(block => block.Picks)
            .Select(pick => pick.Arrival)
            .OrderBy(a => a.TimeSeconds)
            .Select(a => new ArrivalObservation
            {
                Id = new ObservationId(SimulatedReports.MissionSensors, a.Id),
                SourceId = SimulatedReports.MissionSensors,
                When = TimeRange.At(Start + Duration.FromNanoseconds(Math.Round(a.TimeSeconds * 1e9))),
                Standing = Standing.Illustrative,
                Mode = Mode.Exercise,
                Sensor = a.Sensor,
                SigmaSeconds = a.SigmaSeconds,
            });

    private static double Number(string[] args, string name, double otherwise) =>
        ReplayBench.Option(args, name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>Processor time and bytes allocated.</summary>
    private readonly record struct Use(double Seconds, double Megabytes)
    {
        public static Use Now() => new(Environment.CpuUsage.TotalTime.TotalSeconds, GC.GetTotalAllocatedBytes() / 1e6);

        public static Use operator +(Use a, Use b) => new(a.Seconds + b.Seconds, a.Megabytes + b.Megabytes);

        public static Use operator -(Use a, Use b) => new(a.Seconds - b.Seconds, a.Megabytes - b.Megabytes);
    }
}
