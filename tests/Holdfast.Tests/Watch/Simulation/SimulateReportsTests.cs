using System.CommandLine;
using Holdfast.App.Missions;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Scoring;
using Holdfast.App.Watch.Simulation;
using Holdfast.Cli;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Scoring;
using Holdfast.Core.Watch.Simulation;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch.Simulation;

/// <summary>Reports of several sources, and of parties that tell one side of it.</summary>
public sealed class SimulateReportsTests : IDisposable
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 0, 0);
    private static readonly LineOptions Line = new()
    {
        Seed = 4,
        LengthKm = 60,
        Rate = 10,
    };

    private readonly string folder = Directory.CreateTempSubdirectory("simulate-reports").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reports_are_replayed_and_scored_against_what_they_tell_of()
    {
        var made = Path.Combine(folder, "reports");
        var result = await SimulateReports.RunAsync(new ReportsRequest(1001, 10, 30, 2, Mixed: false), Start, made, Cancel);
        result.Events.ShouldBeInRange(250, 300);
        result.Reports.ShouldNotBeNull().ShouldBeInRange(380, 460);
        var mission = Path.Combine(made, "mission");
        (await MissionFolder.LoadAsync(mission, Cancel)).Diagnostics.ShouldBeEmpty();
        var record = Path.Combine(folder, "record.db");
        var feed = new FeedSource("jsonl", Path.Combine(made, "observations.jsonl"), "source0", null, null);
        await new Replay(TimeProvider.System).RunAsync(
            new ReplayRequest(mission, [feed], record, null, new Disorder(null, false, 1)),
            new Progress<ReplayProgress>(),
            Cancel
        );
        var request = new ScoreRecordRequest(mission, record, ScoreRecord.TruthBeside(mission));
        var score = (await ScoreRecord.RunAsync(request, new ScoreRules(), TimeProvider.System, Cancel)).Score.Incidents;
        score.Pairs.ShouldNotBeNull().F1.ShouldBeGreaterThan(0.96);
        score.OfReportsAlone.ShouldBe(score.Count);
    }

    [Fact]
    public void The_scenario_is_the_one_of_the_benchmark_wherever_it_lies()
    {
        var there = new ReportsScenario(5, 3, 2, seed: 7).Generate().ToArray();
        var here = new ReportsScenario(5, 3, 2, seed: 7) { From = Start, Place = (x, y) => new GeoPoint(y / 111, x / 111) }
            .Told()
            .ToArray();
        here.Select(told => (told.Report.Id, told.Happened.Number, told.Report.Kinds[0].Kind, told.Report.When.Earliest - Start))
            .ShouldBe(
                there.Select(told =>
                    (told.Report.Id, told.Truth, told.Report.Kinds[0].Kind, told.Report.When.Earliest - ReportsScenario.Start)
                )
            );
        var sigma = here.Select(told => told.Report.Where.Centre.Latitude * 111 - told.Happened.NorthKm).ToArray();
        Math.Sqrt(sigma.Average(error => error * error)).ShouldBeInRange(1, 2.2);
    }

    [Fact]
    public async Task The_same_seed_writes_the_same_reports_and_options_out_of_range_are_refused()
    {
        var mixed = new ReportsRequest(3, 4, 5, 4, Mixed: true);
        await SimulateReports.RunAsync(mixed, Start, Path.Combine(folder, "one"), Cancel);
        await SimulateReports.RunAsync(mixed, Start, Path.Combine(folder, "two"), Cancel);
        var lines = await File.ReadAllTextAsync(Path.Combine(folder, "one", "observations.jsonl"), Cancel);
        lines.ShouldBe(await File.ReadAllTextAsync(Path.Combine(folder, "two", "observations.jsonl"), Cancel));
        lines.ShouldContain("\"thermal_anomaly\"");
        lines.ShouldContain("\"source3\"");
        foreach (
            var (wrong, word) in new[]
            {
                (mixed with { PerDay = 0 }, "--per-day"),
                (mixed with { Days = 400 }, "--days"),
                (mixed with { Sources = 5 }, "--sources"),
                (mixed with { Sources = 2 }, "--mixed"),
            }
        )
        {
            Should.Throw<ArgumentException>(wrong.Check).Message.ShouldContain(word);
        }
    }

    [Fact]
    public void A_party_reports_what_came_down_on_its_own_side_and_nothing_else_changes()
    {
        var quiet = Said(new ReportOptions { Reports = true });
        var spoken = Said(
            new ReportOptions
            {
                Reports = true,
                OneSided = OneSided.First,
                Exaggeration = 0,
            }
        );
        spoken
            .Where(o => o.Id.Producer != "pa-reports")
            .Select(o => ObservationLines.Of(o))
            .ShouldBe(quiet.Select(o => ObservationLines.Of(o)));
        var reports = spoken.OfType<FixObservation>().Where(o => o.Id.Producer == "pa-reports").ToArray();
        reports.Length.ShouldBeGreaterThan(50);
        // South of the front, to the error of the report.
        reports.Count(IsSouth).ShouldBeGreaterThan((int)(0.9 * reports.Length));
        var others = Said(
            new ReportOptions
            {
                Reports = true,
                OneSided = OneSided.Second,
                Exaggeration = 0,
            }
        );
        others.OfType<FixObservation>().Where(o => o.Id.Producer == "pb-reports").Count(IsSouth).ShouldBeLessThan(15);
        others.ShouldNotContain(o => o.Id.Producer == "pa-reports");
    }

    [Fact]
    public void What_a_party_invents_is_behind_no_event_and_its_reports_come_late()
    {
        var scenario = new LineScenario(Line);
        var options = new ReportOptions
        {
            Reports = true,
            OneSided = OneSided.Both,
            Exaggeration = 1.5,
            PartyDelaySeconds = 7_200,
        };
        var reports = new SimulatedReports(scenario, Line, options, Start);
        var events = scenario.Blocks().SelectMany(block => block.Events).ToArray();
        var said = reports
            .About(events)
            .Where(o =>
                o.Id.Producer.EndsWith("-reports", StringComparison.Ordinal)
                && o.Id.Producer[0] == 'p'
                && o.Id.Producer != SimulatedReports.Public
            )
            .ToArray();
        var real = events.SelectMany(reports.SaidOf).ToHashSet();
        var invented = said.Count(o => !real.Contains(o.Id));
        (invented / (double)(said.Length - invented)).ShouldBeInRange(1.2, 1.8);
        said.Average(o => (o.ReportedAt.ShouldNotBeNull() - o.When.Latest).TotalSeconds).ShouldBeInRange(6_000, 8_500);
        var claims = reports.Claims().Sum(claim => claim.Number);
        (claims / (double)events.Length).ShouldBeInRange(2.2, 2.8);
        Should.Throw<ArgumentException>((options with { Exaggeration = -1 }).Check).Message.ShouldContain("--exaggeration");
        Should.Throw<ArgumentException>((options with { PartyDelaySeconds = -1 }).Check).Message.ShouldContain("--party-delay");
        Should.Throw<ArgumentException>((options with { Reports = false }).Check).Message.ShouldContain("--reports");
    }

    [Fact]
    public async Task Without_a_partys_reports_its_incidents_go_and_with_them_they_are_claimed()
    {
        var made = Path.Combine(folder, "line");
        string[] words =
        [
            "simulate",
            "--seed",
            "4",
            "--length",
            "40",
            "--duration",
            "120",
            "--rate",
            "6",
            "--reports",
            "--one-sided",
            "both",
            "--exaggeration",
            "0.5",
            "--party-delay",
            "60",
            "--out",
            made,
            "--format",
            "json",
        ];
        (await Program.Root().Parse(words).InvokeAsync(new InvocationConfiguration { Output = new StringWriter() }, Cancel)).ShouldBe(0);
        var feed = new FeedSource("jsonl", Path.Combine(made, "observations.jsonl"), "line-sensors", null, null);
        var replay = await new Replay(TimeProvider.System).RunAsync(
            new ReplayRequest(Path.Combine(made, "mission"), [feed], null, "pa-reports", new Disorder(null, false, 1)),
            new Progress<ReplayProgress>(),
            Cancel
        );
        replay.Summary.Incidents.ShouldBeLessThan(replay.WithAll.ShouldNotBeNull().Incidents);
    }

    private static bool IsSouth(FixObservation report)
    {
        var (east, north) = ExercisePlane.Plane(report.Where.Centre.Longitude, report.Where.Centre.Latitude);
        return north < (1_000 * LineScenario.Front(east / 1_000)) + 3_000;
    }

    private static List<Observation> Said(ReportOptions options)
    {
        var scenario = new LineScenario(Line);
        var reports = new SimulatedReports(scenario, Line, options, Start);
        return [.. reports.About(scenario.Blocks().SelectMany(block => block.Events))];
    }
}
