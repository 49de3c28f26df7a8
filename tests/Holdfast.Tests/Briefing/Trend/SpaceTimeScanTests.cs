using System.Collections.Immutable;
using Holdfast.Core.Briefing.Trend;
using Shouldly;

namespace Holdfast.Tests.Briefing.Trend;

public sealed class SpaceTimeScanTests
{
    private static readonly ScanLimits Limits = new(LongestDays: 4, RadiusKm: 60, Replicas: 99);

    /// <summary>A grid of places 10 km apart, each with its own rate, days with theirs: no interaction of place and time.</summary>
    private static ScanData Null(
        int seed,
        int side = 6,
        int days = 20,
        double rate = 1.2,
        (int Place, int Extra)? planted = null,
        double[]? coverage = null
    )
    {
        var random = new Random(seed);
        ScanPlace[] places =
        [
            .. Enumerable.Range(0, side * side).Select(i => new ScanPlace($"p{i}", 30 + (0.13 * (i % side)), 48 + (0.09 * (i / side)))),
        ];
        var counts = new int[places.Length * days];
        for (var p = 0; p < places.Length; p++)
        {
            for (var d = 0; d < days; d++)
            {
                var mean = rate * (0.3 + (p % 5)) / 2 * (1 + (0.5 * Math.Sin(d))) * (coverage?[(p * days) + d] ?? 1);
                counts[(p * days) + d] =
                    Poisson(random, mean) + (planted is { } plant && plant.Place == p && d >= days - 2 ? plant.Extra : 0);
            }
        }
        return new ScanData([.. places], days, [.. counts]);
    }

    private static int Poisson(Random random, double mean)
    {
        var (limit, product, n) = (Math.Exp(-mean), random.NextDouble(), 0);
        while (product > limit)
        {
            product *= random.NextDouble();
            n++;
        }
        return n;
    }

    /// <summary>Every cylinder one after another, straight from the definition of the statistic.</summary>
    private static double Exhaustive(ScanData data, ScanLimits limits)
    {
        double total = data.Total;
        var best = 0.0;
        for (var center = 0; center < data.Places.Length; center++)
        {
            var near = Enumerable
                .Range(0, data.Places.Length)
                .Select(p => (p, Km: Km(data.Places[center], data.Places[p])))
                .Where(n => n.Km <= limits.RadiusKm)
                .OrderBy(n => n.Km)
                .ThenBy(n => n.p)
                .ToArray();
            for (var size = 1; size <= near.Length; size++)
            {
                var zone = near.Take(size).Select(n => n.p).ToArray();
                if (size > 1 && zone.Sum(p => Enumerable.Range(0, data.Days).Sum(d => data.At(p, d))) > (long)(total * limits.MostShare))
                {
                    break;
                }
                for (var span = 1; span <= limits.LongestDays; span++)
                {
                    var days = Enumerable.Range(data.Days - span, span).ToArray();
                    double c = zone.Sum(p => days.Sum(d => data.At(p, d)));
                    var mu = days.Sum(d =>
                        zone.Sum(p => (double)Enumerable.Range(0, data.Days).Sum(e => data.At(p, e)))
                        * Enumerable.Range(0, data.Places.Length).Sum(p => data.At(p, d))
                        / total
                    );
                    if (c > mu)
                    {
                        best = Math.Max(
                            best,
                            (c * Math.Log(c / mu)) + (total > c ? (total - c) * Math.Log((total - c) / (total - mu)) : 0)
                        );
                    }
                }
            }
        }
        return best;
    }

    private static double Km(ScanPlace a, ScanPlace b)
    {
        var (la, lb) = (double.DegreesToRadians(a.Latitude), double.DegreesToRadians(b.Latitude));
        var h =
            Math.Pow(Math.Sin((lb - la) / 2), 2)
            + (Math.Cos(la) * Math.Cos(lb) * Math.Pow(Math.Sin(double.DegreesToRadians(b.Longitude - a.Longitude) / 2), 2));
        return 2 * 6371.0088 * Math.Asin(Math.Sqrt(h));
    }

