using Holdfast.Core.Values;

namespace Holdfast.Core.Watch;

/// <summary>The part of the plane that a direction and a range leave open, as a Gaussian with the same mean and covariance.</summary>
internal static class Wedge
{
    private const double Radian = Math.PI / 180;

    /// <summary>
    /// With the range r uniform on [low, high] and the azimuth's error d ~ N(0, s²): along the azimuth the mean is E[r] exp(-s²/2), E[cos² d] = (1 + exp(-2 s²)) / 2,
    /// across it E[sin² d] = (1 - exp(-2 s²)) / 2 (moments of the wrapped Gaussian: Mardia and Jupp 2000, 3.5.7). The observer's error is added as a circle.
    /// </summary>
    public static PointPlace Of(Place from, MeasuredAzimuth azimuth, StatedInterval range)
    {
        var variance = azimuth.SigmaDegrees * Radian * (azimuth.SigmaDegrees * Radian);
        var mean = (range.Low + range.High) / 2;
        var square = ((range.Low * range.Low) + (range.Low * range.High) + (range.High * range.High)) / 3;
        var ahead = mean * Math.Exp(-variance / 2);
        var along = (square * (1 + Math.Exp(-2 * variance)) / 2) - (ahead * ahead);
        var across = square * (1 - Math.Exp(-2 * variance)) / 2;
        var own = from.Ellipse.SemiMajorMetres * from.Ellipse.SemiMajorMetres;
        var (a, b) = (Math.Sqrt(Math.Max(along, 0) + own), Math.Sqrt(across + own));
        var error = a >= b ? new ErrorEllipse(a, b, Folded(azimuth.Degrees)) : new ErrorEllipse(b, a, Folded(azimuth.Degrees + 90));
        return new PointPlace(Ahead(from.Centre, azimuth.Degrees * Radian, ahead), error);
    }

    // Along the great circle on a sphere of the mean radius: metres off at most at these ranges.
    private static GeoPoint Ahead(GeoPoint from, double azimuth, double metres)
    {
        const double Radius = 6_371_008.8;
        var (latitude, angle) = (from.Latitude * Radian, metres / Radius);
        var sine = (Math.Sin(latitude) * Math.Cos(angle)) + (Math.Cos(latitude) * Math.Sin(angle) * Math.Cos(azimuth));
        var east = Math.Atan2(Math.Sin(azimuth) * Math.Sin(angle) * Math.Cos(latitude), Math.Cos(angle) - (Math.Sin(latitude) * sine));
        var longitude = from.Longitude + (east / Radian);
        longitude -= 360 * Math.Floor((longitude + 180) / 360);
        return new GeoPoint(Math.Clamp(Math.Asin(Math.Clamp(sine, -1, 1)) / Radian, -90, 90), longitude);
    }

    private static double Folded(double degrees) => degrees - (180 * Math.Floor(degrees / 180));
}
