using System.Collections.Immutable;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Forces.Optimisation;

namespace Holdfast.Core.Forces.Answers;

/// <summary>What a plan takes from a nation's other duties.</summary>
/// <param name="Nation">The nation.</param>
/// <param name="Capability">Of which capability.</param>
/// <param name="Lines">Its lines in NATO's plans, and what it has deployed elsewhere, of that capability.</param>
/// <param name="Counted">Units that these lines count on; those that the offers call bound where no line is declared.</param>
/// <param name="Months">By month, how many of them the force would use at the same time.</param>
public sealed record PlanWeakening(
    string Nation,
    string Capability,
    ImmutableArray<OtherDuty> Lines,
    int Counted,
    ImmutableArray<int> Months
)
{
    public int Worst => Months.Max();

    /// <summary>Percent of what is counted on, at the worst.</summary>
    public int WorstPercent => Counted == 0 ? 0 : 100 * Worst / Counted;
}

/// <summary>Which plans a force would weaken, by how much: the units that are counted twice.</summary>
public static class Weakening
{
    /// <summary>By nation and capability; only where something is weakened. Restricted reading.</summary>
    public static ImmutableArray<PlanWeakening> Of(ForceModel model, ForcePlan plan) =>
        [
            .. plan
                .DoubleHatted.Select(h => (Hat: h, Offer: model.Offer(h.Offer)))
                .Where(h => h.Offer is not null)
                .GroupBy(h => (h.Offer?.Nation ?? "", h.Offer?.Capability ?? ""))
                .OrderBy(g => g.Key)
                .Select(g =>
                {
                    ImmutableArray<OtherDuty> lines = [.. model.Plans.Where(p => p.Nation == g.Key.Item1 && p.Capability == g.Key.Item2)];
                    var bound = model.Offers.Where(o => o.Nation == g.Key.Item1 && o.Capability == g.Key.Item2).Sum(o => o.Bound.Value);
                    var months = new int[plan.Months];
                    foreach (var (hat, _) in g)
                    {
                        months[hat.Month] += hat.Units;
                    }
                    return new PlanWeakening(
                        g.Key.Item1,
                        g.Key.Item2,
                        lines,
                        lines.IsEmpty ? bound : lines.Sum(l => l.Quantity.Value),
                        [.. months]
                    );
                }),
        ];
}
