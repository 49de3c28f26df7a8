using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Support.Depots;

/// <summary>What could arrive at a place, and by when.</summary>
/// <param name="To">A region.</param>
/// <param name="Drawer">Who draws; null for whoever may.</param>
/// <param name="Hours">After the request; ascending.</param>
public sealed record ReachQuestion(string To, string? Drawer, ImmutableArray<decimal> Hours)
{
    /// <summary>24, 48 and 72 hours, 7 and 30 days.</summary>
    public static readonly ImmutableArray<decimal> UsualHours = [24, 48, 72, 168, 720];

    /// <summary>The most hours that may be asked for: 30 days, since replenishment counts by the month.</summary>
    public const int MostHours = 720;
}

/// <summary>A way out of a depot to the destination.</summary>
/// <param name="By">Null where the depot lies in the destination itself: no limit of throughput into it holds.</param>
/// <param name="Hours">From the request until the first arrives: drawing and the way.</param>
public sealed record DepotWay(RouteClass? By, AmountRange Hours, DistanceClass Distance, ClauseJudgement Open, DepotRoute? Route);

/// <summary>A depot under the facts.</summary>
/// <param name="Ways">To the destination; none where no route is stated.</param>
public sealed record DepotJudgement(Depot Depot, ClauseJudgement Access, ImmutableArray<DepotWay> Ways)
{
    /// <summary>Access and some way: true, possible or not.</summary>
    public Truth Reaches => Access.Value & Ways.Aggregate(Truth.False, (any, w) => any | w.Open.Value);
}

/// <summary>What of a class could be there after some hours, in its units.</summary>
/// <param name="Sure">Where access is granted and the way open. Its low end: least stock, longest way, least throughput, and other classes take theirs first at their most.</param>
/// <param name="Possible">The most if what is unknown comes out well; never less than the high end of <see cref="Sure"/>.</param>
/// <param name="Alone">As <see cref="Sure"/> were nothing else to be carried.</param>
public sealed record ReachCell(decimal Hours, AmountRange Sure, decimal Possible, AmountRange Alone);

/// <param name="Held">In all depots, whoever may draw.</param>
/// <param name="Granted">In depots that may be drawn from.</param>
/// <param name="Open">In depots of which it is not known.</param>
/// <param name="Cells">By hours.</param>
public sealed record ReachRow(
    StockClass Class,
    AmountRange Held,
    AmountRange Granted,
    AmountRange Open,
    ImmutableArray<ReachCell> Cells,
    Standing Standing
);

/// <summary>
/// What could arrive by when. Classes of stock are carried in their order: the first as far as it goes, then the next with what is left of the throughput of each class of
/// route (a greatest flow over time, exact). More hours never bring less of any class. Within its 30 days a month's replenishment counts in equal daily parts.
/// </summary>
public sealed record DepotReach(ReachQuestion Question, ImmutableArray<DepotJudgement> Depots, ImmutableArray<ReachRow> Rows)
{
    /// <summary>Facts that would open what is not surely open now, each once.</summary>
    public ImmutableArray<Clauses.UnmetFact> Missing =>
        [
            .. Depots
                .SelectMany(d => d.Access.Missing.Concat(d.Ways.SelectMany(w => w.Open.Missing)))
                .DistinctBy(m => (m.Fact.Key, m.Fact.Determination, m.Wanted))
                .OrderBy(m => m.Text, StringComparer.Ordinal),
        ];

    /// <exception cref="ArgumentException">An unknown region, or hours out of range; the message names the nearest right one.</exception>
    public static DepotReach Work(SupportModel model, SupportWorld world, ReachQuestion question)
    {
        Check(model, question);
        var depots = Judge(model, world, question);
        var flow = new ReachFlow(new ReachSupplies(model, depots), question.To);
        return new DepotReach(question, depots, [.. model.StockClasses.Select((c, at) => Row(model, depots, flow, question, c, at))]);
    }

