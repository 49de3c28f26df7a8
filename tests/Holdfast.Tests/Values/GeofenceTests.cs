using Holdfast.Core.Values;
using NetTopologySuite.Geometries;
using Shouldly;

namespace Holdfast.Tests.Values;

public sealed class GeofenceTests
{
    [Fact]
    public void Hits_equal_those_of_every_point_against_every_edge()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new Random(seed);
            var areas = Enumerable
                .Range(0, 1 + seed)
                .Select(_ =>
                    (Geometry)
                        Shapes.Star(
                            random,
                            30 + 4 * random.NextDouble(),
                            48 + 3 * random.NextDouble(),
                            0.05 + random.NextDouble(),
                            3 + random.Next(100)
                        )
                )
                .ToList();
            areas.Add(Holed(random));
            areas.Add(GeometryFactory.Default.CreateMultiPolygon([(Polygon)areas[0], Shapes.Star(random, 36, 48, 0.3, 20)]));
            var fence = new Geofence(areas);
            var (x, y) = Points(random, areas, 4_000);
            var naive = fence.HitsNaively(x, y);
            foreach (var threads in new[] { 1, 3 })
            {
                var hits = fence.Hits(x, y, threads);
                hits.Points.ShouldBe(naive.Points, $"seed {seed}");
                hits.Areas.ShouldBe(naive.Areas, $"seed {seed}");
            }
            naive.Count.ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public void Nothing_is_inside_of_nothing_and_columns_must_match()
    {
        new Geofence([]).Hits([1, 2], [3, 4], 2).Count.ShouldBe(0);
        new Geofence([Shapes.Ring((0, 0), (1, 0), (1, 1))]).Hits([double.NaN, 0.5, 7], [0.1, 0.25, 7], 1).Points.ShouldBe([1]);
        Should.Throw<ArgumentException>(() => new Geofence([]).Hits([1], [], 1));
    }

    private static Polygon Holed(Random random) =>
        GeometryFactory.Default.CreatePolygon(Shapes.Star(random, 32, 49, 1, 60).Shell, [Shapes.Star(random, 32, 49, 0.3, 12).Shell]);

    // Some of the points are corners, lie on edges, or on the borders of cells.
    private static (double[] X, double[] Y) Points(Random random, List<Geometry> areas, int count)
    {
        var corners = areas.SelectMany(a => a.Coordinates).ToArray();
        var (x, y) = (new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            (x[i], y[i]) = (29 + 8 * random.NextDouble(), 47 + 5 * random.NextDouble());
            var corner = corners[random.Next(corners.Length - 1)];
            switch (i % 10)
            {
                case 0:
                    (x[i], y[i]) = (corner.X, corner.Y);
                    break;
                case 1:
                    y[i] = corner.Y;
                    break;
                case 2:
                    x[i] = corner.X;
                    break;
                case 3:
                    (x[i], y[i]) = (Math.Round(x[i], 2), Math.Round(y[i], 2));
                    break;
                default:
                    break;
            }
        }
        return (x, y);
    }
}
