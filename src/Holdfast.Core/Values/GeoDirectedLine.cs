using NetTopologySuite.Geometries;

namespace Holdfast.Core.Values;

/// <summary>A directed line that runs on straight for 500 km beyond both ends, so that every point near it has a side.</summary>
internal static class GeoDirectedLine
{
    private const double BeyondMetres = 500_000;

    /// <summary>For a geometry of several lines, each is prolonged by itself; rings are taken as they are.</summary>
    public static GeoSegments Segments(Geometry geometry)
    {
        var segments = new GeoSegments();
        for (var i = 0; i < geometry.NumGeometries; i++)
        {
            if (geometry.GetGeometryN(i) is LineString { IsEmpty: false } line)
            {
                var path = line.Coordinates.ToList();
                if (!line.IsClosed)
                {
                    path.Insert(0, Beyond(path[1], path[0]));
                    path.Add(Beyond(path[^2], path[^1]));
                }
                segments.AddPath(path);
            }
        }
        return segments;
    }

    private static Coordinate Beyond(Coordinate from, Coordinate end)
    {
        var plane = new GeoPlane(new(end.Y, end.X));
        var back = plane.Project(from.X, from.Y);
        var scale = -BeyondMetres / Math.Max(back.Length, 1e-9);
        var far = plane.Unproject(new(back.X * scale, back.Y * scale));
        return new(far.Longitude, far.Latitude);
    }
}
