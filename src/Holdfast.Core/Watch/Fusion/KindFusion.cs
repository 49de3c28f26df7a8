using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// Class probabilities from several reports by Dempster's rule over the tree of kinds, each report discounted by the chance that it is mistaken
/// (Shafer 1976). "Fire" and "mortar" agree on "mortar"; contradictions share the mass by what is left.
/// </summary>
internal static class KindFusion
{
    private const double Mistaken = 0.1;
    private const double Negligible = 1e-4;
    private const string Anything = "";

    public static ImmutableArray<KindWeight> Fuse(FixObservation[] members)
    {
        if (members.Length == 1)
        {
            return Sorted(members[0].Kinds.ToDictionary(k => k.Kind, k => k.Probability, StringComparer.Ordinal));
        }
        if (Array.TrueForAll(members, m => m.Kinds.Length == 1 && m.Kinds[0].Kind == members[0].Kinds[0].Kind))
        {
            return [new KindWeight(members[0].Kinds[0].Kind, 1)];
        }
        var mass = new SortedDictionary<string, double>(StringComparer.Ordinal) { [Anything] = 1 };
        foreach (var member in members)
        {
            mass = Combine(mass, member.Kinds);
        }
        mass.Remove(Anything);
        return Sorted(mass);
    }

    private static SortedDictionary<string, double> Combine(SortedDictionary<string, double> mass, ImmutableArray<KindWeight> stated)
    {
        var next = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (kind, weight) in mass)
        {
            Add(next, kind, weight * Mistaken);
            foreach (var (other, probability) in stated.OrderBy(k => k.Kind, StringComparer.Ordinal))
            {
                if (Meet(kind, other) is { } meet)
                {
                    Add(next, meet, weight * probability * (1 - Mistaken));
                }
            }
        }
        var total = next.Values.Sum();
        return new(next.ToDictionary(m => m.Key, m => m.Value / total, StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static string? Meet(string a, string b) =>
        a == Anything ? b
        : KindProfiles.Covers(a, b) ? b
        : KindProfiles.Covers(b, a) ? a
        : null;

    private static void Add(SortedDictionary<string, double> mass, string kind, double weight)
    {
        if (weight > 0)
        {
            mass[kind] = mass.GetValueOrDefault(kind) + weight;
        }
    }

    private static ImmutableArray<KindWeight> Sorted(IDictionary<string, double> mass)
    {
        var kept = mass.Where(m => m.Value > Negligible).OrderBy(m => m.Key, StringComparer.Ordinal).ToArray();
        var total = kept.Sum(m => m.Value);
        return
        [
            .. kept.Select(m => new KindWeight(m.Key, m.Value / total))
                .OrderByDescending(k => k.Probability)
                .ThenBy(k => k.Kind, StringComparer.Ordinal),
        ];
    }
}
