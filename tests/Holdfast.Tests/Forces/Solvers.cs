using System.Runtime.InteropServices;
using Holdfast.App.Forces;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Forces.Planning;
using Shouldly;

namespace Holdfast.Tests.Forces;

/// <summary>CBC for tests, where it is installed.</summary>
internal static class Solvers
{
    public static void Needed() =>
        Assert.SkipUnless(
            File.Exists("/usr/lib/x86_64-linux-gnu/libCbcSolver.so.3")
                || Directory.EnumerateFiles("/usr/lib", "libCbcSolver.so.3", SearchOption.AllDirectories).Any(),
            $"CBC's library is not installed here ({RuntimeInformation.RuntimeIdentifier}): apt-get install coinor-libcbc3"
        );

    /// <summary>The best value of the first objective, proven.</summary>
    public static async Task<long> LeastUnfilledAsync(IMixedSolver solver, ForceProblem problem, CancellationToken cancellation)
    {
        var program = ForceProgram.Of(problem, 1);
        var answer = await solver.SolveAsync(program.Program, null, new MixedLimits(60), null, cancellation);
        var optimal = answer.ShouldBeOfType();
        var plan = PlanMaker.Plan(problem, program.Starts([.. optimal.Values.Select(value => (long)Math.Round(value))]));
        PlanCheck.Faults(problem, plan).ShouldBe([]);
        ((double)plan.Totals.WeightedUnfilled).ShouldBe(optimal.Objective, 1e-6);
        return plan.Totals.WeightedUnfilled;
    }

    private static MixedAnswer.Optimal ShouldBeOfType(this MixedAnswer answer) =>
        answer as MixedAnswer.Optimal ?? throw new InvalidOperationException($"Not optimal: {answer}");
}
