using System.Collections.Immutable;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Association;

namespace Holdfast.Core.Watch.Simulation;

/// <summary>A pick and where it came from.</summary>
/// <param name="Arrival">What the sensor reports; times are seconds since the scenario's start.</param>
/// <param name="Sensor">Number of the sensor.</param>
/// <param name="Truth">The event; null for a false pick.</param>
public sealed record SimulatedPick(Arrival Arrival, int Sensor, SimulatedEvent? Truth)
{
    /// <summary>When the centre gets it, seconds since the scenario's start; the pick's own time where nothing delays it.</summary>
    public double ReceivedSeconds { get; init; } = Arrival.TimeSeconds;

    /// <summary>What is wrong with it; null where nothing is.</summary>
    public string? Fault { get; init; }

    /// <summary>What the sensor says of it beyond its time; null where the scenario knows no firings.</summary>
    public GunVoice? Voice { get; init; }
}

/// <summary>What a stretch of time brings: its picks by the time at which they are received, and the events of which no further pick can come.</summary>
public sealed record SimulatedBlock(double ToSeconds, IReadOnlyList<SimulatedPick> Picks, IReadOnlyList<SimulatedEvent> Events);

/// <summary>What a sensor says of a pick beyond its time.</summary>
/// <param name="Wave">Which wave its picker takes it for; <see cref="ArrivalPhase.Sound"/> where it does not tell.</param>
/// <param name="Pascals">Peak amplitude.</param>
/// <param name="Kinds">What its classifier makes of it.</param>
public sealed record GunVoice(ArrivalPhase Wave, double Pascals, ImmutableArray<KindWeight> Kinds);
