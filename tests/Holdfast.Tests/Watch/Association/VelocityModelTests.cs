using Holdfast.Core.Watch.Association;
using Shouldly;

namespace Holdfast.Tests.Watch.Association;

public sealed class VelocityModelTests
{
    private static readonly VelocityModel Crust = new([new VelocityLayer(0, 6_000, 3_500), new VelocityLayer(30_000, 8_000, 4_500)]);

    [Fact]
    public void In_one_layer_waves_run_straight()
    {
        Crust.TravelSeconds(Phase.P, 8_000, 6_000).ShouldBe(10 / 6.0, 1e-3);
        Crust.TravelSeconds(Phase.S, 8_000, 6_000).ShouldBe(10 / 3.5, 1e-3);
        Crust.TravelSeconds(Phase.P, 0, 12_000).ShouldBe(2, 1e-6);
    }

    [Fact]
    public void Far_away_the_wave_along_the_faster_layer_comes_first()
    {
        // Head wave: x / v2 + (2 H - z) sqrt(1/v1^2 - 1/v2^2).
        var slant = Math.Sqrt((1 / 36.0) - (1 / 64.0));
        Crust.TravelSeconds(Phase.P, 300_000, 10_000).ShouldBe((300 / 8.0) + (50 * slant), 1e-3);
        Crust.TravelSeconds(Phase.P, 300_000, 10_000).ShouldBeLessThan(300 / 6.0);
    }

    [Fact]
    public void Layers_that_are_no_rock_are_refused()
    {
        Should.Throw<ArgumentException>(() => new VelocityModel([]));
        Should.Throw<ArgumentException>(() => new VelocityModel([new VelocityLayer(0, 3_000, 6_000)]));
        Should.Throw<ArgumentException>(() => new VelocityModel([new VelocityLayer(0, 6_000, 3_500), new VelocityLayer(0, 7_000, 4_000)]));
        Should.Throw<ArgumentException>(() => new VelocityModel([new VelocityLayer(0, double.NaN, 3_500)]));
    }

    [Fact]
    public void An_earthquake_is_found_with_its_depth_and_the_delays_of_stations_are_learnt()
    {
        var random = new Random(4);
        double Gauss() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
        List<Sensor> stations = [.. Enumerable.Range(0, 36).Select(n => new Sensor($"st{n:D2}", n % 6 * 12_000, n / 6 * 12_000))];
        var delays = stations.ToDictionary(station => station.Id, _ => 0.2 * Gauss());
        var truth = Enumerable
            .Range(0, 12)
            .Select(n =>
                (
                    Time: 10 + (25.0 * n),
                    East: 60_000 * random.NextDouble(),
                    North: 60_000 * random.NextDouble(),
                    Depth: 4_000 + (1_000.0 * n)
                )
            )
            .ToArray();
        var model = new VelocityModel([new VelocityLayer(0, 6_000, 3_500)], 0, 25_000, 0.2);
        var stream = new AssociationStream(Seismic, stations, model);
        foreach (var (time, east, north, depth) in truth)
        {
            foreach (var station in stations)
            {
                var distance = Math.Sqrt(Math.Pow(station.EastMetres - east, 2) + Math.Pow(station.NorthMetres - north, 2));
                foreach (var phase in new[] { Phase.P, Phase.S })
                {
                    if (distance < 40_000 && random.NextDouble() < 0.8)
                    {
                        var heard = time + model.TravelSeconds(phase, distance, depth) + delays[station.Id] + (0.05 * Gauss());
                        stream
                            .Add(new Arrival($"{station.Id}.{phase}.{time}", station.Id, heard, 0.05, null, phase))
                            .ShouldBe(Admission.Taken);
                    }
                }
            }
        }
        stream.Add(new Arrival("x", "st00", 5, 0.05)).ShouldBe(Admission.UnknownSensor);
        var origins = stream.Complete();
        origins.Count.ShouldBe(truth.Length);
        for (var n = 0; n < truth.Length; n++)
        {
            origins[n].TimeSeconds.ShouldBe(truth[n].Time, 0.6);
            origins[n].EastMetres.ShouldBe(truth[n].East, 2_500);
            origins[n].NorthMetres.ShouldBe(truth[n].North, 2_500);
            Math.Abs(origins[n].DepthMetres - truth[n].Depth).ShouldBeLessThan(Math.Max(4_000, 4 * origins[n].DepthSigmaMetres));
        }
        origins[^1].ResidualSeconds.ShouldBeLessThan(0.12);
    }

    private static AssociationParameters Seismic { get; } =
        new()
        {
            Detection = new DetectionModel([new LoudnessClass(20_000, 0.5), new LoudnessClass(45_000, 0.5)], 0.85, 0.2, 0, 3_000),
            RelativeTravelSigma = 0.01,
            MinimumArrivals = 6,
            Mission = null,
            CellMetres = 4_000,
            SpeedScale = 4_500,
        };
}
