using System.Collections.Immutable;

namespace Holdfast.Core.Forces.Optimisation;

/// <summary>
/// A mixed-integer linear program to be minimised, with its objectives in lexicographic order. Every number is an integer, so that a solution can be checked
/// without rounding; a column may still take fractions where <see cref="MixedColumn.Whole"/> is false.
/// </summary>
/// <param name="Name">For people; no part of the answer depends on it.</param>
/// <param name="Columns">The unknowns; names distinct.</param>
/// <param name="Rows">The constraints; names distinct, terms by ascending column, each column once.</param>
/// <param name="Objectives">Least first objective, then, among those, least second, and so on. At least one.</param>
public sealed record MixedProgram(
    string Name,
    ImmutableArray<MixedColumn> Columns,
    ImmutableArray<MixedRow> Rows,
    ImmutableArray<MixedObjective> Objectives
)
{
    /// <summary>The program of one stage: the objective <paramref name="stage"/> alone, each earlier one held at no more than its value in <paramref name="found"/>.</summary>
    public MixedProgram Stage(int stage, IReadOnlyList<long> found)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(found.Count, stage);
        var held = Enumerable
            .Range(0, stage)
            .Select(i => new MixedRow("held_" + Objectives[i].Name, RowSense.AtMost, found[i], Objectives[i].Terms).Reduced());
        return this with { Rows = [.. Rows, .. held.Where(row => row.Terms.Length > 0)], Objectives = [Objectives[stage]] };
    }

    /// <summary>The exact value of an objective at whole-numbered <paramref name="values"/>, one per column.</summary>
    public long Value(int objective, ReadOnlySpan<long> values) => Sum(Objectives[objective].Terms, values);

    /// <summary>The first bound or row that whole-numbered <paramref name="values"/> break, or null.</summary>
    public string? Broken(ReadOnlySpan<long> values)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            if (values[i] < Columns[i].Lower || values[i] > (Columns[i].Upper ?? long.MaxValue))
            {
                return Columns[i].Name;
            }
        }
        foreach (var row in Rows)
        {
            var sum = Sum(row.Terms, values);
            if ((row.Sense != RowSense.AtMost && sum < row.Right) || (row.Sense != RowSense.AtLeast && sum > row.Right))
            {
                return row.Name;
            }
        }
        return null;
    }

    private static long Sum(ImmutableArray<MixedTerm> terms, ReadOnlySpan<long> values)
    {
        var sum = 0L;
        foreach (var term in terms.AsSpan())
        {
            sum += term.Coefficient * values[term.Column];
        }
        return sum;
    }
}

/// <summary>An unknown, between its bounds.</summary>
/// <param name="Name">Letters, digits and underscores, starting with a letter other than e: what every reader of LP files takes.</param>
/// <param name="Lower">Least value.</param>
/// <param name="Upper">Greatest value, or null for none.</param>
/// <param name="Whole">Whole numbers only.</param>
public readonly record struct MixedColumn(string Name, long Lower, long? Upper, bool Whole);

/// <summary>The sum of <see cref="Terms"/>, held against <see cref="Right"/>.</summary>
public sealed record MixedRow(string Name, RowSense Sense, long Right, ImmutableArray<MixedTerm> Terms)
{
    /// <summary>The same row divided by the greatest number that divides its coefficients and its right side: smaller numbers are kinder to a solver's tolerances.</summary>
    internal MixedRow Reduced()
    {
        var divisor = Terms.Aggregate(Math.Abs(Right), (d, term) => Divisor.Of(d, term.Coefficient));
        return divisor <= 1
            ? this
            : this with
            {
                Right = Right / divisor,
                Terms = [.. Terms.Select(t => t with { Coefficient = t.Coefficient / divisor })],
            };
    }
}

/// <summary>Coefficient of a column.</summary>
public readonly record struct MixedTerm(int Column, long Coefficient);

/// <summary>A sum to be made as small as possible.</summary>
public sealed record MixedObjective(string Name, ImmutableArray<MixedTerm> Terms);

/// <summary>How a row's sum stands to its right side.</summary>
public enum RowSense
{
    /// <summary>Sum &lt;= right side.</summary>
    AtMost,

    /// <summary>Sum &gt;= right side.</summary>
    AtLeast,

    /// <summary>Sum = right side.</summary>
    Exactly,
}
