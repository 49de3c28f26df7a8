using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Holdfast.Core.Watch.Association;

/// <summary>Exponentials and logarithms of four numbers at once, by additions and multiplications alone: the same bits on every machine.</summary>
internal static class VectorMath
{
    private const double Ln2High = 0.693147180369123816490;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>Added to a number below 2^51 in size it rounds to a whole one, which then stands in the lowest bits.</summary>
    private const double Rounding = 6755399441055744;

    private const int ExponentShift = 52;
    private const long ExponentOfOne = 1023L << ExponentShift;
    private const long MantissaBits = (1L << ExponentShift) - 1;

    /// <summary>Beyond this the exponential is taken for nothing.</summary>
    public const double Nothing = 40;

    /// <summary>exp(-x) for x from 0 on, wrong by less than 1e-8 of itself; 0 from <see cref="Nothing"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Falling(Vector256<double> x)
    {
        var power = -Vector256.Min(x, Vector256.Create(Nothing));
        // Powers of two, and a rest of half of ln 2 at most, by its series.
        var shifted = (power * (1 / (Ln2High + Ln2Low))) + Vector256.Create(Rounding);
        var whole = shifted - Vector256.Create(Rounding);
        var rest = power - (whole * Ln2High) - (whole * Ln2Low);
        var sum = (rest * (1.0 / 5_040)) + Vector256.Create(1.0 / 720);
        sum = (sum * rest) + Vector256.Create(1.0 / 120);
        sum = (sum * rest) + Vector256.Create(1.0 / 24);
        sum = (sum * rest) + Vector256.Create(1.0 / 6);
        sum = (sum * rest) + Vector256.Create(0.5);
        sum = (sum * rest) + Vector256<double>.One;
        sum = (sum * rest) + Vector256<double>.One;
        var scaled = unchecked(sum.AsInt64() + (shifted.AsInt64() << ExponentShift)).AsDouble();
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(Nothing)), scaled, Vector256<double>.Zero);
    }

    /// <summary>Takes the powers of two out of positive numbers: what is left is from 1 to 2; gives the exponents.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> TakeExponent(ref Vector256<double> value)
    {
        var bits = value.AsInt64();
        value = ((bits & Vector256.Create(MantissaBits)) | Vector256.Create(ExponentOfOne)).AsDouble();
        return unchecked(Vector256.ShiftRightLogical(bits, ExponentShift) - Vector256.Create(1023L));
    }
}
