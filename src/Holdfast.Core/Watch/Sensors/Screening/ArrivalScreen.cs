using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>What the screen made of a block of arrivals.</summary>
/// <param name="Taken">To be associated, in order of (time, sensor, id), each with the factor of its standard deviation.</param>
/// <param name="Judged">What was held back or down-weighted, with the reason; in the same order.</param>
/// <param name="Findings">The same by sensor.</param>
/// <param name="Repeated">Arrivals that came more than once under their own id; one of each was looked at.</param>
public sealed record ScreenResult(
    ImmutableArray<(ScreenPick Pick, double SigmaFactor)> Taken,
    ImmutableArray<Judgement> Judged,
    ImmutableArray<SensorFinding> Findings,
    int Repeated
);

/// <summary>
/// Judges arrivals before they are associated: what cannot be (an unknown sensor, a number that is none, a time in nanoseconds), what a sensor tells twice, what only a
/// flood explains, and what an audit of residuals no longer lets one believe. A function of the set of arrivals of a calendar block: their order and their doubles do
/// not matter. Nothing is dropped: what is held back is given back with its reason.
/// </summary>
public sealed class ArrivalScreen(SensorRegistry registry, ScreenParameters? screenParameters = null)
{
    private readonly ScreenParameters parameters = screenParameters ?? new ScreenParameters();

    /// <param name="block">All arrivals of the block, in any order.</param>
    /// <param name="states">What was said about sensors that bears on the block: the last state before it and all within.</param>
    /// <param name="trust">What the audit of the block found; null for the first look.</param>
    public ScreenResult Judge(IEnumerable<ScreenPick> block, IEnumerable<SensorStatus>? states = null, SensorTrust? trust = null)
    {
        var all = block.ToList();
        var picks = all.Order(ScreenPick.Order).DistinctBy(p => (p.Sensor, p.Id)).ToList();
        var judged = new Dictionary<ScreenPick, Judgement>(ReferenceEqualityComparer.Instance);
        var faults = new PickFault(registry, parameters, new StateSpells(states ?? []));
        var good = new List<ScreenPick>();
        var flood = new FloodTest(registry, parameters);
        foreach (var pick in picks)
        {
            if (faults.Of(pick) is { } refused)
            {
                judged.Add(pick, refused);
            }
            else
            {
                good.Add(pick);
                flood.Count(pick.Sensor, pick.At.ToUnixTimeTicks());
            }
        }
        Floods(good, flood.Floods(), judged);
        foreach (var sensor in good.Where(p => !judged.ContainsKey(p)).GroupBy(p => p.Sensor, StringComparer.Ordinal))
        {
            Repeats([.. sensor], judged);
        }
        Distrusted(good, trust ?? SensorTrust.Full, judged);
        return new ScreenResult(
            [
                .. picks
                    .Where(p => !judged.TryGetValue(p, out var j) || j.Verdict != ScreenVerdict.HeldBack)
                    .Select(p => (p, judged.TryGetValue(p, out var j) ? j.SigmaFactor : 1.0)),
            ],
            [.. picks.Where(judged.ContainsKey).Select(p => judged[p])],
            Findings(picks, judged),
            all.Count - picks.Count
        );
    }

    private void Floods(
        List<ScreenPick> good,
        Dictionary<(string Sensor, long Minute), (double Times, string Words)> floods,
        Dictionary<ScreenPick, Judgement> judged
    )
    {
        var counts = new Dictionary<(string Sensor, long Minute), int>();
        foreach (var pick in good)
        {
            var minute = (pick.Sensor, pick.At.ToUnixTimeTicks() / FloodTest.MinuteTicks);
            if (floods.TryGetValue(minute, out var flood))
            {
                judged.Add(pick, PickFault.Held(pick, ScreenReason.Flood, flood.Words));
            }
            else if ((counts[minute] = counts.GetValueOrDefault(minute) + 1) > parameters.MostPerMinute)
            {
                judged.Add(pick, PickFault.Held(pick, ScreenReason.Flood, TooMany(parameters.MostPerMinute)));
            }
        }
    }

    public static string TooMany(int most) =>
        string.Create(CultureInfo.InvariantCulture, $"More than {most} arrivals in a minute: no more of one sensor are looked at.");

    /// <summary>Arrivals of one sensor, by time: those within its dead time of the one before are impossible, and copies are copies.</summary>
    private void Repeats(List<ScreenPick> own, Dictionary<ScreenPick, Judgement> judged)
    {
        var dead = registry.SiteAt(own[0].Sensor, own[0].At)?.DeadTimeSeconds ?? 0;
        var last = new Dictionary<string, ScreenPick>(StringComparer.Ordinal);
        foreach (var pick in own)
        {
            // Half of the dead time, since picks are refined after they were triggered.
            if (last.TryGetValue(pick.Phase, out var before) && (pick.At - before.At).TotalSeconds < dead / 2)
            {
                judged.Add(
                    pick,
                    PickFault.Held(
                        pick,
                        ScreenReason.Repeats,
                        $"Within the sensor's dead time after arrival '{PickFault.Short(before.Id)}': the same one told again."
                    )
                );
                continue;
            }
            last[pick.Phase] = pick;
        }
        var rest = own.Where(p => !judged.ContainsKey(p)).ToList();
        var ticks = rest.Select(p => p.At.ToUnixTimeTicks()).ToArray();
        foreach (var (index, lag) in new RepeatTest(parameters).Copies(ticks))
        {
            var seconds = lag / 1e7;
            judged.Add(
                rest[index],
                PickFault.Held(
                    rest[index],
                    ScreenReason.Repeats,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"It comes in the same beat, to a millisecond, as what the sensor told {seconds:0.###} s before: a copy or its own electronics."
                    )
                )
            );
        }
    }

    private static void Distrusted(List<ScreenPick> good, SensorTrust trust, Dictionary<ScreenPick, Judgement> judged)
    {
        foreach (var pick in good.Where(p => !judged.ContainsKey(p)))
        {
            if (trust.Judge(pick) is { } judgement)
            {
                judged.Add(pick, judgement);
            }
        }
    }

    private static ImmutableArray<SensorFinding> Findings(List<ScreenPick> picks, Dictionary<ScreenPick, Judgement> judged) =>
        [
            .. picks
                .Where(judged.ContainsKey)
                .Select(p => judged[p])
                .GroupBy(j => (j.Pick.Sensor, j.Reason))
                .Select(g => new SensorFinding(
                    g.Key.Sensor,
                    g.Min(j => j.Pick.At),
                    g.Max(j => j.Pick.At) + Duration.Epsilon,
                    g.Max(j => j.Verdict),
                    g.Max(j => j.SigmaFactor),
                    g.Key.Reason,
                    g.Count(),
                    g.Count(),
                    g.First().Words
                ))
                .OrderBy(f => f.Sensor, StringComparer.Ordinal)
                .ThenBy(f => f.Reason),
        ];
}
