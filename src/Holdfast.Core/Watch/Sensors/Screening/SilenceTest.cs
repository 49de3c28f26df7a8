using System.Collections.Immutable;
using Holdfast.Core.Watch.Association;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>An origin that rests on one owner's sensors, and what the silence of the others says of it.</summary>
/// <param name="Owner">Whose sensors heard it.</param>
/// <param name="Asked">Sensors of others in range that listened.</param>
/// <param name="Probability">
/// How probable it is, at most, that the others reported no more than they did, had it happened as its owner's sensors say: the likelihood ratio of what they reported.
/// </param>
/// <param name="OwnPicks">Ids of the owner's own arrivals in it.</param>
public sealed record LoneOrigin(
    Origin Origin,
    string Owner,
    int Asked,
    double Probability,
    bool Contradicted,
    ImmutableArray<string> OwnPicks
);

/// <summary>
/// Holds origins of one owner against what the others' sensors reported. L is the likelihood ratio of that under "it happened as its owner's sensors say" against "it did
/// not": for each other sensor (1 - p) + p f(r) / l, with p the probability that it reports the event, f the density of the residual r of an arrival that nothing else
/// explains, and l the rate of such arrivals. Had it happened, L would be below c with a probability of c at most, whatever the sensors are (1 / L is an e-value; Wald 1945,
/// Grünwald, de Heide and Koolen 2024). Of all lone origins of a block those are contradicted that the e-BH procedure rejects (Wang and Ramdas 2022), which
/// bounds the share of true ones among them however they depend on each other.
/// </summary>
/// <remarks>
/// In loud fire something arrives at any moment; what other origins explain is therefore no word on this one (one cause for each arrival; Arora, Russell and Sudderth
/// 2013, NET-VISA): where such an arrival lies so near that it may hide this event's, the sensor says nothing, and elsewhere it counts as silent. The loudness is inferred
/// from the owner's sensors alone, since it is their word that is on trial.
/// </remarks>
internal sealed class SilenceTest
{
    private const int LeastOwn = 3;

    /// <summary>Arrivals of others that an invented event may have swept up by chance.</summary>
    private const int MostStrays = 2;

    /// <summary>Error of a pick, seconds, where its own is not known.</summary>
    private const double PickSigma = 0.05;

    /// <summary>Weather that deafens a valley deafens its sensors together: no more than this share of what the model expects is counted on.</summary>
    private const double Trusted = 0.85;

    private readonly AuditModel model;
    private readonly ScreenParameters parameters;
    private readonly AuditBlock block;
    private readonly Dictionary<string, Dictionary<Phase, (double[] Times, string?[] Explained)>> reports;
    private readonly Dictionary<string, double> rates;

