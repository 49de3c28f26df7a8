using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;

namespace Holdfast.App.Watch.Views;

/// <summary>The first of the mission's sectors that contains a point, or null.</summary>
internal sealed class SectorIndex(Mission mission)
{
    private readonly (string Name, Envelope Box, IPreparedGeometry Shape)[] _sectors =
    [
        .. mission
            .Sectors.Select(mission.Atlas.Find)
            .OfType<NamedShape>()
            .Where(s => s.Kind == ShapeKind.Area)
            .Select(s => (s.Name, s.Geometry.EnvelopeInternal, PreparedGeometryFactory.Prepare(s.Geometry))),
    ];

    private const int MostCells = 65_536;

    private readonly Dictionary<GeoPoint, string?> _cells = [];

    /// <summary>As <see cref="Of"/>, for points that come again and again.</summary>
    public string? OfCell(GeoPoint centre)
    {
        if (!_cells.TryGetValue(centre, out var sector))
        {
            sector = Of(centre);
            if (_cells.Count < MostCells)
            {
                _cells.Add(centre, sector);
            }
        }
        return sector;
    }

    public string? Of(GeoPoint point)
    {
        foreach (var (name, box, shape) in _sectors)
        {
            if (box.Contains(point.Longitude, point.Latitude) && shape.Contains(new Point(point.Longitude, point.Latitude)))
            {
                return name;
            }
        }
        return null;
    }
}
