namespace Holdfast.Core.Values;

/// <summary>
/// What one edge takes from, or gives to, the share of a disc that lies on the centre's side: the circular sector over the part of the edge inside the
/// disc minus the triangle under it. Exact in the local plane.
/// </summary>
internal struct GeoDisc(GeoPoint centre, double radiusMetres) : IEdgeVisitor
{
    private readonly GeoPlane _plane = new(centre);

    /// <summary>To be subtracted from 1 where the centre lies inside, from 0 where it does not.</summary>
    public double Sum { get; private set; }

    public void Visit(double x1, double y1, double x2, double y2)
    {
        var a = _plane.Project(x1, y1);
        var b = _plane.Project(x2, y2);
        var edge = b - a;
        var length = edge.Length;
        if (length < 1e-9)
        {
            return;
        }
        var height = Math.Max(Math.Abs(PlanePoint.Cross(a, b)) / length, 1e-9);
        if (height >= radiusMetres)
        {
            return;
        }
        var half = Math.Sqrt(radiusMetres * radiusMetres - height * height);
        var from = Math.Clamp(PlanePoint.Dot(a, edge) / length, -half, half);
        var to = Math.Clamp(PlanePoint.Dot(b, edge) / length, -half, half);
        var sector = radiusMetres * radiusMetres * (Math.Atan(to / height) - Math.Atan(from / height)) / 2;
        var triangle = height * (to - from) / 2;
        var side = GeoOutline.Side(_plane.Origin.Longitude, _plane.Origin.Latitude, x1, y1, x2, y2);
        Sum += side * (sector - triangle) / (Math.PI * radiusMetres * radiusMetres);
    }
}
