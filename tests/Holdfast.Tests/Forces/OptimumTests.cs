using Holdfast.App.Forces;
using Holdfast.Core.Forces.Optimisation;
using Shouldly;

namespace Holdfast.Tests.Forces;

/// <summary>The optimum against every plan there is, and what must hold of it whatever the problem. All questions of a test go through one child process.</summary>
public sealed class OptimumTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_ten_thousand_small_problems_the_optimum_is_that_of_exhaustive_search()
    {
        Solvers.Needed();
        await using var solver = new CbcProcess(new CbcOptions());
        var tried = 0;
        for (var seed = 1; tried < 10_000; seed++)
        {
            var problem = SmallForces.Make(seed);
            if (ExhaustiveSearch.Best(problem, limit: 2_000) is { } best)
            {
                (await Solvers.LeastUnfilledAsync(solver, problem, Cancellation)).ShouldBe(best.Totals.WeightedUnfilled, $"seed {seed}");
                tried++;
            }
        }
    }

    [Fact]
    public async Task All_four_objectives_in_order_are_those_of_exhaustive_search()
    {
        Solvers.Needed();
        await using var solver = new CbcProcess(new CbcOptions());
        await using var other = new CbcProcess(new CbcOptions());
        var forces = new ForceSolver(new Shared(solver, other).Next);
        var tried = 0;
        for (var seed = 1; tried < 150; seed++)
        {
            var problem = SmallForces.Make(seed);
            if (ExhaustiveSearch.Best(problem, limit: 5_000) is { } best)
            {
                var answer = await forces.SolveAsync(problem, new ForceLimits(60), null, Cancellation);
                answer.Status.ShouldBe(ForceStatus.Optimal, $"seed {seed}: {answer.Reason}");
                answer.Plan.Totals.ShouldBe(best.Totals, $"seed {seed}");
                tried++;
            }
        }
    }

    [Fact]
    public async Task More_offers_never_lower_the_fill_and_caveats_never_raise_it()
    {
        Solvers.Needed();
        await using var solver = new CbcProcess(new CbcOptions());
        for (var seed = 1; seed <= 60; seed++)
        {
            var problem = SmallForces.Middle(seed);
            var least = await Solvers.LeastUnfilledAsync(solver, problem, Cancellation);
            (await Solvers.LeastUnfilledAsync(solver, SmallForces.MoreOffers(problem, seed), Cancellation)).ShouldBeLessThanOrEqualTo(
                least,
                $"seed {seed}"
            );
            (await Solvers.LeastUnfilledAsync(solver, SmallForces.Caveat(problem, fit: true), Cancellation)).ShouldBeGreaterThanOrEqualTo(
                least,
                $"seed {seed}"
            );
            (await Solvers.LeastUnfilledAsync(solver, SmallForces.Caveat(problem, fit: false), Cancellation)).ShouldBeGreaterThanOrEqualTo(
                least,
                $"seed {seed}"
            );
        }
    }

    [Fact]
    public async Task The_order_of_lines_offers_and_commands_does_not_matter()
    {
        Solvers.Needed();
        for (var seed = 1; seed <= 20; seed++)
        {
            var problem = SmallForces.Middle(seed);
            var shuffled = SmallForces.Shuffled(problem, seed);
            LpFile.Text(ForceProgram.Of(shuffled).Program).ShouldBe(LpFile.Text(ForceProgram.Of(problem).Program));
        }
        var forces = new ForceSolver(() => new CbcProcess(new CbcOptions()));
        var one = await forces.SolveAsync(SmallForces.Middle(3), new ForceLimits(60), null, Cancellation);
        var other = await forces.SolveAsync(SmallForces.Shuffled(SmallForces.Middle(3), 9), new ForceLimits(60), null, Cancellation);
        one.Status.ShouldBe(ForceStatus.Optimal, one.Reason);
        other.InputHash.ShouldBe(one.InputHash);
        other.Plan.Totals.ShouldBe(one.Plan.Totals);
        other.Plan.Starts.ShouldBe(one.Plan.Starts);
    }

    // Lends two running solvers in turn, so that many small questions do not start many processes.
    private sealed class Shared(params IMixedSolver[] solvers)
    {
        private int _next;

        public IMixedSolver Next() => new Lent(solvers[_next++ % solvers.Length]);

        private sealed class Lent(IMixedSolver solver) : IMixedSolver
        {
            public string? Version => solver.Version;

            public Task<MixedAnswer> SolveAsync(
                MixedProgram program,
                IReadOnlyList<long>? start,
                MixedLimits limits,
                IProgress<MixedProgress>? progress,
                CancellationToken cancellation
            ) => solver.SolveAsync(program, start, limits, progress, cancellation);

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
