using System.Collections.Immutable;

namespace Holdfast.Core.Watch.Association.Signatures;

/// <summary>
/// How rounds of a kind fly: ranges of speed, elevation and drag so wide that they hold whatever is called by that word (orders of magnitude as in open textbooks; of no system in particular).
/// </summary>
/// <param name="Kind">One of <see cref="Values.EventKinds"/>.</param>
/// <param name="Share">Share of such rounds where nothing else is known.</param>
public sealed record WeaponFlight(
    string Kind,
    double Share,
    double SlowestMetresPerSecond,
    double FastestMetresPerSecond,
    double LowestDegrees,
    double HighestDegrees,
    double LeastDrag,
    double MostDrag,
    double LeastCharge,
    double MostCharge
)
{
    /// <summary>The kinds that are told apart by their flight. Charges are kilograms of TNT that burst.</summary>
    public static ImmutableArray<WeaponFlight> All { get; } =
    [
        new("artillery", 0.4, 300, 900, 8, 65, 4e-5, 8e-5, 2, 12),
        new("mlrs", 0.2, 450, 1_000, 10, 55, 3e-5, 6e-5, 4, 40),
        new("mortar", 0.4, 100, 330, 45, 85, 5e-5, 1e-4, 0.3, 4),
    ];
}
