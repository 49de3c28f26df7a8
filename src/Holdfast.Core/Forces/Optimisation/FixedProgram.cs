using System.Collections.Immutable;

namespace Holdfast.Core.Forces.Optimisation;

/// <summary>What is left of a program when some columns are held at their values: the neighbourhood of a solution, searched by the solver itself.</summary>
/// <param name="Program">The first objective over the free columns; a constant part of it is left out.</param>
/// <param name="Free">For each column of <paramref name="Program"/> its index in the whole.</param>
/// <param name="Constant">The part of the objective that is held.</param>
public sealed record FixedProgram(MixedProgram Program, ImmutableArray<int> Free, long Constant)
{
    /// <summary>Holds every column for which <paramref name="free"/> is false at its value in <paramref name="values"/>.</summary>
    public static FixedProgram Of(MixedProgram whole, ReadOnlySpan<long> values, ReadOnlySpan<bool> free)
    {
        var at = new int[whole.Columns.Length];
        var kept = ImmutableArray.CreateBuilder<int>();
        for (var i = 0; i < at.Length; i++)
        {
            at[i] = free[i] ? kept.Count : -1;
            if (free[i])
            {
                kept.Add(i);
            }
        }
        var rows = ImmutableArray.CreateBuilder<MixedRow>();
        foreach (var row in whole.Rows)
        {
            var (terms, held) = Split(row.Terms, at, values);
            if (terms.Length > 0)
            {
                rows.Add(row with { Terms = terms, Right = row.Right - held });
            }
        }
        var (objective, constant) = Split(whole.Objectives[0].Terms, at, values);
        var columns = kept.Select(i => whole.Columns[i]).ToImmutableArray();
        var program = new MixedProgram(whole.Name, columns, rows.ToImmutable(), [whole.Objectives[0] with { Terms = objective }]);
        return new FixedProgram(program, kept.ToImmutable(), constant);
    }

    /// <summary>Every column at or above its value in <paramref name="least"/>; what the rows that share something out leave no room to rise is held there.</summary>
    /// <param name="whole">The program.</param>
    /// <param name="least">Whole numbers between the columns' bounds, which together break no row of kind at most.</param>
    public static FixedProgram Above(MixedProgram whole, ReadOnlySpan<long> least)
    {
        var upper = whole.Columns.Select(column => column.Upper ?? long.MaxValue).ToArray();
        foreach (var row in whole.Rows)
        {
            if (row.Sense != RowSense.AtMost || row.Terms.Any(term => term.Coefficient <= 0))
            {
                continue;
            }
            var room = row.Right;
            foreach (var term in row.Terms)
            {
                room -= term.Coefficient * least[term.Column];
            }
            foreach (var term in row.Terms.Where(term => whole.Columns[term.Column].Whole))
            {
                upper[term.Column] = Math.Min(upper[term.Column], least[term.Column] + Math.Max(0, room) / term.Coefficient);
            }
        }
        var columns = whole.Columns.ToBuilder();
        var free = new bool[upper.Length];
        for (var i = 0; i < upper.Length; i++)
        {
            free[i] = upper[i] > least[i];
            columns[i] = columns[i] with { Lower = least[i], Upper = upper[i] == long.MaxValue ? null : upper[i] };
        }
        return Of(whole with { Columns = columns.ToImmutable() }, least, free);
    }

    /// <summary>A solution of the whole: <paramref name="values"/> with the free columns as in <paramref name="found"/>, rounded.</summary>
    public long[] With(IReadOnlyList<long> values, IReadOnlyList<double> found)
    {
        long[] with = [.. values];
        for (var i = 0; i < Free.Length; i++)
        {
            with[Free[i]] = (long)Math.Round(found[i]);
        }
        return with;
    }

    /// <summary>The part of <paramref name="values"/> that is free.</summary>
    public long[] Part(IReadOnlyList<long> values) => [.. Free.Select(i => values[i])];

    private static (ImmutableArray<MixedTerm> Terms, long Held) Split(ImmutableArray<MixedTerm> terms, int[] at, ReadOnlySpan<long> values)
    {
        var kept = ImmutableArray.CreateBuilder<MixedTerm>();
        var held = 0L;
        foreach (var term in terms)
        {
            if (at[term.Column] >= 0)
            {
                kept.Add(term with { Column = at[term.Column] });
            }
            else
            {
                held += term.Coefficient * values[term.Column];
            }
        }
        return (kept.ToImmutable(), held);
    }
}
