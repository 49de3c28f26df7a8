namespace Holdfast.Core.Briefing.Trend;

/// <summary>The Gumbel distribution of a maximum, fitted by moments.</summary>
internal static class Gumbel
{
    private const double EulerGamma = 0.57721566490153286;

    /// <summary>The probability of at least <paramref name="value"/>; 1 where there are fewer than two draws or they are all alike.</summary>
    public static double Upper(IReadOnlyCollection<double> maxima, double value)
    {
        if (maxima.Count < 2)
        {
            return 1;
        }
        var mean = maxima.Average();
        var variance = maxima.Sum(m => (m - mean) * (m - mean)) / (maxima.Count - 1);
        if (variance <= 0)
        {
            return 1;
        }
        var scale = Math.Sqrt(6 * variance) / Math.PI;
        var location = mean - (EulerGamma * scale);
        // 1 - exp(-x) without losing its digits where x is small.
        var x = Math.Exp(-(value - location) / scale);
        return x < 1e-5 ? x - (x * x / 2) : 1 - Math.Exp(-x);
    }
}
