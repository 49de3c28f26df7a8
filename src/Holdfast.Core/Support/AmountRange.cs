using System.Globalization;

namespace Holdfast.Core.Support;

/// <summary>A number that is known within two bounds, both exact; they are the same where a source gives one number. <see cref="Low"/> is never above <see cref="High"/>.</summary>
public readonly record struct AmountRange(decimal Low, decimal High)
{
    public static readonly AmountRange None = new(0, 0);

    public static AmountRange Exactly(decimal value) => new(value, value);

    public bool IsNone => Low == 0 && High == 0;

    public static AmountRange operator +(AmountRange a, AmountRange b) => new(a.Low + b.Low, a.High + b.High);

    /// <summary>Times a number that is not negative.</summary>
    public static AmountRange operator *(AmountRange a, decimal factor) =>
        factor >= 0 ? new(a.Low * factor, a.High * factor) : throw new ArgumentOutOfRangeException(nameof(factor));

    /// <summary>The less of two, bound by bound.</summary>
    public static AmountRange Least(AmountRange a, AmountRange b) => new(Math.Min(a.Low, b.Low), Math.Min(a.High, b.High));

    /// <summary><c>12</c> or <c>12-20</c>, every digit.</summary>
    public override string ToString() => Low == High ? Text(Low) : string.Create(CultureInfo.InvariantCulture, $"{Text(Low)}-{Text(High)}");

    private static string Text(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);
}
