using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.App.Watch.Origins;

/// <summary>What an origin was, from what its sensors' classifiers say.</summary>
internal static class OriginKinds
{
    /// <summary>Classifiers that hear one event err together: what the second adds is worth so much less (intraclass correlation; Kish 1965, design effect).</summary>
    private const double Correlation = 0.5;

    /// <summary>No classifier is surer than this that it was not something.</summary>
    private const double Least = 0.02;

    /// <summary>
    /// A logarithmic pool (Genest and Zidek 1986) over the kinds that anybody names, with the weight of n/(1 + (n - 1) r) independent voices for n; the region's kind where
    /// nobody names any. Sorted by kind; sums to 1.
    /// </summary>
    public static ImmutableArray<KindWeight> Of(IEnumerable<ImmutableArray<KindWeight>> voices, string otherwise)
    {
        var said = voices.Where(v => !v.IsDefaultOrEmpty).ToArray();
        if (said.Length == 0)
        {
            return [new KindWeight(otherwise, 1)];
        }
        var kinds = said.SelectMany(v => v).Select(w => w.Kind).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (kinds.Length == 1)
        {
            return [new KindWeight(kinds[0], 1)];
        }
        var share = 1 / (1 + ((said.Length - 1) * Correlation));
        var logs = new double[kinds.Length];
        for (var k = 0; k < kinds.Length; k++)
        {
            // In the order of their values: the sum must not hang on the order in which sensors are named.
            var terms = said.Select(v => Math.Log(Math.Max(Least, Probability(v, kinds[k])))).Order().ToArray();
            logs[k] = share * terms.Sum();
        }
        var most = logs.Max();
        var weights = logs.Select(l => Math.Exp(l - most)).ToArray();
        var total = weights.Sum();
        return [.. kinds.Select((kind, k) => new KindWeight(kind, weights[k] / total))];
    }

    private static double Probability(ImmutableArray<KindWeight> voice, string kind)
    {
        foreach (var weight in voice)
        {
            if (weight.Kind == kind)
            {
                return weight.Probability;
            }
        }
        return 0;
    }
}
