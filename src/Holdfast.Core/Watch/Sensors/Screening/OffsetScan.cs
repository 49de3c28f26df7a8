namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>
/// Finds by how much a clock is off that fits nothing any more: the lag at which its arrivals fall on the times at which it should have heard origins that others fixed.
/// The histogram of all lags between both has a peak there; its height is held against chance.
/// </summary>
internal static class OffsetScan
{
    private const double BinSeconds = 0.15;

    /// <summary>The lag that fits most arrivals; null where there is none to try.</summary>
    /// <param name="expected">Times at which the sensor should have heard something, sorted, seconds.</param>
    /// <param name="arrivals">Times at which it did, sorted.</param>
    /// <param name="reach">Lags up to so many seconds are tried.</param>
    public static FoundLag? Find(double[] expected, double[] arrivals, double reach)
    {
        if (expected.Length == 0 || arrivals.Length == 0)
        {
            return null;
        }
        var bins = new int[(int)(2 * reach / BinSeconds) + 3];
        var first = 0;
        foreach (var time in expected)
        {
            while (first < arrivals.Length && arrivals[first] < time - reach)
            {
                first++;
            }
            for (var at = first; at < arrivals.Length && arrivals[at] <= time + reach; at++)
            {
                bins[(int)((arrivals[at] - time + reach) / BinSeconds)]++;
            }
        }
        var best = 0;
        for (var bin = 0; bin + 1 < bins.Length; bin++)
        {
            best = bins[bin] + bins[bin + 1] > bins[best] + bins[best + 1] ? bin : best;
        }
        var count = bins[best] + bins[best + 1];
        // What is usual is asked of lags close by: bursts crowd the short ones, and a block has few pairs that lie far apart.
        var chance = Chance.LogAtLeast(count, Math.Max(1.3 * Nearby(bins, best), 0.05)) + Math.Log(bins.Length);
        return new FoundLag(Refined(expected, arrivals, ((best + 1) * BinSeconds) - reach), count, bins.Length, chance);
    }

    /// <summary>Mean of two bins within half a minute, the peak and what leans on it left out.</summary>
    private static double Nearby(int[] bins, int best)
    {
        var (sum, count) = (0.0, 0);
        for (var bin = Math.Max(0, best - 200); bin < Math.Min(bins.Length, best + 201); bin++)
        {
            if (Math.Abs(bin - best) > 4)
            {
                (sum, count) = (sum + bins[bin], count + 1);
            }
        }
        return 2 * sum / Math.Max(1, count);
    }

    /// <summary>The median of the lags around a bin.</summary>
    private static double Refined(double[] expected, double[] arrivals, double lag)
    {
        var near = new List<double>();
        foreach (var time in expected)
        {
            var at = Array.BinarySearch(arrivals, time + lag - BinSeconds);
            for (at = at < 0 ? ~at : at; at < arrivals.Length && arrivals[at] <= time + lag + BinSeconds; at++)
            {
                near.Add(arrivals[at] - time);
            }
        }
        return ResidualFit.Median([.. near]);
    }
}

/// <summary>A lag at which a sensor's arrivals fit what it should have heard.</summary>
/// <param name="Count">How many arrivals it fits.</param>
/// <param name="Tried">How many lags were tried.</param>
/// <param name="LogChance">Logarithm of the chance that any of those fits so many, were arrivals independent of events.</param>
internal readonly record struct FoundLag(double Seconds, int Count, int Tried, double LogChance);
