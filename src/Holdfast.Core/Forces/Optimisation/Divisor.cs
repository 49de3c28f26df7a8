namespace Holdfast.Core.Forces.Optimisation;

/// <summary>Greatest common divisors (Euclid).</summary>
internal static class Divisor
{
    /// <summary>The greatest number that divides both; of nought and a number, the number.</summary>
    public static long Of(long a, long b)
    {
        (a, b) = (Math.Abs(a), Math.Abs(b));
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }
        return a;
    }
}
