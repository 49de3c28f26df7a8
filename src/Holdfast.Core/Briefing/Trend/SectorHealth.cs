using System.Collections.Immutable;
using Holdfast.Core.Values;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Integration;
using NodaTime;

namespace Holdfast.Core.Briefing.Trend;

/// <summary>How a truce fares in a sector.</summary>
public enum HealthState
{
    /// <summary>Too little of the sector was watched to say anything.</summary>
    NotKnown,
    Calm,
    Strained,
    Breaking,
}

/// <summary>One sector on one day, as its figure is made of.</summary>
/// <param name="Share">The share of the day and place that was covered, 0 to 1.</param>
/// <param name="Incidents">Incidents that happened where and while somebody looked.</param>
public readonly record struct SectorDay(double Share, long Incidents);

/// <summary>
/// Calm, strained or breaking, with how sure that is. The rates of the recent days and of those before are gamma distributed given what was counted (Jeffreys' prior: half an event more), on the exposure that was
/// covered; where days scatter more than chance makes them, both are as much wider (quasi-Poisson: McCullagh and Nelder, Generalized Linear Models, 1989, section 6.2.3). <em>Breaking</em>: the
/// rate is at least <see cref="TrendRules.Breaking"/>, or above <see cref="TrendRules.Calm"/> and at least <see cref="TrendRules.Worse"/> times what it was. <em>Calm</em>: at most
/// <see cref="TrendRules.Calm"/>. <em>Strained</em>: otherwise.
/// </summary>
/// <param name="State">The most probable of the three.</param>
/// <param name="Recent">Incidents per day adjusted for coverage in the recent days, the middle of its distribution, with 90 % limits.</param>
/// <param name="Before">The same for the days of the study before them; null where nothing was covered then.</param>
/// <param name="Dispersion">How many times the variance of chance the days scatter; 1 at least.</param>
/// <param name="Covered">The mean covered share of the recent days.</param>
public sealed record SectorHealth(
    string Sector,
    HealthState State,
    double Calm,
    double Strained,
    double Breaking,
    HealthRate? Recent,
    HealthRate? Before,
    double Dispersion,
    double Covered,
    long Incidents
)
{
    private const int Nodes = 64;
    private const double Prior = 0.5;

    /// <param name="days">The study in order; the last is the day of the figure.</param>
    public static SectorHealth Of(string sector, ImmutableArray<SectorDay> days, TrendRules rules)
    {
        var recent = days.TakeLast(rules.RecentDays).ToImmutableArray();
        var before = days.SkipLast(rules.RecentDays).ToImmutableArray();
        var covered = recent.Length > 0 ? recent.Average(d => d.Share) : 0;
        var counted = recent.Sum(d => d.Incidents);
        if (covered < rules.LeastCoverage || covered <= 0)
        {
            return new SectorHealth(sector, HealthState.NotKnown, 0, 0, 0, null, null, 1, covered, counted);
        }
        var dispersion = DispersionOf(recent, before);
        var now = Rate(recent, dispersion);
        var then = before.Any(d => d.Share > 0) ? Rate(before, dispersion) : null;
        var calm = now.CumulativeDistribution(rules.Calm);
        var breaking = 1 - now.CumulativeDistribution(rules.Breaking) + (then is null ? 0 : Worsened(now, then, rules));
        var strained = Math.Max(0, 1 - calm - breaking);
        var state =
            breaking >= strained && breaking >= calm ? HealthState.Breaking
            : strained >= calm ? HealthState.Strained
            : HealthState.Calm;
        return new SectorHealth(
            sector,
            state,
            calm,
            strained,
            breaking,
            HealthRate.Of(now),
            then is null ? null : HealthRate.Of(then),
            dispersion,
            covered,
            counted
        );
    }

    /// <summary>The probability that the rate lies between calm and breaking and is as many times what it was: over the quantiles of the one, the distribution of the other.</summary>
    private static double Worsened(Gamma now, Gamma then, TrendRules rules)
    {
        var (from, to) = (now.CumulativeDistribution(rules.Calm), now.CumulativeDistribution(rules.Breaking));
        return to - from < 1e-12
            ? 0
            : GaussLegendreRule.Integrate(
                u => then.CumulativeDistribution(now.InverseCumulativeDistribution(u) / rules.Worse),
                from,
                to,
                Nodes
            );
    }

    private static Gamma Rate(ImmutableArray<SectorDay> days, double dispersion) =>
        new((days.Where(d => d.Share > 0).Sum(d => d.Incidents) / dispersion) + Prior, days.Sum(d => d.Share) / dispersion);

    /// <summary>Pearson's chi-square over its degrees of freedom, with a mean for the recent days and one for those before.</summary>
    private static double DispersionOf(params ReadOnlySpan<ImmutableArray<SectorDay>> spans)
    {
        var (sum, freedom) = (0.0, 0);
        foreach (var span in spans)
        {
            var seen = span.Where(d => d.Share > 0).ToArray();
            var mean = seen.Length > 0 ? seen.Sum(d => d.Incidents) / seen.Sum(d => d.Share) : 0;
            if (mean > 0)
            {
                sum += seen.Sum(d => Math.Pow(d.Incidents - (mean * d.Share), 2) / (mean * d.Share));
                freedom += seen.Length - 1;
            }
        }
        return freedom > 0 ? Math.Max(1, sum / freedom) : 1;
    }
}

/// <summary>A rate per day with its 90 % limits.</summary>
public sealed record HealthRate(double Middle, double Low, double High)
{
    internal static HealthRate Of(Gamma rate) =>
        new(rate.InverseCumulativeDistribution(0.5), rate.InverseCumulativeDistribution(0.05), rate.InverseCumulativeDistribution(0.95));
}

/// <summary>The figures of all sectors on a day.</summary>
/// <param name="Adjusted">Whether coverage was taken into account; it cannot be where nothing is recorded of it.</param>
public sealed record HealthBoard(LocalDate Day, bool Adjusted, ImmutableArray<SectorHealth> Sectors);
