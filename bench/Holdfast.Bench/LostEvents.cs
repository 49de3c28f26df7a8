using System.Globalization;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Scoring;
using Holdfast.Core.Watch.Simulation;

namespace Holdfast.Bench;

/// <summary>What an association lost, event by event: true events that nothing found and origins that find none, each with whose arrivals they hold.</summary>
internal static class LostEvents
{
    public static void Print(IReadOnlyList<SimulatedEvent> events, IReadOnlyList<TruthEvent> truths, List<Origin> origins)
    {
        var (_, truthOf) = EventScorer.Match(new ScoreRules(), truths, [.. origins.Select(o => FoundOrigins.Of(o, LineTruth.Classes))]);
        var makerOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < truths.Count; index++)
        {
            foreach (var pick in truths[index].Picks)
            {
                makerOf[pick] = index;
            }
        }
        var ownerOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < origins.Count; index++)
        {
            foreach (var arrival in origins[index].Arrivals)
            {
                ownerOf[arrival.Arrival.Id] = index;
            }
        }
        for (var index = 0; index < truths.Count; index++)
        {
            if (truths[index].Picks.Count < 5 || truthOf.Contains(index))
            {
                continue;
            }
            var held = truths[index].Picks.CountBy(pick => ownerOf.GetValueOrDefault(pick, -1)).OrderByDescending(pair => pair.Value);
            Console.WriteLine($"  missed {Event(events[index])}; its arrivals are held by");
            foreach (var (owner, count) in held)
            {
                Console.WriteLine(
                    owner < 0
                        ? $"      nobody: {count}"
                        : $"      {count}: {Found(origins[owner])} -> {(truthOf[owner] < 0 ? "none" : Event(events[truthOf[owner]]))}"
                );
            }
        }
        for (var index = 0; index < origins.Count; index++)
        {
            if (truthOf[index] >= 0)
            {
                continue;
            }
            Console.WriteLine($"  false {Found(origins[index])}; its arrivals were made by");
            foreach (var (maker, count) in origins[index].Arrivals.CountBy(a => makerOf.GetValueOrDefault(a.Arrival.Id, -1)))
            {
                Console.WriteLine(maker < 0 ? $"      chance: {count}" : $"      {count}: {Event(events[maker])}");
            }
        }
    }

    private static string Event(SimulatedEvent e) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"#{e.Number} m{e.Mission} t={e.TimeSeconds:F2} ({e.EastMetres / 1000:F2}, {e.NorthMetres / 1000:F2}) class {e.Loudness}, {e.Picks.Count} picks"
        );

    private static string Found(Origin o) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"[t={o.TimeSeconds:F2} ({o.EastMetres / 1000:F2}, {o.NorthMetres / 1000:F2}) ev {o.Evidence:F1} right {o.Right:F2}, {o.Arrivals.Count} arrivals, sigma {Math.Sqrt(o.Covariance.A11):F0} x {Math.Sqrt(o.Covariance.A22):F0} m, {Math.Sqrt(o.Covariance.A00):F2} s]"
        );
}
