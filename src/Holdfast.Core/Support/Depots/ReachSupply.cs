using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Support.Depots;

/// <summary>Which of two ends of every range is taken.</summary>
internal enum RangeEnd
{
    /// <summary>Least stock, longest way.</summary>
    Worst,

    /// <summary>Most stock, shortest way.</summary>
    Best,
}

/// <summary>Which answers of access rules and open routes count.</summary>
internal enum Counted
{
    Sure,
    SureAndPossible,
    Everything,
}

/// <summary>Some of one class that lies ready at one time, and when it could reach the destination by each class of route (null: it lies there).</summary>
/// <param name="Weight">In <see cref="ReachSupplies.PerKilogram"/> parts of a kilogram.</param>
internal sealed record ReachSupply(decimal Weight, ImmutableArray<(RouteClass? By, decimal Hours)> Arrives);

/// <summary>What the depots could send of each class, for a destination, under some facts.</summary>
internal sealed class ReachSupplies(SupportModel model, ImmutableArray<DepotJudgement> depots)
{
    /// <summary>Replenishment counts in 30 equal daily parts.</summary>
    private const int DaysOfMonth = 30;

    /// <summary>Weights are counted in so many parts of a kilogram, hours of a month: then days and hours divide them without a rest, and every flow is exact.</summary>
    public const int PerKilogram = DaysOfMonth * 24;

    /// <param name="until">Replenishment is counted up to then, in hours.</param>
    /// <param name="timeless">Whatever has a way counts as there at once.</param>
    public ImmutableArray<ReachSupply> Of(StockClass item, RangeEnd end, Counted counted, decimal until, bool timeless = false)
    {
        var all = ImmutableArray.CreateBuilder<ReachSupply>();
        foreach (var depot in depots)
        {
            if (depot.Depot.Of(item.Id) is not { } stock || !Counts(depot.Access.Value, counted))
            {
                continue;
            }
            var ways = Ways(depot, end, counted, timeless);
            Add(all, End(stock.Quantity, end) * item.KilogramsPerUnit * PerKilogram, 0, ways);
            var daily = End(stock.PerMonth, end) * item.KilogramsPerUnit * (PerKilogram / DaysOfMonth);
            for (var day = 1; day <= DaysOfMonth && day * 24 <= until && daily > 0; day++)
            {
                Add(all, daily, timeless ? 0 : day * 24, ways);
            }
        }
        return all.ToImmutable();
    }

    /// <summary>Units in all depots whose access counts, replenishment up to a time included, whether or not there is a way.</summary>
    public decimal Held(StockClass item, RangeEnd end, Counted counted, decimal until) =>
        depots
            .Where(d => Counts(d.Access.Value, counted))
            .Select(d => d.Depot.Of(item.Id))
            .OfType<DepotStock>()
            .Sum(s => End(s.Quantity, end) + (End(s.PerMonth, end) * Math.Min(DaysOfMonth, Math.Floor(until / 24)) / DaysOfMonth));

    /// <summary>What weight can be carried in an hour by a class of route; null where no limit is stated.</summary>
    public decimal? PerHour(string to, RouteClass? by, RangeEnd end) =>
        model.Limits.FirstOrDefault(l => l.To == to && l.By == by) is { } limit
            ? End(limit.TonnesPerDay, end) * 1000 * (PerKilogram / 24)
            : null;

    private static void Add(
        ImmutableArray<ReachSupply>.Builder all,
        decimal weight,
        decimal ready,
        ImmutableArray<(RouteClass? By, decimal Hours)> ways
    )
    {
        if (weight > 0 && ways.Length > 0)
        {
            all.Add(new ReachSupply(weight, [.. ways.Select(w => (w.By, ready + w.Hours))]));
        }
    }

    private static ImmutableArray<(RouteClass? By, decimal Hours)> Ways(
        DepotJudgement depot,
        RangeEnd end,
        Counted counted,
        bool timeless
    ) =>
        [
            .. depot
                .Ways.Where(w => Counts(w.Open.Value, counted))
                .Select(w =>
                    (
                        w.By,
                        timeless ? 0
                        : end == RangeEnd.Best ? w.Hours.Low
                        : w.Hours.High
                    )
                ),
        ];

    private static bool Counts(Truth value, Counted counted) =>
        counted == Counted.Everything || value.IsTrue || (counted == Counted.SureAndPossible && value.IsUnknown);

    private static decimal End(AmountRange range, RangeEnd end) => end == RangeEnd.Best ? range.High : range.Low;
}
