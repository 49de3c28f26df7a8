using System.Globalization;
using System.Text;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Simulation;
using NodaTime;

namespace Holdfast.App.Watch.Simulation;

/// <summary>A mission folder around a simulated line: an exercise, everything in it illustrative. <c>holdfast check</c> passes it, <c>holdfast serve</c> serves it.</summary>
internal sealed class ExerciseMission(LineOptions line, LineScenario scenario, IReadOnlyList<Sensor> stated, Instant start)
{
    private const double SectorKm = 100;
    private const double RegionKm = 400;
    private const double NorthKm = 60;

    /// <summary>The files by their paths within the folder.</summary>
    public IEnumerable<(string Path, string Text)> Files()
    {
        yield return ("mission.yaml", Main());
        yield return ("terms.clauses", Terms);
        yield return ("facts.yaml", Facts());
        yield return ("zones/line.geojson", Zones());
        yield return ("sensors.csv", Sensors());
        yield return ("sensing.yaml", Sensing());
    }

    private int Sectors => (int)Math.Ceiling(line.LengthKm / SectorKm);

    private string Day(int after) => (start.InUtc().Date.PlusDays(after)).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    private int Days => 2 + (int)(line.DurationSeconds / 86_400);

    private string Main() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # Made by holdfast simulate (seed {line.Seed}). An exercise along an invented line in the open ocean: nothing here happened.
            title: "Exercise: a line of {line.LengthKm} km"
            summary: >
              Simulated sensors along an invented line, simulated shots, and what sensors, posts, the public and two invented parties say of them. Illustrative throughout.
            exposure: live
            mode: exercise
            release: "An exercise: released as a live mission would be, 24 hours late on a grid of 10 km."
            zone: UTC
            period:
              from: {Day(-1)}
              until: {Day(Days)}
            languages: [en]
            parties:
              - id: PA
                name: "First party of the exercise"
              - id: PB
                name: "Second party of the exercise"
            references:
              - id: Exercise
                title: "The exercise's script"
                publisher: "holdfast simulate"
            sources:
              - id: {SimulatedReports.MissionSensors}
                title: "The mission's own sensors"
                group: mission
                affiliation: mission
                reliability: A
              - id: {SimulatedReports.Posts}
                title: "The mission's posts"
                group: mission-posts
                affiliation: mission
                reliability: A
              - id: {SimulatedReports.PartySensors}
                title: "Sensors that the first party lends"
                group: party-a
                affiliation: party
                owner: PA
                reliability: F
              - id: pa-claims
                title: "Statements of the first party"
                group: party-a
                affiliation: party
                owner: PA
                reliability: F
              - id: pa-reports
                title: "Reports of the first party"
                group: party-a
                affiliation: party
                owner: PA
                reliability: F
              - id: pb-reports
                title: "Reports of the second party"
                group: party-b
                affiliation: party
                owner: PB
                reliability: F
              - id: pb-claims
                title: "Statements of the second party"
                group: party-b
                affiliation: party
                owner: PB
                reliability: F
              - id: {SimulatedReports.Public}
                title: "Public reports"
                group: public
                affiliation: public
                reliability: C
            sectors: [{string.Join(", ", Enumerable.Range(1, Sectors).Select(Sector))}]
            thresholds: {"{"}breach: 0.95, no_breach: 0.05, since: {Day(-1)}, standing: illustrative, cites: illustrative{"}"}
            fusion:
              maximum_distance: 5 km
              maximum_gap: 1 day
              match_probability: 0.5
              watermark: 1 day
              since: {Day(-1)}
              standing: illustrative
              cites: illustrative

            """
        );

    private static string Sector(int number) => string.Create(CultureInfo.InvariantCulture, $"sector_{number:D2}");

    private const string Terms = """
        -- An exercise: invented terms between invented parties.

        fact ceasefire.effective instant "when the exercise's ceasefire takes effect"
             cites Exercise "script" standing illustrative

        term no_fire "All fire ceases along the line"
            cites Exercise "script"
            standing illustrative
            binds PA, PB
            applies in line_area from ceasefire.effective
            forbids use_of_force
            severity major when at least 50 of them within 24 h and 10 km
                     minor otherwise
        end

        """;

    private string Facts() =>
        $"""
            # An exercise.
            facts:
              - fact: ceasefire.effective
                value: {PicksWriter.Time(start, 0)}
                by: "The exercise's script"
                cites: Exercise script
                standing: illustrative

