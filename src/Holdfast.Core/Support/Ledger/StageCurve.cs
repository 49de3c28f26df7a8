using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Nations;

namespace Holdfast.Core.Support.Ledger;

/// <summary>What had been stated at each stage by the end of a month, in euro, exact.</summary>
/// <param name="Month"><c>2024-03</c>.</param>
public sealed record StageMonth(string Month, ImmutableSortedDictionary<SupportStage, ExactSum> SoFar);

/// <summary>
/// Promise against deed over time: what one account states at each stage from promise to deed, summed up from month to month. Stages stand side by side and are never added. A cancelled promise is
/// not taken off: it is told by <see cref="PromiseReport"/>, where links say which promise it was.
/// </summary>
/// <param name="Stages">Those from pledge to delivery that the account has, in order.</param>
/// <param name="Undated">Items of these stages whose month nobody states: in no point.</param>
/// <param name="Unvalued">Items of these stages without an amount, or without a rate: in no point either.</param>
public sealed record StageCurve(ImmutableArray<SupportStage> Stages, ImmutableArray<StageMonth> Months, int Undated, int Unvalued)
{
    /// <summary>As many months as are told; earlier ones count in the first of them.</summary>
    public const int MostMonths = 240;

    /// <param name="items">Items of one series.</param>
    public static StageCurve Of(IEnumerable<LedgerItem> items, Rates rates)
    {
        var all = items.Where(i => i.Stage.IsPromise() || i.Stage.IsDeed()).ToArray();
        var dated = all.Where(i => MonthOf(i) is not null).ToArray();
        var valued = dated
            .Select(i => (Month: MonthOf(i).GetValueOrDefault(), i.Stage, Euro: rates.InEuro(i)))
            .Where(i => i.Euro is not null)
            .ToArray();
        ImmutableArray<SupportStage> stages = [.. valued.Select(i => i.Stage).Distinct().Order()];
        if (valued.Length == 0)
        {
            return new StageCurve(stages, [], all.Length - dated.Length, dated.Length);
        }
        var (first, last) = (valued.Min(i => i.Month), valued.Max(i => i.Month));
        var from = Math.Max(first, last - MostMonths + 1);
        var by = valued.ToLookup(i => Math.Max(i.Month, from));
        var sums = stages.ToDictionary(s => s, _ => new ExactSum());
        var months = ImmutableArray.CreateBuilder<StageMonth>(last - from + 1);
        for (var month = from; month <= last; month++)
        {
            foreach (var item in by[month])
            {
                sums[item.Stage].Add(item.Euro.GetValueOrDefault());
            }
            months.Add(new StageMonth(Text(month), sums.ToImmutableSortedDictionary(s => s.Key, s => Copy(s.Value))));
        }
        return new StageCurve(stages, months.ToImmutable(), all.Length - dated.Length, dated.Length - valued.Length);
    }

    private static ExactSum Copy(ExactSum sum)
    {
        var copy = new ExactSum();
        copy.Add(sum);
        return copy;
    }

    private static int? MonthOf(LedgerItem item) =>
        item.Date is { Precision: not DatePrecision.Year } date ? (date.Earliest.Year * 12) + date.Earliest.Month - 1 : null;

    private static string Text(int month) => string.Create(CultureInfo.InvariantCulture, $"{month / 12:0000}-{(month % 12) + 1:00}");
}
