using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Association;

/// <summary>
/// The plane of a region: metres east and north of its middle, by a transverse Mercator projection of the WGS 84 ellipsoid about the middle's meridian with
/// scale 1 (Krüger 1912; series to the third order of the flattening, Karney 2011: exact to millimetres here). Lengths at a distance x from that meridian are too
/// long by x²/(2R²): a thousandth at 285 km, however far the region reaches from north to south.
/// </summary>
public sealed class RegionPlane
{
    private const double SemiMajor = 6_378_137;
    private const double Flattening = 1 / 298.257223563;
    private const double N = Flattening / (2 - Flattening);
    private const double N2 = N * N;
    private const double N3 = N2 * N;
    private const double Radian = Math.PI / 180;
    private const double Rectifying = SemiMajor / (1 + N) * (1 + (N2 / 4) + (N2 * N2 / 64));

    private static readonly double[] Forward = [(N / 2) - (2 * N2 / 3) + (5 * N3 / 16), (13 * N2 / 48) - (3 * N3 / 5), 61 * N3 / 240];

    private static readonly double[] Backward = [(N / 2) - (2 * N2 / 3) + (37 * N3 / 96), (N2 / 48) + (N3 / 15), 17 * N3 / 480];

    private static readonly double[] Latitudes = [(2 * N) - (2 * N2 / 3) - (2 * N3), (7 * N2 / 3) - (8 * N3 / 5), 56 * N3 / 15];

    private readonly double meridian;
    private readonly double middle;

    public RegionPlane(GeoPoint centre)
    {
        meridian = centre.Longitude;
        middle = Project(centre).North;
    }

    /// <summary>Metres east and north of the middle.</summary>
    public (double East, double North) Of(GeoPoint point)
    {
        var (east, north) = Project(point);
        return (east, north - middle);
    }

    public GeoPoint Back(double east, double north)
    {
        var (xi, eta) = ((north + middle) / Rectifying, east / Rectifying);
        var (a, b) = (xi, eta);
        for (var j = 1; j <= 3; j++)
        {
            a -= Backward[j - 1] * Math.Sin(2 * j * xi) * Math.Cosh(2 * j * eta);
            b -= Backward[j - 1] * Math.Cos(2 * j * xi) * Math.Sinh(2 * j * eta);
        }
        var conformal = Math.Asin(Math.Clamp(Math.Sin(a) / Math.Cosh(b), -1, 1));
        var latitude = conformal;
        for (var j = 1; j <= 3; j++)
        {
            latitude += Latitudes[j - 1] * Math.Sin(2 * j * conformal);
        }
        var longitude = meridian + (Math.Atan2(Math.Sinh(b), Math.Cos(a)) / Radian);
        longitude -= 360 * Math.Floor((longitude + 180) / 360);
        return new GeoPoint(Math.Clamp(latitude / Radian, -90, 90), longitude);
    }

    /// <summary>By how many degrees the plane's north lies clockwise of true north at a point.</summary>
    public double ConvergenceDegrees(GeoPoint point) =>
        Math.Atan(Math.Tan((point.Longitude - meridian) * Radian) * Math.Sin(point.Latitude * Radian)) / Radian;

    private (double East, double North) Project(GeoPoint point)
    {
        var sine = Math.Sin(point.Latitude * Radian);
        var root = 2 * Math.Sqrt(N) / (1 + N);
        var t = Math.Sinh(Math.Atanh(sine) - (root * Math.Atanh(root * sine)));
        var along = (point.Longitude - meridian) * Radian;
        var xi = Math.Atan2(t, Math.Cos(along));
        var eta = Math.Atanh(Math.Sin(along) / Math.Sqrt(1 + (t * t)));
        var (north, east) = (xi, eta);
        for (var j = 1; j <= 3; j++)
        {
            north += Forward[j - 1] * Math.Sin(2 * j * xi) * Math.Cosh(2 * j * eta);
            east += Forward[j - 1] * Math.Cos(2 * j * xi) * Math.Sinh(2 * j * eta);
        }
        return (Rectifying * east, Rectifying * north);
    }
}
