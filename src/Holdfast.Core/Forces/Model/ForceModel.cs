using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Forces.Model;

/// <summary>What a mission declares of its multinational force, from <c>forces/</c>. Everything is sorted by id; every name in it is known.</summary>
public sealed record ForceModel(
    ImmutableArray<Capability> Capabilities,
    ImmutableArray<ForceArea> Areas,
    ImmutableArray<ForceRoute> Routes,
    ImmutableArray<RouteAssumption> Assumed,
    ImmutableArray<RequirementSet> Sets,
    ImmutableArray<ForceOffer> Offers,
    ImmutableArray<OtherDuty> Plans,
    ImmutableArray<ForceScenario> Scenarios,
    ImmutableArray<BackstopPart> Backstop
)
{
    public Capability? Capability(string id) => Capabilities.FirstOrDefault(c => c.Id == id);

    public ForceArea? Area(string id) => Areas.FirstOrDefault(a => a.Id == id);

    public RequirementSet? Set(string id) => Sets.FirstOrDefault(s => s.Id == id);

    public ForceOffer? Offer(string id) => Offers.FirstOrDefault(o => o.Id == id);

    public ForceScenario? Scenario(string id) => Scenarios.FirstOrDefault(s => s.Id == id);

    /// <summary>How firmly the number of soldiers that a size asks for is known: as its weakest figure.</summary>
    public Standing Asked(RequirementSet set) =>
        set
            .Lines.SelectMany(l => l.Quantity.Append(Capability(l.Capability)?.Persons))
            .Select(f => f?.Stated.Standing ?? Standing.Illustrative)
            .Append(Standing.Recorded)
            .Max();

    /// <summary>How firmly what a size and these offers come to is known: as the weakest figure of either.</summary>
    public Standing Answered(RequirementSet set, IEnumerable<ForceOffer> offers) =>
        offers
            .SelectMany(o => new[] { o.Quantity, o.Bound, o.Readiness, o.DeploymentMonths })
            .Select(f => f.Stated.Standing)
            .Append(Asked(set))
            .Max();

    /// <summary>The same with other offers, as a planner's file gives them.</summary>
    public ForceModel With(IEnumerable<ForceOffer> offers) => this with { Offers = [.. offers.OrderBy(o => o.Id, StringComparer.Ordinal)] };
}
