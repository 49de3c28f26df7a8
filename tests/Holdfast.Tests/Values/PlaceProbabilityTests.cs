using Holdfast.Core.Values;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using Shouldly;

namespace Holdfast.Tests.Values;

public sealed class PlaceProbabilityTests
{
    private const int Draws = 40_000;

    // Five standard errors of the mean of so many draws of a coin.
    private const double Tolerance = 5 * 0.5 / 200;

    [Fact]
    public void A_place_on_a_straight_border_is_half_inside()
    {
        var area = Shapes.Area("south", (30, 40), (40, 40), (40, 48), (30, 48));
        var places = new PlaceProbability(new Atlas([area]));
        var on = new GeoPoint(48, 35);
        places.Inside(new PointPlace(on, new(3_000, 500, 30)), area).ShouldBe(0.5, 0.001);
        places.Inside(new BoxPlace(on, 400, 600, 0), area).ShouldBe(0.5, 0.001);
        places.Inside(new AreaPlace("nowhere known", on, 2_000), area).ShouldBe(0.5, 0.001);
    }

    [Fact]
    public void One_standard_deviation_inside_a_straight_border_has_the_normal_probability()
    {
        var area = Shapes.Area("south", (30, 40), (40, 40), (40, 48), (30, 48));
        var places = new PlaceProbability(new Atlas([area]));
        var point = new GeoPlane(new(48, 35)).Unproject(new(0, -1_000));
        places.Inside(new PointPlace(point, ErrorEllipse.Circle(1_000)), area).ShouldBe(0.8413447, 2e-4);
        places.Inside(new PointPlace(point, new(5_000, 1_000, 90)), area).ShouldBe(0.8413447, 2e-3);
        places.Inside(new PointPlace(point, ErrorEllipse.Circle(10)), area).ShouldBe(1);
        places.Inside(new PointPlace(point, ErrorEllipse.Circle(0)), area).ShouldBe(1);
    }

    [Fact]
    public void At_a_right_angled_corner_a_quarter_lies_inside()
    {
        var area = Shapes.Area("quarter", (35, 48), (37, 48), (37, 49), (35, 49));
        var places = new PlaceProbability(new Atlas([area]));
        places.Inside(new PointPlace(new(48, 35), ErrorEllipse.Circle(500)), area).ShouldBe(0.25, 0.002);
        places.Inside(new AreaPlace("?", new(48, 35), 500), area).ShouldBe(0.25, 0.002);
    }

    [Fact]
    public void Probabilities_agree_with_draws_over_random_shapes()
    {
        var random = new Random(20_250_420);
        for (var world = 0; world < 40; world++)
        {
            var star = Shapes.Star(random, 36, 48, 0.3, 7 + world % 30);
            var hole = Shapes.Star(random, 36, 48, 0.08, 9);
            var area = Shapes.Area("star", star.Factory.CreatePolygon(star.Shell, world % 2 == 0 ? [] : [hole.Shell]));
            var places = new PlaceProbability(new Atlas([area]));
            var point = new GeoPoint(48 + 0.6 * (random.NextDouble() - 0.5), 36 + 0.9 * (random.NextDouble() - 0.5));
            Place place = (world % 3) switch
            {
                0 => new PointPlace(point, new(4_000 + 20_000 * random.NextDouble(), 4_000, 360 * random.NextDouble())),
                1 => new BoxPlace(point, 20_000, 8_000, 360 * random.NextDouble()),
                _ => new AreaPlace("?", point, 1_000 + 20_000 * random.NextDouble()),
            };
            var locator = new IndexedPointInAreaLocator(area.Geometry);
            var exact = places.Inside(place, area);
            exact.ShouldBe(
                Drawn(random, place, p => locator.Locate(p.Coordinate) != Location.Exterior),
                Tolerance,
                $"world {world}: {place}"
            );
        }
    }

    [Fact]
    public void Within_a_distance_of_a_line_agrees_with_draws()
    {
        var random = new Random(7);
        var line = Shapes.Line("front", (35, 47.5), (35.6, 48), (35.2, 48.4), (36.5, 48.6));
        var places = new PlaceProbability(new Atlas([line]));
        foreach (var metres in new[] { 5_000.0, 25_000 })
        {
            for (var i = 0; i < 12; i++)
            {
                var place = new PointPlace(
                    new(47.5 + random.NextDouble() * 1.2, 35 + random.NextDouble() * 1.5),
                    new(9_000, 3_000, 180 * random.NextDouble())
                );
                var drawn = Drawn(random, place, p => DistanceMetres(line.Geometry, p) < metres);
                places.Within(place, line, metres).ShouldBe(drawn, Tolerance);
            }
        }
    }

