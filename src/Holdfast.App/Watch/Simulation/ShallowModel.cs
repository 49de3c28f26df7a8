using Holdfast.Core.Watch.Scoring;
using Holdfast.Core.Watch.Simulation;

namespace Holdfast.App.Watch.Simulation;

/// <summary>What the engine is told of SHALLOW: the published speeds and the published law of detection.</summary>
public static class ShallowModel
{
    /// <summary>
    /// Speeds of the benchmark in eight layers. Ranges stand for magnitudes: r = 120 M + 80 km at the middle of each class, its share that of findable events by Gutenberg and Richter (3,000 draws
    /// of the published law). Events lie under the stations, as the set-up says; the search goes half a spacing beyond. The picks' error is the published .4 s; 1 % of the travel time is less than that up to 40 s, which is where nearly all stations are.
    /// </summary>
    public const string Yaml = """
        # Made by holdfast simulate --scenario shallow: synthetic, illustrative. Speeds: northern Chile, Graeber and Asch 1999, in layers.
        model: seismic
        layers:
          - {top-km: 0, p: 6.1, s: 3.6}
          - {top-km: 10, p: 6.175, s: 3.65}
          - {top-km: 15, p: 6.325, s: 3.75}
          - {top-km: 20, p: 6.45, s: 3.8}
          - {top-km: 30, p: 6.65, s: 3.93}
          - {top-km: 35, p: 6.95, s: 4.13}
          - {top-km: 40, p: 7.1, s: 4.2}
          - {top-km: 60, p: 7.6, s: 4.5}
        depth-km: {least: 0, greatest: 30}
        pick-sigma-s: {p: 0.4, s: 0.4}
        detection:
          ceiling: 0.8
          width: 0.1
          least-width-km: 30
          loudness:
            - {half-range-km: 30, share: 0.28}
            - {half-range-km: 49, share: 0.215}
            - {half-range-km: 70, share: 0.16}
            - {half-range-km: 92, share: 0.155}
            - {half-range-km: 124, share: 0.11}
            - {half-range-km: 174, share: 0.06}
            - {half-range-km: 256, share: 0.02}
        engine: {minimum-arrivals: 10, travel-sigma: 0.003, cell-km: 16, step-s: 2, window-s: 900, margin-s: 60, missions: no, minimum-evidence: 0, beyond-km: 12}

        """;

    /// <summary>A simulated event as a scorer wants it. Its bound is not computed.</summary>
    public static TruthEvent TruthOf(SimulatedEvent simulated)
    {
        ArgumentNullException.ThrowIfNull(simulated);
        var picks = simulated.Picks.OrderBy(pick => pick.Arrival.TimeSeconds).Select(pick => pick.Arrival);
        return new TruthEvent(
            LineTruth.IdOf(simulated),
            simulated.TimeSeconds,
            simulated.EastMetres,
            simulated.NorthMetres,
            [.. picks.Select(arrival => arrival.Id)]
        )
        {
            FifthPickSeconds = picks.Skip(4).FirstOrDefault()?.TimeSeconds,
        };
    }
}
