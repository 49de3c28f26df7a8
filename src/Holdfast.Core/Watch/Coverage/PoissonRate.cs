using MathNet.Numerics.Distributions;

namespace Holdfast.Core.Watch.Coverage;

/// <summary>A rate per unit of exposure with its 90 % interval.</summary>
public readonly record struct RateInterval(double Rate, double Low, double High);

/// <summary>
/// Rates of rare events. The interval is exact: F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936). The ratio of two rates is
/// J. Przyborowski and H. Wilenski's, "Homogeneity of results in testing samples from Poisson series", Biometrika 31 (1940), with C. J. Clopper
/// and E. S. Pearson's limits, Biometrika 26 (1934).
/// </summary>
public static class PoissonRate
{
    private const double Tail = 0.05;

    /// <summary>Events per unit of exposure, or null where there was none: without looking there is no rate.</summary>
    /// <param name="exposure">What was watched, for instance the covered share of a day.</param>
    public static RateInterval? Of(long count, double exposure)
    {
        if (exposure <= 0)
        {
            return null;
        }
        var low = count == 0 ? 0 : Gamma.InvCDF(count, 1, Tail);
        var high = Gamma.InvCDF(count + 1, 1, 1 - Tail);
        return new(count / exposure, low / exposure, high / exposure);
    }

    /// <summary>How many times higher the first rate is than the second, with its 90 % interval; null where either was not watched or nothing happened.</summary>
    public static RateInterval? Ratio(long count, double exposure, long countBefore, double exposureBefore)
    {
        var all = count + countBefore;
        if (exposure <= 0 || exposureBefore <= 0 || all == 0)
        {
            return null;
        }
        var low = count == 0 ? 0 : Beta.InvCDF(count, all - count + 1, Tail);
        var high = count == all ? 1 : Beta.InvCDF(count + 1, all - count, 1 - Tail);
        var scale = exposureBefore / exposure;
        return new(Odds((double)count / all) * scale, Odds(low) * scale, Odds(high) * scale);
    }

    private static double Odds(double share) => share >= 1 ? double.PositiveInfinity : share / (1 - share);
}
