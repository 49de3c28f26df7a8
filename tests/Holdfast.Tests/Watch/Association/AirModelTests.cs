using Holdfast.Core.Watch.Association;
using Shouldly;

namespace Holdfast.Tests.Watch.Association;

public sealed class AirModelTests
{
    [Fact]
    public void Sound_travels_faster_in_warm_air_and_with_the_wind()
    {
        AirModel.StillSpeed(0).ShouldBe(331.3, 1e-9);
        AirModel.StillSpeed(20).ShouldBe(343.2, 0.1);
        var air = new AirModel([new AirSector(0, 0, 10, 0)]);
        air.TravelSeconds(0, 0, 3_413, 0).ShouldBe(10, 1e-9);
        air.TravelSeconds(0, 0, -3_213, 0).ShouldBe(10, 1e-9);
        air.TravelSeconds(0, 0, 0, 3_313).ShouldBe(10, 1e-9);
        air.TravelSeconds(5, 5, 5, 5).ShouldBe(0);
    }

    [Fact]
    public void The_air_is_that_of_the_sector_over_the_source()
    {
        var air = new AirModel([new AirSector(20_000, 20, 0, 0), new AirSector(0, 0, 0, 0)]);
        air.SectorAt(-5).ShouldBe(0);
        air.SectorAt(19_999).ShouldBe(0);
        air.SectorAt(20_000).ShouldBe(1);
        air.TravelSeconds(19_000, 0, 22_313, 0).ShouldBe(10, 1e-9);
    }

    [Fact]
    public void Air_that_is_not_physical_is_refused()
    {
        Should.Throw<ArgumentException>(() => new AirModel([]));
        Should.Throw<ArgumentException>(() => new AirModel([new AirSector(0, double.NaN, 0, 0)]));
        Should.Throw<ArgumentException>(() => new AirModel([new AirSector(0, 10, 0, 0, -1)]));
        Should.Throw<ArgumentException>(() => new AirModel([new AirSector(0, 10, 0, 0), new AirSector(0, 12, 0, 0)]));
    }

    [Fact]
    public void The_error_of_temperature_and_wind_becomes_one_of_speed()
    {
        var state = new AirModel([new AirSector(0, 10, 0, 0, 2, 2)]).StateOf(0);
        // 0.595 m/s per degree at 10 degrees; wind counts in its own direction.
        Math.Sqrt(state.SpeedVariance(1, 0)).ShouldBe(Math.Sqrt((1.19 * 1.19) + 4), 0.01);
    }
}
