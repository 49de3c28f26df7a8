using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;

namespace Holdfast.Core.Values;

/// <summary>
/// Everything closer than a distance to a shape, as an area in degrees. The boundary is cut into stretches of at most 100 km, each is widened in the plane
/// around its middle, and the parts are joined. The result lies inside the true one by at most 0.05 % of the distance (arcs are polygons of 128 sides),
/// plus 0.01 % for the plane.
/// </summary>
internal static class GeoBuffer
{
    private const int QuadrantSegments = 32;
    private const double StretchMetres = 100_000;

    /// <param name="metres">At least 0. Inside an area counts as 0 m.</param>
    public static Geometry Within(Geometry shape, double metres)
    {
        if (metres <= 0)
        {
            return shape;
        }
        var parts = new List<Geometry>();
        Collect(shape, metres, parts);
        return parts.Count == 0 ? shape.Factory.CreatePolygon() : UnaryUnionOp.Union(parts);
    }

    private static void Collect(Geometry shape, double metres, List<Geometry> parts)
    {
        switch (shape)
        {
            case Point point when !point.IsEmpty:
                parts.Add(Widen([point.Coordinate], metres));
                break;
            case LineString line:
                parts.AddRange(Stretches(line.Coordinates).Select(stretch => Widen(stretch, metres)));
                break;
            case Polygon polygon:
                parts.Add(polygon);
                Collect(polygon.ExteriorRing, metres, parts);
                foreach (var hole in polygon.InteriorRings)
                {
                    Collect(hole, metres, parts);
                }
                break;
            case GeometryCollection many:
                foreach (var part in many.Geometries)
                {
                    Collect(part, metres, parts);
                }
                break;
            default:
                break;
        }
    }

    private static IEnumerable<Coordinate[]> Stretches(Coordinate[] path)
    {
        var segments = new GeoSegments();
        segments.AddPath(path);
        var (x1, y1, x2, y2) = (segments.X1, segments.Y1, segments.X2, segments.Y2);
        var stretch = new List<Coordinate>();
        var length = 0.0;
        for (var i = 0; i < x1.Length; i++)
        {
            if (stretch.Count == 0)
            {
                stretch.Add(new(x1[i], y1[i]));
            }
            stretch.Add(new(x2[i], y2[i]));
            length += new GeoPlane(new(y1[i], x1[i])).Project(x2[i], y2[i]).Length;
            if (length >= StretchMetres || i == x1.Length - 1)
            {
                yield return [.. stretch];
                stretch.Clear();
                length = 0;
            }
        }
    }

    private static Geometry Widen(Coordinate[] path, double metres)
    {
        var middle = path[path.Length / 2];
        var plane = new GeoPlane(new(middle.Y, middle.X));
        var factory = GeometryFactory.Default;
        var flat = path.Select(c => plane.Project(c.X, c.Y)).Select(p => new Coordinate(p.X, p.Y)).ToArray();
        Geometry core = flat.Length == 1 ? factory.CreatePoint(flat[0]) : factory.CreateLineString(flat);
        var wide = core.Buffer(metres, QuadrantSegments);
        // Long straight sides bend in degrees: cut them before they are carried back.
        var cut = NetTopologySuite.Densify.Densifier.Densify(wide, 5_000);
        return GeoMapping.Apply(cut, c => ToDegrees(plane, c));
    }

    private static Coordinate ToDegrees(GeoPlane plane, Coordinate c)
    {
        var point = plane.Unproject(new(c.X, c.Y));
        return new(point.Longitude, point.Latitude);
    }
}
