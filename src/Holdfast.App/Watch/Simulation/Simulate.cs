using System.Globalization;
using Holdfast.Core.Watch.Simulation;
using NodaTime;

namespace Holdfast.App.Watch.Simulation;

/// <summary>What to simulate and where to write it.</summary>
/// <param name="Line">The scenario.</param>
/// <param name="Start">The instant of the scenario's second 0.</param>
/// <param name="Out">A folder, new or empty.</param>
public sealed record SimulateRequest(LineOptions Line, Instant Start, string Out);

/// <summary>What came of it.</summary>
public sealed record SimulateResult(int Sensors, long Events, long Picks, long FalsePicks, IReadOnlyList<string> Files);

/// <summary>Writes a scenario: observations and the truth, stretch by stretch, so that what is held does not grow with its duration.</summary>
public static class Simulate
{
    /// <exception cref="ArgumentException">An option is out of range, or the folder holds something.</exception>
    public static async Task<SimulateResult> RunAsync(
        SimulateRequest request,
        IProgress<ReplayProgress> progress,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(progress);
        var scenario = new LineScenario(request.Line);
        var folder = Empty(request.Out);
        string File(string name) => Path.Combine(folder, name);
        await PicksWriter.StationsAsync(File("stations.csv"), scenario.Sensors);
        await System.IO.File.WriteAllTextAsync(File("model.yaml"), LineModelFile.Text(scenario.Told, LineScenario.Detection), cancellation);
        var (events, picks, invalid) = (0L, 0L, 0L);
        await using (var picksTable = PicksWriter.Table(File("picks.csv")))
        await using (var truthTable = PicksWriter.Table(File("truth.csv")))
        {
            await picksTable.WriteLineAsync(PicksWriter.PicksHeader);
            await truthTable.WriteLineAsync(TruthTable.Header);
            foreach (var block in scenario.Blocks())
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (
                    var pick in block.Picks.OrderBy(pick => pick.ReceivedSeconds).ThenBy(pick => pick.Arrival.Id, StringComparer.Ordinal)
                )
                {
                    picks++;
                    invalid += pick.Truth is null ? 1 : 0;
                    await picksTable.WriteLineAsync(PicksWriter.Row(pick, request.Start));
                }
                foreach (var simulated in block.Events.OrderBy(simulated => simulated.TimeSeconds))
                {
                    events++;
                    var place = ExercisePlane.Geographic(simulated.EastMetres, simulated.NorthMetres);
                    await truthTable.WriteLineAsync(TruthTable.Row(LineTruth.Of(scenario, simulated), simulated, request.Start, place));
                }
                Report(progress, request.Line.DurationSeconds, block.ToSeconds, events, picks);
            }
        }
        return new SimulateResult(
            scenario.Sensors.Count,
            events,
            picks,
            invalid,
            [.. Directory.EnumerateFiles(folder).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)]
        );
    }

    private static void Report(IProgress<ReplayProgress> progress, double duration, double to, long events, long picks) =>
        progress.Report(
            new ReplayProgress(
                "simulate",
                Math.Min(1, to / duration),
                string.Create(CultureInfo.InvariantCulture, $"{events:N0} events, {picks:N0} picks")
            )
        );

    private static string Empty(string path)
    {
        if (System.IO.File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
        {
            throw new ArgumentException($"Found something at '{path}', expected a folder that is new or empty: nothing is written over.");
        }
        return Directory.CreateDirectory(path).FullName;
    }
}
