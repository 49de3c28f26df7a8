namespace Holdfast.Core.Values;

/// <summary>
/// The share of a small rectangle that lies inside rings: for every edge the area under it within the rectangle, signed by its direction. Exact up to the
/// change of a degree's length across the rectangle (a rectangle of 10 km at latitude 48: 0.1 %). Takes all edges, not only near ones.
/// </summary>
internal struct GeoBox(BoxPlace box) : IEdgeVisitor
{
    private readonly double _x = box.Point.Longitude;
    private readonly double _y = box.Point.Latitude;
    private readonly (double East, double North) _scale = GeoPlane.MetresPerDegree(box.Point.Latitude);
    private readonly double _halfWidth = Math.Max(box.WidthMetres, 0.1) / 2;
    private readonly double _halfHeight = Math.Max(box.HeightMetres, 0.1) / 2;
    private readonly double _sin = Math.Sin(box.AzimuthDegrees * (Math.PI / 180));
    private readonly double _cos = Math.Cos(box.AzimuthDegrees * (Math.PI / 180));

    /// <summary>The share inside, once all edges have been visited.</summary>
    public double Share { get; private set; }

    public void Visit(double x1, double y1, double x2, double y2)
    {
        var (a, b) = (ToSquare(x1, y1), ToSquare(x2, y2));
        var (low, high) = (Math.Clamp(a.X, -1, 1), Math.Clamp(b.X, -1, 1));
        if (low == high)
        {
            return;
        }
        var slope = (b.Y - a.Y) / (b.X - a.X);
        var (yLow, yHigh) = (a.Y + (low - a.X) * slope, a.Y + (high - a.X) * slope);
        // Rings run with the inside on the left, so an edge going west closes the area below it. The whole square measures 4.
        Share -= (high - low) * MeanClamped(yLow, yHigh) / 4;
    }

    // Along the azimuth is the height (y), across it to the right the width (x).
    private readonly PlanePoint ToSquare(double longitude, double latitude)
    {
        var (east, north) = ((longitude - _x) * _scale.East, (latitude - _y) * _scale.North);
        return new((east * _cos - north * _sin) / _halfWidth, (east * _sin + north * _cos) / _halfHeight);
    }

    // The mean over a straight run from p to q of clamp(y, -1, 1) + 1.
    private static double MeanClamped(double p, double q)
    {
        var (low, high) = (Math.Min(p, q), Math.Max(p, q));
        if (high <= -1)
        {
            return 0;
        }
        if (low >= 1)
        {
            return 2;
        }
        if (high - low < 1e-12)
        {
            return Math.Clamp(low, -1, 1) + 1;
        }
        var (from, to) = (Math.Max(low, -1), Math.Min(high, 1));
        var ramp = (to - from) * ((from + to) / 2 + 1);
        return (ramp + 2 * Math.Max(0, high - Math.Max(1, low))) / (high - low);
    }
}
