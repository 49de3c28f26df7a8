using System.Globalization;
using System.Text;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Scoring;
using Holdfast.Core.Watch.Simulation;
using NodaTime;

namespace Holdfast.App.Watch.Simulation;

/// <summary>Writes the SHALLOW scenario: stations, picks, a model and the truth.</summary>
public static class SimulateShallow
{
    /// <exception cref="ArgumentException">An option is out of range, or the folder holds something.</exception>
    public static async Task<SimulateResult> RunAsync(ShallowOptions options, Instant start, string path, CancellationToken cancellation)
    {
        var scenario = new ShallowScenario(options);
        var folder = OutFolder.Empty(path);
        string In(string name) => Path.Combine(folder, name);
        await PicksWriter.StationsAsync(In("stations.csv"), scenario.Sensors);
        await File.WriteAllTextAsync(In("model.yaml"), ShallowModel.Yaml, cancellation);
        var made = scenario.Make();
        await using (var picks = PicksWriter.Table(In("picks.csv")))
        {
            await picks.WriteLineAsync(PicksWriter.PicksHeader);
            foreach (var pick in made.Picks)
            {
                await picks.WriteLineAsync(PicksWriter.Row(pick, start));
            }
        }
        await using (var truth = PicksWriter.Table(In("truth.csv")))
        {
            await truth.WriteLineAsync(TruthTable.Header);
            foreach (var simulated in made.Events.OrderBy(simulated => simulated.TimeSeconds))
            {
                var place = ShallowScenario.Geographic(simulated.EastMetres, simulated.NorthMetres);
                await truth.WriteLineAsync(TruthTable.Row(ShallowModel.TruthOf(simulated), simulated, start, place));
            }
        }
        var wrong = made.Picks.Count(pick => pick.Truth is null);
        return new SimulateResult(
            scenario.Sensors.Count,
            made.Events.Count,
            made.Picks.Count,
            wrong,
            new Dictionary<string, string>(StringComparer.Ordinal),
            OutFolder.Files(folder)
        );
    }
}
