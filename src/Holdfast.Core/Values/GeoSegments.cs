using NetTopologySuite.Geometries;

namespace Holdfast.Core.Values;

/// <summary>
/// The directed edges of a geometry in degrees, cut so that none is longer than about 5 km: an edge is straight in longitude and latitude (RFC 7946),
/// and after cutting it leaves the straight line of a local plane by less than a metre (up to latitude 55). Rings of areas run with the inside on the left.
/// </summary>
internal sealed class GeoSegments
{
    private const double LongestMetres = 5_000;

    private readonly List<double> _x1 = [];
    private readonly List<double> _y1 = [];
    private readonly List<double> _x2 = [];
    private readonly List<double> _y2 = [];

    public static GeoSegments Of(Geometry geometry)
    {
        var segments = new GeoSegments();
        segments.Add(geometry);
        return segments;
    }

    public int Count => _x1.Count;
    public double[] X1 => [.. _x1];
    public double[] Y1 => [.. _y1];
    public double[] X2 => [.. _x2];
    public double[] Y2 => [.. _y2];

    private void Add(Geometry geometry)
    {
        switch (geometry)
        {
            case Polygon polygon when !polygon.IsEmpty:
                AddRing(polygon.Shell.Coordinates, counterClockwise: true);
                foreach (var hole in polygon.Holes)
                {
                    AddRing(hole.Coordinates, counterClockwise: false);
                }
                break;
            case LineString line:
                AddPath(line.Coordinates);
                break;
            case GeometryCollection many:
                foreach (var part in many.Geometries)
                {
                    Add(part);
                }
                break;
            default:
                break;
        }
    }

    private void AddRing(Coordinate[] ring, bool counterClockwise)
    {
        var isCounterClockwise = NetTopologySuite.Algorithm.Orientation.IsCCW(ring);
        AddPath(isCounterClockwise == counterClockwise ? ring : [.. ring.Reverse()]);
    }

    public void AddPath(IReadOnlyList<Coordinate> path)
    {
        for (var i = 1; i < path.Count; i++)
        {
            AddEdge(path[i - 1], path[i]);
        }
    }

    private void AddEdge(Coordinate a, Coordinate b)
    {
        if (a.X == b.X && a.Y == b.Y)
        {
            return;
        }
        var (east, north) = GeoPlane.MetresPerDegree((a.Y + b.Y) / 2);
        var length = Math.Sqrt(Math.Pow((b.X - a.X) * east, 2) + Math.Pow((b.Y - a.Y) * north, 2));
        var pieces = Math.Clamp((int)Math.Ceiling(length / LongestMetres), 1, 10_000);
        var (x, y) = (a.X, a.Y);
        for (var i = 1; i <= pieces; i++)
        {
            var share = (double)i / pieces;
            var (nextX, nextY) = i == pieces ? (b.X, b.Y) : (a.X + (b.X - a.X) * share, a.Y + (b.Y - a.Y) * share);
            _x1.Add(x);
            _y1.Add(y);
            _x2.Add(nextX);
            _y2.Add(nextY);
            (x, y) = (nextX, nextY);
        }
    }
}
