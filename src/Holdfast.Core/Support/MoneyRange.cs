using Holdfast.Core.Support.Ledger;

namespace Holdfast.Core.Support;

/// <summary>An amount that is known within two bounds, in the currency in which it was stated.</summary>
public readonly record struct MoneyRange(AmountRange Range, string Currency)
{
    public static MoneyRange Exactly(Money money) => new(AmountRange.Exactly(money.Value), money.Currency);

    /// <summary><c>100-140 EUR</c>, every digit.</summary>
    public override string ToString() => $"{Range} {Currency}";
}
