using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Fusion;

public sealed class FusionStreamTests
{
    private static readonly Dictionary<string, Source> NoSources = [];
    private static readonly FusionParameters Short = FusionParameters.Default with
    {
        EstimationBlock = Duration.FromDays(8),
        MaximumWidth = Duration.FromDays(2),
    };

    [Fact]
    public void Stream_in_any_order_and_with_repeats_equals_batch() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<int>(),
                seed =>
                {
                    var random = new Random(seed);
                    var world = World(seed, perDay: 3 + random.Next(15), sources: 2 + random.Next(3), days: 40);
                    var stated = random.Next(2) == 0 ? Short : FusionParameters.Default;
                    var parameters = stated with { CrowdedRecords = random.Next(2) == 0 ? stated.CrowdedRecords : 40 + random.Next(200) };
                    return Reports.Text(Stream(world, parameters, random)) == Reports.Text(FusionEngine.Fuse(world, NoSources, parameters));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(12));

    [Fact]
    public void Stream_equals_batch_where_a_record_has_more_candidates_than_are_kept()
    {
        var world = Reports.World(11, perDay: 60, days: 24, sources: 2, lengthKm: 8).ConvertAll(w => w.Report);
        Reports.Text(Stream(world, Short, new Random(11))).ShouldBe(Reports.Text(FusionEngine.Fuse(world, NoSources, Short)));
    }

    [Fact]
    public void Stream_forgets_what_nothing_later_can_touch()
    {
        var world = World(1, perDay: 10, sources: 2, days: 200);
        MostHeld(Short, world).ShouldBeLessThan(world.Count * 2 / 5);
    }

    [Fact]
    public void Stream_holds_less_of_what_is_crowded()
    {
        var world = Reports.World(3, perDay: 40, days: 120, sources: 2).ConvertAll(w => w.Report);
        var (roomy, crowded) = (MostHeld(FusionParameters.Default, world), MostHeld(Crowded(200), world));
        crowded.ShouldBeLessThan(roomy / 2);
    }

    [Fact]
    public void Affected_window_fused_again_equals_fusing_from_scratch_where_records_crowd()
    {
        var world = World(6, perDay: 20, sources: 2, days: 130);
        var parameters = Short with { MaximumWidth = Duration.FromDays(1), MaximumGap = Duration.FromHours(12), CrowdedRecords = 60 };
        foreach (
            var late in new[]
            {
                world[world.Count / 2],
                world[world.Count / 2 + 7] with
                {
                    When = new TimeRange(Reports.Day0 + Duration.FromDays(63), Reports.Day0 + Duration.FromDays(64)),
                },
            }
        )
        {
            var all = world.Where(o => o.Id != late.Id).Append(late).ToList();
            Mended(all, late, parameters).ShouldBe(Reports.Text(FusionEngine.Fuse(all, NoSources, parameters)));
        }
    }

    [Fact]
    public void Observation_before_the_watermark_is_refused()
    {
        var stream = new FusionStream(NoSources, Short);
        stream.Advance(Reports.Day0);
        stream.Add(Reports.One("s0", "1", 0, 0, -1)).ShouldBeFalse();
        stream.Add(Reports.One("s0", "2", 0, 0, 0)).ShouldBeTrue();
    }

    [Fact]
    public void Affected_window_fused_again_equals_fusing_from_scratch()
    {
        var world = World(5, perDay: 6, sources: 3, days: 120);
        var late = world[world.Count / 2];
        var parameters = Short with { MaximumWidth = Duration.FromDays(1), MaximumGap = Duration.FromHours(12) };
        Mended(world, late, parameters).ShouldBe(Reports.Text(FusionEngine.Fuse(world, NoSources, parameters)));
        world.Count(o => Within(FusionEngine.AffectedWindow(late, parameters).Read, o)).ShouldBeLessThan(world.Count);
    }

    /// <summary>Fused without one, then its window fused again with it.</summary>
    private static string Mended(List<FixObservation> world, FixObservation late, FusionParameters parameters)
    {
        var before = FusionEngine.Fuse(world.Where(o => o.Id != late.Id), NoSources, parameters);
        var window = FusionEngine.AffectedWindow(late, parameters);
        var again = FusionEngine.Fuse(world.Where(o => Within(window.Read, o)), NoSources, parameters);
        var least = world.ToDictionary(o => o.Id, o => o);
        bool Replaced(Incident i) => Within(window.Replace, i.Observations.Select(o => least[o]).MinBy(o => o.When.Earliest) ?? late);
        return Reports.Text(before.Where(i => !Replaced(i)).Concat(again.Where(Replaced)).OrderBy(i => i.Id));
    }

    private static FusionParameters Crowded(int records) => FusionParameters.Default with { CrowdedRecords = records };

    private static int MostHeld(FusionParameters parameters, List<FixObservation> world)
    {
        var stream = new FusionStream(NoSources, parameters);
        var most = 0;
        foreach (var day in world.GroupBy(o => o.When.Earliest).OrderBy(g => g.Key))
        {
            stream.Advance(day.Key);
            foreach (var observation in day)
            {
                stream.Add(observation).ShouldBeTrue();
            }
            most = Math.Max(most, stream.Held);
        }
        return most;
    }

    private static bool Within(TimeRange range, FixObservation o) => range.Earliest <= o.When.Earliest && o.When.Earliest < range.Latest;

    private static List<FixObservation> World(int seed, int perDay, int sources, int days = 60)
    {
        var world = Reports.World(seed, perDay, days, sources).ConvertAll(w => w.Report);
        var random = new Random(seed);
        for (var pixel = 0; pixel < perDay * days / 2; pixel++)
        {
            var (east, day) = (random.NextDouble() * 150, random.NextDouble() * days);
            var fix = Reports.One("viirs", $"p{pixel}", east, 8 * Reports.Gaussian(random), day, "thermal_anomaly", widthDays: 0);
            world.Add(fix with { Where = new BoxPlace(fix.Where.Centre, 375, 375, 0) });
            if (random.Next(2) == 0)
            {
                var next = Reports.One(
                    "viirs",
                    $"p{pixel}b",
                    east + 0.3,
                    0,
                    day + random.NextDouble() / 8,
                    "thermal_anomaly",
                    widthDays: 0
                );
                world.Add(next with { Where = new BoxPlace(next.Where.Centre, 375, 375, 0) });
            }
        }
        return world;
    }

    private static ImmutableArray<Incident> Stream(List<FixObservation> world, FusionParameters parameters, Random random)
    {
        var stream = new FusionStream(NoSources, parameters);
        var incidents = new List<Incident>();
        // Up to five days late, some twice.
        var arrivals = world
            .SelectMany(o => random.Next(5) == 0 ? new[] { o, o } : [o])
            .OrderBy(o => o.When.Earliest + Duration.FromDays(5 * random.NextDouble()))
            .ToArray();
        for (var i = 0; i < arrivals.Length; i++)
        {
            stream.Add(arrivals[i]).ShouldBeTrue();
            if (random.Next(50) == 0 && i + 1 < arrivals.Length)
            {
                incidents.AddRange(stream.Advance(arrivals[(i + 1)..].Min(o => o.When.Earliest)));
            }
        }
        incidents.AddRange(stream.Finish());
        return [.. incidents.OrderBy(i => i.Id)];
    }
}
