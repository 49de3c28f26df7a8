using Holdfast.Core.Values;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;

namespace Holdfast.Core.Watch.Coverage;

/// <summary>
/// The ground that a look covers: the rectangle of a satellite pixel or a strip, the outline of a named area or its disc, and for a point with an error
/// everything within two standard deviations.
/// </summary>
internal sealed class Footprint
{
    private readonly Place _place;
    private readonly GeoPlane _plane;
    private readonly IndexedPointInAreaLocator? _outline;

    public Footprint(Place place, PlaceProbability places)
    {
        _place = place;
        _plane = new(place.Centre);
        var named = places.Outline(place);
        _outline = named is null ? null : new(named.Geometry);
        Box = named?.Geometry.EnvelopeInternal ?? Around(place.Centre, Reach(place));
    }

    /// <summary>Degrees; holds the footprint.</summary>
    public Envelope Box { get; }

    public bool Covers(GeoPoint point)
    {
        if (_outline is not null)
        {
            return _outline.Locate(new Coordinate(point.Longitude, point.Latitude)) != Location.Exterior;
        }
        var at = _plane.Project(point);
        return _place switch
        {
            AreaPlace disc => at.Length <= disc.RadiusMetres,
            BoxPlace box => IsWithin(at, box.AzimuthDegrees, box.HeightMetres / 2, box.WidthMetres / 2, ellipse: false),
            PointPlace p => IsWithin(at, p.Error.AzimuthDegrees, 2 * p.Error.SemiMajorMetres, 2 * p.Error.SemiMinorMetres, ellipse: true),
            _ => throw new System.Diagnostics.UnreachableException("Place is a closed union."),
        };
    }

    private static bool IsWithin(PlanePoint at, double azimuth, double along, double across, bool ellipse)
    {
        var (sin, cos) = Math.SinCos(azimuth * (Math.PI / 180));
        var u = Math.Abs(at.X * sin + at.Y * cos) / Math.Max(along, 0.1);
        var v = Math.Abs(at.X * cos - at.Y * sin) / Math.Max(across, 0.1);
        return ellipse ? u * u + v * v <= 1 : u <= 1 && v <= 1;
    }

    private static double Reach(Place place) =>
        place switch
        {
            AreaPlace disc => disc.RadiusMetres,
            BoxPlace box => (box.HeightMetres + box.WidthMetres) / 2,
            _ => 2 * place.Ellipse.SemiMajorMetres,
        };

    private static Envelope Around(GeoPoint centre, double metres)
    {
        var (east, north) = GeoPlane.MetresPerDegree(Math.Clamp(centre.Latitude, -85, 85));
        var box = new Envelope(new Coordinate(centre.Longitude, centre.Latitude));
        box.ExpandBy(1.02 * metres / east, 1.02 * metres / north);
        return box;
    }
}
