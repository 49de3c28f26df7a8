using System.Collections.Immutable;

namespace Holdfast.Core.Watch.Association;

/// <summary>How waves travel in a region, who hears what, and how the engine works.</summary>
/// <param name="Air">For sound: the air by sectors; empty for seismic waves.</param>
/// <param name="Velocity">For seismic waves: their speeds; null for sound.</param>
/// <param name="Parameters">The engine's parameters.</param>
/// <param name="PickSigmaSeconds">Sigma of a pick that states none, by phase.</param>
public sealed record WavesModel(
    ImmutableArray<AirSector> Air,
    VelocityModel? Velocity,
    AssociationParameters Parameters,
    ImmutableDictionary<Phase, double> PickSigmaSeconds
)
{
    /// <summary>What streams over the same sensors share.</summary>
    /// <exception cref="ArgumentException">No sensors, a sensor twice, or numbers that are not finite or out of range.</exception>
    public AssociationGround Ground(IEnumerable<Sensor> sensors) =>
        Velocity is { } velocity
            ? new AssociationGround(Parameters, sensors, velocity)
            : new AssociationGround(Parameters, sensors, new AirModel(Air));

    /// <summary>The engine over these sensors.</summary>
    /// <exception cref="ArgumentException">No sensors, a sensor twice, or numbers that are not finite or out of range.</exception>
    public AssociationStream Stream(IEnumerable<Sensor> sensors) =>
        Velocity is { } velocity
            ? new AssociationStream(Parameters, sensors, velocity)
            : new AssociationStream(Parameters, sensors, new AirModel(Air));
}