    [Fact]
    public void The_best_cylinder_is_that_of_the_definition_worked_out_one_by_one()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var data = Null(seed, side: 4, days: 9);
            var answer = new SpaceTimeScan(data, Limits with { Replicas = 0 }).Run();
            var best = Exhaustive(data, Limits);
            if (best == 0)
            {
                answer.Clusters.ShouldBeEmpty();
            }
            else
            {
                answer.Clusters[0].Ratio.ShouldBe(best, 1e-9);
            }
        }
    }

    [Fact]
    public void A_planted_cluster_is_found_at_its_place_and_time()
    {
        var found = 0;
        for (var seed = 0; seed < 20; seed++)
        {
            var answer = new SpaceTimeScan(Null(seed, planted: (14, 14)), Limits).Run();
            found += answer.Clusters is [{ P: <= 0.02 } first, ..] && first.Places.Contains(14) && first.Days is 2 or 3 ? 1 : 0;
        }
        found.ShouldBeGreaterThanOrEqualTo(19);
    }

    [Fact]
    public void Without_a_cluster_alarms_come_as_often_as_the_level_says()
    {
        // At most as often as 5 of 100: by the binomial distribution 12 or more of 120 come once in a hundred such tests.
        var alarms = Enumerable
            .Range(0, 120)
            .Count(seed => new SpaceTimeScan(Null(seed + 500, side: 4, days: 12), Limits).Run().Clusters is [{ P: <= 0.05 }, ..]);
        alarms.ShouldBeLessThan(13);
    }

    /// <summary>
    /// What the theory says of power: the planted cylinder is found at least as often as its own likelihood ratio passes the critical value, given that its count is Poisson with what was planted added
    /// (Kulldorff 1997, section 5: the test rejects if any cylinder passes, so that this is a lower bound), and its own ratio is the best where it is strong.
    /// </summary>
    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(12)]
    public void A_planted_cluster_is_found_as_often_as_theory_says(int extra)
    {
        const int trials = 80;
        var (detected, expected) = (0, 0.0);
        for (var seed = 0; seed < trials; seed++)
        {
            var data = Null(1000 + seed, planted: (14, extra));
            var answer = new SpaceTimeScan(data, Limits with { Seed = seed }).Run();
            detected += answer.Clusters is [{ P: <= 0.05 } best, ..] && best.Places.Contains(14) ? 1 : 0;
            // The critical value of this data set: the 5 best of 99 draws are better.
            var critical = answer.Maxima[^5];
            expected += Passes(data, 14, 2, extra, critical);
        }
        var (power, theory) = ((double)detected / trials, expected / trials);
        var error = 2.6 * Math.Sqrt(Math.Max(theory * (1 - theory), 0.02) / trials);
        power.ShouldBeGreaterThan(theory - error, $"theory {theory:0.00}");
        if (theory > 0.5)
        {
            power.ShouldBeGreaterThan(0.5);
        }
    }

    /// <summary>The probability that the cylinder of one place over the last days passes a ratio, its margins being what they are and its own count Poisson.</summary>
    private static double Passes(ScanData data, int place, int days, int extra, double critical)
    {
        double total = data.Total;
        var own = Enumerable.Range(0, data.Days).Sum(d => data.At(place, d));
        var mu = Enumerable
            .Range(data.Days - days, days)
            .Sum(d => own * (double)Enumerable.Range(0, data.Places.Length).Sum(p => data.At(p, d)) / total);
        var before = own - Enumerable.Range(data.Days - days, days).Sum(d => data.At(place, d));
        var mean = (before / (double)(data.Days - days) * days) + (days * extra);
        var below = 0.0;
        var chance = Math.Exp(-mean);
        for (var c = 0; c < 400; c++)
        {
            var ratio = c > mu ? (c * Math.Log(c / mu)) + ((total - c) * Math.Log((total - c) / (total - mu))) : 0;
            below += ratio < critical ? chance : 0;
            chance *= mean / (c + 1);
        }
        return 1 - below;
    }

    [Fact]
    public void A_better_watch_of_a_place_is_no_cluster_once_coverage_is_told()
    {
        const int days = 20;
        var shares = new double[36 * days];
        for (var i = 0; i < shares.Length; i++)
        {
            // Three neighbouring places were watched more than four times as well in the last two days.
            shares[i] = i / days is 14 or 15 or 20 && i % days >= days - 2 ? 0.9 : 0.2;
        }
        var (alarms, told) = (0, 0);
        for (var seed = 0; seed < 15; seed++)
        {
            var data = Null(seed + 900, days: days, rate: 6, coverage: shares);
            alarms += new SpaceTimeScan(data, Limits).Run().Clusters is [{ P: <= 0.05 }, ..] ? 1 : 0;
            told += new SpaceTimeScan(data with { Coverage = [.. shares] }, Limits).Run().Clusters is [{ P: <= 0.05 }, ..] ? 1 : 0;
        }
        alarms.ShouldBeGreaterThanOrEqualTo(13);
        told.ShouldBeLessThanOrEqualTo(4);
    }

    [Fact]
    public void The_order_of_the_places_and_the_number_of_threads_do_not_matter()
    {
        var data = Null(7, planted: (9, 8));
        var first = new SpaceTimeScan(data, Limits).Run();
        new SpaceTimeScan(data, Limits).Run().Maxima.ShouldBe(first.Maxima);
        int[] order = [.. Enumerable.Range(0, data.Places.Length).Reverse()];
        var turned = new ScanData(
            [.. order.Select(p => data.Places[p])],
            data.Days,
            [.. order.SelectMany(p => Enumerable.Range(0, data.Days).Select(d => data.At(p, d)))]
        );
        var again = new SpaceTimeScan(turned, Limits with { Replicas = 0 }).Run();
        again.Clusters[0].Ratio.ShouldBe(first.Clusters[0].Ratio, 1e-9);
        again.Clusters[0].Observed.ShouldBe(first.Clusters[0].Observed);
    }

    [Fact]
    public void Gumbel_and_ranks_agree_where_both_can_tell()
    {
        var answer = new SpaceTimeScan(Null(3, planted: (14, 4)), Limits with { Replicas = 1_999 }).Run();
        var first = answer.Clusters[0];
        first.GumbelP.ShouldBe(first.P, Math.Max(0.01, first.P * 0.5));
        first.RecurrenceDays.ShouldBe(1 / first.P, 1e-9);
    }

    [Fact]
    public void Nothing_happened_and_nothing_is_found()
    {
        var data = Null(1) with { Counts = [.. Enumerable.Repeat(0, 36 * 20)] };
        var answer = new SpaceTimeScan(data, Limits).Run();
        answer.Clusters.ShouldBeEmpty();
        answer.Events.ShouldBe(0);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        var data = Null(1);
        Should.Throw<ArgumentException>(() => new SpaceTimeScan(data with { Days = 19 }, Limits));
        Should.Throw<ArgumentException>(() => new SpaceTimeScan(data with { Counts = data.Counts.SetItem(3, -1) }, Limits));
        Should.Throw<ArgumentException>(() => new SpaceTimeScan(data, Limits with { LongestDays = 21 }));
        Should.Throw<ArgumentException>(() =>
            new SpaceTimeScan(data with { Coverage = [.. Enumerable.Repeat(double.NaN, 36 * 20)] }, Limits)
        );
    }

    [Fact]
    public void It_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() => new SpaceTimeScan(Null(1), Limits).Run(null, stop.Token));
    }
}
