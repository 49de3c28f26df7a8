namespace Holdfast.Core.Forces.Optimisation;

/// <summary>
/// A bound that needs no trust in a solver's arithmetic. Whatever prices are put on the rows, as long as their signs are right, no solution costs less than the rows' right sides at
/// these prices plus, for each column, its least reduced cost between its bounds (weak duality). A solver's prices are rounded to multiples of 2^-30 and everything else is counted in
/// whole numbers, so that the bound is exact (Neumaier and Shcherbina 2004, with integers in place of directed rounding).
/// </summary>
public static class SafeBound
{
    private const int Bits = 30;

    /// <summary>No solution of <paramref name="program"/>, whole or not, has a first objective below this; null where an open column leaves no bound or the prices are no numbers.</summary>
    /// <param name="program">What was solved.</param>
    /// <param name="prices">A price for each row, from anywhere; the nearer to optimal the better the bound.</param>
    public static long? Of(MixedProgram program, ReadOnlySpan<double> prices)
    {
        var reduced = new Int128[program.Columns.Length];
        foreach (var term in program.Objectives[0].Terms)
        {
            reduced[term.Column] += (Int128)term.Coefficient << Bits;
        }
        Int128 sum = 0;
        for (var i = 0; i < program.Rows.Length; i++)
        {
            var row = program.Rows[i];
            if (Scaled(prices[i], row.Sense) is not { } price)
            {
                return null;
            }
            sum += (Int128)price * row.Right;
            foreach (var term in row.Terms)
            {
                reduced[term.Column] -= (Int128)price * term.Coefficient;
            }
        }
        for (var i = 0; i < reduced.Length; i++)
        {
            var column = program.Columns[i];
            if (reduced[i] < 0 && column.Upper is null)
            {
                return null;
            }
            sum += reduced[i] * (reduced[i] < 0 ? column.Upper ?? 0 : column.Lower);
        }
        // Rounded up to a whole number: every coefficient of an objective is one, and so is every value in a plan.
        var whole = (sum + (Int128.One << Bits) - 1) >> Bits;
        return whole > long.MaxValue || whole < long.MinValue ? null : (long)whole;
    }

    private static long? Scaled(double price, RowSense sense)
    {
        var scaled = Math.Round(price * (1L << Bits));
        return !double.IsFinite(scaled) || Math.Abs(scaled) > 1e17 ? null
            : (sense == RowSense.AtMost && scaled > 0) || (sense == RowSense.AtLeast && scaled < 0) ? 0
            : (long)scaled;
    }
}
