using NodaTime;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>
/// Finds what one sensor tells again: four arrivals in a row at the intervals of four earlier ones, several times at one lag. Real fire, however regular, is heard with
/// errors of tens of milliseconds, so intervals that agree to one millisecond three times over are a copy, or a beat of the sensor's own electronics.
/// </summary>
/// <remarks>The chance of so many agreements is bounded with the rate at which they occur at other lags, so clocks that tick coarsely do not count as copies.</remarks>
internal sealed class RepeatTest(ScreenParameters parameters)
{
    private const int Run = 4;
    private const int MostEqual = 8;

    /// <summary>Numbers of the arrivals that are copies, with their lag in ticks; arrivals are sorted by time.</summary>
    public Dictionary<int, long> Copies(long[] ticks)
    {
        var copies = new Dictionary<int, long>();
        var byLag = Lags(ticks);
        if (byLag.Count == 0)
        {
            return copies;
        }
        var total = byLag.Values.Sum(starts => starts.Count);
        var step = parameters.RepeatTolerance.BclCompatibleTicks;
        var cells = Math.Max(1.0, (ticks[^1] - ticks[0]) / (double)Resolution(ticks, step));
        foreach (var (lag, starts) in byLag.OrderBy(pair => pair.Key))
        {
            // Runs overlap: two that agree at one lag are little more than one.
            var mean = (total - starts.Count) / cells;
            if (starts.Count < parameters.RepeatLeastRuns || Chance.LogAtLeast(starts.Count / 2.0, mean) > parameters.LogChance)
            {
                continue;
            }
            foreach (var index in starts.SelectMany(start => Enumerable.Range(start, Run)))
            {
                copies.TryAdd(index, lag * step);
            }
        }
        return copies;
    }

    private SortedDictionary<long, List<int>> Lags(long[] ticks)
    {
        var step = parameters.RepeatTolerance.BclCompatibleTicks;
        var seen = new Dictionary<(long, long, long), List<int>>();
        var byLag = new SortedDictionary<long, List<int>>();
        for (var start = 0; start + Run <= ticks.Length; start++)
        {
            var key = (
                Rounded(ticks[start + 1] - ticks[start], step),
                Rounded(ticks[start + 2] - ticks[start + 1], step),
                Rounded(ticks[start + 3] - ticks[start + 2], step)
            );
            if (!seen.TryGetValue(key, out var earlier))
            {
                seen.Add(key, earlier = []);
            }
            foreach (var other in earlier)
            {
                var lag = Rounded(ticks[start] - ticks[other], step);
                if (!byLag.TryGetValue(lag, out var starts))
                {
                    byLag.Add(lag, starts = []);
                }
                starts.Add(start);
            }
            // A beat agrees with everything before it: the first few are enough to say so.
            if (earlier.Count < MostEqual)
            {
                earlier.Add(start);
            }
        }
        return byLag;
    }

    /// <summary>How coarsely the sensor's clock ticks.</summary>
    private static long Resolution(long[] ticks, long least)
    {
        foreach (var step in (long[])[10_000_000, 1_000_000, 100_000])
        {
            if (step > least && ticks.All(t => t % step == 0))
            {
                return step;
            }
        }
        return least;
    }

    private static long Rounded(long ticks, long step) => (ticks + (step / 2)) / step;
}
