using System.Globalization;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Core.Watch.Sensors.Screening;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Sensors;

/// <summary>What cannot be, what is told twice and what floods is held back with the reason; heavy fire is not.</summary>
public sealed class ArrivalScreenTests
{
    private static readonly ScreenedLine Line = new();

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 100)]
    [InlineData(3, 100)]
    public void Heavy_fire_is_no_flood_and_no_repetition(int seed, double rate)
    {
        var line = new ScreenedLine(seed, rate, 300, falseRatio: 3);
        var result = line.Screen(line.Honest);
        result.Findings.ShouldBeEmpty();
        result.Taken.Length.ShouldBe(line.Honest.Length);
    }

    [Fact]
    public void A_flood_is_held_back_and_its_neighbours_are_not()
    {
        var flood = Enumerable
            .Range(0, 2_000)
            .Select(i => new Arrival($"flood{i}", Line.Middle.Id, 60 + (i * 0.21) + (i * i % 17 * 0.003), 0.03));
        var result = Line.Screen(Line.Honest.Concat(flood));
        var finding = result.Findings.ShouldHaveSingleItem();
        finding.Sensor.ShouldBe(Line.Middle.Id);
        finding.Reason.ShouldBe(ScreenReason.Flood);
        finding.Words.ShouldContain("heavy fire is heard by all of them");
        result.Judged.Length.ShouldBeGreaterThan(1_900);
        result.Taken.Count(t => t.Pick.Sensor != Line.Middle.Id).ShouldBe(Line.Honest.Count(a => a.Sensor != Line.Middle.Id));
    }

    [Fact]
    public void What_a_sensor_tells_again_later_is_held_back_and_what_it_told_first_is_not()
    {
        var own = Line.Honest.Where(a => a.Sensor == Line.Middle.Id).ToList();
        var again = own.Select(a => a with { Id = a.Id + "again", TimeSeconds = a.TimeSeconds + 200 }).ToList();
        var result = Line.Screen(Line.Honest.Concat(again));
        var finding = result.Findings.ShouldHaveSingleItem();
        (finding.Sensor, finding.Reason).ShouldBe((Line.Middle.Id, ScreenReason.Repeats));
        result.Judged.Count(j => j.Pick.Id.EndsWith("again", StringComparison.Ordinal)).ShouldBeGreaterThan(again.Count / 2);
        result.Judged.Count(j => !j.Pick.Id.EndsWith("again", StringComparison.Ordinal)).ShouldBeLessThan(own.Count / 20 + 3);
        finding.Words.ShouldContain("200 s before");
    }

    [Fact]
    public void The_same_arrival_under_another_id_is_taken_once()
    {
        var twice = Line.Honest.Concat(Line.Honest.Where(a => a.Sensor == Line.Middle.Id).Select(a => a with { Id = a.Id + "b" }));
        var result = Line.Screen(twice);
        result.Taken.Length.ShouldBe(Line.Honest.Length);
        result.Judged.ShouldAllBe(j => j.Reason == ScreenReason.Repeats && j.Pick.Sensor == Line.Middle.Id);
    }

    [Fact]
    public void A_beat_of_its_own_electronics_is_held_back()
    {
        var beat = Enumerable.Range(0, 300).Select(i => new Arrival($"beat{i}", Line.Middle.Id, 5 + (i * 1.75), 0.03));
        var result = Line.Screen(Line.Honest.Where(a => a.Sensor != Line.Middle.Id).Concat(beat));
        result.Judged.Length.ShouldBeGreaterThan(280);
        result.Findings.ShouldHaveSingleItem().Reason.ShouldBe(ScreenReason.Repeats);
    }

    [Fact]
    public void A_clock_that_ticks_in_tenths_of_a_second_is_no_repetition()
    {
        var coarse = Line.Honest.Select(a => a with { TimeSeconds = Math.Round(a.TimeSeconds, 1) });
        // Within the dead time, two arrivals may fall on one tick; that is all.
        Line.Screen(coarse).Judged.Count(j => !j.Words.Contains("dead time")).ShouldBe(0);
    }

    [Fact]
    public void Order_and_doubles_do_not_matter()
    {
        var flood = Enumerable.Range(0, 300).Select(i => new Arrival($"flood{i}", Line.Middle.Id, 60 + (i * 0.2), 0.03));
        var all = Line.Honest.Concat(flood).ToList();
        var shuffled = all.OrderBy(a => a.Id.GetHashCode(StringComparison.Ordinal) ^ 77).Concat(all.Take(500)).ToList();
        var (one, two) = (Line.Screen(all), Line.Screen(shuffled));
        two.Taken.ShouldBe(one.Taken);
        two.Judged.ShouldBe(one.Judged);
        two.Findings.ShouldBe(one.Findings);
        two.Repeated.ShouldBe(500);
    }

    [Fact]
    public void An_unknown_sensor_is_held_back_with_the_nearest_name()
    {
        var judgement = Line.Screen([new Arrival("x", "s0010", 1, 0.03)]).Judged.ShouldHaveSingleItem();
        judgement.Reason.ShouldBe(ScreenReason.UnknownSensor);
        judgement.Words.ShouldContain("Did you mean 's00");
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.03)]
    [InlineData(0)]
    [InlineData(double.PositiveInfinity)]
    public void An_error_that_is_none_is_held_back(double sigma)
    {
        var judgement = Line.Screen([new Arrival("x", Line.Middle.Id, 1, sigma)]).Judged.ShouldHaveSingleItem();
        (judgement.Reason, judgement.Verdict).ShouldBe((ScreenReason.BadNumber, ScreenVerdict.HeldBack));
        judgement.Words.ShouldContain(sigma.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(1.7723664e18, "reads like nanoseconds")]
    [InlineData(1.7723664e15, "reads like microseconds")]
    [InlineData(1.7723664e12, "reads like milliseconds")]
    [InlineData(2026.16, "reads like a year")]
    [InlineData(1.7723664, "reads like thousands of millions of seconds")]
    [InlineData(double.NaN, "The time is NaN")]
    [InlineData(-5, "is not near 2026-03-01")]
    public void A_time_in_other_units_says_in_which(double seconds, string said) =>
        TimeGuess.FaultOf(seconds, ScreenedLine.Start, Duration.FromDays(30)).ShouldNotBeNull().ShouldContain(said);

    [Fact]
    public void A_time_that_is_right_is_right() =>
        TimeGuess.FaultOf(ScreenedLine.Start + Duration.FromDays(3), ScreenedLine.Start, Duration.FromDays(30)).ShouldBeNull();

    [Fact]
    public void An_arrival_from_the_future_or_of_another_age_is_held_back()
    {
        var received = ScreenedLine.Start;
        ScreenPick At(Instant at) => new("x", Line.Middle.Id, at, 0.03, "", received);
        var screen = new ArrivalScreen(Line.Registry);
        screen
            .Judge([At(received + Duration.FromHours(1))])
            .Judged.Single()
            .Words.ShouldContain("3600 s after the instant at which it came in");
        screen.Judge([At(Instant.FromUnixTimeSeconds(2026))]).Judged.Single().Words.ShouldContain("reads like a year");
        screen.Judge([At(received - Duration.FromHours(3))]).Judged.ShouldBeEmpty();
    }

    [Fact]
    public void While_somebody_works_at_a_sensor_it_is_not_believed()
    {
        SensorStatus Status(double seconds, SensorState state) =>
            new()
            {
                Sensor = Line.Middle.Id,
                At = ScreenedLine.Start + Duration.FromSeconds(seconds),
                State = state,
            };
        var result = new ArrivalScreen(Line.Registry).Judge(
            Line.Honest.Select(ScreenedLine.Pick),
            [Status(100, SensorState.Maintenance), Status(300, SensorState.Up)]
        );
        result.Judged.ShouldAllBe(j => j.Reason == ScreenReason.NotListening && j.Pick.Sensor == Line.Middle.Id);
        result.Judged.Length.ShouldBe(Line.Honest.Count(a => a.Sensor == Line.Middle.Id && a.TimeSeconds is >= 100 and < 300));
    }

    [Fact]
    public void A_sensor_that_stood_nowhere_is_not_placed()
    {
        var site = Line.Registry.SiteAt(Line.Middle.Id, ScreenedLine.Start).ShouldNotBeNull();
        var registry = new SensorRegistry([
            new RegisteredSensor(Line.Middle.Id, SensorKind.Acoustic, [site with { From = ScreenedLine.Start + Duration.FromHours(1) }]),
        ]);
        var pick = ScreenedLine.Pick(new Arrival("x", Line.Middle.Id, 1, 0.03));
        new ArrivalScreen(registry).Judge([pick]).Judged.Single().Reason.ShouldBe(ScreenReason.NoPlaceThen);
    }
}
