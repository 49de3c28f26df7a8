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

    /// <summary>What becomes of an arrival that nothing else speaks against; null where it is taken as it is.</summary>
    public Judgement? Judge(ScreenPick pick)
    {
        if (IsSpoofed(pick.Id))
        {
            return new Judgement(
                pick,
                ScreenVerdict.HeldBack,
                1,
                ScreenReason.ContradictedBySilence,
                "Part of an event that only one owner's sensors heard where others should have."
            );
        }
        return About(pick.Sensor, pick.At) is { Verdict: not ScreenVerdict.Taken } finding
            ? new Judgement(pick, finding.Verdict, finding.SigmaFactor, finding.Reason, finding.Words)
            : null;
    }

    /// <summary>Whether the same is held against the same sensors.</summary>
    public bool SaysTheSame(SensorTrust other) => Said().SequenceEqual(other.Said()) && spoofed.SetEquals(other.spoofed);

    private IEnumerable<(string, Instant, Instant, ScreenVerdict, double)> Said() =>
        bySensor
            .SelectMany(g => g.Select(f => (f.Sensor, f.From, f.Until, f.Verdict, f.SigmaFactor)))
            .OrderBy(f => f.Sensor, StringComparer.Ordinal)
            .ThenBy(f => f.From)
            .ThenBy(f => f.Until)
            .ThenBy(f => f.Verdict)
            .ThenBy(f => f.SigmaFactor);

    public bool IsSpoofed(string pick) => spoofed.Contains(pick);
}
