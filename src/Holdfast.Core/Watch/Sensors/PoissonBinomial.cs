namespace Holdfast.Core.Watch.Sensors;

/// <summary>How many of several independent events with different probabilities happen: the Poisson-binomial distribution, by its recurrence (Barlow and Heidtmann 1984).</summary>
public static class PoissonBinomial
{
    /// <summary>The probability that at most so many happen.</summary>
    public static double AtMost(int count, IEnumerable<double> probabilities)
    {
        if (count < 0)
        {
            return 0;
        }
        Span<double> exactly = stackalloc double[Math.Min(count, 255) + 1];
        exactly[0] = 1;
        foreach (var p in probabilities)
        {
            for (var k = exactly.Length - 1; k > 0; k--)
            {
                exactly[k] = (exactly[k] * (1 - p)) + (exactly[k - 1] * p);
            }
            exactly[0] *= 1 - p;
        }
        var sum = 0.0;
        foreach (var share in exactly)
        {
            sum += share;
        }
        return Math.Clamp(sum, 0, 1);
    }

    /// <summary>The probability that at least so many happen.</summary>
    public static double AtLeast(int count, IEnumerable<double> probabilities) => count <= 0 ? 1 : 1 - AtMost(count - 1, probabilities);
}
