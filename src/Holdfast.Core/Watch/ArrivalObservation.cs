using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch;

/// <summary>What kind of wave a sensor reports, as far as its picker tells.</summary>
public enum ArrivalPhase
{
    /// <summary>Sound in air, of whatever cause.</summary>
    Sound,

    /// <summary>The first, compressional seismic wave.</summary>
    P,

    /// <summary>The second, shear seismic wave.</summary>
    S,

    /// <summary>The blast at the muzzle or the launcher.</summary>
    Muzzle,

    /// <summary>The bow wave of a projectile faster than sound, heard from beside its path.</summary>
    Shock,

    /// <summary>The burst or the impact at the end of the path.</summary>
    Burst,
}

/// <summary>A direction as measured: degrees clockwise from true north, and its standard deviation in degrees, above zero.</summary>
public readonly record struct MeasuredAzimuth(double Degrees, double SigmaDegrees);

/// <summary>A figure stated as from <paramref name="Low"/> to <paramref name="High"/>.</summary>
public readonly record struct StatedInterval(double Low, double High);

/// <summary>
/// A sensor heard or felt something at an instant: <see cref="Observation.When"/> is the pick, of no length. It names the sensor and not its place, which the
/// mission's register knows; it has no place of its own and becomes part of an incident only as evidence of an origin. Nobody outside the watch room reads one.
/// </summary>
public sealed record ArrivalObservation : Observation
{
    /// <summary>The sensor's id in the register.</summary>
    public required string Sensor { get; init; }

    /// <summary>Standard deviation of the picking error as the picker states it, seconds; above zero.</summary>
    public required double SigmaSeconds { get; init; }

    public ArrivalPhase Phase { get; init; } = ArrivalPhase.Sound;

    /// <summary>Peak amplitude: pascals of sound, metres per second of the ground; null where it is not measured.</summary>
    public double? Amplitude { get; init; }

    /// <summary>What the sensor's classifier makes of it, over <see cref="EventKinds"/>; sorted by kind, weights sum to 1; empty where it has none.</summary>
    public ImmutableArray<KindWeight> Kinds { get; init; } = [];

    /// <summary>The direction it came from, where the sensor measures one.</summary>
    public MeasuredAzimuth? Azimuth { get; init; }
}
