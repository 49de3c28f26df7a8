using Holdfast.Core.Values;
using Shouldly;

namespace Holdfast.Tests.Values;

public sealed class GeoPlaneTests
{
    // Published worked examples: Vincenty 1975 (Flinders Peak to Buninyong on GRS 80, 54,972.271 m) and a quarter meridian of WGS 84.
    [Fact]
    public void Geodesic_distance_agrees_with_published_examples()
    {
        var flinders = new GeoPoint(-37.951033416666667, 144.42486788888888);
        var buninyong = new GeoPoint(-37.652821138888889, 143.92649552777777);
        Geodesic.DistanceMetres(flinders, buninyong).ShouldBe(54_972.271, 0.001);
        Geodesic.DistanceMetres(new(0, 0), new(90, 0)).ShouldBe(10_001_965.729, 0.001);
        Geodesic.DistanceMetres(flinders, flinders).ShouldBe(0);
    }

    [Fact]
    public void Nearly_antipodal_points_have_a_distance_too() =>
        Geodesic.DistanceMetres(new(0.3, 0), new(-0.2, 179.8)).ShouldBe(19_990_000, 100_000);

    [Theory]
    [InlineData(100_000, 0.0001)]
    [InlineData(500_000, 0.0015)]
    public void Distances_from_the_origin_of_a_plane_are_as_exact_as_stated(double metres, double relative)
    {
        foreach (var latitude in new[] { -60.0, 0, 35, 48, 64 })
        {
            for (var azimuth = 0; azimuth < 360; azimuth += 15)
            {
                var plane = new GeoPlane(new(latitude, 37));
                var (sin, cos) = Math.SinCos(azimuth * (Math.PI / 180));
                var there = plane.Unproject(new(metres * sin, metres * cos));
                Geodesic.DistanceMetres(plane.Origin, there).ShouldBe(metres, metres * relative, $"latitude {latitude}, azimuth {azimuth}");
                var back = plane.Project(there);
                (back.X - metres * sin).ShouldBe(0, 0.001);
                (back.Y - metres * cos).ShouldBe(0, 0.001);
            }
        }
    }
}
