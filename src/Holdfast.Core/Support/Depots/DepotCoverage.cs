using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Support.Depots;

/// <summary>Why something that is needed is not there in time.</summary>
public enum ShortCause
{
    /// <summary>All depots together hold less.</summary>
    Stock,

    /// <summary>It is held, but it is not sure that it may be drawn.</summary>
    Access,

    /// <summary>It may be drawn, but there is no way that is surely open.</summary>
    Route,

    /// <summary>It would come later.</summary>
    Time,

    /// <summary>More than the ways can carry by then.</summary>
    Throughput,

    /// <summary>The ways carry what stands before it in the requirement.</summary>
    Others,
}

/// <summary>A part of what is short, in units of the class.</summary>
public sealed record ShortPart(ShortCause Cause, decimal Quantity);

/// <summary>A line of a requirement at an hour.</summary>
/// <param name="Need">Of all units, up to this hour.</param>
/// <param name="Arrives">By then: the reach of the class, carried after the lines before it and no further than those lines need.</param>
/// <param name="Low">The fraction that is surely covered, from 0 to 1: the least that arrives of the most that is needed.</param>
/// <param name="High">The most of what is sure, of the least that is needed.</param>
/// <param name="Possible">The same if what is unknown comes out well.</param>
/// <param name="Short">Of the most that is needed, what the least that arrives leaves open; its parts add up to it exactly.</param>
/// <param name="Binding">The cause of the greatest part; null where nothing is short.</param>
public sealed record CoverageCell(
    decimal Hours,
    AmountRange Need,
    ReachCell Arrives,
    decimal Low,
    decimal High,
    decimal Possible,
    decimal Short,
    ImmutableArray<ShortPart> Parts,
    ShortCause? Binding
);

public sealed record CoverageRow(StockClass Class, RequirementNeed Line, ImmutableArray<CoverageCell> Cells, Standing Standing);

/// <summary>
/// How far the depots cover a requirement by when, and what binds where they do not. Causes are told in one order: what all depots hold, what may be drawn, what has a way, what
/// comes in time, what the ways carry, what is left by the lines before. Each part is what the step takes away, so together they are what is short.
/// </summary>
public sealed record DepotCoverage(
    DepotRequirement Requirement,
    ReachQuestion Question,
    ImmutableArray<DepotJudgement> Depots,
    ImmutableArray<CoverageRow> Rows
)
{
    /// <exception cref="ArgumentException">An unknown region, or hours out of range.</exception>
    public static DepotCoverage Work(
        SupportModel model,
        SupportWorld world,
        DepotRequirement requirement,
        string? drawer,
        ImmutableArray<decimal> hours
    )
    {
        var question = new ReachQuestion(requirement.To, drawer, [.. hours.Order()]);
        DepotReach.Check(model, question);
        var depots = DepotReach.Judge(model, world, question);
        var supplies = new ReachSupplies(model, depots);
        var work = new CoverageWork(model, requirement, supplies, new ReachFlow(supplies, requirement.To));
        return new DepotCoverage(
            requirement,
            question,
            depots,
            [
                .. requirement.Lines.Select(
                    (line, at) =>
                        new CoverageRow(
                            work.Class(line),
                            line,
                            [.. question.Hours.Select(h => work.Cell(at, h))],
                            SupportModel.Weakest([line.Figures, .. DepotReach.Sources(model, requirement.To, work.Class(line), depots)])
                        )
                ),
            ]
        );
    }
}

/// <summary>The arithmetic of <see cref="DepotCoverage"/>.</summary>
internal sealed class CoverageWork(SupportModel model, DepotRequirement requirement, ReachSupplies supplies, ReachFlow flow)
{
    public StockClass Class(RequirementNeed line) =>
        model.StockClass(line.Class) ?? throw new InvalidOperationException($"The stock class '{line.Class}' is not declared.");

    public CoverageCell Cell(int at, decimal hours)
    {
        var line = requirement.Lines[at];
        var need = Need(line, hours);
        var before = requirement.Lines[..at].Select(l => new ReachDemand(Class(l), Need(l, hours))).ToImmutableArray();
        var asked = new ReachDemand(Class(line), null);
        var arrives = DepotReach.Cell(flow, asked, before, hours);
        var missing = Math.Max(0, need.High - arrives.Sure.Low);
        var parts = missing == 0 ? [] : Parts(asked, need.High, arrives, hours);
        return new CoverageCell(
            hours,
            need,
            arrives,
            Fraction(arrives.Sure.Low, need.High),
            Fraction(arrives.Sure.High, need.Low),
            Fraction(arrives.Possible, need.Low),
            missing,
            parts,
            parts.IsEmpty ? null : parts.MaxBy(p => p.Quantity)?.Cause
        );
    }

    private AmountRange Need(RequirementNeed line, decimal hours) =>
        (line.Once + new AmountRange(line.PerDay.Low * hours / 24, line.PerDay.High * hours / 24)) * requirement.Units;

    private static decimal Fraction(decimal arrives, decimal need) => need <= 0 ? 1 : Math.Min(1, arrives / need);

    private ImmutableArray<ShortPart> Parts(ReachDemand asked, decimal need, ReachCell arrives, decimal hours)
    {
        ReachCase Case(bool timeless, bool unlimited) => new(hours, RangeEnd.Worst, Counted.Sure, timeless, unlimited);
        (ShortCause Cause, decimal Left)[] steps =
        [
            (ShortCause.Stock, supplies.Held(asked.Class, RangeEnd.Worst, Counted.Everything, hours)),
            (ShortCause.Access, supplies.Held(asked.Class, RangeEnd.Worst, Counted.Sure, hours)),
            (ShortCause.Route, flow.Arrives(asked, [], Case(timeless: true, unlimited: true))),
            (ShortCause.Time, flow.Arrives(asked, [], Case(timeless: false, unlimited: true))),
            (ShortCause.Throughput, arrives.Alone.Low),
            (ShortCause.Others, arrives.Sure.Low),
        ];
        var parts = ImmutableArray.CreateBuilder<ShortPart>();
        var left = need;
        foreach (var (cause, more) in steps)
        {
            var next = Math.Min(left, more);
            if (next < left)
            {
                parts.Add(new ShortPart(cause, left - next));
            }
            left = next;
        }
        return parts.ToImmutable();
    }
}
