using System.Collections.Immutable;
using NodaTime;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>What was found about sensors before: the audit of a block says how far their arrivals are believed in it.</summary>
public sealed class SensorTrust
{
    public static readonly SensorTrust Full = new([]);

    private readonly ILookup<string, SensorFinding> bySensor;
    private readonly ImmutableHashSet<string> spoofed;

    /// <param name="findings">Of an audit.</param>
    /// <param name="heldPicks">Ids of arrivals of origins that silence contradicts.</param>
    public SensorTrust(IEnumerable<SensorFinding> findings, IEnumerable<string>? heldPicks = null)
    {
        bySensor = findings.ToLookup(f => f.Sensor, StringComparer.Ordinal);
        spoofed = [.. heldPicks ?? []];
    }

    /// <summary>The strongest finding that concerns an arrival, or null.</summary>
    public SensorFinding? About(string sensor, Instant at)
    {
        SensorFinding? worst = null;
        foreach (var finding in bySensor[sensor])
        {
            if (
                finding.Reason != ScreenReason.ContradictedBySilence
                && finding.HoldsAt(at)
                && (worst is null || finding.Verdict > worst.Verdict)
            )
            {
                worst = finding;
            }
        }
        return worst;
    }

    public bool IsSpoofed(string pick) => spoofed.Contains(pick);
}
