using System.Collections.Immutable;
using Holdfast.Core.Watch.Association;
using NodaTime;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>What an audit found: figures for every sensor, what is wrong with some, and origins of one owner alone.</summary>
public sealed record AuditResult(
    ImmutableArray<SensorResiduals> Residuals,
    ImmutableArray<SensorFinding> Findings,
    ImmutableArray<LoneOrigin> LoneOrigins
)
{
    /// <summary>For <see cref="ArrivalScreen.Judge"/>: what may be believed when the block is associated again.</summary>
    public SensorTrust Trust => new(Findings, ContradictedPicks);

    /// <summary>Arrivals of origins that the silence of others contradicts: those of the owner who is alone with them.</summary>
    public IEnumerable<string> ContradictedPicks => LoneOrigins.Where(o => o.Contradicted).SelectMany(o => o.OwnPicks);
}

/// <summary>
/// Holds every sensor of a block against the origins of the block: its clock, its place, whether it hears what it should, and whether what one owner's sensors tell could
/// have stayed unheard by all others. A pure function of the block.
/// </summary>
public sealed class SensorAudit(AuditModel model, ScreenParameters? screenParameters = null)
{
    private readonly ScreenParameters parameters = screenParameters ?? new ScreenParameters();

    public AuditResult Audit(AuditBlock block)
    {
        var sensors = block.Sensors.OrderBy(s => s.Sensor.Id, StringComparer.Ordinal).ToList();
        var byId = sensors.ToDictionary(s => s.Sensor.Id, StringComparer.Ordinal);
        var origins = block.Origins.OrderBy(o => o.TimeSeconds).ThenBy(o => o.Id, StringComparer.Ordinal).ToList();
        var silence = new SilenceTest(model, parameters, block);
        var lone = silence.Judge(origins, Alone(block, sensors, origins), sensors, byId);
        // What is invented says nothing about anybody's clock.
        var invented = lone.Where(o => o.Contradicted).Select(o => o.Origin.Id).ToHashSet(StringComparer.Ordinal);
        var believed = origins.Where(o => !invented.Contains(o.Id)).ToList();
        var byEast = believed.OrderBy(o => o.EastMetres).ThenBy(o => o.TimeSeconds).ToArray();
        var arrivals = block.Arrivals.ToLookup(a => a.Sensor, StringComparer.Ordinal);
        var explained = believed
            .SelectMany(o => o.Arrivals.Select(a => (Origin: o, Arrival: a)))
            .ToLookup(pair => pair.Arrival.Arrival.Sensor, StringComparer.Ordinal);
        var residuals = ImmutableArray.CreateBuilder<SensorResiduals>();
        var findings = ImmutableArray.CreateBuilder<SensorFinding>();
        foreach (var sensor in sensors)
        {
            var one = new SensorHearing(model, parameters, block, sensor);
            var near = one.InReach(byEast);
            residuals.Add(one.Measure(near, [.. explained[sensor.Sensor.Id]], [.. arrivals[sensor.Sensor.Id]]));
            if (one.Finding is { } finding)
            {
                findings.Add(finding);
            }
        }
        findings.AddRange(Spoofs(block, lone, byId));
        return new AuditResult(residuals.ToImmutable(), findings.ToImmutable(), lone);
    }

    /// <summary>What each owner's sensors alone would have one believe of the arrivals that no origin explains; one owner alone is nobody's word against another's.</summary>
    private IEnumerable<Origin> Alone(AuditBlock block, List<AuditSensor> sensors, List<Origin> origins)
    {
        var owners = sensors.GroupBy(s => s.Owner, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        if (owners.Count < 2)
        {
            return [];
        }
        var explained = origins.SelectMany(o => o.Arrivals).Select(a => a.Arrival.Id).ToHashSet(StringComparer.Ordinal);
        var rest = block.Arrivals.Where(a => !explained.Contains(a.Id)).ToLookup(a => a.Sensor, StringComparer.Ordinal);
        return owners.SelectMany(owner =>
        {
            Sensor[] own = [.. owner.Select(s => s.Sensor)];
            return model.Alone(own, [.. own.SelectMany(s => rest[s.Id])]);
        });
    }

    private static IEnumerable<SensorFinding> Spoofs(
        AuditBlock block,
        ImmutableArray<LoneOrigin> lone,
        Dictionary<string, AuditSensor> byId
    ) =>
        lone.Where(o => o.Contradicted)
            .SelectMany(o => o.Origin.Arrivals.Where(a => byId[a.Arrival.Sensor].Owner == o.Owner).Select(a => (a.Arrival.Sensor, o)))
            .GroupBy(pair => pair.Sensor, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new SensorFinding(
                byId[g.Key].Name,
                block.Epoch,
                block.Epoch + Duration.FromSeconds(block.Seconds),
                ScreenVerdict.HeldBack,
                1,
                ScreenReason.ContradictedBySilence,
                g.Count(),
                g.Min(pair => pair.o.Probability),
                $"{g.Count()} events that only sensors of {g.First().o.Owner} heard, where up to {g.Max(pair => pair.o.Asked)} sensors of others in range should have and did not."
            ));
}
