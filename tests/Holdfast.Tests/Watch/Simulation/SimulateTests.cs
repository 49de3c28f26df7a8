using System.Collections.Immutable;
using Holdfast.App.Missions;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Intake;
using Holdfast.App.Watch.Simulation;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Simulation;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch.Simulation;

public sealed class SimulateTests : IDisposable
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 0, 0);
    private static readonly LineOptions Line = new()
    {
        Seed = 8,
        LengthKm = 40,
        Rate = 6,
        DurationSeconds = 120,
        Bearings = 0.3,
    };
    private static readonly DisturbanceOptions Bad = new()
    {
        DelaySeconds = 1,
        Resent = 0.05,
        Bad = ImmutableSortedDictionary<BadSensor, int>.Empty.Add(BadSensor.Lies, 1).Add(BadSensor.Spoofed, 60),
    };

    private static readonly ReportOptions All = new() { Classes = true, Reports = true };

    private readonly string folder = Directory.CreateTempSubdirectory("simulate").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_seed_writes_the_same_files()
    {
        var (one, two) = (await WriteAsync("one"), await WriteAsync("two"));
        one.Files.ShouldBe(two.Files);
        foreach (var file in one.Files)
        {
            (await File.ReadAllTextAsync(Path.Combine(folder, "one", file), Cancel)).ShouldBe(
                await File.ReadAllTextAsync(Path.Combine(folder, "two", file), Cancel)
            );
        }
    }

    [Fact]
    public async Task The_mission_around_a_simulation_checks_clean_and_is_an_exercise()
    {
        await WriteAsync("out");
        var read = await MissionFolder.LoadAsync(Path.Combine(folder, "out", "mission"), Cancel);
        read.Diagnostics.ShouldBeEmpty();
        var mission = read.Mission.ShouldNotBeNull();
        mission.Mode.ShouldBe(Mode.Exercise);
        mission.Sensors.Count.ShouldBe(new LineScenario(Line).Sensors.Count);
        mission.Sensing.ShouldNotBeNull().Regions.Single().Waves.Air.Length.ShouldBe(2);
    }

    [Fact]
    public async Task Every_line_of_observations_is_one_illustrative_and_of_an_exercise()
    {
        var made = await WriteAsync("out");
        var lines = await File.ReadAllLinesAsync(Path.Combine(folder, "out", "observations.jsonl"), Cancel);
        var kinds = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var kind = line.Split('"')[3];
            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
            var body = System.Text.Encoding.UTF8.GetBytes("{" + line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..]);
            var read = ObservationCodec.Decode(kind, body);
            (read.Standing, read.Mode).ShouldBe((Standing.Illustrative, Mode.Exercise));
        }
        kinds["observation.arrival/1"].ShouldBe((int)made.Picks);
        kinds["observation.fix/1"].ShouldBeGreaterThan(0);
        kinds["observation.bearing/1"].ShouldBeGreaterThan(0);
        kinds["observation.claim/1"].ShouldBe(2);
    }

    [Fact]
    public async Task The_mission_around_a_simulation_gives_verdicts_and_says_what_hangs_on_one_party()
    {
        await WriteAsync("judged");
        var feed = new FeedSource("jsonl", Path.Combine(folder, "judged", "observations.jsonl"), null, null, null);
        var replay = new Replay(TimeProvider.System);
        var request = new ReplayRequest(Path.Combine(folder, "judged", "mission"), [feed], null, "PA", new Disorder(null, false, 1));
        var result = await replay.RunAsync(request, new Progress<ReplayProgress>(), Cancel);
        var all = result.WithAll.ShouldNotBeNull();
        // The script fires mortars, artillery and rockets: its term decides about what is heard.
        all.Terms.ShouldHaveSingleItem().ApparentBreaches.ShouldBeGreaterThan(all.Incidents / 2);
        var difference = result.Difference.ShouldNotBeNull();
        (difference.With, difference.Without).ShouldBe((all.Incidents, result.Summary.Incidents));
        difference.Gone.ShouldNotBeEmpty();
        difference.Changed.SelectMany(c => c.Changes).Select(c => c.What).ShouldContain("place");
        var sector = difference.Coverage.ShouldHaveSingleItem();
        sector.With.ShouldBeGreaterThan(sector.Without);
        var text = new StringWriter();
        Cli.Watch.WithoutText.Write(
            Spectre.Console.AnsiConsole.Create(
                new Spectre.Console.AnsiConsoleSettings
                {
                    Out = new Spectre.Console.AnsiConsoleOutput(text),
                    Ansi = Spectre.Console.AnsiSupport.No,
                }
            ),
            difference
        );
        text.ToString().ShouldContain("without PA");
        text.ToString().ShouldContain("Lost");
        var json = System.Text.Json.JsonSerializer.Serialize(Cli.Watch.WithoutText.Json(difference));
        json.ShouldContain("\"Coverage\":[{\"Sector\":\"sector_01\"");

        var nobody = request with { Without = "PX" };
        var wrong = await Should.ThrowAsync<ArgumentException>(() => replay.RunAsync(nobody, new Progress<ReplayProgress>(), Cancel));
        wrong.Message.ShouldContain("Did you mean 'PA'");
    }

    [Fact]
    public async Task Nothing_is_written_over()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "mine.txt"), "x", Cancel);
        var refused = await Should.ThrowAsync<ArgumentException>(() => WriteAsync("."));
        refused.Message.ShouldContain("new or empty");
    }

    [Fact]
    public async Task Live_sends_what_is_written_otherwise()
    {
        var sent = new List<string>();
        var start = Instant.MinValue;
        var result = await SimulateLive.RunAsync(
            new LiveRequest(Line, Bad, new ReportOptions(), 10_000),
            async (lines, stop) =>
            {
                using var reader = new StreamReader(lines);
                while (await reader.ReadLineAsync(stop) is { } line)
                {
                    sent.Add(line);
                }
                return new SendResult(sent.Count, sent.Count, 0, 0, 0, 0);
            },
            begun =>
            {
                start = begun;
                return Task.CompletedTask;
            },
            TimeProvider.System,
            Cancel
        );
        result.Start.ShouldBe(start);
        var written = Path.Combine(folder, "out");
        await Simulate.RunAsync(
            new SimulateRequest(Line, Bad, new ReportOptions(), start, written),
            new Progress<ReplayProgress>(),
            Cancel
        );
        sent.Order(StringComparer.Ordinal)
            .ShouldBe((await File.ReadAllLinesAsync(Path.Combine(written, "observations.jsonl"), Cancel)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("http://127.0.0.1:9")]
    [InlineData("ukraine")]
    public async Task An_address_that_nobody_answers_at_is_a_message_and_no_stack_trace(string to)
    {
        var token = Path.Combine(Directory.CreateDirectory(folder).FullName, "token");
        await File.WriteAllTextAsync(token, "hfp_x", Cancel);
        string[] words =
        [
            "simulate",
            "--scenario",
            "line",
            "--length",
            "10",
            "--duration",
            "30",
            "--live",
            "--to",
            to,
            "--token-file",
            token,
        ];
        (await Holdfast.Cli.Program.Root().Parse(words).InvokeAsync(new(), Cancel)).ShouldBe(1);
    }

    private Task<SimulateResult> WriteAsync(string name) =>
        Simulate.RunAsync(new SimulateRequest(Line, Bad, All, Start, Path.Combine(folder, name)), new Progress<ReplayProgress>(), Cancel);
}
