using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Holdfast.App.Forces;

/// <summary>One question put to CLP: a relaxation with the prices of its rows, or a dive from it. Solves go on from one another's basis.</summary>
internal sealed class ClpRun : IDisposable
{
    private const double Tolerance = 1e-6;

    // So much of the relaxation's value a dive may lose before what it holds is too much to be held.
    private const double HeldLoss = 1e-3;
    private readonly SolverQuestion _question;
    private readonly TextWriter _answers;
    private readonly nint _model = ClpLibrary.Clp_newModel();
    private readonly long _began = Stopwatch.GetTimestamp();

    public ClpRun(SolverQuestion question, TextWriter answers)
    {
        (_question, _answers) = (question, answers);
        SparseProgram.Of(question.Program).Load(ClpLibrary.Clp_loadProblem, _model);
        ClpLibrary.Clp_setLogLevel(_model, 0);
        ClpLibrary.Clp_setMaximumSeconds(_model, question.Limits.Seconds);
    }

    public void Dispose() => ClpLibrary.Clp_deleteModel(_model);

    /// <summary>The relaxation.</summary>
    public void Relax()
    {
        ClpLibrary.Clp_dual(_model, 0);
        if (Solved())
        {
            var value = SolverLines.Number(Value);
            _answers.WriteLine($"optimal {value} {value} priced");
            _answers.WriteLine(SolverLines.Values(Solution()));
            _answers.WriteLine(SolverLines.Values(Prices()));
        }
    }

    /// <summary>
    /// The relaxation, and then whole columns made whole one after the other: each stays at or above the whole part that it has once had, and the one nearest below a whole number is
    /// raised to it; the dual simplex method goes on from the last basis, which takes a few pivots (Berthold 2006 on diving).
    /// </summary>
    public void Dive()
    {
        ClpLibrary.Sprint(_model);
        if (!Solved())
        {
            return;
        }
        var (relaxation, prices) = (Value, Prices());
        double[] held = [.. _question.Program.Columns.Select(column => (double)column.Lower)];
        var (lower, values) = ((double[])held.Clone(), Array.Empty<double>());
        while (Stopwatch.GetElapsedTime(_began).TotalSeconds < _question.Limits.Seconds)
        {
            var now = Solution();
            var next = Raise(lower, now);
            if (Value <= relaxation + Math.Abs(relaxation) * HeldLoss)
            {
                lower.CopyTo(held, 0);
            }
            if (next < 0)
            {
                values = now;
                break;
            }
            lower[next] = Math.Ceiling(now[next] - Tolerance);
            Marshal.Copy(lower, 0, ClpLibrary.Clp_columnLower(_model), lower.Length);
            ClpLibrary.Clp_dual(_model, 0);
            if (ClpLibrary.Clp_status(_model) != 0)
            {
                break;
            }
        }
        _answers.WriteLine($"dived {SolverLines.Number(relaxation)}");
        _answers.WriteLine(SolverLines.Values(values));
        _answers.WriteLine(SolverLines.Values(prices));
        _answers.WriteLine(SolverLines.Values(held));
    }

    // Raises the bounds of whole columns to their whole parts; gives the one nearest below a whole number, or -1 where all are whole.
    private int Raise(double[] lower, double[] now)
    {
        var (next, most) = (-1, Tolerance);
        for (var i = 0; i < now.Length; i++)
        {
            if (!_question.Program.Columns[i].Whole)
            {
                continue;
            }
            var whole = Math.Floor(now[i] + Tolerance);
            lower[i] = Math.Max(lower[i], whole);
            if (now[i] - whole > most)
            {
                (next, most) = (i, now[i] - whole);
            }
        }
        return next;
    }

    private double Value => ClpLibrary.Clp_getObjValue(_model);

    // Says so where it is not solved.
    private bool Solved()
    {
        var status = ClpLibrary.Clp_status(_model);
        if (status != 0)
        {
            _answers.WriteLine(status == 1 ? "infeasible" : "none -");
        }
        return status == 0;
    }

    private double[] Solution() => Copied(ClpLibrary.Clp_getColSolution(_model), _question.Program.Columns.Length);

    private double[] Prices() => Copied(ClpLibrary.Clp_getRowPrice(_model), _question.Program.Rows.Length);

    private static double[] Copied(nint values, int count)
    {
        var copy = new double[count];
        if (count > 0)
        {
            Marshal.Copy(values, copy, 0, count);
        }
        return copy;
    }
}
