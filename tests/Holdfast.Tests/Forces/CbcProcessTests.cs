using System.Diagnostics;
using Holdfast.App.Forces;
using Holdfast.Core.Forces.Optimisation;
using Shouldly;

namespace Holdfast.Tests.Forces;

/// <summary>The solver's process fails in every way it can: each costs an answer and nothing else.</summary>
public sealed class CbcProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // A market split (Cornuejols and Dawande 1998): small, and far beyond any branch and bound.
    private static readonly MixedProgram Endless = MarketSplit(rows: 6, columns: 50);

    [Fact]
    public async Task A_solver_killed_in_mid_solve_costs_an_answer_and_the_next_question_is_answered()
    {
        Solvers.Needed();
        await using var solver = new CbcProcess(new CbcOptions());
        var asked = solver.SolveAsync(Endless, null, new MixedLimits(120), null, Cancellation);
        while (solver.ChildId is null || solver.Version is null)
        {
            await Task.Delay(20, Cancellation);
        }
        await Task.Delay(200, Cancellation);
        using (var kill = Process.Start("kill", ["-9", $"{solver.ChildId}"]))
        {
            await kill.WaitForExitAsync(Cancellation);
        }
        (await asked).ShouldBeOfType<MixedAnswer.Crashed>().Reason.ShouldContain("signal 9");

        (await Solvers.LeastUnfilledAsync(solver, SmallForces.Middle(1), Cancellation)).ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task A_solver_that_wants_more_memory_than_it_may_have_dies_alone_and_says_why()
    {
        Solvers.Needed();
        await using var solver = new CbcProcess(new CbcOptions { MemoryBytes = 24 << 20 });
        var program = MarketSplit(rows: 300, columns: 4000);

        var answer = await solver.SolveAsync(program, null, new MixedLimits(60), null, Cancellation);

        answer.ShouldBeOfType<MixedAnswer.Crashed>().Reason.ShouldContain("memory limit of 24 MB");
    }

    [Fact]
    public async Task Time_runs_out_with_a_bound_and_a_gap()
    {
        Solvers.Needed();
        await using var solver = new CbcProcess(new CbcOptions());

        var answer = await solver.SolveAsync(Endless, null, new MixedLimits(2), null, Cancellation);

        var feasible = answer.ShouldBeOfType<MixedAnswer.Feasible>();
        feasible.Bound.ShouldBeLessThan(feasible.Objective);
        feasible.Values.Length.ShouldBe(Endless.Columns.Length);
    }

    [Fact]
    public async Task Cancelling_ends_the_process()
    {
        Solvers.Needed();
        await using var solver = new CbcProcess(new CbcOptions());
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var asked = solver.SolveAsync(Endless, null, new MixedLimits(120), null, cancel.Token);
        while (solver.ChildId is null || solver.Version is null)
        {
            await Task.Delay(20, Cancellation);
        }
        using var child = Process.GetProcessById(solver.ChildId.Value);

        await cancel.CancelAsync();

        (await asked).ShouldBeOfType<MixedAnswer.Cancelled>();
        child.HasExited.ShouldBeTrue();
    }

    [Fact]
    public async Task A_missing_library_is_an_answer_that_says_what_to_install_and_a_plan_is_still_given()
    {
        var missing = new CbcOptions { Library = "libNoSuchSolver.so.3" };
        await using var solver = new CbcProcess(missing);
        (await solver.SolveAsync(Endless, null, new MixedLimits(10), null, Cancellation))
            .ShouldBeOfType<MixedAnswer.NotInstalled>()
            .Install.ShouldContain("coinor-libcbc3");

        var answer = await new ForceSolver(() => new CbcProcess(missing)).SolveAsync(
            SmallForces.Middle(1),
            new ForceLimits(30),
            null,
            Cancellation
        );

        answer.Status.ShouldBe(ForceStatus.NotInstalled);
        answer.Reason.ShouldNotBeNull().ShouldContain("coinor-libcbc3");
        PlanCheck.Faults(SmallForces.Middle(1), answer.Plan).ShouldBe([]);
        answer.Stages.ShouldContain(stage => !stage.Proven);
    }

    [Fact]
    public async Task A_program_without_a_solution_is_told_as_such()
    {
        Solvers.Needed();
        await using var solver = new CbcProcess(new CbcOptions());
        var program = new MixedProgram(
            "none",
            [new MixedColumn("x", 0, 3, true)],
            [new MixedRow("much", RowSense.AtLeast, 5, [new MixedTerm(0, 1)])],
            [new MixedObjective("x", [new MixedTerm(0, 1)])]
        );

        (await solver.SolveAsync(program, null, new MixedLimits(10), null, Cancellation)).ShouldBeOfType<MixedAnswer.Infeasible>();
    }

    private static MixedProgram MarketSplit(int rows, int columns)
    {
        var random = new Random(5);
        var under = Enumerable.Range(0, rows).Select(i => new MixedColumn($"s{i}", 0, null, false));
        var over = Enumerable.Range(0, rows).Select(i => new MixedColumn($"t{i}", 0, null, false));
        var made = Enumerable
            .Range(0, rows)
            .Select(i =>
            {
                var terms = Enumerable.Range(0, columns).Select(j => new MixedTerm(j, random.Next(1, 100))).ToArray();
                return new MixedRow(
                    $"r{i}",
                    RowSense.Exactly,
                    terms.Sum(term => term.Coefficient) / 2,
                    [.. terms, new MixedTerm(columns + i, 1), new MixedTerm(columns + rows + i, -1)]
                );
            });
        return new MixedProgram(
            "market split",
            [.. Enumerable.Range(0, columns).Select(j => new MixedColumn($"x{j}", 0, 1, true)), .. under, .. over],
            [.. made],
            [new MixedObjective("slack", [.. Enumerable.Range(columns, 2 * rows).Select(j => new MixedTerm(j, 1))])]
        );
    }
}
