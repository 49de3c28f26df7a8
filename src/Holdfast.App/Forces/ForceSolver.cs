using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.App.Forces;

/// <summary>
/// Solves force problems: each objective in its order, the earlier ones held at what they reached. For each, our own search makes a plan while one solver proves (the relaxation first,
/// whose bound is counted again in whole numbers, then the whole) and then a second improves the plan, neighbourhood by neighbourhood. No plan is believed before <see cref="PlanCheck"/>.
/// </summary>
/// <param name="solvers">Makes a solver; two are used at once.</param>
public sealed class ForceSolver(Func<IMixedSolver> solvers)
{
    /// <summary>The best plan within <paramref name="limits"/>, with what is proven of it.</summary>
    /// <exception cref="ArgumentException">The problem has faults (<see cref="CanonicalProblem.Faults"/>).</exception>
    public async Task<ForceAnswer> SolveAsync(
        ForceProblem problem,
        ForceLimits limits,
        IProgress<ForceProgress>? progress,
        CancellationToken cancellation
    )
    {
        var began = Stopwatch.GetTimestamp();
        var program = ForceProgram.Of(problem);
        var hash = LpFile.Hash(program.Program);
        var seed = ulong.Parse(hash.AsSpan(0, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var incumbent = new Incumbent(problem, []);
        await using var prover = solvers();
        await using var improver = solvers();
        var stages = ImmutableArray.CreateBuilder<ForceStage>();
        var (status, reason) = (ForceStatus.Optimal, (string?)null);
        for (var k = 0; k < limits.Objectives; k++)
        {
            var left = limits.Seconds - Stopwatch.GetElapsedTime(began).TotalSeconds;
            // Half of what is left goes to each objective, so that the first has most; the last takes the rest.
            var share = Math.Max(0.1, k == limits.Objectives - 1 ? left : left * (k == 0 ? 0.7 : 0.5));
            var whole = k == 0 ? ForceProgram.Of(problem, 1) : program;
            var run = new StageRun(
                whole,
                incumbent,
                k,
                share,
                k == 0 ? limits.Gap : 0,
                new StageSearch(problem, seed, incumbent, k, share),
                told => progress?.Report(told with { Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds })
            );
            if (status is ForceStatus.Optimal or ForceStatus.Feasible && !cancellation.IsCancellationRequested)
            {
                await run.SolveAsync(prover, improver, cancellation).ConfigureAwait(false);
                (status, reason) = run.Failed is { } failed ? (failed, run.Reason) : (run.Proven ? status : ForceStatus.Feasible, reason);
            }
            status = cancellation.IsCancellationRequested ? ForceStatus.Cancelled : status;
            stages.Add(run.Result());
        }
        return new ForceAnswer(
            status,
            incumbent.Plan,
            stages.ToImmutable(),
            hash,
            prover.Version,
            Stopwatch.GetElapsedTime(began).TotalSeconds,
            reason
        );
    }
}
