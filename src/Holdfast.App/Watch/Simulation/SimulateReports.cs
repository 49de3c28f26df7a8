using System.Globalization;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Scoring;
using Holdfast.Core.Watch.Simulation;
using NodaTime;

namespace Holdfast.App.Watch.Simulation;

/// <summary>Which reports to make.</summary>
/// <param name="PerDay">Incidents a day.</param>
/// <param name="Sources">How many sources report; with <paramref name="Mixed"/> the third is heat seen from space, the fourth are sightings.</param>
public sealed record ReportsRequest(int Seed, int PerDay, int Days, int Sources, bool Mixed)
{
    /// <exception cref="ArgumentException">An option is out of range; the message says which and what is allowed.</exception>
    public void Check()
    {
        Require(PerDay, 1, 10_000, "per-day");
        Require(Days, 1, 366, "days");
        Require(Sources, 1, 4, "sources");
        if (Mixed && Sources < 3)
        {
            throw new ArgumentException("Found --mixed with fewer than 3 sources, expected 3 or 4: the third is heat seen from space.");
        }
    }

    private static void Require(int value, int least, int most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentException($"Found --{name} {value}, expected {least} to {most}.");
        }
    }
}

/// <summary>Writes the REPORTS scenario: reports, which of them tell of one incident, and a mission around them, along the equator in the open ocean.</summary>
public static class SimulateReports
{
    private const double LengthKm = 1_200;

    /// <exception cref="ArgumentException">An option is out of range, or the folder holds something.</exception>
    public static async Task<SimulateResult> RunAsync(ReportsRequest request, Instant start, string path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        var folder = OutFolder.Empty(path);
        foreach (var (name, text) in Mission(request, start))
        {
            var at = Path.Combine(folder, "mission", name);
            Directory.CreateDirectory(Path.GetDirectoryName(at) ?? folder);
            await File.WriteAllTextAsync(at, text, cancellation);
        }
        var scenario = new ReportsScenario(request.PerDay, request.Days, request.Sources, request.Seed, request.Mixed)
        {
            From = start,
            Place = (east, north) => At(east, north),
        };
        var (events, reports) = (0, 0);
        await using (var observations = PicksWriter.Table(Path.Combine(folder, "observations.jsonl")))
        await using (var truth = PicksWriter.Table(Path.Combine(folder, "truth.csv")))
        {
            await truth.WriteLineAsync(TruthTable.Header);
            foreach (var (happened, said) in Events(scenario))
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var report in said)
                {
                    await observations.WriteLineAsync(ObservationLines.Of(report));
                }
                await truth.WriteLineAsync(Row(happened, said, start));
                (events, reports) = (events + 1, reports + said.Count);
            }
        }
        return new SimulateResult(0, events, 0, 0, new Dictionary<string, string>(StringComparer.Ordinal), OutFolder.Files(folder))
        {
            Reports = reports,
        };
    }

    /// <summary>Reports of one incident follow each other.</summary>
    private static IEnumerable<(ReportedEvent Happened, List<FixObservation> Said)> Events(ReportsScenario scenario)
    {
        var (last, said) = (default(ReportedEvent), new List<FixObservation>());
        foreach (var (report, happened) in scenario.Told())
        {
            if (said.Count > 0 && happened != last)
            {
                yield return (last, said);
                said = [];
            }
            last = happened;
            said.Add(
                report with
                {
                    Mode = Mode.Exercise,
                    Standing = Standing.Illustrative,
                    Description = "Exercise: a report that was made up.",
                }
            );
        }
        if (said.Count > 0)
        {
            yield return (last, said);
        }
    }

    private static string Row(ReportedEvent happened, List<FixObservation> said, Instant start)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"e{happened.Number:D6}");
        var (seconds, east, north) = (86_400 * happened.Day, 1_000 * happened.EastKm, 1_000 * happened.NorthKm);
        var truth = new TruthEvent(id, seconds, east, north, [])
        {
            Kind = happened.Kind,
            Reports = [.. said.Select(report => report.Id.ToString())],
        };
        var simulated = new SimulatedEvent(happened.Number, seconds, east, north, 0, 0);
        return TruthTable.Row(truth, simulated, start, ExercisePlane.Geographic(east, north));
    }

    private static GeoPoint At(double eastKm, double northKm)
    {
        var (longitude, latitude) = ExercisePlane.Geographic(1_000 * eastKm, 1_000 * northKm);
        return new GeoPoint(latitude, longitude);
    }

    /// <summary>The mission of a line, without sensors and with the sources of the reports.</summary>
    private static IEnumerable<(string Name, string Text)> Mission(ReportsRequest request, Instant start)
    {
        var line = new LineOptions
        {
            Seed = request.Seed,
            LengthKm = LengthKm,
            DurationSeconds = 86_400.0 * Math.Min(31, request.Days),
        };
        foreach (var (name, text) in new ExerciseMission(line, new LineScenario(line), [], start).Files())
        {
            if (name == "mission.yaml")
            {
                yield return (name, text.Replace("sources:\n", "sources:\n" + Sources(request), StringComparison.Ordinal));
            }
            else if (name is not ("sensors.csv" or "sensing.yaml"))
            {
                yield return (name, text);
            }
        }
    }

    private static string Sources(ReportsRequest request) =>
        string.Concat(
            Enumerable
                .Range(0, request.Sources)
                .Select(number =>
                    $"  - id: source{number}\n    title: \"Source {number} of the exercise\"\n    group: source{number}\n    affiliation: public\n    reliability: C\n"
                )
        );
}
