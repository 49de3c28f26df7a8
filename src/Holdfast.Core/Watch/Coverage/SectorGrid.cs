using Holdfast.Core.Values;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;

namespace Holdfast.Core.Watch.Coverage;

/// <summary>Points spread evenly over a sector, standing for equal shares of its area.</summary>
internal sealed class SectorGrid
{
    private const int Wanted = 300;
    private const int MostColumns = 120;

    private SectorGrid(NamedShape sector, GeoPoint[] points)
    {
        Sector = sector;
        Points = points;
    }

    public NamedShape Sector { get; }

    /// <summary>At least one point, even for a sector too thin to catch a point of the grid.</summary>
    public GeoPoint[] Points { get; }

    public static SectorGrid Of(NamedShape sector)
    {
        var box = sector.Geometry.EnvelopeInternal;
        var locator = new IndexedPointInAreaLocator(sector.Geometry);
        var share = Math.Clamp(sector.Geometry.Area / Math.Max(box.Area, 1e-12), 0.01, 1);
        var (east, north) = GeoPlane.MetresPerDegree(box.Centre.Y);
        var step = Math.Sqrt(box.Width * east * box.Height * north * share / Wanted);
        var columns = Math.Clamp((int)Math.Ceiling(box.Width * east / Math.Max(step, 1)), 1, MostColumns);
        var rows = Math.Clamp((int)Math.Ceiling(box.Height * north / Math.Max(step, 1)), 1, MostColumns);
        var points = new List<GeoPoint>();
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var at = new Coordinate(box.MinX + (column + 0.5) / columns * box.Width, box.MinY + (row + 0.5) / rows * box.Height);
                if (locator.Locate(at) != Location.Exterior)
                {
                    points.Add(new(at.Y, at.X));
                }
            }
        }
        if (points.Count == 0)
        {
            var inner = sector.Geometry.InteriorPoint;
            points.Add(new(inner.Y, inner.X));
        }
        return new(sector, [.. points]);
    }

    /// <summary>The greatest share of the sector that a disc around one of its points holds: how well the sector's name alone locates what is in it.</summary>
    public double LargestShareWithin(double metres)
    {
        var most = 0;
        foreach (var centre in Points)
        {
            var plane = new GeoPlane(centre);
            most = Math.Max(most, Points.Count(p => plane.Project(p).Length <= metres));
        }
        return (double)most / Points.Length;
    }
}
