using System.Globalization;
using Holdfast.Core.Watch.Simulation;
using NodaTime;

namespace Holdfast.App.Watch.Simulation;

/// <summary>What to simulate and where to write it.</summary>
/// <param name="Line">The scenario.</param>
/// <param name="Disturbed">What goes wrong on the way.</param>
/// <param name="Reports">What is said beside the picks.</param>
/// <param name="Start">The instant of the scenario's second 0.</param>
/// <param name="Out">A folder, new or empty.</param>
public sealed record SimulateRequest(LineOptions Line, DisturbanceOptions Disturbed, ReportOptions Reports, Instant Start, string Out);

/// <summary>What came of it.</summary>
/// <param name="Bad">Sensors that are bad, by name, and how.</param>
public sealed record SimulateResult(
    int Sensors,
    long Events,
    long Picks,
    long FalsePicks,
    IReadOnlyDictionary<string, string> Bad,
    IReadOnlyList<string> Files
)
{
    /// <summary>Located reports, where the scenario is of reports alone; null otherwise.</summary>
    public int? Reports { get; init; }
}

/// <summary>Writes a line scenario: observations, the truth and a mission, stretch by stretch, so that what is held does not grow with its duration.</summary>
public sealed class Simulate
{
    private readonly SimulateRequest request;
    private readonly LineScenario scenario;
    private readonly Disturbances disturbed;
    private readonly SimulatedReports reports;
    private readonly string folder;
    private long events;
    private long picks;
    private long invalid;

    private Simulate(SimulateRequest request)
    {
        this.request = request;
        scenario = new LineScenario(request.Line);
        disturbed = new Disturbances(scenario, request.Line, request.Disturbed);
        reports = new SimulatedReports(scenario, request.Line, request.Reports, request.Start);
        folder = OutFolder.Empty(request.Out);
    }

    /// <exception cref="ArgumentException">An option is out of range, or the folder holds something.</exception>
    public static Task<SimulateResult> RunAsync(SimulateRequest request, IProgress<ReplayProgress> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(progress);
        return new Simulate(request).RunAsync(progress, cancellation);
    }

    private async Task<SimulateResult> RunAsync(IProgress<ReplayProgress> progress, CancellationToken cancellation)
    {
        await PicksWriter.StationsAsync(In("stations.csv"), disturbed.Sensors);
        await File.WriteAllTextAsync(In("model.yaml"), LineModelFile.Text(scenario.Told, LineScenario.Detection), cancellation);
        foreach (var (path, text) in new ExerciseMission(request.Line, scenario, disturbed.Sensors, request.Start).Files())
        {
            var at = In(Path.Combine("mission", path));
            Directory.CreateDirectory(Path.GetDirectoryName(at) ?? folder);
            await File.WriteAllTextAsync(at, text, cancellation);
        }
        await using var tables = new Tables(folder);
        await tables.Picks.WriteLineAsync(Guns ? PicksWriter.VoicedHeader : PicksWriter.PicksHeader);
        await tables.Truth.WriteLineAsync(Guns ? TruthTable.GunsHeader : TruthTable.Header);
        foreach (var block in disturbed.Blocks())
        {
            cancellation.ThrowIfCancellationRequested();
            await WriteAsync(block, tables);
            Report(progress, block.ToSeconds);
        }
        foreach (var claim in request.Reports.Reports ? reports.Claims() : [])
        {
            await tables.Observations.WriteLineAsync(ObservationLines.Of(claim));
        }
        var bad = disturbed.Bad.OrderBy(pair => pair.Key);
        return new SimulateResult(
            scenario.Sensors.Count,
            events,
            picks,
            invalid,
            bad.ToDictionary(pair => scenario.Sensors[pair.Key].Id, pair => pair.Value.ToString().ToLowerInvariant()),
            OutFolder.Files(folder)
        );
    }

    /// <summary>Picks, and what is said of events, are written in the order in which they come in.</summary>
    private async Task WriteAsync(SimulatedBlock block, Tables tables)
    {
        var said = new Queue<Core.Watch.Observation>(reports.About(block.Events));
        foreach (var pick in block.Picks)
        {
            picks++;
            invalid += pick.Truth is null || pick.Truth.IsInvented ? 1 : 0;
            await tables.Picks.WriteLineAsync(
                Guns ? PicksWriter.VoicedRow(pick, request.Start, request.Reports.Classes) : PicksWriter.Row(pick, request.Start)
            );
            var arrival = reports.Arrival(pick);
            while (said.TryPeek(out var earlier) && earlier.ReportedAt < arrival.ReportedAt)
            {
                await tables.Observations.WriteLineAsync(ObservationLines.Of(said.Dequeue()));
            }
            await tables.Observations.WriteLineAsync(ObservationLines.Of(arrival));
        }
        foreach (var later in said)
        {
            await tables.Observations.WriteLineAsync(ObservationLines.Of(later));
        }
        foreach (var simulated in block.Events.OrderBy(simulated => simulated.TimeSeconds))
        {
            events++;
            var place = ExercisePlane.Geographic(simulated.EastMetres, simulated.NorthMetres);
            var truth = LineTruth.Of(scenario, simulated);
            truth = truth with
            {
                Kind = truth.Kind ?? (request.Reports.Classes ? SimulatedReports.KindOf(simulated) : null),
                Reports = [.. reports.SaidOf(simulated).Select(id => id.ToString())],
            };
            await tables.Truth.WriteLineAsync(
                Guns ? TruthTable.GunsRow(truth, simulated, request.Start, place) : TruthTable.Row(truth, simulated, request.Start, place)
            );
        }
    }

    private bool Guns => request.Line.Fire == LineFireKind.Guns;

    private string In(string name) => Path.Combine(folder, name);

    private void Report(IProgress<ReplayProgress> progress, double to) =>
        progress.Report(
            new ReplayProgress(
                "simulate",
                Math.Min(1, to / request.Line.DurationSeconds),
                string.Create(CultureInfo.InvariantCulture, $"{events:N0} events, {picks:N0} picks")
            )
        );

    private sealed class Tables(string folder) : IAsyncDisposable
    {
        public StreamWriter Picks { get; } = PicksWriter.Table(Path.Combine(folder, "picks.csv"));
        public StreamWriter Truth { get; } = PicksWriter.Table(Path.Combine(folder, "truth.csv"));
        public StreamWriter Observations { get; } = PicksWriter.Table(Path.Combine(folder, "observations.jsonl"));

        public async ValueTask DisposeAsync()
        {
            await Picks.DisposeAsync();
            await Truth.DisposeAsync();
            await Observations.DisposeAsync();
        }
    }
}
