using System.Diagnostics;
using System.Globalization;
using Holdfast.App.Missions;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Assessments;
using NodaTime;

namespace Holdfast.Bench;

/// <summary>
/// Puts made-up incidents of two years around the towns of the mission Minsk 2015 to its terms, with severities by count: <c>assess [INCIDENTS] [MISSION]</c>.
/// Processor time is given beside wall time.
/// </summary>
internal static class AssessBench
{
    public static async Task RunAsync(string[] arguments)
    {
        var count = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 200_000;
        var folder = arguments.Length > 1 ? arguments[1] : "missions/minsk-2015";
        var (mission, diagnostics) = await MissionFolder.LoadAsync(folder, CancellationToken.None);
        if (mission is null)
        {
            throw new InvalidOperationException(string.Join('\n', diagnostics));
        }
        var facts = FactBase.From(mission.Clauses, mission.Facts, Instant.MaxValue);
        var incidents = Incidents(count);
        var assessor = Assessor.For(mission.Clauses, mission.Atlas, facts, mission.Thresholds);
        assessor.Judge(incidents[..2_000]);
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var findings = assessor.Judge(incidents);
        var wall = watch.Elapsed.TotalSeconds;
        process.Refresh();
        var cpu = (process.TotalProcessorTime - before).TotalSeconds;
        Line($"{count} incidents under {mission.Clauses.Terms.Length} terms, wall", count / wall, "incidents/s");
        Line("the same, per second of processor time", count / cpu, "incidents/s");
        foreach (
            var group in findings
                .GroupBy(f => (f.Term, f.Outcome, f.Severity))
                .OrderBy(g => g.Key.Term, StringComparer.Ordinal)
                .ThenBy(g => g.Key.Outcome)
        )
        {
            Line($"{group.Key.Term} {group.Key.Outcome} {group.Key.Severity}", group.Count(), "findings");
        }
    }

    private static Incident[] Incidents(int count)
    {
        var random = new Random(2_015);
        var start = Instant.FromUtc(2015, 1, 1, 0, 0);
        var towns = Enumerable
            .Range(0, 60)
            .Select(_ => new GeoPoint(47.2 + 1.8 * random.NextDouble(), 37 + 2.5 * random.NextDouble()))
            .ToArray();
        string[] kinds = ["use_of_force", "shelling", "artillery", "small_arms", "weapon_presence", "explosion"];
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var town = towns[(int)(towns.Length * Math.Pow(random.NextDouble(), 2))];
                    var at = new GeoPoint(town.Latitude + 0.05 * random.NextDouble(), town.Longitude + 0.08 * random.NextDouble());
                    var when = start + Duration.FromMinutes(random.Next(730 * 1_440));
                    return new Incident
                    {
                        Id = new(i.ToString("x16", CultureInfo.InvariantCulture)),
                        Status = IncidentStatus.Final,
                        When = random.Next(2) == 0 ? new(when, when + Duration.FromDays(1)) : TimeRange.At(when),
                        Where = new PointPlace(at, ErrorEllipse.Circle(random.Next(4) == 0 ? 5_000 : 300)),
                        Kinds = [new KindWeight(kinds[random.Next(kinds.Length)], 1)],
                        Verification = VerificationLevel.Reported,
                        Observations = [new ObservationId("bench", i.ToString(CultureInfo.InvariantCulture))],
                        IndependentGroups = ["bench"],
                        Sources = ["bench"],
                    };
                }),
        ];
    }

    private static void Line(string what, double value, string unit) =>
        Console.WriteLine($"{what}: {value.ToString("#,0.###", CultureInfo.InvariantCulture)} {unit}");
}
