using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Holdfast.Core.Watch.Association;

/// <summary>How probable an arrival is where an event is supposed: its time and, if it has one, its bearing and range.</summary>
internal static class PickLikelihood
{
    private const double RootTwoPi = 2.5066282746310002;

    /// <summary>A bearing or a range may be an outlier too; the floor keeps one from vetoing an event that many times speak for.</summary>
    private const double Floor = 0.02;

    /// <summary>Beyond so many standard deviations nothing is believed.</summary>
    public const double Gate = 4;

    /// <summary>Density of the time residual, a narrow and a wide Gaussian (1/s), and the mean precision of the one it comes from (1/s^2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Density, double Precision) Time(
        AssociationParameters parameters,
        double residual,
        double pickVariance,
        double otherVariance
    )
    {
        // The narrow and the wide part side by side; the other two lanes are idle.
        var wider = parameters.WideFactor * parameters.WideFactor;
        var precisions =
            Vector256<double>.One / (Vector256.Create(pickVariance, pickVariance * wider, 1, 1) + Vector256.Create(otherVariance));
        var parts =
            VectorMath.Falling(precisions * (0.5 * residual * residual))
            * Vector256.Sqrt(precisions)
            * Vector256.Create(1 - parameters.WideShare, parameters.WideShare, 0, 0);
        var (first, second) = (parts[0], parts[1]);
        var sum = first + second;
        return sum > 0 ? (sum / RootTwoPi, ((first * precisions[0]) + (second * precisions[1])) / sum) : (0, precisions[1]);
    }

    /// <summary>
    /// Likelihood ratio of a bearing and a stated range: from the supposed place, against a false arrival whose azimuth is uniform and whose range is uniform up to
    /// the farthest that is heard. One where there is no bearing.
    /// </summary>
    public static double Direction(Bearing? bearing, RayFan rays, int ray, double maximumRange)
    {
        if (bearing is not { } measured)
        {
            return 1;
        }
        return Direction(measured, AzimuthResidual(measured, rays, ray), rays.Distance[ray], maximumRange);
    }

    /// <summary>The same for a measured minus computed azimuth and a distance from the sensor.</summary>
    public static double Direction(Bearing measured, double residual, double distance, double maximumRange)
    {
        var standard = residual / measured.SigmaRadians;
        var ratio = ((1 - Floor) * Math.Exp(-0.5 * standard * standard) * Math.Tau / (RootTwoPi * measured.SigmaRadians)) + Floor;
        if (measured.Range is { } stated)
        {
            var off = (stated.Metres - distance) / stated.SigmaMetres;
            ratio *= ((1 - Floor) * Math.Exp(-0.5 * off * off) * maximumRange / (RootTwoPi * stated.SigmaMetres)) + Floor;
        }
        return ratio;
    }

    /// <summary>The same for four at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Direction(Bearing measured, Vector256<double> residual, Vector256<double> distance, double maximumRange)
    {
        var floor = Vector256.Create(Floor);
        var standard = residual * (1 / measured.SigmaRadians);
        var ratio =
            (VectorMath.Falling(standard * standard * 0.5) * ((1 - Floor) * Math.Tau / (RootTwoPi * measured.SigmaRadians))) + floor;
        if (measured.Range is { } stated)
        {
            var off = (Vector256.Create(stated.Metres) - distance) * (1 / stated.SigmaMetres);
            ratio *= (VectorMath.Falling(off * off * 0.5) * ((1 - Floor) * maximumRange / (RootTwoPi * stated.SigmaMetres))) + floor;
        }
        return ratio;
    }

    /// <summary>Measured minus computed azimuth, from -pi to pi.</summary>
    public static double AzimuthResidual(Bearing measured, RayFan rays, int ray) =>
        Math.IEEERemainder(measured.AzimuthRadians - Math.Atan2(-rays.UnitEast[ray], -rays.UnitNorth[ray]), Math.Tau);
}