    [Fact]
    public void The_distance_to_a_far_town_is_measured_on_the_ellipsoid()
    {
        var town = Shapes.Point("town", 36, 48);
        var places = new PlaceProbability(new Atlas([town]));
        var at = new GeoPlane(new(48, 36)).Unproject(new(40_000, 30_000));
        var fix = new PointPlace(at, ErrorEllipse.Circle(1));
        places.Within(fix, town, 49_900).ShouldBe(0);
        places.Within(fix, town, 50_100).ShouldBe(1);
    }

    [Fact]
    public void An_oblast_wholly_inside_the_area_is_certainly_inside()
    {
        var area = Shapes.Area("application", (30, 44), (40, 44), (40, 52), (30, 52));
        var oblast = Shapes.Area("Donetsk", (36.5, 47), (38.5, 47), (38.5, 49), (36.5, 49));
        var astride = Shapes.Area("Astride", (39, 46), (41, 46), (41, 48), (39, 48));
        var places = new PlaceProbability(new Atlas([area, oblast, astride]));
        places.Inside(new AreaPlace("donetsk oblast", new(48, 37.5), 100_000), area).ShouldBe(1);
        places.Inside(new AreaPlace("ASTRIDE", new(48, 37.5), 100_000), area).ShouldBe(0.5, 1e-3);
        places.Inside(new AreaPlace("elsewhere", new(60, 37.5), 10_000), area).ShouldBe(0);
    }

    [Fact]
    public void Left_of_a_directed_line_is_told_with_its_probability()
    {
        var line = Shapes.Line("contact", (37, 47), (37.2, 48), (37, 49));
        var places = new PlaceProbability(new Atlas([line]));
        places.LeftOf(new PointPlace(new(48, 36.5), ErrorEllipse.Circle(2_000)), line).ShouldBe(1);
        places.LeftOf(new PointPlace(new(48, 38), ErrorEllipse.Circle(2_000)), line).ShouldBe(0);
        places.LeftOf(new PointPlace(new(47.5, 37.1), ErrorEllipse.Circle(2_000)), line).ShouldBe(0.5, 0.01);
        places.LeftOf(new PointPlace(new(49.5, 36.9), ErrorEllipse.Circle(3_000)), line).ShouldBe(0.5, 0.1);
        places.LeftOf(new BoxPlace(new(47.5, 37.1), 2_000, 2_000, 0), line).ShouldBe(0.5, 0.05);
    }

    private static double Drawn(Random random, Place place, Func<Point, bool> inside)
    {
        var plane = new GeoPlane(place.Centre);
        var hits = 0;
        for (var i = 0; i < Draws; i++)
        {
            var at = plane.Unproject(Draw(random, place));
            hits += inside(GeometryFactory.Default.CreatePoint(new Coordinate(at.Longitude, at.Latitude))) ? 1 : 0;
        }
        return (double)hits / Draws;
    }

    private static PlanePoint Draw(Random random, Place place)
    {
        var (u, v, azimuth) = (random.NextDouble(), random.NextDouble(), 0.0);
        var (along, across) = (0.0, 0.0);
        switch (place)
        {
            case PointPlace p:
                var radius = Math.Sqrt(-2 * Math.Log(1 - u));
                azimuth = p.Error.AzimuthDegrees;
                along = p.Error.SemiMajorMetres * radius * Math.Cos(2 * Math.PI * v);
                across = p.Error.SemiMinorMetres * radius * Math.Sin(2 * Math.PI * v);
                break;
            case BoxPlace b:
                azimuth = b.AzimuthDegrees;
                (along, across) = ((u - 0.5) * b.HeightMetres, (v - 0.5) * b.WidthMetres);
                break;
            case AreaPlace a:
                along = a.RadiusMetres * Math.Sqrt(u) * Math.Cos(2 * Math.PI * v);
                across = a.RadiusMetres * Math.Sqrt(u) * Math.Sin(2 * Math.PI * v);
                break;
            default:
                break;
        }
        var (sin, cos) = Math.SinCos(azimuth * (Math.PI / 180));
        return new(along * sin + across * cos, along * cos - across * sin);
    }

    private static double DistanceMetres(Geometry geometry, Point point)
    {
        var plane = new GeoPlane(new(point.Y, point.X));
        var best = double.PositiveInfinity;
        for (var i = 1; i < geometry.Coordinates.Length; i++)
        {
            var (from, to) = (geometry.Coordinates[i - 1], geometry.Coordinates[i]);
            var (a, b) = (plane.Project(from.X, from.Y), plane.Project(to.X, to.Y));
            var share = Math.Clamp(-PlanePoint.Dot(a, b - a) / PlanePoint.Dot(b - a, b - a), 0, 1);
            best = Math.Min(best, new PlanePoint(a.X + share * (b.X - a.X), a.Y + share * (b.Y - a.Y)).Length);
        }
        return best;
    }
}
