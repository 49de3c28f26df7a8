using System.Diagnostics;
using System.Globalization;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Origins;
using Holdfast.App.Watch.Simulation;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Simulation;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>
/// The origins of a record: <c>origins [--lengths 40,80,160] [--rates 1,3,10] [--seconds 600] [--late-seconds 10800] [--late-length 40] [--seed 1001]</c>. Arrivals of a simulated line on disk go through the screen, the engine
/// and the audit into the store and out of it as located observations; the bare engine takes the same arrivals in the same run. Then how both grow with sensors and with picks, and what one late arrival costs in a
/// record of several hours. Processor time of the whole process; picks for each second of it.
/// </summary>
internal static class OriginsBench
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 0, 0);

    public static async Task RunAsync(string[] args)
    {
        var (seed, seconds) = ((int)Numbers(args, "--seed", "1001")[0], Numbers(args, "--seconds", "600")[0]);
        var (lengths, rates) = (Numbers(args, "--lengths", "40,80,160"), Numbers(args, "--rates", "1,3,10"));
        Console.WriteLine("   km    R  sensors    picks  origins   store picks/s  of it fixes   engine picks/s   store/engine   peak MB");
        foreach (var length in lengths)
        {
            await GrowthAsync(Line(seed, length, rates[0], seconds));
        }
        foreach (var rate in rates.Skip(1))
        {
            await GrowthAsync(Line(seed, lengths[0], rate, seconds));
        }
        var late = Numbers(args, "--late-seconds", "10800")[0];
        if (late > 0)
        {
            await LateAsync(Line(seed, Numbers(args, "--late-length", "40")[0], rates[0], late));
        }
    }

    private static LineOptions Line(int seed, double length, double rate, double seconds) =>
        new()
        {
            Seed = seed,
            LengthKm = length,
            Rate = rate,
            DurationSeconds = seconds,
        };

    private static async Task GrowthAsync(LineOptions line)
    {
        await using var world = await World.MakeAsync(line);
        var before = Cpu();
        using var store = world.Store();
        await store.AdvanceAsync(null, CancellationToken.None);
        var solved = Cpu() - before;
        var fixes = 0;
        for (var after = 0L; ; )
        {
            var changes = await store.ChangesAsync(after, 5_000, CancellationToken.None);
            if (changes.Count == 0)
            {
                break;
            }
            after = changes[^1].Sequence;
            fixes += changes.Count(change => !change.Gone && ObservationCodec.Encode(change.Origin.AsFix(Label.Public)).Length > 0);
        }
        var told = Cpu() - before - solved;
        var (engine, sensors) = Engine(line);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{line.LengthKm, 5:N0} {line.Rate, 4:N0} {sensors, 8} {world.Picks, 8:N0} {fixes, 8:N0} {world.Picks / (solved + told), 15:N0} {told / (solved + told), 12:P1} {world.Picks / engine, 16:N0} {(solved + told) / engine, 14:N1} {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576, 9}"
            )
        );
    }

    /// <summary>One arrival more at two fifths of the record, away from the turn of an hour, beside all of them at once.</summary>
    private static async Task LateAsync(LineOptions line)
    {
        await using var world = await World.MakeAsync(line);
        using var store = world.Store();
        var before = Cpu();
        await store.AdvanceAsync(null, CancellationToken.None);
        var whole = Cpu() - before;
        var reached = store.Sequence;
        before = Cpu();
        await store.AdvanceAsync(null, CancellationToken.None);
        var nothing = Cpu() - before;
        await world.AppendLateAsync(0.4 * line.DurationSeconds);
        before = Cpu();
        await store.AdvanceAsync(null, CancellationToken.None);
        var late = Cpu() - before;
        var changes = await store.ChangesAsync(reached, 100_000, CancellationToken.None);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"late: {line.DurationSeconds / 3_600:N1} h, {world.Picks:N0} picks in {whole:N1} s of processor time; asked again {nothing:N2} s; one arrival more {late:N1} s, {late / whole:P0} of it, and {changes.Count} origins that appeared, changed or went"
            )
        );
    }

    private static (double Seconds, int Sensors) Engine(LineOptions line)
    {
        var scenario = new LineScenario(line);
        var arrivals = scenario.Blocks().SelectMany(block => block.Picks).Select(pick => pick.Arrival).ToArray();
        var before = Cpu();
        var parameters = new AssociationParameters { Detection = LineScenario.Detection };
        var stream = new AssociationStream(parameters, scenario.Sensors, new AirModel(scenario.Told), []);
        foreach (var arrival in arrivals)
        {
            stream.Add(arrival);
        }
        _ = stream.Complete().Count();
        return (Cpu() - before, scenario.Sensors.Count);
    }

    private static double Cpu() => Environment.CpuUsage.TotalTime.TotalSeconds;

    private static double[] Numbers(string[] args, string name, string otherwise)
    {
        var at = Array.IndexOf(args, name);
        var text = at >= 0 && at + 1 < args.Length ? args[at + 1] : otherwise;
        return [.. text.Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    /// <summary>A simulated line as a mission with its record on disk.</summary>
    private sealed class World(string folder, Workspace workspace, int picks) : IAsyncDisposable
    {
        public int Picks => picks;

        public static async Task<World> MakeAsync(LineOptions line)
        {
            var folder = Directory.CreateTempSubdirectory("holdfast-origins-").FullName;
            var made = Path.Combine(folder, "line");
            await Simulate.RunAsync(
                new SimulateRequest(line, new DisturbanceOptions(), new ReportOptions(), Start, made),
                new Progress<ReplayProgress>(),
                CancellationToken.None
            );
            var var = Path.Combine(folder, "var");
            var workspace = await WorkspaceOpener.OpenAsync(Path.Combine(made, "mission"), var, TimeProvider.System);
            var source = new FeedSource("jsonl", Path.Combine(made, "observations.jsonl"), SimulatedReports.MissionSensors, null, null);
            var read = await WorkspaceOpener.ImportAsync(workspace, source, TimeProvider.System, null);
            return new World(folder, workspace, (int)read.Observations);
        }

        public OriginStore Store() =>
            new(
                workspace.Mission,
                workspace.Mission.Sensing ?? throw new InvalidOperationException("A simulated mission listens."),
                workspace.Record,
                folder,
                null,
                null
            );

        public async Task AppendLateAsync(double seconds)
        {
            var arrival = new ArrivalObservation
            {
                Id = new ObservationId(SimulatedReports.MissionSensors, "late"),
                SourceId = SimulatedReports.MissionSensors,
                When = TimeRange.At(Start + Duration.FromNanoseconds(Math.Round(seconds * 1e9))),
                Standing = Standing.Illustrative,
                Mode = Mode.Exercise,
                Sensor = "s00000",
                SigmaSeconds = 0.03,
            };
            await workspace.Record.AppendAsync([ObservationCodec.Draft(arrival)]);
        }

        public async ValueTask DisposeAsync()
        {
            await workspace.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}
