using NetTopologySuite.Geometries;

namespace Holdfast.Core.Values;

/// <summary>Receives an edge of an outline, in degrees.</summary>
internal interface IEdgeVisitor
{
    void Visit(double x1, double y1, double x2, double y2);
}

/// <summary>
/// A geometry prepared for many questions by many threads: whether a point lies inside (even-odd), how far the boundary is at least, and which edges
/// lie near. Immutable but for a cache of distances that any thread fills with the same values.
/// </summary>
internal sealed class GeoOutline
{
    private const int Rows = 256;
    private const int Cells = 96;
    private const double MetresPerDegreeOfLatitudeAtLeast = 110_500;

    private readonly double[] _x1;
    private readonly double[] _y1;
    private readonly double[] _x2;
    private readonly double[] _y2;
    private readonly Envelope _box = new();
    private readonly int[] _rowStart = new int[Rows + 1];
    private readonly int[] _rowEdges;
    private readonly double[] _distance = new double[Cells * Cells];

    public GeoOutline(GeoSegments segments)
    {
        (_x1, _y1, _x2, _y2) = (segments.X1, segments.Y1, segments.X2, segments.Y2);
        for (var i = 0; i < _x1.Length; i++)
        {
            _box.ExpandToInclude(_x1[i], _y1[i]);
            _box.ExpandToInclude(_x2[i], _y2[i]);
        }
        _rowEdges = FillRows();
        Array.Fill(_distance, double.NaN);
    }

    public bool IsEmpty => _x1.Length == 0;

    /// <summary>Even-odd rule in degrees; only meaningful for areas. A point on the boundary counts as if it were moved slightly east and north.</summary>
    public bool Contains(double x, double y)
    {
        if (IsEmpty || x < _box.MinX || x > _box.MaxX || y < _box.MinY || y > _box.MaxY)
        {
            return false;
        }
        var row = Row(y);
        var inside = false;
        for (var k = _rowStart[row]; k < _rowStart[row + 1]; k++)
        {
            var i = _rowEdges[k];
            if (_y1[i] > y != _y2[i] > y && Side(x, y, _x1[i], _y1[i], _x2[i], _y2[i]) > 0 == _y2[i] > _y1[i])
            {
                inside = !inside;
            }
        }
        return inside;
    }