    internal static void Check(SupportModel model, ReachQuestion question)
    {
        if (model.Region(question.To) is null)
        {
            var near = NearestWord.To(question.To, model.Regions.Select(r => r.Id)) is { } nearest ? $"; did you mean '{nearest}'?" : "";
            var reached = model.Routes.Select(r => r.To).Distinct().Order(StringComparer.Ordinal);
            throw new ArgumentException($"There is no region '{question.To}'{near} (routes lead to {string.Join(", ", reached)}).");
        }
        if (question.Hours.IsEmpty || question.Hours.Any(h => h is <= 0 or > ReachQuestion.MostHours))
        {
            throw new ArgumentException($"Hours lie above 0 and up to {ReachQuestion.MostHours} (30 days).");
        }
    }

    internal static ImmutableArray<DepotJudgement> Judge(SupportModel model, SupportWorld world, ReachQuestion question) =>
        [
            .. model.Depots.Select(d => new DepotJudgement(
                d,
                world.Any(
                    d.Access.Where(a => question.Drawer is null || a.For.IsEmpty || a.For.Contains(question.Drawer)).Select(a => a.When)
                ),
                Ways(model, world, d, question.To)
            )),
        ];

    private static ImmutableArray<DepotWay> Ways(SupportModel model, SupportWorld world, Depot depot, string to) =>
        depot.Region == to
            ? [new DepotWay(null, depot.DrawHours, DistanceClass.Local, ClauseJudgement.Free, null)]
            :
            [
                .. model
                    .Routes.Where(r => r.From == depot.Region && r.To == to)
                    .Select(r => new DepotWay(r.By, depot.DrawHours + r.Hours, r.Distance, world.All(r.When), r)),
            ];

    private static ReachRow Row(
        SupportModel model,
        ImmutableArray<DepotJudgement> depots,
        ReachFlow flow,
        ReachQuestion question,
        StockClass item,
        int at
    )
    {
        var before = model.StockClasses[..at].Select(c => new ReachDemand(c, null)).ToImmutableArray();
        AmountRange Held(Func<DepotJudgement, bool> which) =>
            depots
                .Where(which)
                .Select(d => d.Depot.Of(item.Id)?.Quantity ?? AmountRange.None)
                .Aggregate(AmountRange.None, (sum, q) => sum + q);
        var used = depots.Where(d => d.Depot.Of(item.Id) is not null).ToArray();
        return new ReachRow(
            item,
            Held(_ => true),
            Held(d => d.Access.Value.IsTrue),
            Held(d => d.Access.Value.IsUnknown),
            [.. question.Hours.Order().Select(h => Cell(flow, new ReachDemand(item, null), before, h))],
            SupportModel.Weakest(Sources(model, question.To, item, used))
        );
    }

    internal static ReachCell Cell(ReachFlow flow, ReachDemand asked, ImmutableArray<ReachDemand> before, decimal hours)
    {
        decimal Sure(RangeEnd end, ImmutableArray<ReachDemand> others) =>
            flow.Arrives(asked, others, new ReachCase(hours, end, Counted.Sure));
        var sure = new AmountRange(Sure(RangeEnd.Worst, before), Sure(RangeEnd.Best, before));
        var possible = flow.Arrives(asked, before, new ReachCase(hours, RangeEnd.Best, Counted.SureAndPossible));
        return new ReachCell(hours, sure, possible, new AmountRange(Sure(RangeEnd.Worst, []), Sure(RangeEnd.Best, [])));
    }

    // Everything that a figure of this class rests on.
    internal static IEnumerable<Stated> Sources(SupportModel model, string to, StockClass item, IEnumerable<DepotJudgement> depots) =>
        depots
            .SelectMany(d =>
                d.Ways.Select(w => w.Route?.Figures)
                    .OfType<Stated>()
                    .Append(d.Depot.Figures)
                    .Append(d.Depot.Of(item.Id)?.Figures ?? Stated.Illustration)
                    .Concat(d.Depot.Access.Select(a => a.When.Stated))
            )
            .Concat(model.Limits.Where(l => l.To == to).Select(l => l.Figures))
            .Append(item.Figures);
}
