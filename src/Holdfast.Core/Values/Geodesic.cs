namespace Holdfast.Core.Values;

/// <summary>
/// Distance on the WGS 84 ellipsoid by T. Vincenty, "Direct and inverse solutions of geodesics on the ellipsoid", Survey Review 23 (1975): within
/// 0.5 mm. For nearly antipodal points, where his iteration does not settle, the distance on the sphere of mean radius is given (within 0.6 %).
/// </summary>
public static class Geodesic
{
    private const double A = GeoPlane.EquatorialRadius;
    private const double F = 1 / 298.257223563;
    private const double B = A * (1 - F);
    private const double MeanRadius = 6_371_008.8;
    private const int MaximumSteps = 100;

    /// <summary>Metres along the shortest path.</summary>
    public static double DistanceMetres(GeoPoint from, GeoPoint to)
    {
        if (from == to)
        {
            return 0;
        }
        var l = Radians(to.Longitude - from.Longitude);
        var (sinU1, cosU1) = Math.SinCos(Math.Atan((1 - F) * Math.Tan(Radians(from.Latitude))));
        var (sinU2, cosU2) = Math.SinCos(Math.Atan((1 - F) * Math.Tan(Radians(to.Latitude))));
        var lambda = l;
        for (var step = 0; step < MaximumSteps; step++)
        {
            var (sinL, cosL) = Math.SinCos(lambda);
            var across = cosU2 * sinL;
            var along = cosU1 * sinU2 - sinU1 * cosU2 * cosL;
            var sinSigma = Math.Sqrt(across * across + along * along);
            if (sinSigma == 0)
            {
                return 0;
            }
            var cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * cosL;
            var sigma = Math.Atan2(sinSigma, cosSigma);
            var sinAlpha = cosU1 * cosU2 * sinL / sinSigma;
            var cosSqAlpha = 1 - sinAlpha * sinAlpha;
            var cos2M = cosSqAlpha == 0 ? 0 : cosSigma - 2 * sinU1 * sinU2 / cosSqAlpha;
            var c = F / 16 * cosSqAlpha * (4 + F * (4 - 3 * cosSqAlpha));
            var next = l + (1 - c) * F * sinAlpha * (sigma + c * sinSigma * (cos2M + c * cosSigma * (2 * cos2M * cos2M - 1)));
            if (Math.Abs(next - lambda) < 1e-12)
            {
                return Length(sigma, sinSigma, cosSigma, cosSqAlpha, cos2M);
            }
            lambda = next;
        }
        return OnSphere(from, to);
    }

    private static double Length(double sigma, double sinSigma, double cosSigma, double cosSqAlpha, double cos2M)
    {
        var u = cosSqAlpha * (A * A - B * B) / (B * B);
        var a = 1 + u / 16_384 * (4_096 + u * (-768 + u * (320 - 175 * u)));
        var b = u / 1_024 * (256 + u * (-128 + u * (74 - 47 * u)));
        var square = 2 * cos2M * cos2M - 1;
        var inner = cosSigma * square - b / 6 * cos2M * (4 * sinSigma * sinSigma - 3) * (4 * cos2M * cos2M - 3);
        return B * a * (sigma - b * sinSigma * (cos2M + b / 4 * inner));
    }

    private static double OnSphere(GeoPoint from, GeoPoint to)
    {
        var half = Math.Sin(Radians(to.Latitude - from.Latitude) / 2);
        var side = Math.Sin(Radians(to.Longitude - from.Longitude) / 2);
        var h = half * half + Math.Cos(Radians(from.Latitude)) * Math.Cos(Radians(to.Latitude)) * side * side;
        return 2 * MeanRadius * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }

    private static double Radians(double degrees) => degrees * (Math.PI / 180);
}
