using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Scoring;

namespace Holdfast.Core.Watch.Simulation;

/// <summary>Simulated events as a scorer wants them.</summary>
public static class LineTruth
{
    /// <summary>Names of the loudness classes, from quiet to loud.</summary>
    public static IReadOnlyList<string> Classes { get; } = [.. LineScenario.Detection.Loudness.Select(loudness => loudness.Name)];

    private const double PickSigma = 0.03;
    private const double TravelSigma = 0.005;

    public static string IdOf(SimulatedEvent simulated)
    {
        ArgumentNullException.ThrowIfNull(simulated);
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{(simulated.IsInvented ? "x" : "e")}{simulated.Number:D6}"
        );
    }

    /// <summary>The event with its bound: from its own picks, at 30 ms, the clocks' 10 ms and half a per cent of the travel time, the true air known.</summary>
    public static TruthEvent Of(LineScenario scenario, SimulatedEvent simulated)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(simulated);
        var picks = simulated.Picks.OrderBy(pick => pick.Arrival.TimeSeconds).ToArray();
        return new TruthEvent(
            IdOf(simulated),
            simulated.TimeSeconds,
            simulated.EastMetres,
            simulated.NorthMetres,
            [.. picks.Select(pick => pick.Arrival.Id)]
        )
        {
            Bound = picks.Length < 3 || simulated.Part?.Flight is not null ? null : BoundOf(scenario, simulated, picks),
            Class = Classes[simulated.Loudness],
            FifthPickSeconds = picks.Length < 5 ? null : picks[4].Arrival.TimeSeconds,
            IsInvented = simulated.IsInvented,
            Role = simulated.Part?.Role,
            Kind = simulated.Part?.Kind,
            AzimuthRadians = simulated.Part?.Azimuth,
        };
    }

    private static PlaceBound? BoundOf(LineScenario scenario, SimulatedEvent simulated, SimulatedPick[] picks)
    {
        // Sensors have their own clock error: the .010 of the scenario.
        var sensors = picks.Select(pick => pick.Sensor).Distinct().Order().Select(sensor => scenario.Sensors[sensor]);
        var air = scenario.Air.At(simulated.EastMetres, simulated.TimeSeconds);
        return CramerRaoBound.Of(air, simulated.EastMetres, simulated.NorthMetres, sensors, PickSigma, TravelSigma) is { } bound
            ? new PlaceBound(Math.Sqrt(bound.A11), Math.Sqrt(bound.A22))
            : null;
    }
}