    /// <summary>1 when the point lies left of the directed edge, -1 when right; never 0 (ties as in <see cref="Contains"/>).</summary>
    public static int Side(double x, double y, double x1, double y1, double x2, double y2)
    {
        var cross = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1);
        return cross > 0 ? 1
            : cross < 0 ? -1
            : y2 > y1 ? -1
            : y2 < y1 ? 1
            : x2 > x1 ? 1
            : -1;
    }

    /// <summary>Metres: the boundary is nowhere nearer than this. Infinite for an empty outline.</summary>
    public double BoundaryIsBeyond(GeoPoint point)
    {
        if (IsEmpty)
        {
            return double.PositiveInfinity;
        }
        var (x, y) = (point.Longitude, point.Latitude);
        if (!_box.Contains(x, y))
        {
            return BeyondBox(x, y);
        }
        var (width, height) = (_box.Width / Cells, _box.Height / Cells);
        var column = Math.Clamp((int)((x - _box.MinX) / Math.Max(width, 1e-12)), 0, Cells - 1);
        var row = Math.Clamp((int)((y - _box.MinY) / Math.Max(height, 1e-12)), 0, Cells - 1);
        var centre = new GeoPoint(_box.MinY + (row + 0.5) * height, _box.MinX + (column + 0.5) * width);
        ref var slot = ref _distance[row * Cells + column];
        var known = Volatile.Read(ref slot);
        if (double.IsNaN(known))
        {
            known = NearestEdge(centre).Metres;
            Volatile.Write(ref slot, known);
        }
        return Math.Max(0, known * 0.999 - new GeoPlane(centre).Project(x, y).Length);
    }

    /// <summary>The least distance to an edge in metres, and on which side of it the point lies. O(edges).</summary>
    public (double Metres, int Side) NearestEdge(GeoPoint point)
    {
        var plane = new GeoPlane(point);
        var (best, bestIndex, bestShare) = (double.PositiveInfinity, -1, 0.0);
        for (var i = 0; i < _x1.Length; i++)
        {
            var a = plane.Project(_x1[i], _y1[i]);
            var edge = plane.Project(_x2[i], _y2[i]) - a;
            var share = Math.Clamp(-PlanePoint.Dot(a, edge) / Math.Max(PlanePoint.Dot(edge, edge), 1e-12), 0, 1);
            var (dx, dy) = (a.X + share * edge.X, a.Y + share * edge.Y);
            var square = dx * dx + dy * dy;
            if (square < best)
            {
                (best, bestIndex, bestShare) = (square, i, share);
            }
        }
        return bestIndex < 0 ? (double.PositiveInfinity, 0) : (Math.Sqrt(best), SideOf(point, bestIndex, bestShare));
    }

    // At a corner the two edges may disagree; the point then lies on the outside of the turn.
    private int SideOf(GeoPoint point, int edge, double share)
    {
        var other =
            share >= 1 ? edge + 1
            : share <= 0 ? edge - 1
            : edge;
        var (first, second) = (Math.Min(edge, other), Math.Max(edge, other));
        var joined = other != edge && first >= 0 && second < _x1.Length && _x2[first] == _x1[second] && _y2[first] == _y1[second];
        if (!joined)
        {
            return Side(point.Longitude, point.Latitude, _x1[edge], _y1[edge], _x2[edge], _y2[edge]);
        }
        var turn = (_x2[first] - _x1[first]) * (_y2[second] - _y1[second]) - (_y2[first] - _y1[first]) * (_x2[second] - _x1[second]);
        return turn == 0 ? Side(point.Longitude, point.Latitude, _x1[edge], _y1[edge], _x2[edge], _y2[edge])
            : turn < 0 ? 1
            : -1;
    }

    /// <summary>Visits every edge that may come nearer to the point than the radius, each once, in a fixed order.</summary>
    public void Near<TVisitor>(GeoPoint point, double radiusMetres, ref TVisitor visitor)
        where TVisitor : struct, IEdgeVisitor
    {
        if (IsEmpty)
        {
            return;
        }
        var high = radiusMetres / MetresPerDegreeOfLatitudeAtLeast;
        var (south, north) = (point.Latitude - high, point.Latitude + high);
        var narrowest = GeoPlane.MetresPerDegree(Math.Min(89, Math.Max(Math.Abs(south), Math.Abs(north)))).East;
        var wide = radiusMetres / narrowest;
        var (west, east) = (point.Longitude - wide, point.Longitude + wide);
        var (firstRow, lastRow) = (Row(south), Row(north));
        for (var row = firstRow; row <= lastRow; row++)
        {
            for (var k = _rowStart[row]; k < _rowStart[row + 1]; k++)
            {
                var i = _rowEdges[k];
                var low = Math.Min(_y1[i], _y2[i]);
                var firstSeen = row == Math.Max(firstRow, Row(low));
                if (firstSeen && Math.Max(_x1[i], _x2[i]) >= west && Math.Min(_x1[i], _x2[i]) <= east)
                {
                    visitor.Visit(_x1[i], _y1[i], _x2[i], _y2[i]);
                }
            }
        }
    }

    /// <summary>Visits every edge, in the order of the geometry.</summary>
    public void All<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IEdgeVisitor
    {
        for (var i = 0; i < _x1.Length; i++)
        {
            visitor.Visit(_x1[i], _y1[i], _x2[i], _y2[i]);
        }
    }

    private int Row(double y) => _box.Height <= 0 ? 0 : Math.Clamp((int)((y - _box.MinY) / _box.Height * Rows), 0, Rows - 1);

    private int[] FillRows()
    {
        for (var i = 0; i < _x1.Length; i++)
        {
            for (var row = Row(Math.Min(_y1[i], _y2[i])); row <= Row(Math.Max(_y1[i], _y2[i])); row++)
            {
                _rowStart[row + 1]++;
            }
        }
        for (var row = 0; row < Rows; row++)
        {
            _rowStart[row + 1] += _rowStart[row];
        }
        var edges = new int[_rowStart[Rows]];
        var next = _rowStart[..Rows];
        for (var i = 0; i < _x1.Length; i++)
        {
            for (var row = Row(Math.Min(_y1[i], _y2[i])); row <= Row(Math.Max(_y1[i], _y2[i])); row++)
            {
                edges[next[row]++] = i;
            }
        }
        return edges;
    }

    private double BeyondBox(double x, double y)
    {
        var dx = Math.Max(0, Math.Max(_box.MinX - x, x - _box.MaxX));
        var dy = Math.Max(0, Math.Max(_box.MinY - y, y - _box.MaxY));
        var highest = Math.Max(Math.Abs(y), Math.Max(Math.Abs(_box.MinY), Math.Abs(_box.MaxY)));
        var east = GeoPlane.MetresPerDegree(Math.Min(89.9, highest)).East;
        return 0.99 * Math.Sqrt(dx * dx * east * east + dy * dy * MetresPerDegreeOfLatitudeAtLeast * MetresPerDegreeOfLatitudeAtLeast);
    }
}
