using System.Collections.Immutable;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;

namespace Holdfast.Core.Support.Ledger;

/// <summary>How much of a currency one euro was, on a day or in a month, and who says so.</summary>
/// <param name="PerEuro">Above 0.</param>
public sealed record Rate(string Currency, PartialDate Date, decimal PerEuro, Standing Standing, string Cites);

/// <summary>
/// Totals in one currency. Rates are those of the mission's <c>support/rates.csv</c>; the one of the item's own day or month is taken, never a neighbour's. An amount whose rate is
/// missing is left in its own currency and told, never guessed.
/// </summary>
public sealed class Rates
{
    public const string Euro = "EUR";
    private readonly ImmutableDictionary<(string Currency, string Date), Rate> _rates;

    public Rates(IEnumerable<Rate> rates) =>
        _rates = rates.GroupBy(r => (r.Currency, r.Date.ToString())).ToImmutableDictionary(g => g.Key, g => g.First());

    public static Rates None { get; } = new([]);

    public ImmutableArray<Rate> All =>
        [.. _rates.Values.OrderBy(r => r.Currency, StringComparer.Ordinal).ThenBy(r => r.Date.ToString(), StringComparer.Ordinal)];

    /// <summary>The rate that holds for an item: of its day, else of its month, else of its year; null where none is stated.</summary>
    public Rate? For(LedgerItem item)
    {
        if (item.Amount is not { } amount || (item.PriceDate ?? item.Date) is not { } date)
        {
            return null;
        }
        PartialDate[] dates =
        [
            date,
            .. date.Precision == DatePrecision.Day
                ? [PartialDate.OfMonth(date.Earliest.Year, date.Earliest.Month)]
                : Array.Empty<PartialDate>(),
            .. date.Precision == DatePrecision.Year ? Array.Empty<PartialDate>() : [PartialDate.OfYear(date.Earliest.Year)],
        ];
        return dates.Select(d => _rates.GetValueOrDefault((amount.Currency, d.ToString()))).FirstOrDefault(r => r is not null);
    }

    /// <summary>
    /// The amount in euro, to the cent (half to even, the one rounding there is: it happens to each item before any sum, so that totals still equal the sums of their parts). Null where the
    /// item has no amount or no rate is stated.
    /// </summary>
    public decimal? InEuro(LedgerItem item) =>
        item.Amount is not { } amount ? null
        : amount.Currency == Euro ? amount.Value
        : For(item) is { } rate ? Math.Round(amount.Value / rate.PerEuro, 2, MidpointRounding.ToEven)
        : null;
}
