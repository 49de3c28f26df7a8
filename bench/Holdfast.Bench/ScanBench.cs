using System.Diagnostics;
using System.Globalization;
using Holdfast.Core.Briefing.Trend;

namespace Holdfast.Bench;

/// <summary>
/// The space-time permutation scan: <c>scan [PLACES] [DAYS] [EVENTS] [REPLICAS]</c> (800, 30, 100000, 999), against a plain implementation in the same run that works every cylinder of every
/// draw out from the events (its time is taken for a few draws and stated for each).
/// </summary>
internal static class ScanBench
{
    public static Task Run(string[] args)
    {
        int At(int i, int otherwise) => args.Length > i ? int.Parse(args[i], CultureInfo.InvariantCulture) : otherwise;
        var (places, days, events, replicas) = (At(0, 800), At(1, 30), At(2, 100_000), At(3, 999));
        var data = Data(places, days, events);
        var limits = new ScanLimits(7, 40, 0.5, replicas);
        var ours = new List<double>();
        ScanAnswer? answer = null;
        for (var round = 0; round < 3; round++)
        {
            var began = Stopwatch.GetTimestamp();
            answer = new SpaceTimeScan(data, limits).Run();
            ours.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
        ours.Sort();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{places} places, {days} days, {answer?.Events} events, {answer?.Zones} circles, {replicas} draws: {ours[1]:0.00} s (median of 3); best p {answer?.Clusters[0].P}, ratio {answer?.Clusters[0].Ratio:0.000}"
            )
        );
        var start = Stopwatch.GetTimestamp();
        var plain = Plain(data, limits);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  plain: {seconds:0.00} s for the data alone (ratio {plain:0.000}), {seconds * (replicas + 1):0} s for as many draws: {seconds * (replicas + 1) / ours[1]:0} times ours"
            )
        );
        return Task.CompletedTask;
    }

    private static ScanData Data(int places, int days, int events)
    {
        var random = new Random(1);
        ScanPlace[] at =
        [
            .. Enumerable
                .Range(0, places)
                .Select(i => new ScanPlace(
                    i.ToString(CultureInfo.InvariantCulture),
                    33 + (4 * random.NextDouble()),
                    47 + (3 * random.NextDouble())
                )),
        ];
        var counts = new int[places * days];
        for (var e = 0; e < events; e++)
        {
            counts[((int)(places * random.NextDouble() * random.NextDouble()) * days) + random.Next(days)]++;
        }
        return new ScanData([.. at], days, [.. counts]);
    }

    private static double Plain(ScanData data, ScanLimits limits)
    {
        double total = data.Total;
        var byDay = Enumerable
            .Range(0, data.Days)
            .Select(d => (double)Enumerable.Range(0, data.Places.Length).Sum(p => data.At(p, d)))
            .ToArray();
        var byPlace = Enumerable
            .Range(0, data.Places.Length)
            .Select(p => (double)Enumerable.Range(0, data.Days).Sum(d => data.At(p, d)))
            .ToArray();
        var best = 0.0;
        for (var center = 0; center < data.Places.Length; center++)
        {
            var near = Enumerable
                .Range(0, data.Places.Length)
                .Select(p => (Place: p, Km: Km(data.Places[center], data.Places[p])))
                .Where(n => n.Km <= limits.RadiusKm)
                .OrderBy(n => n.Km)
                .ToArray();
            for (
                var size = 1;
                size <= near.Length && (size == 1 || near.Take(size).Sum(n => byPlace[n.Place]) <= total * limits.MostShare);
                size++
            )
            {
                for (var span = 1; span <= limits.LongestDays; span++)
                {
                    var (c, mu) = (0.0, 0.0);
                    foreach (var (place, _) in near.Take(size))
                    {
                        for (var d = data.Days - span; d < data.Days; d++)
                        {
                            c += data.At(place, d);
                            mu += byPlace[place] * byDay[d] / total;
                        }
                    }
                    if (c > mu)
                    {
                        best = Math.Max(best, (c * Math.Log(c / mu)) + ((total - c) * Math.Log((total - c) / (total - mu))));
                    }
                }
            }
        }
        return best;
    }

    private static double Km(ScanPlace a, ScanPlace b)
    {
        var (y, x) = ((a.Latitude - b.Latitude) * 111.2, (a.Longitude - b.Longitude) * 111.2 * Math.Cos(a.Latitude * Math.PI / 180));
        return Math.Sqrt((x * x) + (y * y));
    }
}
