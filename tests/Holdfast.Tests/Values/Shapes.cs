using Holdfast.Core.Values;
using NetTopologySuite.Geometries;

namespace Holdfast.Tests.Values;

/// <summary>Small geometries for tests, in degrees (x = longitude).</summary>
internal static class Shapes
{
    private static readonly GeometryFactory Factory = GeometryFactory.Default;

    public static NamedShape Area(string name, params (double X, double Y)[] ring) =>
        new(name, ShapeKind.Area, Ring(ring), Standing.Illustrative, name, "", "test");

    public static NamedShape Area(string name, Geometry geometry) =>
        new(name, ShapeKind.Area, geometry, Standing.Illustrative, name, "", "test");

    public static NamedShape Line(string name, params (double X, double Y)[] path) =>
        new(name, ShapeKind.Line, Factory.CreateLineString(Coordinates(path)), Standing.Illustrative, name, "", "test");

    public static NamedShape Point(string name, double x, double y) =>
        new(name, ShapeKind.Point, Factory.CreatePoint(new Coordinate(x, y)), Standing.Illustrative, name, "", "test");

    public static Polygon Ring(params (double X, double Y)[] ring) => Factory.CreatePolygon(Coordinates([.. ring, ring[0]]));

    /// <summary>A star-shaped polygon of the given number of corners, radii drawn between the half and the whole of the radius (degrees of latitude).</summary>
    public static Polygon Star(Random random, double x, double y, double radius, int corners) =>
        Ring([
            .. Enumerable
                .Range(0, corners)
                .Select(i => (Angle: 2 * Math.PI * i / corners, Radius: radius * (0.5 + random.NextDouble() / 2)))
                .Select(p => (x + 1.5 * p.Radius * Math.Cos(p.Angle), y + p.Radius * Math.Sin(p.Angle))),
        ]);

    private static Coordinate[] Coordinates((double X, double Y)[] path) => [.. path.Select(p => new Coordinate(p.X, p.Y))];
}
