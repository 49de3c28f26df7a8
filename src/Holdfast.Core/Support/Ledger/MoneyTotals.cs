using System.Collections.Immutable;

namespace Holdfast.Core.Support.Ledger;

/// <summary>
/// What a set of items comes to: money by currency, things by unit, each exact, and how many items said nothing of either. Nothing is converted here: see <see cref="Rates"/>.
/// </summary>
public sealed class MoneyTotals
{
    // Most groups know one currency and no things: tables are made when there is a second, or a first thing.
    private string _currency = "";
    private ExactSum? _sum;
    private SortedDictionary<string, ExactSum>? _money;
    private SortedDictionary<string, (ExactSum Low, ExactSum High)>? _things;

    public long Items { get; private set; }

    /// <summary>Items without an amount: they are in no sum of money, and a total is a lower bound where there are any.</summary>
    public long Unvalued { get; private set; }

    public void Add(LedgerItem item) => Add(LedgerPart.Of(item));

    public void Add(in LedgerPart item)
    {
        Items++;
        if (item.Amount is { } amount)
        {
            Of(amount.Currency).Add(amount.Value);
        }
        else
        {
            Unvalued++;
        }
        if (item.Quantity is { } quantity)
        {
            var (low, high) = Things(quantity.Unit);
            low.Add(quantity.Low);
            high.Add(quantity.High);
        }
    }

    public void Add(MoneyTotals other)
    {
        Items += other.Items;
        Unvalued += other.Unvalued;
        foreach (var (currency, sum) in other.Money)
        {
            Of(currency).Add(sum);
        }
        foreach (var (unit, low, high) in other.Quantities)
        {
            var mine = Things(unit);
            mine.Low.Add(low);
            mine.High.Add(high);
        }
    }

    /// <summary>Sums by currency, sorted by its code.</summary>
    public ImmutableArray<(string Currency, ExactSum Sum)> Money =>
        _money is not null ? [.. _money.Select(p => (p.Key, p.Value))]
        : _sum is null ? []
        : [(_currency, _sum)];

    /// <summary>Quantities by unit, sorted by it.</summary>
    public ImmutableArray<(string Unit, ExactSum Low, ExactSum High)> Quantities =>
        _things is null ? [] : [.. _things.Select(p => (p.Key, p.Value.Low, p.Value.High))];

    /// <summary>The sum in one currency, zero where no item names it.</summary>
    public ExactSum In(string currency) =>
        (
            _money is not null ? _money.GetValueOrDefault(currency)
            : _currency == currency ? _sum
            : null
        ) ?? new ExactSum();

    private ExactSum Of(string currency)
    {
        if (_money is null)
        {
            if (_sum is null)
            {
                (_currency, _sum) = (currency, new ExactSum());
            }
            if (_currency == currency)
            {
                return _sum;
            }
            _money = new SortedDictionary<string, ExactSum>(StringComparer.Ordinal) { [_currency] = _sum };
        }
        if (!_money.TryGetValue(currency, out var sum))
        {
            _money.Add(currency, sum = new ExactSum());
        }
        return sum;
    }

    private (ExactSum Low, ExactSum High) Things(string unit)
    {
        _things ??= new SortedDictionary<string, (ExactSum Low, ExactSum High)>(StringComparer.Ordinal);
        if (!_things.TryGetValue(unit, out var sums))
        {
            _things.Add(unit, sums = (new ExactSum(), new ExactSum()));
        }
        return sums;
    }
}
