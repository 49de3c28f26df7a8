using System.Collections.Immutable;
using Holdfast.Core.Watch.Association;
using NodaTime;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>A whole block, screened, associated and audited until nothing more is found.</summary>
/// <param name="Screened">What became of each arrival in the end.</param>
/// <param name="Origins">Of what was taken.</param>
/// <param name="Residuals">Figures of every sensor, from the last audit in which it took part.</param>
/// <param name="Findings">What was found about sensors, by screen and audits; by sensor and reason.</param>
/// <param name="LoneOrigins">Origins that rest on one owner's sensors, as each audit saw them.</param>
/// <param name="Passes">How often the block was associated.</param>
public sealed record SettledBlock(
    ScreenResult Screened,
    IReadOnlyList<Origin> Origins,
    ImmutableArray<SensorResiduals> Residuals,
    ImmutableArray<SensorFinding> Findings,
    ImmutableArray<LoneOrigin> LoneOrigins,
    int Passes
);

/// <summary>
/// Brings the screen and the audit of a block together: what is associated is audited, what the audit no longer lets one believe is held back or down-weighted, and what
/// is left is associated again, until an audit finds nothing new or the passes are used up. What was found stays found, so the passes come to an end; the outcome is a
/// function of the set of arrivals.
/// </summary>
/// <remarks>
/// In each pass only the strongest findings count: of several suspects within hearing of each other the one that stands out most (data snooping, Baarda 1968), since one bad
/// sensor makes its neighbours look bad.
/// </remarks>
public sealed class BlockSettling(ArrivalScreen screen, SensorAudit audit)
{
    /// <summary>A block is associated at most so often.</summary>
    public const int MostPasses = 4;

    /// <param name="picks">All arrivals that the block reads, those before and after it too.</param>
    /// <param name="states">What was said about the sensors.</param>
    /// <param name="associate">The origins of what was taken, and what is believed of sensors beyond these arrivals.</param>
    /// <param name="blockOf">What is to be audited of that.</param>
    public SettledBlock Settle(
        IReadOnlyList<ScreenPick> picks,
        IReadOnlyList<SensorStatus> states,
        Func<ScreenResult, SensorTrust, IReadOnlyList<Origin>> associate,
        Func<ScreenResult, IReadOnlyList<Origin>, AuditBlock> blockOf
    )
    {
        var found = new List<SensorFinding>();
        var spoofed = new SortedSet<string>(StringComparer.Ordinal);
        var residuals = new SortedDictionary<string, SensorResiduals>(StringComparer.Ordinal);
        var lone = ImmutableArray.CreateBuilder<LoneOrigin>();
        var screened = screen.Judge(picks, states);
        var trust = SensorTrust.Full;
        var origins = associate(screened, trust);
        for (var pass = 1; ; pass++)
        {
            var block = blockOf(screened, origins);
            var result = audit.Audit(block);
            lone.AddRange(result.LoneOrigins);
            Remember(residuals, result, found);
            var fresh = Strongest(block, result.Findings, found);
            var before = spoofed.Count;
            spoofed.UnionWith(result.ContradictedPicks);
            found.AddRange(fresh.Select(f => Throughout(f, block, picks)));
            if ((spoofed.Count == before && fresh.All(f => f.Verdict == ScreenVerdict.Taken)) || pass == MostPasses)
            {
                return new SettledBlock(screened, origins, [.. residuals.Values], All(screened, found), lone.ToImmutable(), pass);
            }
            trust = new SensorTrust(found, spoofed);
            screened = screen.Judge(picks, states, trust);
            origins = associate(screened, trust);
        }
    }

    // The figures of a sensor whose arrivals are held back are those for which they are.
    private static void Remember(SortedDictionary<string, SensorResiduals> residuals, AuditResult result, List<SensorFinding> found)
    {
        var held = found.Where(f => f.Verdict == ScreenVerdict.HeldBack).Select(f => f.Sensor).ToHashSet(StringComparer.Ordinal);
        foreach (var one in result.Residuals.Where(r => !held.Contains(r.Sensor)))
        {
            residuals[one.Sensor] = one;
        }
    }

