using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace Holdfast.Core.Briefing.Trend;

/// <summary>A cylinder: a circle of places over the last days.</summary>
/// <param name="Center">The index of the place in its middle.</param>
/// <param name="Places">Indexes of its places, by distance from the middle.</param>
/// <param name="Days">Its duration; it ends with the last day.</param>
/// <param name="Ratio">The logarithm of the likelihood ratio.</param>
/// <param name="P">The share of draws under the null hypothesis whose best cylinder is at least as good, this one counted among them.</param>
/// <param name="GumbelP">The same from a Gumbel distribution fitted to the draws, which tells small ones apart that the share cannot.</param>
/// <param name="RecurrenceDays">How often, in days, chance alone would give such a cluster somewhere if one looked every day: 1 / P.</param>
public sealed record ScanCluster(
    int Center,
    ImmutableArray<int> Places,
    double RadiusKm,
    int Days,
    long Observed,
    double Expected,
    double Ratio,
    double P,
    double GumbelP,
    double RecurrenceDays
);

/// <summary>What a scan found.</summary>
/// <param name="Clusters">The best cylinder, then the best that shares no place with those before it; none where no cylinder has more than was expected.</param>
/// <param name="Zones">Circles looked at.</param>
/// <param name="Maxima">The best of each draw under the null hypothesis, ascending.</param>
public sealed record ScanAnswer(ImmutableArray<ScanCluster> Clusters, long Events, long Zones, ImmutableArray<double> Maxima);

/// <summary>
/// The prospective space-time permutation scan statistic (Kulldorff, Heffernan, Hartman, Assuncao and Mostashari, PLoS Medicine 2:e59, 2005): is there a circle of places that in the last days
/// had more events than places and days by themselves explain? It needs no population at risk, only events, since it conditions on the margins. Significance is by Monte Carlo: days are
/// shuffled among events. Gumbel p-values after Abrams, Kulldorff and Kleinman (International Journal of Health Geographics 9:61, 2010).
/// </summary>
/// <remarks>
/// Shuffling keeps both margins, so the expected counts and their logarithms are the same for every draw, and most cylinders of a draw are passed over by a bound that needs no logarithm. With coverage given,
/// the days' totals are kept and each day's events are dealt to the places in proportion to the expected counts.
/// </remarks>
public sealed class SpaceTimeScan
{
    private const int MostClusters = 10;

    // Doubles of a Vector256.
    private const int Lanes = 4;

    private readonly ScanData _data;
    private readonly ScanLimits _limits;
    private readonly ScanZones _zones;
    private readonly double[] _expected;
    private readonly int _spans;
    private readonly double[] _logs;

    // For each zone and span, in the order in which they are looked at, rows of _width: the expected count, its logarithm, that of the rest, and what bounds the ratio (see Means).
    private readonly int _width;
    private readonly double[] _mu;
    private readonly double[] _logMu;
    private readonly double[] _logRest;
    private readonly double[] _steep;
    private readonly long _total;

    /// <summary>Throws <see cref="ArgumentException"/> where the counts are not of the places and days, or negative, or a coverage is no share.</summary>
    public SpaceTimeScan(ScanData data, ScanLimits limits)
    {
        if (data.Counts.Length != data.Places.Length * data.Days || data.Counts.Any(c => c < 0))
        {
            throw new ArgumentException("Counts are a row of days for each place, none negative.", nameof(data));
        }
        if (!data.Coverage.IsEmpty && (data.Coverage.Length != data.Counts.Length || data.Coverage.Any(c => !(c >= 0 && c <= 1))))
        {
            throw new ArgumentException("A coverage is a share from 0 to 1 for each place and day.", nameof(data));
        }
        if (limits.LongestDays < 1 || limits.LongestDays > data.Days || limits.Replicas < 0)
        {
            throw new ArgumentException($"A cluster lasts from 1 to {data.Days} days.", nameof(limits));
        }
        (_data, _limits, _spans, _total) = (data, limits, limits.LongestDays, data.Total);
        _zones = ScanZones.Of(data, limits);
        _expected = ExpectedCounts.Of(data);
        _logs = [.. Enumerable.Range(0, checked((int)_total) + 1).Select(n => n == 0 ? 0 : n * Math.Log(n))];
        _width = (_spans + Lanes - 1) / Lanes * Lanes;
        (_mu, _logMu, _logRest, _steep) = Means();
    }

    /// <summary>Scans and draws. Reports the share of draws done.</summary>
    public ScanAnswer Run(IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var found = Apart(BestOfEach(Windows(_data.Counts.AsSpan())));
        var maxima = Draws(progress, cancellation);
        Array.Sort(maxima);
        return new ScanAnswer([.. found.Select(f => Cluster(f, maxima))], _total, _zones.Count, [.. maxima]);
    }

    private double[] Draws(IProgress<double>? progress, CancellationToken cancellation)
    {
        var maxima = new double[_limits.Replicas];
        var draw = new ScanDraw(_data, _expected, _spans, _width);
        var done = 0;
        // Each draw has a seed of its own: the answer does not depend on how many threads there are.
        Parallel.For(
            0,
            maxima.Length,
            new ParallelOptions { CancellationToken = cancellation },
            () => new ScanDraw.Bench(draw),
            (i, _, bench) =>
            {
                draw.Into(bench, unchecked(((ulong)(uint)_limits.Seed << 32) + (ulong)i));
                maxima[i] = BestOf(bench.Windows);
                var now = Interlocked.Increment(ref done);
                if (now % 50 == 0)
                {
                    progress?.Report((double)now / maxima.Length);
                }
                return bench;
            },
            _ => { }
        );
        return maxima;
    }

