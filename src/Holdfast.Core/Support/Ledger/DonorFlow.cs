using System.Collections.Immutable;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;

namespace Holdfast.Core.Support.Ledger;

/// <summary>
/// A total in euro. What could not be converted is told beside it and is not in it.
/// </summary>
/// <param name="Unvalued">Items without an amount.</param>
/// <param name="Unconverted">Items whose currency has no stated rate for their date.</param>
/// <param name="Standing">Of the weakest item.</param>
public sealed record EuroTotal(int Items, ExactSum Euro, int Unvalued, int Unconverted, Standing Standing)
{
    /// <summary>Items that are in no sum.</summary>
    public int Uncounted => Unvalued + Unconverted;

    /// <summary>Whether any item is in the sum: a total of none is unknown, not 0.</summary>
    public bool IsCounted => Items > Uncounted;

    public static EuroTotal Of(IEnumerable<LedgerItem> items, Rates rates)
    {
        var (count, sum, unvalued, unconverted, standing) = (0, new ExactSum(), 0, 0, Standing.Recorded);
        foreach (var item in items)
        {
            count++;
            standing = item.Standing > standing ? item.Standing : standing;
            if (rates.InEuro(item) is { } euro)
            {
                sum.Add(euro);
            }
            else if (item.Amount is null)
            {
                unvalued++;
            }
            else
            {
                unconverted++;
            }
        }
        return new EuroTotal(count, sum, unvalued, unconverted, standing);
    }
}

/// <summary>What one donor's items of a series come to at each stage, and by kind at the stage that the series is about.</summary>
/// <param name="GdpShare">Of the donor's gross domestic product, in per cent, at <see cref="FlowTable.Main"/>; null where no GDP is stated or no item there is in euro.</param>
public sealed record DonorFlow(
    string Donor,
    ImmutableSortedDictionary<SupportStage, EuroTotal> Stages,
    ImmutableSortedDictionary<SupportKind, EuroTotal> Kinds,
    decimal? GdpShare
);

/// <summary>What a month came to, by kind, at the stage that the series is about.</summary>
/// <param name="Month"><c>2024-03</c>.</param>
public sealed record FlowMonth(string Month, ImmutableSortedDictionary<SupportKind, EuroTotal> Kinds);

/// <summary>One series from promise to deed: donors by stage, and its main stage by month. The order of the items does not matter.</summary>
/// <param name="Main">The stage with most items among the promises, or among all where it has no promise.</param>
/// <param name="Undated">Items of the main stage whose month nobody states: in the donors' totals and in no month.</param>
public sealed record FlowTable(
    string Series,
    SupportStage Main,
    ImmutableArray<SupportStage> Stages,
    ImmutableArray<SupportKind> Kinds,
    ImmutableArray<DonorFlow> Donors,
    ImmutableArray<FlowMonth> Months,
    EuroTotal Total,
    EuroTotal Undated
)
{
    /// <param name="items">Items of one series.</param>
    /// <param name="gdp">A donor's gross domestic product in billions of euro; null where it is not stated.</param>
    public static FlowTable Of(string series, IReadOnlyCollection<LedgerItem> items, Rates rates, Func<string, decimal?> gdp)
    {
        var main = MainOf(items);
        var at = items.Where(i => i.Stage == main).ToArray();
        var months = at.Where(i => Month(i) is not null)
            .GroupBy(i => Month(i) ?? "")
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new FlowMonth(g.Key, ByKind(g, rates)));
        var donors = items
            .GroupBy(i => i.Donor)
            .Select(g => Donor(g.Key, [.. g], main, rates, gdp(g.Key)))
            .OrderByDescending(d => d.Stages.GetValueOrDefault(main)?.Euro.Value ?? 0)
            .ThenBy(d => d.Donor, StringComparer.Ordinal);
        return new FlowTable(
            series,
            main,
            [.. items.Select(i => i.Stage).Distinct().Order()],
            [.. at.Select(i => i.Kind).Distinct().Order()],
            [.. donors],
            [.. months],
            EuroTotal.Of(at, rates),
            EuroTotal.Of(at.Where(i => Month(i) is null), rates)
        );
    }

    private static DonorFlow Donor(string donor, LedgerItem[] items, SupportStage main, Rates rates, decimal? gdp)
    {
        var stages = items.GroupBy(i => i.Stage).ToImmutableSortedDictionary(g => g.Key, g => EuroTotal.Of(g, rates));
        decimal? share =
            gdp is > 0 and var billions && stages.GetValueOrDefault(main) is { IsCounted: true } total
                ? total.Euro.Value / (billions * 1_000_000_000m) * 100
                : null;
        return new DonorFlow(donor, stages, ByKind(items.Where(i => i.Stage == main), rates), share);
    }

    private static ImmutableSortedDictionary<SupportKind, EuroTotal> ByKind(IEnumerable<LedgerItem> items, Rates rates) =>
        items.GroupBy(i => i.Kind).ToImmutableSortedDictionary(g => g.Key, g => EuroTotal.Of(g, rates));

    private static SupportStage MainOf(IReadOnlyCollection<LedgerItem> items) =>
        items
            .GroupBy(i => i.Stage)
            .OrderByDescending(g => g.Key.IsPromise())
            .ThenByDescending(g => g.Count())
            .ThenByDescending(g => g.Key)
            .Select(g => g.Key)
            .FirstOrDefault(SupportStage.Allocation);

    private static string? Month(LedgerItem item) => item.Date is { Precision: not DatePrecision.Year } date ? date.ToString()[..7] : null;
}
