using NetTopologySuite.Geometries;

namespace Holdfast.Core.Values;

/// <summary>
/// The edges of one area as columns, each turned to run upwards, without the level ones. A point is inside by the even-odd rule: an edge is crossed by the ray towards
/// the east when it starts at or below the point, ends above it, and the point lies strictly left of it. The one predicate of both the naive test and the grid.
/// </summary>
internal sealed class GeofenceRing
{
    public GeofenceRing(Geometry area)
    {
        var edges = new List<(double X1, double Y1, double X2, double Y2)>();
        for (var g = 0; g < area.NumGeometries; g++)
        {
            if (area.GetGeometryN(g) is Polygon { IsEmpty: false } polygon)
            {
                foreach (var ring in polygon.Holes.Prepend(polygon.Shell))
                {
                    Add(edges, ring.Coordinates);
                }
            }
        }
        X1 = [.. edges.Select(e => e.X1)];
        Y1 = [.. edges.Select(e => e.Y1)];
        X2 = [.. edges.Select(e => e.X2)];
        Y2 = [.. edges.Select(e => e.Y2)];
        Box = area.EnvelopeInternal;
    }

    public double[] X1 { get; }
    public double[] Y1 { get; }
    public double[] X2 { get; }
    public double[] Y2 { get; }
    public Envelope Box { get; }

    public bool Contains(double x, double y)
    {
        var inside = false;
        for (var i = 0; i < X1.Length; i++)
        {
            inside ^= Crosses(x, y, X1[i], Y1[i], X2[i], Y2[i]);
        }
        return inside;
    }

    public static bool Crosses(double x, double y, double x1, double y1, double x2, double y2) =>
        y1 <= y && y2 > y && (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1) > 0;

    private static void Add(List<(double, double, double, double)> edges, Coordinate[] ring)
    {
        for (var i = 1; i < ring.Length; i++)
        {
            var (a, b) = (ring[i - 1], ring[i]);
            if (a.Y < b.Y)
            {
                edges.Add((a.X, a.Y, b.X, b.Y));
            }
            else if (b.Y < a.Y)
            {
                edges.Add((b.X, b.Y, a.X, a.Y));
            }
        }
    }
}
