using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Holdfast.Core.Watch.Association;

/// <summary>Exponentials and logarithms of four numbers at once, by additions and multiplications alone: the same bits on every machine.</summary>
internal static class VectorMath
{
    public const double Ln2 = 0.69314718055994531;

    private const double Ln2High = 0.693147180369123816490;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>Added to a number below 2^51 in size it rounds to a whole one, which then stands in the lowest bits.</summary>
    public const double Rounding = 6755399441055744;

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

    /// <summary>Logarithms of positive normal numbers, wrong by less than 1e-9 (the series of the inverse hyperbolic tangent).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Log(Vector256<double> x)
    {
        var powers = TakeExponent(ref x);
        // From 1 / sqrt(2) to sqrt(2); whole numbers below 2^51 stand in the lowest bits of their sum with Rounding.
        var upper = Vector256.GreaterThan(x, Vector256.Create(1.4142135623730951));
        x = Vector256.ConditionalSelect(upper, x * 0.5, x);
        var whole = unchecked(powers + Vector256.Create(Rounding).AsInt64() - upper.AsInt64()).AsDouble() - Vector256.Create(Rounding);
        var part = (x - Vector256<double>.One) / (x + Vector256<double>.One);
        var square = part * part;
        var sum = (square * (1.0 / 11)) + Vector256.Create(1.0 / 9);
        sum = (sum * square) + Vector256.Create(1.0 / 7);
        sum = (sum * square) + Vector256.Create(1.0 / 5);
        sum = (sum * square) + Vector256.Create(1.0 / 3);
        sum = (sum * square) + Vector256<double>.One;
        return (whole * Ln2) + (part * sum * 2);
    }

    /// <summary>Adds ln(1 + peak exp(-z^2 / 2)) to steps of a stack, z being a step's distance from a middle in standard deviations.</summary>
    /// <param name="stack">The steps.</param>
    /// <param name="first">The first step.</param>
    /// <param name="last">The last; none where that is before it.</param>
    /// <param name="peak">From 0 on.</param>
    /// <param name="middle">In steps.</param>
    /// <param name="sigma">In steps.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddBump(Span<double> stack, int first, int last, double peak, double middle, double sigma)
    {
        const int Lanes = 4;
        var (inverse, lanes) = (1 / sigma, Vector256.Create(0.0, 1, 2, 3));
        Span<double> rest = stackalloc double[Lanes];
        for (var step = first; step <= last; step += Lanes)
        {
            var standard = (lanes + Vector256.Create(step - middle)) * inverse;
            var gain = Log(Vector256<double>.One + (Falling(standard * standard * 0.5) * peak));
            if (step + Lanes - 1 <= last)
            {
                (Vector256.Create<double>(stack.Slice(step, Lanes)) + gain).CopyTo(stack[step..]);
                continue;
            }
            gain.CopyTo(rest);
            for (var lane = 0; step + lane <= last; lane++)
            {
                stack[step + lane] += rest[lane];
            }
        }
    }

    /// <summary>Takes the power of two out of a positive number: what is left is from 1 to 2; gives the exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long TakeExponent(ref double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        value = BitConverter.Int64BitsToDouble((bits & MantissaBits) | ExponentOfOne);
        return unchecked((long)((ulong)bits >> ExponentShift) - 1023);
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
