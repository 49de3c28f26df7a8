using System.Globalization;

namespace Holdfast.Core.Support.Ledger;

/// <summary>An amount in the currency in which it was stated, exact.</summary>
/// <param name="Currency">ISO 4217, three capitals.</param>
public readonly record struct Money(decimal Value, string Currency)
{
    /// <summary>As <c>1250000.50 EUR</c>, without a loss.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} {Currency}");
}

/// <summary>A number of things, persons or places as a range; both ends are the same where the source gives one number.</summary>
/// <param name="Unit">In the singular: <c>piece</c>, <c>round</c>, <c>person</c>.</param>
public readonly record struct QuantityRange(decimal Low, decimal High, string Unit)
{
    public override string ToString() =>
        Low == High
            ? string.Create(CultureInfo.InvariantCulture, $"{Low} {Unit}")
            : string.Create(CultureInfo.InvariantCulture, $"{Low}-{High} {Unit}");
}
