using Holdfast.Core.Values;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Core.Watch.Sensors.Hearing;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Sensors;

/// <summary>What could have been heard is computed from up-time, ranges and wind; a new sensor is worth what it adds.</summary>
public sealed class HearingTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 12, 0);
    private static readonly GeoPoint Centre = new(48, 37);
    private static readonly GeoPlane Plane = new(Centre);
    private static readonly DetectionModel Detection = new([new LoudnessClass(6_000, 0.6), new LoudnessClass(12_000, 0.4)]);

    private static HearingRegion Region(double windEast = 0, int least = 2) =>
        new("r", Centre, Detection, [new AirSector(-1e6, 10, windEast, 0)], least);

    private static GeoPoint At(double eastKm, double northKm) => Plane.Unproject(new PlanePoint(eastKm * 1000, northKm * 1000));

    private static ListeningSensor Sensor(string id, double eastKm, double northKm, double up = 1, double factor = 1) =>
        new(id, SensorKind.Acoustic, "mission", At(eastKm, northKm), up, factor);

    [Fact]
    public void Enough_arrivals_is_the_sum_over_all_ways_of_hearing()
    {
        double[] p = [0.2, 0.5, 0.9, 0.05];
        var exact = 0.0;
        for (var ways = 0; ways < 16; ways++)
        {
            var (chance, count) = (1.0, 0);
            for (var s = 0; s < 4; s++)
            {
                var hears = (ways >> s & 1) == 1;
                chance *= hears ? p[s] : 1 - p[s];
                count += hears ? 1 : 0;
            }
            exact += count >= 2 ? chance : 0;
        }
        PoissonBinomial.AtLeast(2, p).ShouldBe(exact, 1e-12);
        PoissonBinomial.AtLeast(5, p).ShouldBe(0, 1e-12);
        PoissonBinomial.AtLeast(0, p).ShouldBe(1);
    }

    [Fact]
    public void A_round_is_heard_further_downwind_and_not_at_all_by_what_is_down()
    {
        ListeningSensor[] east = [Sensor("a", 9, 0), Sensor("b", 9, 1)];
        var still = new HearingField(Region(), east).AtLeast(Centre, 2, 0);
        new HearingField(Region(windEast: 6), east).AtLeast(Centre, 2, 0).ShouldBeGreaterThan(still);
        new HearingField(Region(windEast: -6), east).AtLeast(Centre, 2, 0).ShouldBeLessThan(still);
        new HearingField(Region(), [Sensor("a", 9, 0), Sensor("b", 9, 1, up: 0)]).AtLeast(Centre, 2, null).ShouldBe(0, 1e-12);
        new HearingField(Region(), [Sensor("a", 9, 0), Sensor("b", 9, 1, factor: 0.5)])
            .AtLeast(Centre, 2, 1)
            .ShouldBeLessThan(new HearingField(Region(), east).AtLeast(Centre, 2, 1));
    }

    [Fact]
    public void A_round_of_unknown_class_is_heard_by_many_together_or_by_none()
    {
        ListeningSensor[] far = [Sensor("a", 10, 0), Sensor("b", -10, 0)];
        var field = new HearingField(Region(), far);
        var mixed = (0.6 * field.AtLeast(Centre, 2, 0)) + (0.4 * field.AtLeast(Centre, 2, 1));
        field.AtLeast(Centre, 2, null).ShouldBe(mixed, 1e-12);
        var averaged = Math.Pow(Detection.Probability(10_000, 0), 2);
        mixed.ShouldBeGreaterThan(averaged * 1.5);
    }

    [Fact]
    public void A_sign_of_life_speaks_for_its_time_and_silence_for_nothing()
    {
        SensorStatus Said(int minutes, SensorState state = SensorState.Up) =>
            new()
            {
                Sensor = "a",
                At = Noon + Duration.FromMinutes(minutes),
                State = state,
            };
        var site = new SensorSite(Centre, 0, "mission", 0.01, 0.2, null, null, "", "", Standing.Illustrative);
        var sensor = new RegisteredSensor("a", SensorKind.Acoustic, [site]);
        double Share(UpTime up, int hour) => up.Share(sensor, Noon + Duration.FromHours(hour), Noon + Duration.FromHours(hour + 1));
        var beats = new UpTime([Said(0), Said(30), Said(60)], []);
        Share(beats, 0).ShouldBe(1);
        Share(beats, 1).ShouldBe(0.75);
        Share(beats, 5).ShouldBe(0);
        Share(new UpTime([Said(0), Said(30, SensorState.Down), Said(50)], []), 0).ShouldBe(0.75, 0.3);
        Share(new UpTime([], [("a", Noon + Duration.FromMinutes(10))]), 0).ShouldBe(1);
        Share(new UpTime([], [("a", Noon + Duration.FromMinutes(10))]), 1).ShouldBe(0);
        Share(new UpTime([], []), 0).ShouldBe(0);
        Share(new UpTime([Said(0), Said(20, SensorState.Maintenance)], [("a", Noon + Duration.FromMinutes(40))]), 1).ShouldBe(0);
    }

    [Fact]
    public void A_noisier_sensor_hears_less_far()
    {
        SensorStatus[] said =
        [
            new()
            {
                Sensor = "a",
                At = Noon,
                SelfNoise = 0.04,
            },
        ];
        var up = new UpTime(said, []);
        up.RangeFactor("a", Noon, 0.02).ShouldBe(0.5);
        up.RangeFactor("a", Noon, 1e-9).ShouldBe(0.25);
        up.RangeFactor("a", Noon, null).ShouldBe(1);
        up.RangeFactor("b", Noon, 0.02).ShouldBe(1);
    }

    [Fact]
    public void The_best_place_for_a_sensor_is_where_one_finds_it_by_trying_all()
    {
        var points = Points(14);
        ListeningSensor[] there = [Sensor("a", -10, 0), Sensor("b", -12, 3), Sensor("c", -8, -3)];
        var placement = new SensorPlacement(Region(), there, points);
        var best = placement.Best(3);
        best.Length.ShouldBe(3);
        var tried = points
            .Select(p => (Point: p, Gain: Counted([.. there, new ListeningSensor("n", SensorKind.Acoustic, "", p.At, 1)], points)))
            .MaxBy(t => t.Gain);
        Counted([.. there, new ListeningSensor("n", SensorKind.Acoustic, "", best[0].At, 1)], points).ShouldBe(tried.Gain, 1e-9);
        best[0].SectorAfter.ShouldBeGreaterThan(best[0].SectorBefore);
        best.Sum(b => b.GainPerHundred).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Where_events_were_a_sensor_adds_more_than_on_empty_land()
    {
        ListeningSensor[] there = [Sensor("a", -10, 0), Sensor("b", 10, 0)];
        var even = Points(14);
        WatchedPoint[] fired = [.. even.Select(p => p with { Weight = p.Sector == "east" ? 3 : 0.3 })];
        var best = new SensorPlacement(Region(), there, fired).Best(3);
        best.ShouldAllBe(b => b.Sector == "east" && b.GainWeighted >= b.GainPerHundred);
        var placement = new SensorPlacement(Region(), there, even);
        placement.FoundWeighted().ShouldBe(placement.Found(null), 1e-12);
    }

    [Fact]
    public void Greedy_reaches_most_of_what_the_best_pair_would()
    {
        var points = Points(7);
        ListeningSensor[] there = [Sensor("a", -6, 0)];
        double With(GeoPoint one, GeoPoint two) =>
            Counted([.. there, new("n", SensorKind.Acoustic, "", one, 1), new("m", SensorKind.Acoustic, "", two, 1)], points);
        var optimum = points.SelectMany(one => points.Select(two => With(one.At, two.At))).Max();
        var greedy = new SensorPlacement(Region(), there, points).Best(2);
        var start = Counted(there, points);
        (With(greedy[0].At, greedy[1].At) - start).ShouldBeGreaterThanOrEqualTo((1 - (1 / Math.E)) * (optimum - start));
    }

    private static WatchedPoint[] Points(int half) =>
        [
            .. Enumerable
                .Range(-half, (2 * half) + 1)
                .Where(x => x % 2 == 0)
                .SelectMany(x =>
                    Enumerable.Range(-2, 5).Where(y => y % 2 == 0).Select(y => new WatchedPoint(At(x, y * 3), x < 0 ? "west" : "east"))
                ),
        ];

    /// <summary>What greedy maximises, worked out the long way: the mean over places and classes of min(arrivals, 2) / 2.</summary>
    private static double Counted(IReadOnlyList<ListeningSensor> sensors, WatchedPoint[] points)
    {
        var field = new HearingField(Region(), sensors);
        var sum = 0.0;
        foreach (var point in points)
        {
            for (var loudness = 0; loudness < 2; loudness++)
            {
                var one = field.AtLeast(point.At, 1, loudness);
                var two = field.AtLeast(point.At, 2, loudness);
                sum += Detection.Loudness[loudness].Share * (one + two) / 2;
            }
        }
        return sum / points.Length;
    }
}
