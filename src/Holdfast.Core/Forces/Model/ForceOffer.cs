using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;

namespace Holdfast.Core.Forces.Model;

/// <summary>What one nation offers of one capability. That it offers something, and how much, have origins of their own.</summary>
/// <param name="Quantity">Units in all, those at rest included.</param>
/// <param name="Bound">How many of them NATO's plans count on.</param>
/// <param name="Readiness">Days until the first can leave, from the order.</param>
/// <param name="DeploymentMonths">How long one deployment lasts.</param>
/// <param name="DwellFactor">Rest as a multiple of the deployment; 3 at least.</param>
/// <param name="Undertaking">The promise on which it stands: its caveats are the offer's too; empty for none.</param>
/// <param name="Conditions">All must hold: that the promise is in force, and what the offer itself asks.</param>
/// <param name="Caveats">Further caveats: each must hold for a line that it would serve.</param>
/// <param name="Areas">It may serve at these alone; every area where empty.</param>
/// <param name="Tasks">It may do these alone; every task where empty.</param>
/// <param name="Leads">It can be the framework nation of these groups of lines.</param>
/// <param name="MostMonths">For how many months in all the nation says, or is thought, to keep it up; null where there is no end.</param>
public sealed record ForceOffer(
    string Id,
    string Nation,
    string Capability,
    Figure Quantity,
    Figure Bound,
    Figure Readiness,
    Figure DeploymentMonths,
    int DwellFactor,
    string Undertaking,
    ImmutableArray<OfferClause> Conditions,
    ImmutableArray<OfferClause> Caveats,
    ImmutableArray<string> Areas,
    ImmutableArray<string> Tasks,
    ImmutableArray<string> Leads,
    int? MostMonths,
    string Note,
    Stated Stated
)
{
    /// <summary>First months of a deployment in which it takes over from whom it relieves and fills nothing; fewer than the deployment has.</summary>
    public Figure HandoverMonths { get; init; } = new(0, Stated.Illustration);
}

/// <summary>A condition or caveat of an offer, compiled, with its origin.</summary>
public sealed record OfferClause(Condition Condition, Stated Stated);

/// <summary>What a nation has promised to NATO's plans, or has deployed elsewhere: the same units cannot be in two places.</summary>
/// <param name="Kind"><c>plan</c> or <c>deployed</c>.</param>
public sealed record OtherDuty(
    string Id,
    string Nation,
    string Capability,
    string Title,
    string Place,
    Figure Quantity,
    DutyKind Kind,
    Stated Stated
);

public enum DutyKind
{
    /// <summary>Counted on by a NATO plan.</summary>
    Plan,

    /// <summary>Standing somewhere else now.</summary>
    Deployed,
}
