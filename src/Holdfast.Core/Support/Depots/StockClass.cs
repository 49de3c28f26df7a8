using System.Collections.Immutable;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;

namespace Holdfast.Core.Support.Depots;

/// <summary>How far apart two regions are, told as a class and never as a distance.</summary>
public enum DistanceClass
{
    /// <summary>Up to 100 km.</summary>
    Local,

    /// <summary>100 to 500 km.</summary>
    Near,

    /// <summary>500 to 1,500 km.</summary>
    Far,

    /// <summary>Over 1,500 km.</summary>
    Remote,
}

/// <summary>A class of items as depots hold them.</summary>
/// <param name="Unit">In the singular, for instance <c>round</c>.</param>
/// <param name="KilogramsPerUnit">Above 0, packed for transport.</param>
/// <param name="Figures">Where the weight comes from.</param>
public sealed record StockClass(
    string Id,
    string Name,
    string Unit,
    SupportKind Kind,
    decimal KilogramsPerUnit,
    Stated Stated,
    Stated Figures
);

/// <summary>When somebody may draw from a depot.</summary>
/// <param name="For">Who; empty for everybody.</param>
public sealed record AccessRule(ImmutableArray<string> For, SupportClause When);

/// <summary>What a depot holds of a class, in its units, and how much is added each month.</summary>
public sealed record DepotStock(string Class, AmountRange Quantity, AmountRange PerMonth, Stated Figures);

/// <summary>A depot, known by region only.</summary>
/// <param name="By">The nation or body that keeps it.</param>
/// <param name="DrawHours">From the request until what is asked for is loaded.</param>
public sealed record Depot(
    string Id,
    string Name,
    string Region,
    string By,
    ImmutableArray<AccessRule> Access,
    AmountRange DrawHours,
    ImmutableArray<DepotStock> Stock,
    Stated Stated,
    Stated Figures
)
{
    public DepotStock? Of(string stockClass) => Stock.FirstOrDefault(s => s.Class == stockClass);
}

/// <summary>A way from region to region by one class of route.</summary>
/// <param name="Hours">On the way.</param>
/// <param name="When">It is open when all of these hold; empty for always.</param>
public sealed record DepotRoute(
    string From,
    string To,
    RouteClass By,
    AmountRange Hours,
    DistanceClass Distance,
    ImmutableArray<SupportClause> When,
    Stated Stated,
    Stated Figures
);

/// <summary>How much a class of route can carry into a region in a day, whoever sends it.</summary>
public sealed record ThroughputLimit(string To, RouteClass By, AmountRange TonnesPerDay, Stated Stated, Stated Figures);

/// <summary>One line of a requirement, for one unit: so much once, and so much a day.</summary>
public sealed record RequirementNeed(string Class, AmountRange Once, AmountRange PerDay, Stated Figures);

/// <summary>What units need at a place. Lines stand in the order in which transport takes them.</summary>
public sealed record DepotRequirement(
    string Id,
    string Title,
    string To,
    decimal Units,
    ImmutableArray<RequirementNeed> Lines,
    Stated Stated
);
