using Holdfast.Core.Watch.Association;
using Shouldly;

namespace Holdfast.Tests.Watch.Association;

public sealed class CramerRaoBoundTests
{
    private static readonly AirModel Still = new([new AirSector(0, 0, 0, 0, 0, 0)]);

    [Fact]
    public void A_source_amid_four_sensors_is_known_to_speed_times_sigma_over_root_two()
    {
        Sensor[] cross = [new("n", 0, 1_000, 0), new("e", 1_000, 0, 0), new("s", 0, -1_000, 0), new("w", -1_000, 0, 0)];
        var bound = CramerRaoBound.Of(Still, 0, 0, cross, 0.03, 0).ShouldNotBeNull();
        // Two sensors fix each axis: c sigma / sqrt 2; four fix the time: sigma / 2.
        Math.Sqrt(bound.A11).ShouldBe(331.3 * 0.03 / Math.Sqrt(2), 1e-6);
        Math.Sqrt(bound.A22).ShouldBe(331.3 * 0.03 / Math.Sqrt(2), 1e-6);
        Math.Sqrt(bound.A00).ShouldBe(0.015, 1e-9);
    }

    [Fact]
    public void Two_sensors_do_not_fix_a_place() =>
        CramerRaoBound.Of(Still, 100, 100, [new Sensor("a", 0, 0), new Sensor("b", 500, 0)], 0.03, 0).ShouldBeNull();
}
