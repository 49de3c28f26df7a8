namespace Holdfast.Core.Watch.Association.Signatures;

/// <summary>
/// How good the classifiers of each source are, learnt from how often they agree about one event: nobody says what it truly was, but classifiers that are right as often as they say agree as often as that
/// implies (Dawid and Skene 1979, <i>Maximum likelihood estimation of observer error-rates</i>). One number a source, the power that its stated odds are raised to (Platt 1999; Guo et al. 2017, temperature
/// scaling): 1 where it is as good as it says, less where it boasts. What fools all of them alike is not found out that way.
/// </summary>
/// <remarks>Learnt from event to event in the order of time, so that what it says of an event rests on earlier ones alone (Dawid 1984, prequential).</remarks>
public sealed class VoiceBook
{
    /// <summary>Share of events that are none of the kinds that anybody names.</summary>
    public const double RestShare = 0.15;

    /// <summary>Base rates are drawn towards all kinds being alike as if so many voices had said so.</summary>
    private const double BaseWeight = 6;

    /// <summary>Standard deviation of the logarithm of a source's power before anything was heard of it.</summary>
    private const double PriorSpread = 0.5;

    /// <summary>Sources that are remembered; further ones are taken at their word.</summary>
    private const int MostSources = 4_096;

    private const int MostKinds = 64;

    private static readonly double[] Powers = [0.1, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.6, 2];

    private readonly Dictionary<string, double[]> sources = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, double> named = new(StringComparer.Ordinal);
    private double voices;

    /// <summary>The kinds that anybody named so far, sorted.</summary>
    public IReadOnlyCollection<string> Kinds => named.Keys;

    /// <summary>The power that a source's stated odds are raised to: the posterior mean of its logarithm.</summary>
    public double PowerOf(string source)
    {
        if (!sources.TryGetValue(source, out var evidence))
        {
            return 1;
        }
        var most = evidence.Max();
        var (sum, total) = (0.0, 0.0);
        for (var at = 0; at < Powers.Length; at++)
        {
            var weight = Math.Exp(evidence[at] - most);
            sum += weight * Math.Log(Powers[at]);
            total += weight;
        }
        return Math.Exp(sum / total);
    }

    /// <summary>The share of a kind among events that are of a named kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="among">How many kinds are in question.</param>
    public double BaseRate(string kind, int among) => (named.GetValueOrDefault(kind) + (BaseWeight / among)) / (voices + BaseWeight);

    /// <summary>Learns from what was said of one event.</summary>
    public void Learn(IReadOnlyList<KindVoice> said)
    {
        ArgumentNullException.ThrowIfNull(said);
        var sorted = Sorted(said);
        var kinds = KindsOf(sorted);
        foreach (var voice in sorted)
        {
            if (named.Count < MostKinds || named.ContainsKey(voice.First.Kind))
            {
                named[voice.First.Kind] = named.GetValueOrDefault(voice.First.Kind) + (1.0 / sorted.Count);
            }
        }
        voices += sorted.Count > 0 ? 1 : 0;
        if (sorted.Count < 2 || kinds.Length < 2)
        {
            return;
        }
        foreach (var source in sorted.Select(voice => voice.Source).Distinct(StringComparer.Ordinal).ToArray())
        {
            if (!sources.TryGetValue(source, out var evidence))
            {
                if (sources.Count >= MostSources)
                {
                    continue;
                }
                sources[source] = evidence = [
                    .. Powers.Select(power => -0.5 * Math.Log(power) * Math.Log(power) / (PriorSpread * PriorSpread)),
                ];
            }
            for (var at = 0; at < Powers.Length; at++)
            {
                evidence[at] += Likelihood(sorted, kinds, source, Powers[at]);
            }
        }
    }

    /// <summary>The voices in an order that does not hang on how they came.</summary>
    internal static List<KindVoice> Sorted(IEnumerable<KindVoice> said) =>
        [
            .. said.Where(voice => !voice.Kinds.IsDefaultOrEmpty)
                .OrderBy(voice => voice.Source, StringComparer.Ordinal)
                .ThenBy(voice => voice.First.Kind, StringComparer.Ordinal)
                .ThenBy(voice => voice.First.Probability),
        ];

    internal static string[] KindsOf(IEnumerable<KindVoice> said) =>
        [.. said.SelectMany(voice => voice.Kinds).Select(kind => kind.Kind).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>How often a voice is right, when its stated odds are raised to a power.</summary>
    internal static double Accuracy(KindVoice voice, int among, double power)
    {
        const double Most = 0.995;
        var stated = Math.Clamp(voice.First.Probability, 1.0 / among, Most);
        var (first, other) = (Math.Pow(stated, power), Math.Pow((1 - stated) / (among - 1), power));
        return first / (first + ((among - 1) * other));
    }

    private double Likelihood(List<KindVoice> said, string[] kinds, string source, double power)
    {
        var rest = Math.Log(RestShare);
        var logs = new double[kinds.Length];
        for (var k = 0; k < kinds.Length; k++)
        {
            logs[k] = Math.Log((1 - RestShare) * BaseRate(kinds[k], kinds.Length));
        }
        foreach (var voice in said)
        {
            var right = Accuracy(voice, kinds.Length, voice.Source == source ? power : PowerOf(voice.Source));
            for (var k = 0; k < kinds.Length; k++)
            {
                logs[k] += Math.Log(voice.First.Kind == kinds[k] ? right : (1 - right) / (kinds.Length - 1));
            }
            rest += Math.Log(BaseRate(voice.First.Kind, kinds.Length));
        }
        var most = Math.Max(rest, logs.Max());
        return most + Math.Log(Math.Exp(rest - most) + logs.Sum(log => Math.Exp(log - most)));
    }
}
