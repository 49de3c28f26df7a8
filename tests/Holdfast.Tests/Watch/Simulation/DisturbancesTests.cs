using System.Collections.Immutable;
using Holdfast.Core.Watch.Simulation;
using Shouldly;

namespace Holdfast.Tests.Watch.Simulation;

public sealed class DisturbancesTests
{
    private static readonly LineOptions Line = new()
    {
        Seed = 4,
        LengthKm = 60,
        DurationSeconds = 400,
        Rate = 10,
    };

    [Fact]
    public void With_nothing_set_nothing_changes()
    {
        var plain = Picks(new LineScenario(Line).Blocks());
        Picks(Make(new DisturbanceOptions()).Blocks()).Order(StringComparer.Ordinal).ShouldBe(plain.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Delays_bring_picks_out_of_order_and_some_are_sent_twice()
    {
        var picks = Make(new DisturbanceOptions { DelaySeconds = 3, Resent = 0.1 }).Blocks().SelectMany(block => block.Picks).ToArray();
        var received = picks.Select(pick => pick.ReceivedSeconds).ToArray();
        received.ShouldBe(received.Order());
        picks.Zip(picks.Skip(1)).ShouldContain(pair => pair.Second.Arrival.TimeSeconds < pair.First.Arrival.TimeSeconds);
        var ids = picks.CountBy(pick => pick.Arrival.Id).ToArray();
        (ids.Count(id => id.Value == 2) / (double)ids.Length).ShouldBe(0.1, 0.02);
        picks.ShouldAllBe(pick => pick.ReceivedSeconds >= pick.Arrival.TimeSeconds);
    }

    [Fact]
    public void An_outage_loses_picks_and_the_truth_knows()
    {
        var blocks = Make(new DisturbanceOptions { Outages = 0.4 }).Blocks().ToArray();
        var left = blocks.Sum(block => block.Picks.Count);
        (left / (double)Picks(new LineScenario(Line).Blocks()).Length).ShouldBe(0.6, 0.12);
        var here = blocks.SelectMany(block => block.Picks).Select(pick => pick.Arrival.Id).ToHashSet(StringComparer.Ordinal);
        blocks.SelectMany(block => block.Events).SelectMany(shot => shot.Picks).ShouldAllBe(pick => here.Contains(pick.Arrival.Id));
    }

    [Fact]
    public void A_clock_that_drifts_is_later_the_longer_it_runs()
    {
        var plain = new LineScenario(Line).Blocks().Single().Picks.ToDictionary(pick => pick.Arrival.Id, StringComparer.Ordinal);
        var moved = Make(new DisturbanceOptions { DriftPpm = 100 }).Blocks().Single();
        var shifts = moved.Picks.Select(pick =>
            (
                pick.Sensor,
                Ppm: 1e6
                    * (pick.Arrival.TimeSeconds - plain[pick.Arrival.Id].Arrival.TimeSeconds)
                    / plain[pick.Arrival.Id].Arrival.TimeSeconds
            )
        );
        foreach (var sensor in shifts.GroupBy(shift => shift.Sensor))
        {
            (sensor.Max(shift => shift.Ppm) - sensor.Min(shift => shift.Ppm)).ShouldBeLessThan(0.1);
        }
        moved.Events.SelectMany(shot => shot.Picks).ShouldAllBe(pick => moved.Picks.Any(other => other.Arrival == pick.Arrival));
    }

    [Fact]
    public void Each_kind_of_bad_sensor_does_what_it_says()
    {
        var bad = Enum.GetValues<BadSensor>().ToImmutableSortedDictionary(kind => kind, kind => kind == BadSensor.Spoofed ? 120 : 2);
        var disturbed = Make(new DisturbanceOptions { Bad = bad });
        var blocks = disturbed.Blocks().ToArray();
        var picks = blocks.SelectMany(block => block.Picks).ToArray();
        disturbed.Bad.CountBy(pair => pair.Value).ShouldAllBe(pair => pair.Value == 2);
        var usual = new LineScenario(Line).Blocks().Single().Picks.Count / (double)disturbed.Sensors.Count;
        foreach (var (sensor, kind) in disturbed.Bad)
        {
            var own = picks.Where(pick => pick.Sensor == sensor).ToArray();
            switch (kind)
            {
                case BadSensor.Floods:
                    (own.Length / usual).ShouldBe(100, 12);
                    break;
                case BadSensor.Lies:
                    var (says, stands) = (disturbed.Sensors[sensor], new LineScenario(Line).Sensors[sensor]);
                    Math.Sqrt(Math.Pow(says.EastMetres - stands.EastMetres, 2) + Math.Pow(says.NorthMetres - stands.NorthMetres, 2))
                        .ShouldBe(5_000, 1);
                    own.ShouldAllBe(pick => pick.Truth == null || pick.Truth.IsInvented);
                    break;
                case BadSensor.Jumps:
                    own.ShouldContain(pick => pick.Fault == "jumps" && pick.Truth == null);
                    own.ShouldContain(pick => pick.Fault == null);
                    break;
                case BadSensor.Repeats:
                    var steps = own.Where(pick => pick.Fault == "repeats").Select(pick => pick.Arrival.TimeSeconds).Order().ToArray();
                    steps.Zip(steps.Skip(1)).Count(pair => Math.Abs(pair.Second - pair.First - 2) < 1e-9).ShouldBeGreaterThan(20);
                    break;
                case BadSensor.Spoofed:
                    throw new InvalidOperationException("No sensor is spoofed by itself.");
            }
        }
        var invented = blocks.SelectMany(block => block.Events).Where(shot => shot.IsInvented).ToArray();
        invented.Length.ShouldBeGreaterThan(4);
        invented.SelectMany(shot => shot.Picks).ShouldAllBe(pick => SensorOwners.Of(pick.Sensor) == SensorOwners.Party);
        invented.Average(shot => shot.Picks.Count).ShouldBeGreaterThan(5);
    }

    [Fact]
    public void What_is_out_of_range_is_said() =>
        Should.Throw<ArgumentException>(() => Make(new DisturbanceOptions { Outages = 1 })).Message.ShouldContain("--outages 1");

    private static Disturbances Make(DisturbanceOptions options) => new(new LineScenario(Line), Line, options);

    private static string[] Picks(IEnumerable<SimulatedBlock> blocks) =>
        [.. blocks.SelectMany(block => block.Picks).Select(pick => pick.Arrival.ToString())];
}
