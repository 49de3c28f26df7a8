using Holdfast.Core.Forces.Optimisation;

namespace Holdfast.App.Forces;

/// <summary>A program column by column, as COIN-OR's libraries take it.</summary>
internal sealed class SparseProgram
{
    private readonly MixedProgram _program;
    private readonly int[] _starts;
    private readonly int[] _indices;
    private readonly double[] _values;
    private readonly double[] _objective;

    /// <summary>The shape of <c>Cbc_loadProblem</c> and <c>Clp_loadProblem</c>.</summary>
    public delegate void Loader(
        nint model,
        int columns,
        int rows,
        int[] starts,
        int[] indices,
        double[] values,
        double[] lower,
        double[] upper,
        double[] objective,
        double[] rowLower,
        double[] rowUpper
    );

    private SparseProgram(MixedProgram program)
    {
        _program = program;
        _starts = new int[program.Columns.Length + 1];
        foreach (var term in program.Rows.SelectMany(row => row.Terms))
        {
            _starts[term.Column + 1]++;
        }
        for (var i = 1; i < _starts.Length; i++)
        {
            _starts[i] += _starts[i - 1];
        }
        var at = (int[])_starts.Clone();
        (_indices, _values) = (new int[_starts[^1]], new double[_starts[^1]]);
        for (var row = 0; row < program.Rows.Length; row++)
        {
            foreach (var term in program.Rows[row].Terms)
            {
                _indices[at[term.Column]] = row;
                _values[at[term.Column]++] = term.Coefficient;
            }
        }
        _objective = new double[program.Columns.Length];
        foreach (var term in program.Objectives[0].Terms)
        {
            _objective[term.Column] = term.Coefficient;
        }
    }

    /// <summary>The first objective of <paramref name="program"/> and its rows.</summary>
    public static SparseProgram Of(MixedProgram program) => new(program);

    /// <summary>Hands it to a library's model.</summary>
    public void Load(Loader loader, nint model) =>
        loader(
            model,
            _program.Columns.Length,
            _program.Rows.Length,
            _starts,
            _indices,
            _values,
            [.. _program.Columns.Select(column => (double)column.Lower)],
            [.. _program.Columns.Select(column => column.Upper ?? double.MaxValue)],
            _objective,
            [.. _program.Rows.Select(row => row.Sense == RowSense.AtMost ? -double.MaxValue : row.Right)],
            [.. _program.Rows.Select(row => row.Sense == RowSense.AtLeast ? double.MaxValue : row.Right)]
        );
}
