using Holdfast.Core.Watch.Association;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>An origin that rests on one owner's sensors, and what the silence of the others says of it.</summary>
/// <param name="Owner">Whose sensors heard it.</param>
/// <param name="Asked">Sensors of others in range that listened.</param>
/// <param name="Probability">Of the others hearing no more of it than they did, had it happened as its owner's sensors say.</param>
public sealed record LoneOrigin(Origin Origin, string Owner, int Asked, double Probability, bool Contradicted);

/// <summary>
/// Holds origins of one owner against the others' silence. Had the event happened, the others in range would each have heard it with a known probability; the loudness is
/// inferred from the owner's sensors alone, since it is their word that is on trial. By construction a true event is contradicted with at most the stated probability.
/// </summary>
internal sealed class SilenceTest(AuditModel model, ScreenParameters parameters)
{
    /// <summary>Arrivals of others that an invented event may have swept up by chance.</summary>
    private const int MostStrays = 2;

    public LoneOrigin? Judge(Origin origin, IReadOnlyList<AuditSensor> sensors, IReadOnlyDictionary<string, AuditSensor> byId)
    {
        var heard = origin.Arrivals.Select(a => a.Arrival.Sensor).ToHashSet(StringComparer.Ordinal);
        var owners = heard.Select(id => byId.TryGetValue(id, out var s) ? s.Owner : "").GroupBy(o => o, StringComparer.Ordinal);
        var leading = owners.OrderByDescending(o => o.Count()).ThenBy(o => o.Key, StringComparer.Ordinal).First();
        if (heard.Count - leading.Count() > MostStrays || leading.Count() < 3)
        {
            return null;
        }
        var (own, others) = Split(origin, sensors, leading.Key);
        if (others.Count == 0)
        {
            return null;
        }
        var strays = others.Count(s => heard.Contains(s.Sensor.Id));
        var probability = SilenceProbability(origin, own, others, heard, strays);
        return new LoneOrigin(origin, leading.Key, others.Count, probability, probability < parameters.SilenceProbability);
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

    /// <summary>Over the classes of loudness, weighed by what the owner's own sensors heard and did not: the probability that at most so many others hear it.</summary>
    private double SilenceProbability(Origin origin, List<AuditSensor> own, List<AuditSensor> others, HashSet<string> heard, int strays)
    {
        var classes = model.Detection.Loudness.Count;
        var logs = new double[classes];
        for (var loudness = 0; loudness < classes; loudness++)
        {
            logs[loudness] = Math.Log(model.Detection.Loudness[loudness].Share);
            foreach (var sensor in own)
            {
                var p = Math.Clamp(At(loudness, origin, sensor), 1e-6, 1 - 1e-6);
                logs[loudness] += Math.Log(heard.Contains(sensor.Sensor.Id) ? p : 1 - p);
            }
        }
        var greatest = logs.Max();
        var (sum, weights) = (0.0, 0.0);
        for (var loudness = 0; loudness < classes; loudness++)
        {
            var weight = Math.Exp(logs[loudness] - greatest);
            var number = loudness;
            sum += weight * PoissonBinomial.AtMost(strays, others.Select(s => At(number, origin, s)));
            weights += weight;
        }
        return sum / weights;
    }

    private double At(int loudness, Origin origin, AuditSensor sensor) =>
        model.Probability(loudness, origin.EastMetres, origin.NorthMetres, sensor.Sensor.EastMetres, sensor.Sensor.NorthMetres);
}
