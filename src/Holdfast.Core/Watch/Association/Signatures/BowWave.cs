namespace Holdfast.Core.Watch.Association.Signatures;

/// <summary>What somebody beside a flight hears of its bow wave.</summary>
/// <param name="Seconds">After the firing.</param>
/// <param name="Along">Where along the ground it left the flight, metres.</param>
/// <param name="MissMetres">How far from the flight.</param>
/// <param name="Mach">Speed over the speed of sound, there.</param>
public readonly record struct HeardBow(double Seconds, double Along, double MissMetres, double Mach);

/// <summary>
/// The bow wave of a body that is faster than sound (Whitham 1952, <i>The flow pattern of a supersonic projectile</i>): it reaches a place from that point of the flight at which its arrival is
/// stationary, on the Mach cone, and nobody behind the cone of the beginning or before that of the end of the supersonic part (Damarla, Kaplan and Whipps 2010, <i>Sniper localization using acoustic asynchronous sensors</i>).
/// </summary>
public static class BowWave
{
    /// <summary>Slower than this the wave is a noise among others.</summary>
    private const double LeastMach = 1.05;

    /// <summary>What is heard at a place; null where the bow wave does not come.</summary>
    /// <param name="flight">The flight.</param>
    /// <param name="along">Metres along the line of fire from the gun.</param>
    /// <param name="across">Metres to the side of it.</param>
    /// <param name="sound">Speed of sound, m/s.</param>
    public static HeardBow? At(Trajectory flight, double along, double across, double sound)
    {
        ArgumentNullException.ThrowIfNull(flight);
        var points = flight.Points;
        var (best, least) = (-1, double.PositiveInfinity);
        var last = 0;
        for (var at = 0; at < points.Length && points[at].Speed >= LeastMach * sound; at++)
        {
            var when = points[at].Seconds + (Miss(points[at], along, across) / sound);
            if (when < least)
            {
                (best, least) = (at, when);
            }
            last = at;
        }
        if (best <= 0 || best >= last)
        {
            return null;
        }
        // The parabola through the least and its neighbours: a quarter of a second is coarse.
        var (before, after) = (Time(points[best - 1], along, across, sound), Time(points[best + 1], along, across, sound));
        var curve = before - (2 * least) + after;
        var shift = curve > 0 ? 0.5 * (before - after) / curve : 0;
        var seconds = least - (0.125 * (before - after) * (curve > 0 ? (before - after) / curve : 0));
        var place = points[best].Along + (shift * (points[best + 1].Along - points[best - 1].Along) / 2);
        return new HeardBow(seconds, place, Miss(points[best], along, across), points[best].Speed / sound);
    }

    /// <summary>Peak overpressure in pascals at a distance from the flight: .53 p0 (M^2 - 1)^(1/8) d / (b^(3/4) l^(1/4)) (Whitham 1952), d and l width and length of the body.</summary>
    public static double Pascals(double mach, double missMetres, double width, double length) =>
        0.53 * 101_325 * Math.Pow((mach * mach) - 1, 0.125) * width / (Math.Pow(Math.Max(1, missMetres), 0.75) * Math.Pow(length, 0.25));

    /// <summary>How long the N lasts, seconds: 1.82 M b^(1/4) d / (c (M^2 - 1)^(3/8) l^(1/4)) (Whitham 1952).</summary>
    public static double Duration(double mach, double missMetres, double width, double length, double sound) =>
        1.82
        * mach
        * Math.Pow(Math.Max(1, missMetres), 0.25)
        * width
        / (sound * Math.Pow((mach * mach) - 1, 0.375) * Math.Pow(length, 0.25));

    private static double Time(FlightPoint point, double along, double across, double sound) =>
        point.Seconds + (Miss(point, along, across) / sound);

    private static double Miss(FlightPoint point, double along, double across)
    {
        var (x, y) = (along - point.Along, across);
        return Math.Sqrt((x * x) + (y * y) + (point.Height * point.Height));
    }
}
