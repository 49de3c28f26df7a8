namespace Holdfast.Core.Values;

/// <summary>A point of a local plane: metres east (x) and north (y) of its origin.</summary>
public readonly record struct PlanePoint(double X, double Y)
{
    public static PlanePoint operator -(PlanePoint a, PlanePoint b) => new(a.X - b.X, a.Y - b.Y);

    public static PlanePoint operator +(PlanePoint a, PlanePoint b) => new(a.X + b.X, a.Y + b.Y);

    public double Length => Math.Sqrt(X * X + Y * Y);

    public static double Cross(PlanePoint a, PlanePoint b) => a.X * b.Y - a.Y * b.X;

    public static double Dot(PlanePoint a, PlanePoint b) => a.X * b.X + a.Y * b.Y;
}

/// <summary>
/// The plane around a point of the WGS 84 ellipsoid: metres east and north, by the radii of curvature at the middle latitude of each point and the
/// origin (the mid-latitude formula). Distances from the origin differ from the geodesic by less than 0.01 % within 100 km and 0.15 % within 500 km,
/// for latitudes up to 65 degrees (a test holds it to that). Not for use across the antimeridian or within 100 km of a pole.
/// </summary>
public readonly struct GeoPlane
{
    /// <summary>WGS 84: equatorial radius in metres and first eccentricity squared.</summary>
    internal const double EquatorialRadius = 6_378_137.0;
    internal const double EccentricitySquared = 0.006_694_379_990_141_317;

    private const double Radians = Math.PI / 180;

    private readonly double _sin;
    private readonly double _cos;

    public GeoPlane(GeoPoint origin)
    {
        Origin = origin;
        (_sin, _cos) = Math.SinCos(origin.Latitude * Radians);
    }

    public GeoPoint Origin { get; }

    public PlanePoint Project(GeoPoint point) => Project(point.Longitude, point.Latitude);

    /// <param name="longitude">Degrees.</param>
    /// <param name="latitude">Degrees.</param>
    public PlanePoint Project(double longitude, double latitude)
    {
        var (east, north) = MetresPerDegreeTowards(latitude);
        return new((longitude - Origin.Longitude) * east, (latitude - Origin.Latitude) * north);
    }

    /// <summary>The inverse of <see cref="Project(GeoPoint)"/>, to a millimetre within 1,000 km. Latitudes are held at the poles.</summary>
    public GeoPoint Unproject(PlanePoint point)
    {
        var latitude = Origin.Latitude;
        for (var i = 0; i < 4; i++)
        {
            var (_, north) = MetresPerDegree((latitude + Origin.Latitude) / 2);
            latitude = Math.Clamp(Origin.Latitude + point.Y / north, -90, 90);
        }
        var (east, _) = MetresPerDegree((latitude + Origin.Latitude) / 2);
        return new GeoPoint(latitude, Math.Clamp(Origin.Longitude + point.X / east, -180, 180));
    }

    // At the middle latitude. Near the origin by the addition theorem with a short series instead of a sine: to 1e-10, at a third of the time.
    private (double East, double North) MetresPerDegreeTowards(double latitude)
    {
        var half = (latitude - Origin.Latitude) / 2 * Radians;
        if (Math.Abs(half) > 0.1)
        {
            return MetresPerDegree((latitude + Origin.Latitude) / 2);
        }
        var square = half * half;
        var sinHalf = half * (1 - square / 6 * (1 - square / 20));
        var cosHalf = 1 - square / 2 * (1 - square / 12 * (1 - square / 30));
        return Scale(_sin * cosHalf + _cos * sinHalf, _cos * cosHalf - _sin * sinHalf);
    }

    /// <summary>Length of one degree of longitude and of latitude, in metres, at the given latitude in degrees.</summary>
    public static (double East, double North) MetresPerDegree(double latitude)
    {
        var (sin, cos) = Math.SinCos(latitude * Radians);
        return Scale(sin, cos);
    }

    private static (double East, double North) Scale(double sin, double cos)
    {
        var w = 1 - EccentricitySquared * sin * sin;
        var prime = EquatorialRadius / Math.Sqrt(w);
        return (prime * cos * Radians, prime * (1 - EccentricitySquared) / w * Radians);
    }
}
