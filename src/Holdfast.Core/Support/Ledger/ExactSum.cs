using System.Globalization;
using System.Numerics;

namespace Holdfast.Core.Support.Ledger;

/// <summary>
/// A sum of decimals without any rounding: the same whatever the order and the grouping. (A sum of <see cref="decimal"/> rounds as soon as it needs more than 28 digits, and
/// then depends on both.) Sums of sums are exact too. Not safe for concurrent use.
/// </summary>
public sealed class ExactSum
{
    // Every decimal is a whole number of these.
    private const int Scale = 28;

    // Amounts of money have few decimals and take the short way: whole numbers of 10^-10 in 128 bits.
    private const int ShortScale = 10;
    private static readonly Int128[] Powers = [.. Enumerable.Range(0, ShortScale + 1).Select(i => (Int128)BigInteger.Pow(10, i))];
    private static readonly BigInteger Between = BigInteger.Pow(10, Scale - ShortScale);
    private static readonly BigInteger Whole = BigInteger.Pow(10, Scale);
    private static readonly Int128 ShortMost = Int128.MaxValue >> 2;

    private Int128 _short;
    private BigInteger _long;

    public ExactSum() { }

    public ExactSum(IEnumerable<decimal> values)
    {
        foreach (var value in values)
        {
            Add(value);
        }
    }

    public void Add(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var scale = (bits[3] >> 16) & 0xFF;
        var negative = bits[3] < 0;
        var low = unchecked(((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        // 64 bits times 10^10 stays below 2^98; adding to less than 2^125 cannot overflow.
        if (scale <= ShortScale && bits[2] == 0)
        {
            var mantissa = (Int128)low * Powers[ShortScale - scale];
            _short += negative ? -mantissa : mantissa;
            if (Int128.Abs(_short) > ShortMost)
            {
                Carry();
            }
            return;
        }
        var large = ((BigInteger)unchecked((uint)bits[2]) << 64) + low;
        large *= BigInteger.Pow(10, Scale - scale);
        _long += negative ? -large : large;
    }

    public void Add(ExactSum other) => _long += other.Units;

    public void Subtract(ExactSum other) => _long -= other.Units;

    public bool IsZero => Units.IsZero;

    public int Sign => Units.Sign;

    /// <summary>The sum. Throws <see cref="OverflowException"/> where no decimal is exactly it; <see cref="ToString"/> always tells it.</summary>
    public decimal Value
    {
        get
        {
            var (units, scale) = (Units, Scale);
            while (scale > 0 && units % 10 == 0)
            {
                units /= 10;
                scale--;
            }
            var size = BigInteger.Abs(units);
            if (size.GetBitLength() > 96)
            {
                throw new OverflowException($"The sum {this} has more digits than a decimal holds.");
            }
            var (low, middle, high) = ((uint)(size & uint.MaxValue), (uint)((size >> 32) & uint.MaxValue), (uint)(size >> 64));
            return unchecked(new decimal((int)low, (int)middle, (int)high, units.Sign < 0, (byte)scale));
        }
    }

    /// <summary>Every digit, without trailing zeros after the point.</summary>
    public override string ToString()
    {
        var units = Units;
        var whole = BigInteger.DivRem(BigInteger.Abs(units), Whole, out var rest);
        var text = (units.Sign < 0 ? "-" : "") + whole.ToString(CultureInfo.InvariantCulture);
        return rest.IsZero ? text : text + "." + rest.ToString(CultureInfo.InvariantCulture).PadLeft(Scale, '0').TrimEnd('0');
    }

    private BigInteger Units => _long + ((BigInteger)_short * Between);

    private void Carry()
    {
        _long += (BigInteger)_short * Between;
        _short = 0;
    }
}
