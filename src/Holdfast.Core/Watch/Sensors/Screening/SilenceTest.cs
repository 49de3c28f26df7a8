using Holdfast.Core.Watch.Association;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>An origin that rests on one owner's sensors, and what the silence of the others says of it.</summary>
/// <param name="Owner">Whose sensors heard it.</param>
/// <param name="Asked">Sensors of others in range that listened.</param>
/// <param name="Probability">Of no more of the others having reported anything at the right moment than did, had it happened as its owner's sensors say.</param>
/// <param name="OwnPicks">Ids of the owner's own arrivals in it.</param>
public sealed record LoneOrigin(
    Origin Origin,
    string Owner,
    int Asked,
    double Probability,
    bool Contradicted,
    System.Collections.Immutable.ImmutableArray<string> OwnPicks
);

/// <summary>
/// Holds origins of one owner against the others' silence. Had the event happened, the others in range would each have reported it with a known probability, or something
/// else at that moment by chance. The loudness is inferred from the owner's sensors alone, since it is their word that is on trial. By construction a true event is
/// contradicted with at most the stated probability.
/// </summary>
internal sealed class SilenceTest(AuditModel model, ScreenParameters parameters, AuditBlock block)
{
    private const int LeastOwn = 3;

    /// <summary>Arrivals of others that an invented event may have swept up by chance.</summary>
    private const int MostStrays = 2;

    private readonly Dictionary<string, OwnTimes> times = block
        .Arrivals.GroupBy(a => a.Sensor, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => new OwnTimes(g), StringComparer.Ordinal);

    /// <summary>Null where the origin rests on sensors of several owners, or there is no other to ask.</summary>
    public LoneOrigin? Judge(Origin origin, IReadOnlyList<AuditSensor> sensors, IReadOnlyDictionary<string, AuditSensor> byId)
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
        var probability = SilenceProbability(origin, own, others, heard);
        var ids = own.Select(s => s.Sensor.Id).ToHashSet(StringComparer.Ordinal);
        return new LoneOrigin(
            origin,
            leading.Key,
            others.Count,
            probability,
            probability < parameters.SilenceProbability,
            [.. origin.Arrivals.Where(a => ids.Contains(a.Arrival.Sensor)).Select(a => a.Arrival.Id)]
        );
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
    private double SilenceProbability(Origin origin, List<AuditSensor> own, List<AuditSensor> others, HashSet<string> heard)
    {
        var moments = others.Select(s => Moment(origin, s.Sensor)).ToList();
        var reported = moments.Count(m => m.Reported);
        var classes = model.Detection.Loudness.Count;
        var logs = new double[classes];
        var silent = new double[classes];
        for (var loudness = 0; loudness < classes; loudness++)
        {
            var number = loudness;
            logs[loudness] = Math.Log(model.Detection.Loudness[loudness].Share);
            foreach (var sensor in own)
            {
                var p = Math.Clamp(At(loudness, origin, sensor), 1e-6, 1 - 1e-6);
                logs[loudness] += Math.Log(heard.Contains(sensor.Sensor.Id) ? p : 1 - p);
            }
            silent[loudness] = PoissonBinomial.AtMost(
                reported,
                others.Select((s, i) => 1 - ((1 - At(number, origin, s)) * (1 - moments[i].Chance)))
            );
        }
        var greatest = logs.Max();
        var weights = logs.Select(log => Math.Exp(log - greatest)).ToArray();
        return weights.Zip(silent, (weight, p) => weight * p).Sum() / weights.Sum();
    }

    /// <summary>Whether a sensor reported anything when the event should have reached it, and with what chance it does at any such moment.</summary>
    private (bool Reported, double Chance) Moment(Origin origin, Sensor sensor)
    {
        // A report of any of the event's waves is a report.
        var (reported, quiet) = (false, 1.0);
        foreach (var phase in model.Phases)
        {
            var due = new Due(origin, phase);
            var travel = model.Seconds(due, sensor);
            // The pick's wide errors, and three deviations of the spread of travel times; common errors of the air are in the origin, which was fitted in the same air.
            var slack = 0.3 + (travel * 0.015);
            if (times.TryGetValue(sensor.Id, out var all))
            {
                var own = all.Of(phase);
                reported |= OwnTimes.HasNear(own, origin.TimeSeconds + travel, slack);
                quiet *= Math.Exp(-2 * slack * own.Length / Math.Max(1, block.Seconds));
            }
        }
        return (reported, 1 - quiet);
    }

    private double At(int loudness, Origin origin, AuditSensor sensor) => model.Probability(loudness, origin, sensor.Sensor);
}
