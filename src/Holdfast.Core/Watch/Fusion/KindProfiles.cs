using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// The distinct class distributions of a run, each with an index, and how well two of them agree. A word for how something shows (an explosion, heat
/// seen from space, damage) is compatible with the kinds of force that show so.
/// </summary>
internal sealed class KindProfiles
{
    /// <summary>What a manifestation may have been, besides itself.</summary>
    private static readonly ImmutableDictionary<string, string[]> ShowsAs = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["explosion"] = ["shelling", "missile", "air_strike", "uav_strike", "mine_explosion", "sabotage"],
        ["thermal_anomaly"] = ["shelling", "missile", "air_strike", "uav_strike", "sabotage", "explosion"],
        ["damage"] = ["use_of_force", "explosion"],
        ["casualty"] = ["use_of_force", "explosion"],
        ["alert"] = ["missile", "air_strike", "uav_strike", "flight"],
    }.ToImmutableDictionary(StringComparer.Ordinal);

    private const double Smoothing = 0.05;
    private const double LeastFrequency = 1e-9;
    private const double LargestAgreement = 1000;

    private readonly List<ImmutableArray<KindWeight>> _profiles = [];
    private readonly Dictionary<string, int> _byText = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _bySingleKind = new(StringComparer.Ordinal);
    private readonly Dictionary<KindWeight[], int> _byReference = new(ReferenceEqualityComparer.Instance);

    public int Count => _profiles.Count;

    public ImmutableArray<KindWeight> this[int index] => _profiles[index];

    public int Index(ImmutableArray<KindWeight> kinds)
    {
        if (kinds.Length == 1 && _bySingleKind.TryGetValue(kinds[0].Kind, out var single))
        {
            return single;
        }
        var array = ImmutableCollectionsMarshal.AsArray(kinds) ?? [];
        if (_byReference.TryGetValue(array, out var known))
        {
            return known;
        }
        var text = string.Join(';', kinds.Select(k => k.Kind + ":" + k.Probability.ToString("R", CultureInfo.InvariantCulture)));
        if (!_byText.TryGetValue(text, out var index))
        {
            index = _profiles.Count;
            _profiles.Add(kinds.IsDefaultOrEmpty ? [new KindWeight("event", 1)] : kinds);
            _byText.Add(text, index);
            if (kinds.Length == 1)
            {
                _bySingleKind.Add(kinds[0].Kind, index);
            }
        }
        return index;
    }

    public static bool Compatible(string a, string b) => Covers(a, b) || Covers(b, a);

    /// <summary>Whether something stated as <paramref name="stated"/> may turn out to be <paramref name="kind"/>.</summary>
    public static bool Covers(string stated, string kind) =>
        LiesBelow(kind, stated) || (ShowsAs.TryGetValue(stated, out var causes) && causes.Any(c => LiesBelow(kind, c)));

    private static bool LiesBelow(string kind, string ancestor) =>
        kind == ancestor || (EventKinds.IsKnown(kind) && EventKinds.IsKnown(ancestor) && EventKinds.IsA(kind, ancestor));

    /// <summary>Background frequencies of the hidden classes, smoothed, from how many records of each profile a block holds.</summary>
    public ImmutableDictionary<string, double> Background(IReadOnlyDictionary<int, int> frequency)
    {
        var background = EventKinds.All.ToDictionary(k => k, _ => Smoothing, StringComparer.Ordinal);
        var total = Smoothing * EventKinds.All.Length;
        // In the order of the profiles' texts, not of their indices: indices depend on which record came first.
        foreach (var (_, i) in _byText.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (!frequency.TryGetValue(i, out var count))
            {
                continue;
            }
            foreach (var (kind, probability) in _profiles[i])
            {
                background[kind] = background.GetValueOrDefault(kind) + count * probability;
            }
            total += count;
        }
        return background.ToImmutableDictionary(b => b.Key, b => b.Value / total, StringComparer.Ordinal);
    }

    /// <summary>
    /// Agreement of every pair of profiles, row by row: the likelihood ratio of their classes for one event against two unrelated ones, when nobody
    /// errs. With hidden classes k and background frequencies f, it is the sum of a(k) b(k) / f(k).
    /// </summary>
    public double[] Agreement(ImmutableDictionary<string, double> background)
    {
        var names = _profiles
            .SelectMany(p => p.Select(k => k.Kind))
            .Concat(EventKinds.All)
            .Distinct()
            .OrderBy(k => k, StringComparer.Ordinal)
            .ToArray();
        var frequency = names.Select(n => background.GetValueOrDefault(n, LeastFrequency)).ToArray();
        var spread = _profiles.Select(p => Spread(p, names, frequency)).ToArray();
        var agreement = new double[Count * Count];
        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < names.Length; k++)
                {
                    sum += spread[i][k] * spread[j][k] / frequency[k];
                }
                agreement[i * Count + j] = agreement[j * Count + i] = Math.Min(sum, LargestAgreement);
            }
        }
        return agreement;
    }

    private static double[] Spread(ImmutableArray<KindWeight> profile, string[] names, double[] frequency)
    {
        var spread = new double[names.Length];
        foreach (var (kind, probability) in profile)
        {
            var support = Enumerable.Range(0, names.Length).Where(k => Covers(kind, names[k])).ToArray();
            var mass = support.Sum(k => frequency[k]);
            foreach (var k in support)
            {
                spread[k] += probability * frequency[k] / mass;
            }
        }
        return spread;
    }
}
