using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Holdfast.Core.Forces.Optimisation;

namespace Holdfast.App.Forces;

/// <summary>The inside of the solver's process: questions from standard input, answers to standard output, until the input ends.</summary>
public static class CbcChild
{
    /// <summary>Runs until standard input ends; returns the exit code.</summary>
    /// <param name="library">The C library of CBC.</param>
    /// <param name="parent">Process id of the parent, with which this process dies.</param>
    /// <param name="memoryBytes">Memory beyond what the process has at its start.</param>
    public static int Run(string library, int parent, long memoryBytes)
    {
        using var answers = new StreamWriter(ChildProcessLimits.TakeOutput()) { AutoFlush = true, NewLine = "\n" };
        if (!CbcLibrary.TryLoad(library))
        {
            answers.WriteLine("missing");
            return 0;
        }
        if (!ChildProcessLimits.Apply(parent, memoryBytes))
        {
            return 4;
        }
        answers.WriteLine("ready " + CbcLibrary.Version());
        using var questions = new BufferedStream(Console.OpenStandardInput(), 1 << 16);
        while (SolverQuestion.Read(questions) is { } question)
        {
            new CbcRun(question, answers).Solve();
        }
        return 0;
    }
}

/// <summary>One question put to CBC.</summary>
internal sealed class CbcRun(SolverQuestion question, TextWriter answers)
{
    // External numbers of CBC's messages (CbcMessage.cpp).
    private const int Ended = 1;
    private const int Partial = 5;
    private const int Status = 10;
    private const int Root = 13;
    private readonly long _began = Stopwatch.GetTimestamp();
    private double? _best;
    private double? _bound;

    public void Solve()
    {
        var linear = question.Program.Columns.All(column => !column.Whole);
        if (ClpLibrary.Found && (linear || question.Limits.Task == MixedTask.Dive))
        {
            using var clp = new ClpRun(question, answers);
            if (linear)
            {
                clp.Relax();
            }
            else
            {
                clp.Dive();
            }
            return;
        }
        if (!Solved(question.Start))
        {
            // CBC 2.10 now and then calls a program infeasible when its start was the best there is.
            Solved(null);
        }
    }

    // False where nothing was answered because a start that was given cannot be squared with the result.
    private bool Solved(IReadOnlyList<long>? start)
    {
        var model = CbcLibrary.Cbc_newModel();
        CbcLibrary.Message message = Hear;
        try
        {
            Load(model, start);
            CbcLibrary.Cbc_registerCallBack(model, message);
            CbcLibrary.Cbc_setLogLevel(model, 1);
            CbcLibrary.Cbc_setParameter(model, "log", "1");
            CbcLibrary.Cbc_setParameter(model, "timeMode", "elapsed");
            CbcLibrary.Cbc_setParameter(model, "seconds", SolverLines.Number(question.Limits.Seconds));
            CbcLibrary.Cbc_setParameter(model, "ratioGap", SolverLines.Number(question.Limits.Gap));
            // A little less than the step: what is better by less than that is not there.
            CbcLibrary.Cbc_setParameter(model, "allowableGap", SolverLines.Number(0.9 * question.Limits.Step));
            if (question.Limits.Task is MixedTask.Root or MixedTask.Dive)
            {
                CbcLibrary.Cbc_setParameter(model, "maxNodes", "1");
                CbcLibrary.Cbc_setParameter(model, "heuristicsOnOff", "off");
            }
            CbcLibrary.Cbc_solve(model);
            GC.KeepAlive(message);
            return Answer(model, start is not null);
        }
        finally
        {
            CbcLibrary.Cbc_deleteModel(model);
        }
    }

    private void Load(nint model, IReadOnlyList<long>? start)
    {
        SparseProgram.Of(question.Program).Load(CbcLibrary.Cbc_loadProblem, model);
        var program = question.Program;
        for (var i = 0; i < program.Columns.Length; i++)
        {
            if (program.Columns[i].Whole)
            {
                CbcLibrary.Cbc_setInteger(model, i);
            }
        }
        if (start is not null)
        {
            CbcLibrary.Cbc_setMIPStartI(
                model,
                start.Count,
                [.. Enumerable.Range(0, start.Count)],
                [.. start.Select(value => (double)value)]
            );
        }
    }

    private void Hear(nint model, int number, int doubles, nint values, int ints, nint integers, int chars, nint texts)
    {
        var told = new double[doubles];
        if (doubles > 0)
        {
            Marshal.Copy(values, told, 0, doubles);
        }
        switch (number)
        {
            case Status or Partial when doubles >= 2:
                (_best, _bound) = (Sane(told[0]), Sane(told[1]) ?? _bound);
                break;
            case Root when doubles >= 2:
                _bound = Sane(told[1]) ?? _bound;
                break;
            default:
                return;
        }
        answers.WriteLine(
            $"progress {SolverLines.Number(_best)} {SolverLines.Number(_bound)} {SolverLines.Number(Stopwatch.GetElapsedTime(_began).TotalSeconds)}"
        );
    }

    // CBC says 1e50 for nothing.
    private static double? Sane(double value) => Math.Abs(value) < 1e40 ? value : null;

    private bool Answer(nint model, bool started)
    {
        // Without whole columns there is no branching, and what the simplex method found stands elsewhere.
        var linear = question.Program.Columns.All(column => !column.Whole);
        var proven = (linear ? CbcLibrary.Cbc_isInitialSolveProvenOptimal(model) : CbcLibrary.Cbc_isProvenOptimal(model)) != 0;
        var solution =
            !linear ? CbcLibrary.Cbc_bestSolution(model)
            : proven ? CbcLibrary.Cbc_getColSolution(model)
            : 0;
        var bound = SolverLines.Number(Sane(CbcLibrary.Cbc_getBestPossibleObjValue(model)) ?? _bound);
        if (CbcLibrary.Cbc_isProvenInfeasible(model) != 0 || CbcLibrary.Cbc_isInitialSolveProvenPrimalInfeasible(model) != 0)
        {
            if (!started)
            {
                answers.WriteLine("infeasible");
            }
            return !started;
        }
        if (solution == 0)
        {
            answers.WriteLine("none " + bound);
            return true;
        }
        var values = new double[question.Program.Columns.Length];
        Marshal.Copy(solution, values, 0, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = question.Program.Columns[i].Whole ? Math.Round(values[i]) : values[i];
        }
        var word = proven ? "optimal" : "feasible";
        answers.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{word} {SolverLines.Number(CbcLibrary.Cbc_getObjValue(model))} {bound}")
        );
        answers.WriteLine(SolverLines.Values(values));
        return true;
    }
}