    public SilenceTest(AuditModel model, ScreenParameters parameters, AuditBlock block)
    {
        (this.model, this.parameters, this.block) = (model, parameters, block);
        var explained = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var origin in block.Origins)
        {
            foreach (var arrival in origin.Arrivals)
            {
                explained[arrival.Arrival.Id] = origin.Id;
            }
        }
        var bySensor = block.Arrivals.GroupBy(a => a.Sensor, StringComparer.Ordinal).ToList();
        reports = bySensor.ToDictionary(
            g => g.Key,
            g => g.GroupBy(a => a.Phase).ToDictionary(p => p.Key, p => Sorted(p, explained)),
            StringComparer.Ordinal
        );
        // An arrival in ten minutes at least, so that a quiet sensor's first word is not taken for proof.
        rates = bySensor.ToDictionary(
            g => g.Key,
            g => Math.Max(g.Count(a => !explained.ContainsKey(a.Id)), block.Seconds / 600) / Math.Max(1, block.Seconds),
            StringComparer.Ordinal
        );
    }

    /// <summary>All lone origins, those that are contradicted marked.</summary>
    /// <param name="together">Origins of all sensors.</param>
    /// <param name="alone">Origins that the sensors of one owner alone make of what those leave.</param>
    public ImmutableArray<LoneOrigin> Judge(
        IEnumerable<Origin> together,
        IEnumerable<Origin> alone,
        IReadOnlyList<AuditSensor> sensors,
        IReadOnlyDictionary<string, AuditSensor> byId
    )
    {
        var lone = together
            .Select(o => Judge(o, sensors, byId, isAlone: false))
            .Concat(alone.Select(o => Judge(o, sensors, byId, isAlone: true)))
            .OfType<(LoneOrigin Origin, double Chance)>()
            .ToList();
        // Either it happened and the others missed it, or it is a coincidence of noise: somebody made it up only where neither can be.
        var doubts = lone.Select(o => Math.Max(o.Origin.Probability, o.Chance)).ToArray();
        var ranked = doubts.Order().ToArray();
        var threshold = 0.0;
        for (var rank = 1; rank <= ranked.Length; rank++)
        {
            threshold = ranked[rank - 1] <= parameters.SilenceProbability * rank / ranked.Length ? ranked[rank - 1] : threshold;
        }
        return [.. lone.Select((o, at) => o.Origin with { Contradicted = threshold > 0 && doubts[at] <= threshold })];
    }

    /// <summary>Null where the origin rests on sensors of several owners, or there is no other to ask.</summary>
    private (LoneOrigin Origin, double Chance)? Judge(
        Origin origin,
        IReadOnlyList<AuditSensor> sensors,
        IReadOnlyDictionary<string, AuditSensor> byId,
        bool isAlone
    )
    {
        var heard = origin.Arrivals.Select(a => a.Arrival.Sensor).ToHashSet(StringComparer.Ordinal);
        var owners = heard.Select(id => byId.TryGetValue(id, out var s) ? s.Owner : "").GroupBy(o => o, StringComparer.Ordinal);
        var leading = owners.OrderByDescending(o => o.Count()).ThenBy(o => o.Key, StringComparer.Ordinal).First();
        if (heard.Count - leading.Count() > MostStrays || leading.Count() < LeastOwn)
        {
            return null;
        }
        var (own, others) = Split(origin, sensors, leading.Key);
        if (others.Count == 0)
        {
            return null;
        }
        var ids = own.Select(s => s.Sensor.Id).ToHashSet(StringComparer.Ordinal);
        var lone = new LoneOrigin(
            origin,
            leading.Key,
            others.Count,
            Ratio(origin, own, others, heard),
            false,
            [.. origin.Arrivals.Where(a => ids.Contains(a.Arrival.Sensor)).Select(a => a.Arrival.Id)]
        );
        // What all sensors together make of it already holds the silence of the others against it; chance is asked of its owner's sensors alone.
        var silence = isAlone
            ? 0
            : others.Where(s => !heard.Contains(s.Sensor.Id)).Sum(s => -Math.Log(1 - Math.Min(0.99, model.Probability(origin, s.Sensor))));
        return (lone, Math.Exp(-Math.Min(600, origin.Evidence + silence)));
    }

    private (List<AuditSensor> Own, List<AuditSensor> Others) Split(Origin origin, IReadOnlyList<AuditSensor> sensors, string owner)
    {
        var reach = model.Detection.MaximumRangeMetres;
        var (own, others) = (new List<AuditSensor>(), new List<AuditSensor>());
        foreach (var s in sensors)
        {
            if (
                s.Listening
                && Math.Abs(s.Sensor.EastMetres - origin.EastMetres) <= reach
                && Math.Abs(s.Sensor.NorthMetres - origin.NorthMetres) <= reach
            )
            {
                (s.Owner == owner ? own : others).Add(s);
            }
        }
        return (own, others);
    }

    /// <summary>Over the classes of loudness, weighed by what the owner's own sensors heard and did not.</summary>
    private double Ratio(Origin origin, List<AuditSensor> own, List<AuditSensor> others, HashSet<string> heard)
    {
        var words = others.Select(s => (Sensor: s, Word: Word(origin, s.Sensor))).Where(w => w.Word >= 0).ToList();
        var classes = model.Detection.Loudness.Count;
        var (weights, ratios) = (new double[classes], new double[classes]);
        for (var loudness = 0; loudness < classes; loudness++)
        {
            weights[loudness] = Math.Log(model.Detection.Loudness[loudness].Share);
            foreach (var sensor in own)
            {
                var p = Math.Clamp(model.Probability(loudness, origin, sensor.Sensor), 1e-6, 1 - 1e-6);
                weights[loudness] += Math.Log(heard.Contains(sensor.Sensor.Id) ? p : 1 - p);
            }
            foreach (var (sensor, word) in words)
            {
                var p = Trusted * model.Probability(loudness, origin, sensor.Sensor);
                ratios[loudness] += Math.Log(1 - p + (p * word));
            }
        }
        var greatest = weights.Max();
        var total = weights.Sum(w => Math.Exp(w - greatest));
        return Enumerable.Range(0, classes).Sum(c => Math.Exp(weights[c] - greatest + Math.Min(ratios[c], 600))) / total;
    }

    /// <summary>What a sensor's reports say: the density at the right moment over that of chance; below zero where what another origin explains may hide it.</summary>
    private double Word(Origin origin, Sensor sensor)
    {
        if (!reports.TryGetValue(sensor.Id, out var byPhase))
        {
            return 0;
        }
        var word = 0.0;
        foreach (var phase in model.Phases)
        {
            if (!byPhase.TryGetValue(phase, out var own))
            {
                continue;
            }
            var travel = model.Seconds(new Due(origin, phase), sensor);
            var sigma = SigmaOf(origin, sensor, travel);
            var time = origin.TimeSeconds + travel;
            for (var at = FirstAfter(own.Times, time - (5 * sigma)); at < own.Times.Length && own.Times[at] <= time + (5 * sigma); at++)
            {
                var (residual, by) = (own.Times[at] - time, own.Explained[at]);
                if (by is null || by == origin.Id)
                {
                    word += Density(residual, sigma) / rates[sensor.Id];
                }
                else if (residual > -(2 * sigma) - sensor.DeadTimeSeconds && residual < 2 * sigma)
                {
                    return -1;
                }
            }
        }
        return word;
    }

    private double SigmaOf(Origin origin, Sensor sensor, double travel)
    {
        var (east, north) = (sensor.EastMetres - origin.EastMetres, sensor.NorthMetres - origin.NorthMetres);
        var distance = Math.Max(1, Math.Sqrt((east * east) + (north * north)));
        var slowness = travel / distance;
        var placed = origin.Covariance.Quadratic(1, -slowness * east / distance, -slowness * north / distance);
        var spread = model.Parameters.RelativeTravelSigma * travel;
        return Math.Sqrt(
            (PickSigma * PickSigma) + (spread * spread) + (sensor.ClockSigmaSeconds * sensor.ClockSigmaSeconds) + Math.Clamp(placed, 0, 1)
        );
    }

    // A tenth of all picks is several times worse than stated.
    private static double Density(double residual, double sigma) => (0.9 * Normal(residual, sigma)) + (0.1 * Normal(residual, 3 * sigma));

    private static double Normal(double x, double sigma) => Math.Exp(-0.5 * x * x / (sigma * sigma)) / (sigma * Math.Sqrt(Math.Tau));

    private static int FirstAfter(double[] times, double time)
    {
        var at = Array.BinarySearch(times, time);
        return at < 0 ? ~at : at;
    }

    private static (double[] Times, string?[] Explained) Sorted(IEnumerable<Arrival> arrivals, Dictionary<string, string> explained)
    {
        var order = arrivals.OrderBy(a => a.TimeSeconds).ThenBy(a => a.Id, StringComparer.Ordinal).ToArray();
        return ([.. order.Select(a => a.TimeSeconds)], [.. order.Select(a => explained.GetValueOrDefault(a.Id))]);
    }
}
