using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.App.Forces;

/// <summary>
/// Solves force problems: a plan by our own search first, then each objective in its order, the earlier ones held at what they reached. For each, one solver
/// proves (the relaxation first, for an early bound, then the whole) while a second improves the plan, neighbourhood by neighbourhood. No plan is believed before <see cref="PlanCheck"/>.
/// </summary>
/// <param name="solvers">Makes a solver; two are used at once.</param>
public sealed class ForceSolver(Func<IMixedSolver> solvers)
{
    // A move costs about a fifth of a microsecond: two seconds for the greatest problems, none to speak of for small ones.
    private const long MovesPerUnit = 15_000;

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
        var search = new PlanSearch(problem, seed);
        await Task.Run(() => Anneal(search, limits, began, cancellation), CancellationToken.None).ConfigureAwait(false);
        var incumbent = new Incumbent(problem, search.Starts());
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
                new Neighbourhoods(problem, seed + (ulong)k),
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

    private static void Anneal(PlanSearch search, ForceLimits limits, long began, CancellationToken cancellation)
    {
        bool Stop() => cancellation.IsCancellationRequested || Stopwatch.GetElapsedTime(began).TotalSeconds > limits.Seconds / 3;
        for (var k = 0; k < limits.Objectives; k++)
        {
            search.Anneal(k, search.Units * (k == 0 ? MovesPerUnit : MovesPerUnit / 10), Stop);
        }
    }
}
