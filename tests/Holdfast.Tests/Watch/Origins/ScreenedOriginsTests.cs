using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Core.Watch.Sensors.Screening;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Origins;

/// <summary>What bad sensors tell does not reach the origins, in whatever order it comes.</summary>
[Trait("Load", "long")]
public sealed class ScreenedOriginsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_flood_changes_no_origin_whatever_order_it_comes_in()
    {
        var world = ListeningWorld.Usual(11);
        var mission = world.Mission();
        using var quiet = await OriginHarness.HearAsync(mission, world.Arrivals);
        var flood = Flood(world, "s13", 650, 180, 2_000);
        ArrivalObservation[] all = [.. world.Arrivals, .. flood];
        using var flooded = await OriginHarness.HearAsync(mission, [.. all.OrderBy(a => a.When.Earliest)], 9);
        var origins = await flooded.Store.AllAsync(Cancel);
        origins.Count.ShouldBe(world.Shots.Count);
        origins.SelectMany(o => o.Arrivals).Count(a => a.Message.StartsWith("flood", StringComparison.Ordinal)).ShouldBe(0);
        new Random(4).Shuffle(all);
        using var shuffled = await OriginHarness.HearAsync(mission, all, 4);
        (await shuffled.BytesAsync()).ShouldBe(await flooded.BytesAsync());
        (await quiet.Store.AllAsync(Cancel)).Count.ShouldBe(origins.Count);
    }

    [Fact]
    public async Task A_clock_that_is_off_is_weighed_less_in_the_hour_it_was_found_and_in_the_open_one_after_it()
    {
        var world = Busy(12);
        Late(world, "s14", 0.3);
        var mission = world.Mission(twoRegions: false);
        using var heard = await OriginHarness.HearAsync(mission, world.Arrivals);
        var span = await heard.Store.ScreenedAsync(ListeningWorld.At(0), ListeningWorld.At(3_000), Cancel);
        span.WholeHours.ShouldBe(1);
        var flag = span.Flags.ShouldHaveSingleItem();
        (flag.Sensor, flag.Reason).ShouldBe(("s14", ScreenReason.ClockOff));
        flag.Finding.Value.ShouldBe(0.3, 0.05);
        flag.Since.ShouldBeLessThan(ListeningWorld.At(1_800));
        var own = world.Arrivals.Count(a => a.Sensor == "s14");
        span.Weighed.ShouldBeInRange(own * 8 / 10, own);
        flag.Weighed.ShouldBe(span.Weighed);
        // The origin that it is part of says so.
        var doubted = (await heard.Store.AllAsync(Cancel)).SelectMany(o => o.Arrivals).Where(a => a.Doubt is not null).ToArray();
        doubted.ShouldNotBeEmpty();
        doubted.ShouldAllBe(a => a.Sensor == "s14" && a.SigmaFactor > 3 && (a.Doubt ?? "").Contains("late by 0.3"));
        span.Doubted.Count(d => d.Origin is not null).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Counts_add_up_whatever_came()
    {
        var world = Busy(13);
        Late(world, "s08", 0.3);
        world.Arrivals.AddRange(Flood(world, "s20", 300, 60, 400));
        world.Arrivals.AddRange(Flood(world, "nobody", 900, 60, 7, "stranger"));
        using var heard = await OriginHarness.HearAsync(world.Mission(), world.Arrivals);
        var span = await heard.Store.ScreenedAsync(ListeningWorld.At(0), ListeningWorld.At(3_000), Cancel);
        span.Arrived.ShouldBe(world.Arrivals.Count);
        (span.Taken + span.Weighed + span.HeldBack + span.Waiting + span.NotListenedTo + span.UnknownSensor + span.Timeless).ShouldBe(
            span.Arrived
        );
        span.UnknownSensor.ShouldBe(7);
        span.HeldBack.ShouldBeGreaterThan(300);
        span.Weighed.ShouldBeGreaterThan(20);
        // What waits is what came in the last minute before the last arrivals.
        var last = world.Arrivals.GroupBy(a => a.Sensor).Select(g => g.Max(a => a.When.Earliest)).OrderDescending().ElementAt(2);
        span.Waiting.ShouldBe(world.Arrivals.Count(a => a.When.Earliest >= last - NodaTime.Duration.FromSeconds(60)));
        span.Flags.Sum(f => f.HeldBack).ShouldBe(span.HeldBack);
        span.Flags.Sum(f => f.Weighed).ShouldBe(span.Weighed);
    }

    [Fact]
    public async Task A_late_arrival_that_changes_a_judgement_works_the_block_out_again()
    {
        var world = Busy(14);
        Late(world, "s14", 0.3);
        var mission = world.Mission(twoRegions: false);
        // What the bad clock told comes after everything else, in three pieces.
        var late = world.Arrivals.Where(a => a.Sensor == "s14").ToArray();
        using var heard = await OriginHarness.HearAsync(mission, [.. world.Arrivals.Except(late)]);
        (await heard.Store.ScreenedAsync(ListeningWorld.At(0), ListeningWorld.At(3_000), Cancel)).Weighed.ShouldBe(0);
        foreach (var piece in late.Chunk((late.Length / 3) + 1))
        {
            await heard.AddAsync(piece);
        }
        using var whole = await OriginHarness.HearAsync(mission, world.Arrivals);
        (await heard.BytesAsync()).ShouldBe(await whole.BytesAsync());
        var (one, two) = (
            await heard.Store.ScreenedAsync(ListeningWorld.At(0), ListeningWorld.At(3_000), Cancel),
            await whole.Store.ScreenedAsync(ListeningWorld.At(0), ListeningWorld.At(3_000), Cancel)
        );
        one.Flags.ShouldBe(two.Flags);
        one.Doubted.ShouldBe(two.Doubted);
        one.Hours.ShouldBe(two.Hours);
        (one.Taken, one.Weighed, one.HeldBack).ShouldBe((two.Taken, two.Weighed, two.HeldBack));
    }

    [Fact]
    public async Task What_a_sensor_tells_while_it_is_down_is_held_back_even_if_that_is_said_later()
    {
        var world = ListeningWorld.Usual(15);
        using var heard = await OriginHarness.HearAsync(world.Mission(), world.Arrivals);
        var before = await heard.Store.ScreenedAsync(ListeningWorld.At(0), ListeningWorld.At(3_000), Cancel);
        before.HeldBack.ShouldBe(0);
        await heard.AddAsync(Status("s13", 200, SensorState.Down), "down");
        await heard.AddAsync(Status("s13", 1_500, SensorState.Up), "up");
        var after = await heard.Store.ScreenedAsync(ListeningWorld.At(0), ListeningWorld.At(3_000), Cancel);
        after.HeldBack.ShouldBe(
            world.Arrivals.Count(a =>
                a.Sensor == "s13" && a.When.Earliest >= ListeningWorld.At(200) && a.When.Earliest < ListeningWorld.At(1_500)
            )
        );
        after.HeldBack.ShouldBeGreaterThan(0);
        after.Flags.ShouldHaveSingleItem().Reason.ShouldBe(ScreenReason.NotListening);
    }

    [Fact]
    public async Task One_clock_that_runs_ahead_by_an_hour_closes_no_hour_for_the_others()
    {
        var world = ListeningWorld.Usual(16);
        using var quiet = await OriginHarness.HearAsync(world.Mission(), world.Arrivals);
        var ahead = world.Arrivals[0] with
        {
            Id = new ObservationId(ListeningWorld.Network, "ahead"),
            When = TimeRange.At(ListeningWorld.At(9_000)),
        };
        using var heard = await OriginHarness.HearAsync(world.Mission(), [ahead, .. world.Arrivals]);
        (await heard.BytesAsync()).ShouldBe(await quiet.BytesAsync());
    }

    private static SensorStatus Status(string sensor, double seconds, SensorState state) =>
        new()
        {
            Sensor = sensor,
            At = ListeningWorld.At(seconds),
            State = state,
        };

    /// <summary>A shot every half minute or so.</summary>
    private static ListeningWorld Busy(int seed)
    {
        var world = new ListeningWorld(seed);
        var draws = new Random(seed);
        for (var at = 10.0; at < 2_900; at += 20 + (20 * draws.NextDouble()))
        {
            world.Shoot(at, (8_000 * draws.NextDouble()) - 4_000, (6_000 * draws.NextDouble()) - 3_000);
        }
        world.AddFalse(100, 3_000);
        return world;
    }

    private static void Late(ListeningWorld world, string sensor, double seconds)
    {
        for (var i = 0; i < world.Arrivals.Count; i++)
        {
            var a = world.Arrivals[i];
            world.Arrivals[i] =
                a.Sensor == sensor ? a with { When = TimeRange.At(a.When.Earliest + NodaTime.Duration.FromSeconds(seconds)) } : a;
        }
    }

    private static IEnumerable<ArrivalObservation> Flood(
        ListeningWorld world,
        string sensor,
        double from,
        double seconds,
        int count,
        string name = "flood"
    )
    {
        var draws = new Random(5);
        for (var i = 0; i < count; i++)
        {
            yield return world.Arrivals[0] with
            {
                Id = new ObservationId(ListeningWorld.Network, $"{name}{i:D5}"),
                Sensor = sensor,
                When = TimeRange.At(ListeningWorld.At(from + (seconds * draws.NextDouble()))),
            };
        }
    }
}