    /// <summary>Of what is new, that which stands out most within hearing; what is no more than said does not compete.</summary>
    private static List<SensorFinding> Strongest(AuditBlock block, ImmutableArray<SensorFinding> all, List<SensorFinding> found)
    {
        var known = found.ToLookup(f => f.Sensor, StringComparer.Ordinal);
        var fresh = all.Where(f => !known[f.Sensor].Any(k => Overlaps(k, f) && (k.Reason == f.Reason || IsSilencedBy(k, f)))).ToList();
        var sites = block.Sensors.ToLookup(s => s.Name, s => s.Sensor, StringComparer.Ordinal);
        return
        [
            .. fresh.Where(f =>
                !Competes(f) || !fresh.Any(other => Competes(other) && Outdoes(other, f) && Near(sites, other.Sensor, f.Sensor))
            ),
        ];
    }

    private static bool Overlaps(SensorFinding a, SensorFinding b) => a.From < b.Until && b.From < a.Until;

    /// <summary>That a sensor says nothing where what it says is held back is no news.</summary>
    private static bool IsSilencedBy(SensorFinding known, SensorFinding f) =>
        known.Verdict == ScreenVerdict.HeldBack && f is { Reason: ScreenReason.FitsNothing, Verdict: ScreenVerdict.Taken };

    private const double NearMetres = 10_000;

    private static bool Competes(SensorFinding f) => f.Verdict != ScreenVerdict.Taken && f.Reason != ScreenReason.ContradictedBySilence;

    private static bool Outdoes(SensorFinding a, SensorFinding b) =>
        a.Strength > b.Strength || (a.Strength == b.Strength && string.CompareOrdinal(a.Sensor, b.Sensor) < 0);

    private static bool Near(ILookup<string, Sensor> sites, string a, string b) =>
        sites[a]
            .Any(one =>
                sites[b]
                    .Any(other =>
                        Square(one.EastMetres - other.EastMetres) + Square(one.NorthMetres - other.NorthMetres) < NearMetres * NearMetres
                    )
            );

    /// <summary>What holds from the block's begin or to its end holds for what is read around it too.</summary>
    private static SensorFinding Throughout(SensorFinding finding, AuditBlock block, IReadOnlyList<ScreenPick> picks)
    {
        if (picks.Count == 0)
        {
            return finding;
        }
        var (first, last) = (picks.Min(p => p.At), picks.Max(p => p.At) + Duration.Epsilon);
        return finding with
        {
            From = finding.From <= block.Epoch ? Instant.Min(first, finding.From) : finding.From,
            Until = finding.Until >= block.Epoch + Duration.FromSeconds(block.Seconds) ? Instant.Max(last, finding.Until) : finding.Until,
        };
    }

    /// <summary>By the screen, with counts, and what the audits found without holding anything against arrivals.</summary>
    private static ImmutableArray<SensorFinding> All(ScreenResult screened, List<SensorFinding> found)
    {
        var counted = screened.Findings.ToDictionary(f => (f.Sensor, f.Reason));
        return
        [
            .. screened
                .Findings.Select(f =>
                    found.LastOrDefault(a => a.Sensor == f.Sensor && a.Reason == f.Reason) is { } known
                        ? f with
                        {
                            Value = known.Value,
                            Words = known.Words,
                        }
                        : f
                )
                .Concat(found.Where(f => !counted.ContainsKey((f.Sensor, f.Reason))))
                .OrderBy(f => f.Sensor, StringComparer.Ordinal)
                .ThenBy(f => f.Reason)
                .ThenBy(f => f.From),
        ];
    }

    private static double Square(double x) => x * x;
}
