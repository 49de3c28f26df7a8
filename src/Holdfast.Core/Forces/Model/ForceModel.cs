using System.Collections.Immutable;

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

    /// <summary>The same with other offers, as a planner's file gives them.</summary>
    public ForceModel With(IEnumerable<ForceOffer> offers) => this with { Offers = [.. offers.OrderBy(o => o.Id, StringComparer.Ordinal)] };
}
