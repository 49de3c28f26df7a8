using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Support.Depots;

/// <summary>A class that is to be carried.</summary>
/// <param name="Most">Units beyond which nothing more of it is taken; null for all there is.</param>
internal sealed record ReachDemand(StockClass Class, AmountRange? Most);

/// <param name="Timeless">Whatever has a way counts as there at once: what time alone keeps away shows by comparison.</param>
/// <param name="Unlimited">Throughput has no limit.</param>
internal sealed record ReachCase(decimal Hours, RangeEnd End, Counted Counted, bool Timeless = false, bool Unlimited = false);

/// <summary>
/// How much of a class arrives when others are carried before it. Time is cut where something could first arrive by a class of route; from then until the last hour that class
/// carries its limit. Every cut is a node, what waits flows on to the next, and each cut lets through what its stretch of time can carry.
/// </summary>
internal sealed class ReachFlow(ReachSupplies supplies, string to)
{
    private static readonly RouteClass?[] Classes = [null, .. Enum.GetValues<RouteClass>()];

    // Above anything that mission files can add up to (the reader's bounds), so it is never what limits.
    private const decimal Endless = 1e24m;

    /// <summary>Units of what is asked that arrive. Those before it are taken at the other end of their ranges, where they leave it the least or the most.</summary>
    public decimal Arrives(ReachDemand asked, ImmutableArray<ReachDemand> before, ReachCase question)
    {
        var worst = question.End == RangeEnd.Worst;
        var others = worst ? RangeEnd.Best : RangeEnd.Worst;
        var all = before
            .Select(b => (Demand: b, Supplies: Of(b, others, worst ? Counted.SureAndPossible : Counted.Sure, question), End: others))
            .Append((Demand: asked, Supplies: Of(asked, question.End, question.Counted, question), question.End))
            .ToArray();
        var network = new FlowNetwork();
        var (source, sink) = (network.Node(), network.Node());
        var gates = Classes.Select(by => Gate(network, sink, by, all.SelectMany(a => a.Supplies), question)).ToArray();
        decimal last = 0;
        foreach (var (demand, ready, end) in all)
        {
            var start = network.Node();
            network.Edge(source, start, Most(demand, end));
            foreach (var supply in ready)
            {
                var node = network.Node();
                network.Edge(start, node, supply.Weight);
                foreach (var (by, hours) in supply.Arrives.Where(a => a.Hours <= question.Hours))
                {
                    network.Edge(node, gates[Array.IndexOf(Classes, by)][hours], Endless);
                }
            }
            last = network.Send(source, sink);
        }
        return last / Weight(asked.Class);
    }

    private ImmutableArray<ReachSupply> Of(ReachDemand demand, RangeEnd end, Counted counted, ReachCase question) =>
        supplies.Of(demand.Class, end, counted, question.Hours, question.Timeless);

    private static decimal Most(ReachDemand demand, RangeEnd end) =>
        demand.Most is { } most ? (end == RangeEnd.Best ? most.High : most.Low) * Weight(demand.Class) : Endless;

    private static decimal Weight(StockClass item) => item.KilogramsPerUnit * ReachSupplies.PerKilogram;

    /// <summary>A node for every time at which something first arrives, linked to the next and to the sink.</summary>
    private Dictionary<decimal, int> Gate(FlowNetwork network, int sink, RouteClass? by, IEnumerable<ReachSupply> ready, ReachCase question)
    {
        decimal[] cuts =
        [
            .. ready.SelectMany(s => s.Arrives).Where(a => a.By == by && a.Hours <= question.Hours).Select(a => a.Hours).Distinct().Order(),
        ];
        var nodes = cuts.ToDictionary(c => c, _ => network.Node());
        var perHour = question.Unlimited ? null : supplies.PerHour(to, by, question.End);
        for (var i = 0; i < cuts.Length; i++)
        {
            var end = i + 1 < cuts.Length ? cuts[i + 1] : question.Hours;
            network.Edge(nodes[cuts[i]], sink, perHour is { } rate ? rate * (end - cuts[i]) : Endless);
            if (i + 1 < cuts.Length)
            {
                network.Edge(nodes[cuts[i]], nodes[cuts[i + 1]], Endless);
            }
        }
        return nodes;
    }
}
