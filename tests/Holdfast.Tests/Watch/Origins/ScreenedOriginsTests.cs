using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Origins;

/// <summary>What bad sensors tell does not reach the origins, in whatever order it comes.</summary>
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

    private static IEnumerable<ArrivalObservation> Flood(ListeningWorld world, string sensor, double from, double seconds, int count)
    {
        var draws = new Random(5);
        for (var i = 0; i < count; i++)
        {
            yield return world.Arrivals[0] with
            {
                Id = new ObservationId(ListeningWorld.Network, $"flood{i:D5}"),
                Sensor = sensor,
                When = TimeRange.At(ListeningWorld.At(from + (seconds * draws.NextDouble()))),
            };
        }
    }
}
