using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Association.Signatures;

/// <summary>What a direction of fire rests on.</summary>
public enum DirectionBasis
{
    /// <summary>A muzzle and the burst that belongs to it were both located.</summary>
    Pair,

    /// <summary>Bow waves lie on the cone of a flight from the muzzle.</summary>
    BowWave,
}

/// <summary>The direction in which a round flew. It says where it came from: for readers who may know sensors alone, and not before a firing point may be shown.</summary>
/// <param name="AzimuthRadians">Clockwise from the plane's north.</param>
/// <param name="SigmaRadians">Its standard deviation.</param>
/// <param name="Probability">That what it rests on belongs together.</param>
/// <param name="Basis">What it rests on.</param>
/// <param name="Partner">The origin at the other end; null where there is none.</param>
/// <param name="FlightSeconds">Time between both; null without the other end.</param>
public sealed record FireDirection(
    double AzimuthRadians,
    double SigmaRadians,
    double Probability,
    DirectionBasis Basis,
    string? Partner,
    double? FlightSeconds
);

/// <summary>What an origin was, of a firing or not, as far as anybody can say.</summary>
/// <param name="Role">Undetermined unless one role is as probable as <see cref="Determined"/>.</param>
/// <param name="Muzzle">Probability that it was a muzzle blast.</param>
/// <param name="Burst">That it was a burst.</param>
/// <param name="Neither">That it belongs to no firing. The three sum to 1.</param>
/// <param name="Kinds">What it was, with what range and time of flight say where it has a partner.</param>
/// <param name="Direction">Direction of fire; null where it is undetermined.</param>
/// <param name="Why">Why direction or role is undetermined, or what it rests on: a sentence.</param>
public sealed record OriginSignature(
    OriginRole Role,
    double Muzzle,
    double Burst,
    double Neither,
    ImmutableArray<KindWeight> Kinds,
    FireDirection? Direction,
    string Why
)
{
    /// <summary>From this probability on a role or a direction is said.</summary>
    public const double Determined = 0.9;
}