            """;

    private string Zones()
    {
        var features = new List<string>
        {
            Feature("front", "line", "Line of the exercise", "LineString", "[" + string.Join(", ", Front(0, line.LengthKm)) + "]"),
            Feature("line_area", "area", "Area of the exercise", "Polygon", Box(-10, line.LengthKm + 10)),
        };
        for (var sector = 1; sector <= Sectors; sector++)
        {
            var (west, east) = ((sector - 1) * SectorKm, Math.Min(line.LengthKm, sector * SectorKm));
            features.Add(
                Feature(
                    Sector(sector),
                    "area",
                    $"Sector {sector}",
                    "Polygon",
                    Box(sector == 1 ? -10 : west, sector == Sectors ? line.LengthKm + 10 : east)
                )
            );
        }
        return $"{{\"type\": \"FeatureCollection\", \"features\": [\n{string.Join(",\n", features)}\n]}}\n";
    }

    private static string Feature(string name, string kind, string title, string type, string coordinates) =>
        $"{{\"type\": \"Feature\", \"properties\": {{\"name\": \"{name}\", \"kind\": \"{kind}\", \"title\": \"{title}\", \"caption\": \"An exercise: invented.\", \"standing\": \"illustrative\", \"source\": \"illustrative\"}}, \"geometry\": {{\"type\": \"{type}\", \"coordinates\": {coordinates}}}}}";

    private static IEnumerable<string> Front(double from, double to)
    {
        for (var km = from; km <= to; km += 2)
        {
            yield return Position(km, LineScenario.Front(km));
        }
    }

    private static string Box(double west, double east) =>
        $"[[{Position(west, -NorthKm)}, {Position(east, -NorthKm)}, {Position(east, NorthKm)}, {Position(west, NorthKm)}, {Position(west, -NorthKm)}]]";

    private static string Position(double eastKm, double northKm)
    {
        var (longitude, latitude) = ExercisePlane.Geographic(1_000 * eastKm, 1_000 * northKm);
        return string.Create(CultureInfo.InvariantCulture, $"[{longitude:F6}, {latitude:F6}]");
    }

    private string Sensors()
    {
        var text = new StringBuilder("id,longitude,latitude,elevation_m,owner,kind,clock_sigma_s,dead_time_s,standing\n");
        for (var sensor = 0; sensor < stated.Count; sensor++)
        {
            var (longitude, latitude) = ExercisePlane.Geographic(stated[sensor].EastMetres, stated[sensor].NorthMetres);
            text.Append(
                CultureInfo.InvariantCulture,
                $"{stated[sensor].Id},{longitude:F6},{latitude:F6},0,{SensorOwners.Of(sensor)},acoustic,{stated[sensor].ClockSigmaSeconds},{stated[sensor].DeadTimeSeconds},illustrative\n"
            );
        }
        return text.ToString();
    }

    private string Sensing()
    {
        var text = new StringBuilder(
            $"""
            # An exercise. A region is at most 570 km wide; the line is cut where that asks for it.
            label: restricted cat:SENSORS
            origins: public
            watermark: 90 s
            source: {SimulatedReports.MissionSensors}
            # The script fires mortars, artillery and rockets alone; what no classifier names is one of them.
            kind: shelling
            regions:

            """
        );
        var count = Math.Max(1, (int)Math.Ceiling(line.LengthKm / RegionKm));
        for (var region = 0; region < count; region++)
        {
            Region(
                text,
                region + 1,
                region == 0 ? -20 : line.LengthKm * region / count,
                region == count - 1 ? line.LengthKm + 20 : line.LengthKm * (region + 1) / count
            );
        }
        return text.ToString();
    }

    private void Region(StringBuilder text, int number, double west, double east)
    {
        var ((left, bottom), (right, top)) = (
            ExercisePlane.Geographic(1_000 * west, -1_000 * NorthKm),
            ExercisePlane.Geographic(1_000 * east, 1_000 * NorthKm)
        );
        text.Append(
            CultureInfo.InvariantCulture,
            $"  - id: line-{number}\n    box: {{west: {left:F6}, south: {bottom:F6}, east: {right:F6}, north: {top:F6}}}\n"
        );
        var middle = 500 * (west + east);
        var told = scenario.Told.Where(sector =>
            sector.FromEastMetres > (1_000 * west) - 45_000 && sector.FromEastMetres < (1_000 * east) + 25_000
        );
        var here = told.Select(sector => sector with { FromEastMetres = Math.Round(sector.FromEastMetres - middle) });
        foreach (var row in LineModelFile.Text(here, LineScenario.Detection).Split('\n').Skip(1).Where(row => row.Length > 0))
        {
            text.Append("    ").Append(row).Append('\n');
        }
    }
}
