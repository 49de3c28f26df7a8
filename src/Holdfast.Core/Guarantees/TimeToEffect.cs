using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Guarantees;

/// <summary>A fact that the outcome waited for.</summary>
/// <param name="Share">Of the draws in which it came last, so that it set the time.</param>
public sealed record CriticalFact(string Fact, double Share, LeadDistribution Lead);

/// <summary>How long until an undertaking can be in force, as a distribution over draws of its procedures' lead times.</summary>
/// <param name="From">The procedures that are not over start here, all at once.</param>
/// <param name="Seed">Of the draws: a function of the question, the clauses and the facts.</param>
/// <param name="Finite">The share of draws in which it comes into force at all.</param>
/// <param name="Quantiles">Days at 5, 10, 25, 50, 75, 90 and 95 per cent of all draws; null where that many never end.</param>
/// <param name="Histogram">Counts in equal bins from 0 to <paramref name="LongestDays"/>, of the draws that end.</param>
/// <param name="WithoutTime">Missing facts for which nobody states how long they take; while they are needed the time has no end.</param>
public sealed record TimeToEffect(
    string Undertaking,
    Instant From,
    int Draws,
    string Seed,
    double Finite,
    ImmutableArray<(double Probability, double? Days)> Quantiles,
    double? MeanDays,
    ImmutableArray<int> Histogram,
    double LongestDays,
    ImmutableArray<CriticalFact> Critical,
    ImmutableArray<MissingFact> WithoutTime
);

/// <summary>
/// Simulates time to effect: a condition that needs all waits for the slowest, one that needs any for the fastest, at least k of n for the k-th; every fact gets
/// one draw per round. What is so already takes no time; what has no lead time never comes by itself and has to be assumed.
/// </summary>
public static class EffectSimulation
{
    public const int DefaultDraws = 20_000;
    private const int MostDraws = 1_000_000;
    private const int Bins = 40;
    private static readonly double[] Levels = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95];

    /// <summary>The distribution for one undertaking. Throws <see cref="ArgumentException"/> for an unknown name or a number of draws outside 1 to 1,000,000.</summary>
    public static TimeToEffect Run(GuaranteeNetwork network, string undertaking, Instant from, int draws = DefaultDraws)
    {
        if (draws is < 1 or > MostDraws)
        {
            throw new ArgumentException($"The number of draws is 1 to {MostDraws}, not {draws}.", nameof(draws));
        }
        var life =
            network.Life(undertaking) ?? throw new ArgumentException($"No undertaking is called '{undertaking}'.", nameof(undertaking));
        var leads = LeadDistribution.All(network.Facts.Clauses, from, network.Zone);
        var seed = Seed(network, undertaking, from, draws);
        var times = new EffectTimes(network.Facts, from, new LeadDraws(leads, seed, draws));
        var result = times.Of(life.Undertaking, Reachable(network, life.Undertaking));
        return Summary(network, undertaking, from, draws, seed, result, times.Draws);
    }

    /// <summary>
    /// Days until each of several undertakings could be in force, one per draw, by name: procedures that several wait for take the same time for all of them in one draw.
    /// Infinite where a draw never ends. Throws as <see cref="Run"/>.
    /// </summary>
    public static ImmutableSortedDictionary<string, double[]> Joint(
        GuaranteeNetwork network,
        IEnumerable<string> undertakings,
        Instant from,
        int draws
    )
    {
        if (draws is < 1 or > MostDraws)
        {
            throw new ArgumentException($"The number of draws is 1 to {MostDraws}, not {draws}.", nameof(draws));
        }
        var leads = LeadDistribution.All(network.Facts.Clauses, from, network.Zone);
        var drawn = new LeadDraws(leads, Seed(network, "joint", from, draws), draws);
        return undertakings.ToImmutableSortedDictionary(
            u => u,
            u =>
            {
                var life = network.Life(u) ?? throw new ArgumentException($"No undertaking is called '{u}'.", nameof(undertakings));
                return (double[])
                    new EffectTimes(network.Facts, from, drawn).Of(life.Undertaking, Reachable(network, life.Undertaking)).Clone();
            },
            StringComparer.Ordinal
        );
    }

    private static IEnumerable<Undertaking> Reachable(GuaranteeNetwork network, Undertaking undertaking)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([undertaking.Name]);
        while (open.TryDequeue(out var name))
        {
            if (seen.Add(name) && network.Life(name) is { } life)
            {
                yield return life.Undertaking;
                foreach (var next in life.Undertaking.HangsOn)
                {
                    open.Enqueue(next);
                }
            }
        }
    }

    private static TimeToEffect Summary(
        GuaranteeNetwork network,
        string undertaking,
        Instant from,
        int draws,
        byte[] seed,
        double[] result,
        LeadDraws leads
    )
    {
        var sorted = (double[])result.Clone();
        Array.Sort(sorted);
        var ended = Array.FindLastIndex(sorted, double.IsFinite) + 1;
        var longest = ended == 0 ? 0 : sorted[ended - 1];
        var histogram = new int[Bins];
        for (var i = 0; i < ended; i++)
        {
            histogram[longest <= 0 ? 0 : Math.Min(Bins - 1, (int)(sorted[i] / longest * Bins))]++;
        }
        return new TimeToEffect(
            undertaking,
            from,
            draws,
            Convert.ToHexStringLower(seed)[..16],
            ended / (double)draws,
            [.. Levels.Select(p => (p, Finite(sorted[Math.Min(draws - 1, (int)Math.Ceiling(p * draws) - 1)])))],
            ended == 0 ? null : sorted.Take(ended).Average(),
            [.. histogram],
            longest,
            Critical(result, leads),
            [.. network.Missing(undertaking, from).Where(m => !leads.Known(m.Fact.Key) || !m.Wanted)]
        );
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static ImmutableArray<CriticalFact> Critical(double[] result, LeadDraws leads)
    {
        var critical = new List<CriticalFact>();
        foreach (var (fact, times) in leads.Used)
        {
            var last = 0;
            for (var i = 0; i < result.Length; i++)
            {
                last += times[i] == result[i] && result[i] > 0 ? 1 : 0;
            }
            if (last > 0)
            {
                critical.Add(new CriticalFact(fact, last / (double)result.Length, leads.Lead(fact)));
            }
        }
        return [.. critical.OrderByDescending(c => c.Share).ThenBy(c => c.Fact, StringComparer.Ordinal)];
    }

    /// <summary>The same question over the same clauses and facts gives the same draws, whoever asks and when.</summary>
    private static byte[] Seed(GuaranteeNetwork network, string undertaking, Instant from, int draws)
    {
        var text = new StringBuilder(
            string.Create(CultureInfo.InvariantCulture, $"time-to-effect {undertaking} {Iso.Format(from)} {draws}\n")
        );
        foreach (var one in network.Lives)
        {
            text.Append(one.Undertaking.SourceText).Append('\n');
        }
        foreach (
            var fact in network
                .Facts.Statements.Select(s =>
                    $"{s.Name}({string.Join(',', s.Arguments)})={s.Value}@{s.ValidFrom}/{s.ValidTo} {s.Authority}|{s.Source}"
                )
                .Order(StringComparer.Ordinal)
        )
        {
            text.Append(fact).Append('\n');
        }
        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
