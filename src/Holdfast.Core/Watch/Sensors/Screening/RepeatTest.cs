using NodaTime;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>
/// Finds what one sensor tells again: many pairs of its arrivals that lie equally far apart, to a millisecond. Real fire, however regular, is heard with errors of tens of
/// milliseconds; so many equal lags are a copy, or a beat of the sensor's own electronics.
/// </summary>
/// <remarks>
/// The count of pairs at a lag is held against how many there are at lags close by, so that bursts do not count as copies, nor clocks that tick coarsely. Of more than
/// <see cref="MostAtOnce"/> arrivals only runs are compared, each with the ones that follow closely enough in number: the work stays bounded.
/// </remarks>
internal sealed class RepeatTest(ScreenParameters parameters)
{
    private const int MostAtOnce = 1_500;
    private const int NearbySteps = 250;

    /// <summary>A tenth of a millisecond: what reading seconds as a binary number may add.</summary>
    private const long TicksOfRounding = 1_000;

    /// <summary>Numbers of the arrivals that are copies, with their lag in ticks; arrivals are sorted by time.</summary>
    public SortedDictionary<int, long> Copies(long[] ticks)
    {
        var copies = new SortedDictionary<int, long>();
        if (ticks.Length < 2 * parameters.RepeatLeastPairs)
        {
            return copies;
        }
        var resolution = Resolution(ticks, parameters.RepeatTolerance.BclCompatibleTicks);
        var reach = ticks.Length <= MostAtOnce ? ticks.Length : MostAtOnce * MostAtOnce / 2 / ticks.Length;
        var lags = Lags(ticks, reach, resolution);
        var flagged = Flagged(lags);
        if (flagged.Count == 0)
        {
            return copies;
        }
        for (var at = 0; at < ticks.Length; at++)
        {
            for (var earlier = Math.Max(0, at - reach); earlier < at; earlier++)
            {
                var lag = Rounded(ticks[at] - ticks[earlier], resolution);
                if (flagged.Contains(lag))
                {
                    copies[at] = lag * resolution;
                    break;
                }
            }
        }
        return copies;
    }

    private static long[] Lags(long[] ticks, int reach, long resolution)
    {
        var lags = new List<long>();
        for (var at = 0; at < ticks.Length; at++)
        {
            for (var earlier = Math.Max(0, at - reach); earlier < at; earlier++)
            {
                lags.Add(Rounded(ticks[at] - ticks[earlier], resolution));
            }
        }
        var sorted = lags.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    private HashSet<long> Flagged(long[] lags)
    {
        var flagged = new HashSet<long>();
        var (low, high) = (0, 0);
        for (var at = 0; at < lags.Length; )
        {
            var lag = lags[at];
            var next = at;
            while (next < lags.Length && lags[next] == lag)
            {
                next++;
            }
            var count = next - at;
            while (lags[low] < lag - NearbySteps)
            {
                low++;
            }
            while (high < lags.Length && lags[high] <= lag + NearbySteps)
            {
                high++;
            }
            var mean = (high - low - count) / (2.0 * NearbySteps);
            if (
                count >= parameters.RepeatLeastPairs
                && Chance.LogAtLeast(count, Math.Max(mean, 0.01)) + Math.Log(lags.Length) < parameters.LogChance
            )
            {
                flagged.Add(lag);
            }
            at = next;
        }
        return flagged;
    }

    /// <summary>How coarsely the sensor's clock ticks.</summary>
    private static long Resolution(long[] ticks, long least)
    {
        foreach (var step in (long[])[10_000_000, 1_000_000, 100_000])
        {
            if (step > least && ticks.All(t => Math.Min(t % step, step - (t % step)) <= TicksOfRounding))
            {
                return step;
            }
        }
        return least;
    }

    private static long Rounded(long ticks, long step) => (ticks + (step / 2)) / step;
}