    private readonly record struct Found(int Center, int Size, int Span, long Observed, double Mu, double Ratio);

    /// <summary>Events of each place in its last 1, 2, ... days: place x width + span - 1.</summary>
    private double[] Windows(ReadOnlySpan<int> counts)
    {
        var windows = new double[_data.Places.Length * _width];
        for (var p = 0; p < _data.Places.Length; p++)
        {
            var sum = 0;
            for (var s = 0; s < _spans; s++)
            {
                sum += counts[(p * _data.Days) + _data.Days - 1 - s];
                windows[(p * _width) + s] = sum;
            }
        }
        return windows;
    }

    /// <summary>
    /// The ratio is a Kullback-Leibler divergence of two outcomes times the total, and never above the chi-square distance of the two (Gibbs and Su, International Statistical Review 70, 2002, theorem 5):
    /// (c - mu)^2 T / (mu (T - mu)). A cylinder that cannot be the best by that bound needs no logarithms.
    /// </summary>
    private (double[] Mu, double[] LogMu, double[] LogRest, double[] Steep) Means()
    {
        var size = checked((int)(_zones.Count * _width));
        var (mu, logMu, logRest, steep) = (new double[size], new double[size], new double[size], new double[size]);
        var at = 0;
        var sums = new double[_spans];
        foreach (var around in _zones.Around)
        {
            Array.Clear(sums);
            foreach (var place in around)
            {
                var window = 0.0;
                for (var s = 0; s < _spans; s++)
                {
                    window += _expected[(place * _data.Days) + _data.Days - 1 - s];
                    sums[s] += window;
                    mu[at + s] = sums[s];
                    logMu[at + s] = Math.Log(sums[s]);
                    logRest[at + s] = Math.Log(_total - sums[s]);
                    var rest = sums[s] * (_total - sums[s]);
                    // Where nothing is expected, or everything, no bound holds; the margin is for rounding.
                    steep[at + s] = rest > 0 ? _total / rest * (1 + 1e-9) : double.PositiveInfinity;
                }
                at += _width;
            }
        }
        return (mu, logMu, logRest, steep);
    }

    private double Ratio(int at, int count) =>
        _logs[count] - (count * _logMu[at]) + _logs[_total - count] - ((_total - count) * _logRest[at]);

    /// <summary>The best ratio of all cylinders; 0 where none has more than was expected.</summary>
    private double BestOf(double[] windows)
    {
        var best = 0.0;
        var at = 0;
        Span<double> sums = stackalloc double[_width];
        foreach (var around in _zones.Around)
        {
            sums.Clear();
            foreach (var place in around)
            {
                for (var s = 0; s < _width; s += Lanes, at += Lanes)
                {
                    var count = Vector256.LoadUnsafe(ref sums[s]) + Vector256.LoadUnsafe(ref windows[(place * _width) + s]);
                    count.StoreUnsafe(ref sums[s]);
                    var more = count - Vector256.LoadUnsafe(ref _mu[at]);
                    var most = more * more * Vector256.LoadUnsafe(ref _steep[at]);
                    var worth = Vector256.GreaterThan(more, Vector256<double>.Zero) & Vector256.GreaterThan(most, Vector256.Create(best));
                    for (var lanes = worth.ExtractMostSignificantBits(); lanes != 0; lanes &= lanes - 1)
                    {
                        var lane = BitOperations.TrailingZeroCount(lanes);
                        best = Math.Max(best, Ratio(at + lane, (int)sums[s + lane]));
                    }
                }
            }
        }
        return best;
    }

    /// <summary>The best cylinder around each place, of those that have more than was expected.</summary>
    private List<Found> BestOfEach(double[] windows)
    {
        var all = new List<Found>();
        var sums = new double[_spans];
        var at = 0;
        for (var center = 0; center < _zones.Around.Length; center++)
        {
            Array.Clear(sums);
            var around = _zones.Around[center];
            var own = default(Found);
            for (var k = 0; k < around.Length; k++, at += _width)
            {
                for (var s = 0; s < _spans; s++)
                {
                    var c = (int)(sums[s] += windows[(around[k] * _width) + s]);
                    if (c > _mu[at + s] && Ratio(at + s, c) is var ratio && ratio > own.Ratio)
                    {
                        own = new Found(center, k + 1, s + 1, c, _mu[at + s], ratio);
                    }
                }
            }
            if (own.Ratio > 0)
            {
                all.Add(own);
            }
        }
        return all;
    }

    private List<Found> Apart(List<Found> all)
    {
        var (taken, kept) = (new HashSet<int>(), new List<Found>());
        foreach (var found in all.OrderByDescending(f => f.Ratio).ThenBy(f => f.Size).ThenBy(f => f.Center))
        {
            var places = _zones.Around[found.Center].AsSpan(0, found.Size).ToArray();
            if (kept.Count < MostClusters && !places.Any(taken.Contains))
            {
                kept.Add(found);
                taken.UnionWith(places);
            }
        }
        return kept;
    }

    private ScanCluster Cluster(Found found, double[] maxima)
    {
        var below = Array.BinarySearch(maxima, found.Ratio);
        // Of equal ones all count as at least as good.
        var first = below >= 0 ? below : ~below;
        while (first > 0 && maxima[first - 1] >= found.Ratio)
        {
            first--;
        }
        var p = (maxima.Length - first + 1.0) / (maxima.Length + 1);
        return new ScanCluster(
            found.Center,
            [.. _zones.Around[found.Center].Take(found.Size)],
            _zones.RadiiKm[found.Center][found.Size - 1],
            found.Span,
            found.Observed,
            found.Mu,
            found.Ratio,
            p,
            Gumbel.Upper(maxima, found.Ratio),
            1 / p
        );
    }
}
