using Holdfast.Core.Watch.Simulation;
using Shouldly;

namespace Holdfast.Tests.Watch.Simulation;

public sealed class LineScenarioTests
{
    private static readonly LineOptions Short = new()
    {
        Seed = 5,
        LengthKm = 40,
        DurationSeconds = 300,
        Rate = 10,
    };

    [Fact]
    public void Sensors_stand_in_three_rows_behind_the_front()
    {
        var sensors = new LineScenario(new LineOptions { LengthKm = 100 }).Sensors;
        // 67 and 67 at 1.5 km, 34 at 3 km, both ends included.
        sensors.Count.ShouldBe(168);
        var behind = sensors.Select(sensor => LineScenario.Front(sensor.EastMetres / 1_000) - (sensor.NorthMetres / 1_000)).ToArray();
        behind.Take(67).Average().ShouldBe(3, 0.3);
        behind.Skip(67).Take(67).Average().ShouldBe(6, 0.3);
        behind.Skip(134).Average().ShouldBe(12, 0.4);
    }

    [Fact]
    public void The_same_seed_gives_the_same_picks_and_another_seed_others()
    {
        Picks(Short).ShouldBe(Picks(Short));
        Picks(Short with { Seed = 6 }).ShouldNotBe(Picks(Short));
    }

    [Fact]
    public void Figures_of_a_seed_that_were_published_stay_reproducible()
    {
        // The guide's figures rest on these draws: a changed order of draws would change every seed.
        var scenario = new LineScenario(
            new LineOptions
            {
                Seed = 2001,
                LengthKm = 100,
                Rate = 10,
            }
        );
        var blocks = scenario.Blocks().ToArray();
        blocks.Sum(block => block.Picks.Count).ShouldBe(11_046);
        blocks.SelectMany(block => block.Events).Count(shot => shot.Picks.Count >= 5).ShouldBe(312);
    }

    [Fact]
    public void Half_of_the_shots_belong_to_missions()
    {
        var shots = new LineScenario(
            new LineOptions
            {
                Seed = 9,
                LengthKm = 100,
                Rate = 30,
            }
        ).Blocks().Single().Events;
        (shots.Count(shot => shot.Mission >= 0) / (double)shots.Count).ShouldBe(0.5, 0.06);
        shots.Where(shot => shot.Mission >= 0).CountBy(shot => shot.Mission).Average(pair => pair.Value).ShouldBe(7, 0.8);
    }

    [Fact]
    public void False_picks_stand_to_true_ones_as_asked_and_thirty_per_cent_of_them_on_a_tenth_of_the_sensors()
    {
        var scenario = new LineScenario(Short with { LengthKm = 100, FalseRatio = 3 });
        var picks = scenario.Blocks().Single().Picks;
        var wrong = picks.Where(pick => pick.Truth is null).ToArray();
        (wrong.Length / (double)(picks.Count - wrong.Length)).ShouldBe(3, 0.3);
        var noisiest = wrong
            .CountBy(pick => pick.Sensor)
            .Select(pair => pair.Value)
            .OrderDescending()
            .Take(scenario.Sensors.Count / 10)
            .Sum();
        (noisiest / (double)wrong.Length).ShouldBe(0.38, 0.05);
    }

    [Fact]
    public void A_long_scenario_comes_in_blocks_that_keep_time_and_lose_nothing()
    {
        var options = Short with { LengthKm = 20, DurationSeconds = 4_000, Rate = 6 };
        var (until, picks, of) = (double.NegativeInfinity, 0, 0);
        var blocks = 0;
        foreach (var block in new LineScenario(options).Blocks())
        {
            blocks++;
            block.Picks.ShouldAllBe(pick => pick.Arrival.TimeSeconds >= until && pick.Arrival.TimeSeconds < block.ToSeconds);
            until = block.ToSeconds;
            picks += block.Picks.Count(pick => pick.Truth is not null);
            of += block.Events.Sum(shot => shot.Picks.Count);
        }
        blocks.ShouldBe(7);
        of.ShouldBe(picks);
        picks.ShouldBeGreaterThan(1_000);
    }

    [Fact]
    public void A_sensor_reports_nothing_within_its_dead_time()
    {
        foreach (var sensor in new LineScenario(Short with { Rate = 100 }).Blocks().Single().Picks.GroupBy(pick => pick.Sensor))
        {
            var times = sensor.Select(pick => pick.Arrival.TimeSeconds).Order().ToArray();
            times.Zip(times.Skip(1)).ShouldAllBe(pair => pair.Second - pair.First >= 0.2);
        }
    }

    [Fact]
    public void Weather_that_changes_changes_with_time_and_begins_as_told()
    {
        var steady = new LineScenario(Short).Air;
        var front = new LineScenario(Short with { Weather = LineWeatherKind.Front }).Air;
        steady.Temperature(20_000, 7_200).ShouldBe(steady.Temperature(20_000, 0));
        steady.Wind(20_000, 7_200).ShouldBe(steady.Wind(20_000, 0));
        var cooling = front.Temperature(0, 0) - front.Temperature(0, 7_200);
        cooling.ShouldBeGreaterThan(3);
        front.Temperature(0, 0).ShouldBe(steady.Temperature(0, 0), 2);
    }

    [Fact]
    public void Waves_make_some_sectors_busy_and_some_quiet()
    {
        var shots = new LineScenario(Short with { LengthKm = 400, DurationSeconds = 600, Tempo = LineTempo.Waves })
            .Blocks()
            .Single()
            .Events;
        var bySector = shots.CountBy(shot => (int)(shot.EastMetres / 20_000)).ToDictionary();
        var counts = Enumerable.Range(0, 20).Select(sector => bySector.GetValueOrDefault(sector)).ToArray();
        // Even sectors would vary by the root of 100.
        Math.Sqrt(counts.Average(count => Math.Pow(count - counts.Average(), 2))).ShouldBeGreaterThan(30);
    }

    [Fact]
    public void An_option_out_of_range_is_said_with_what_is_allowed() =>
        Should
            .Throw<ArgumentException>(() => new LineScenario(Short with { FalseRatio = double.NaN }))
            .Message.ShouldContain("--false NaN");

    private static string[] Picks(LineOptions options) =>
        [.. new LineScenario(options).Blocks().SelectMany(block => block.Picks).Select(pick => pick.Arrival.ToString())];
}
