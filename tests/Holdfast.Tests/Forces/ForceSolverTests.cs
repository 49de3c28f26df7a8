using System.Collections.Concurrent;
using System.Diagnostics;
using Holdfast.App.Forces;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Forces.Planning;
using Shouldly;

namespace Holdfast.Tests.Forces;

/// <summary>A great problem with two solvers at work: dives are what they say, and whatever becomes of the solvers a sound plan is left.</summary>
public sealed class ForceSolverTests
{
    private static readonly ForceProblem Great = SmallForces.Great();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dive_ends_in_a_solution_and_what_it_holds_leads_to_one_no_worse()
    {
        Solvers.Needed();
        await using var solver = new CbcProcess(new CbcOptions());
        for (var seed = 1; seed <= 30; seed++)
        {
            var program = ForceProgram.Of(SmallForces.Middle(seed), 1).Program;
            var relaxed = program with { Columns = [.. program.Columns.Select(column => column with { Whole = false })] };

            var answer = await solver.SolveAsync(program, null, new MixedLimits(30, Task: MixedTask.Dive), null, Cancellation);

            var dived = answer.ShouldBeOfType<MixedAnswer.Dived>();
            var values = Whole(dived.Values);
            program.Broken(values).ShouldBeNull($"seed {seed}");
            SafeBound.Of(relaxed, dived.Prices.AsSpan()).ShouldNotBeNull().ShouldBeLessThanOrEqualTo(program.Value(0, values));
            var held = Whole(dived.Held);
            held.Zip(values).ShouldAllBe(pair => pair.First <= pair.Second);
            var part = FixedProgram.Above(program, held);
            var best = (
                await solver.SolveAsync(part.Program, null, new MixedLimits(30), null, Cancellation)
            ).ShouldBeOfType<MixedAnswer.Optimal>();
            var found = part.With(held, best.Values);
            program.Broken(found).ShouldBeNull($"seed {seed}");
            program.Value(0, found).ShouldBeLessThanOrEqualTo(program.Value(0, values), $"seed {seed}");
            program.Value(0, found).ShouldBe((long)Math.Round(best.Objective) + part.Constant, $"seed {seed}");
        }

        static long[] Whole(IEnumerable<double> values) => [.. values.Select(value => (long)Math.Round(value))];
    }

    [Fact]
    public async Task Solvers_killed_while_two_improve_cost_a_neighbourhood_each_and_the_plan_goes_on()
    {
        Solvers.Needed();
        var watch = new Watch(new CbcOptions(), questions: 2);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var asked = new ForceSolver(watch.Next).SolveAsync(Great, new ForceLimits(120, 0, 1), null, enough.Token);
        await watch.AllBusy.WaitAsync(Cancellation);
        var before = watch.Questions;

        foreach (var child in watch.Children)
        {
            using var kill = Process.Start("kill", ["-9", $"{child}"]);
            await kill.WaitForExitAsync(Cancellation);
        }
        while (watch.Questions < before + 6)
        {
            asked.IsCompleted.ShouldBeFalse();
            await Task.Delay(20, Cancellation);
        }
        await enough.CancelAsync();
        var answer = await asked;

        watch.Crashed.ShouldBeGreaterThan(0);
        answer.Status.ShouldBe(ForceStatus.Cancelled);
        PlanCheck.Faults(Great, answer.Plan).ShouldBe([]);
        answer.Stages[0].Bound.ShouldBeGreaterThan(0);
        answer.Stages[0].Gap.ShouldBeLessThan(0.1);
    }

    [Fact]
    public async Task Cancelling_while_two_improve_ends_both_children_and_keeps_the_plan()
    {
        Solvers.Needed();
        var watch = new Watch(new CbcOptions(), questions: 1);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var asked = new ForceSolver(watch.Next).SolveAsync(Great, new ForceLimits(120, 0, 1), null, cancel.Token);
        await watch.AllBusy.WaitAsync(Cancellation);
        var children = watch.Children.Select(Process.GetProcessById).ToArray();

        await cancel.CancelAsync();
        var answer = await asked;

        answer.Status.ShouldBe(ForceStatus.Cancelled);
        PlanCheck.Faults(Great, answer.Plan).ShouldBe([]);
        children.ShouldNotBeEmpty();
        children.ShouldAllBe(child => child.HasExited);
    }

    [Fact]
    public async Task Two_solvers_out_of_memory_leave_the_plan_of_our_own_search()
    {
        Solvers.Needed();
        var watch = new Watch(new CbcOptions { MemoryBytes = 12 << 20 }, questions: int.MaxValue);

        var answer = await new ForceSolver(watch.Next).SolveAsync(Great, new ForceLimits(120, 0, 1), null, Cancellation);

        answer.Status.ShouldBe(ForceStatus.Crashed);
        answer.Reason.ShouldNotBeNull().ShouldContain("memory limit of 12 MB");
        PlanCheck.Faults(Great, answer.Plan).ShouldBe([]);
    }

    // Solvers of which it is known what they are asked, and when all of them are busy with neighbourhoods.
    private sealed class Watch(CbcOptions options, int questions)
    {
        private readonly ConcurrentBag<One> _all = [];
        private readonly TaskCompletionSource _busy = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task AllBusy => _busy.Task;

        public int Questions => _all.Sum(one => one.Neighbourhoods);

        public int Crashed => _all.Sum(one => one.Crashed);

        public IReadOnlyList<int> Children => [.. _all.Select(one => one.Solver.ChildId).OfType<int>()];

        public IMixedSolver Next()
        {
            var one = new One(this, new CbcProcess(options));
            _all.Add(one);
            return one;
        }

        private void Asked()
        {
            if (_all.Count == 2 && _all.All(one => one.Neighbourhoods >= questions))
            {
                _busy.TrySetResult();
            }
        }

        private sealed class One(Watch watch, CbcProcess solver) : IMixedSolver
        {
            public CbcProcess Solver => solver;

            public int Neighbourhoods { get; private set; }

            public int Crashed { get; private set; }

            public string? Version => solver.Version;

            public async Task<MixedAnswer> SolveAsync(
                MixedProgram program,
                IReadOnlyList<long>? start,
                MixedLimits limits,
                IProgress<MixedProgress>? progress,
                CancellationToken cancellation
            )
            {
                // A neighbourhood is a question with a start; the root, the dive and what it leaves have none.
                Neighbourhoods += start is null ? 0 : 1;
                watch.Asked();
                var answer = await solver.SolveAsync(program, start, limits, progress, cancellation);
                Crashed += answer is MixedAnswer.Crashed ? 1 : 0;
                return answer;
            }

            public ValueTask DisposeAsync() => solver.DisposeAsync();
        }
    }
}
