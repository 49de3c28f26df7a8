using System.Collections.Immutable;
using System.Diagnostics;
using Holdfast.Core.Forces.Optimisation;

namespace Holdfast.App.Forces;

/// <summary>One objective: our own search, a prover and improvers side by side, until proof, gap, time or cancel.</summary>
internal sealed class StageRun(
    ForceProgram whole,
    Incumbent incumbent,
    int stage,
    double seconds,
    double gap,
    StageSearch search,
    Action<ForceProgress> tell
)
{
    // Below this the prover is done before neighbourhoods are worth the start of a second process.
    private const int Small = 1500;

    // Beyond this branching raises no bound in minutes: after the root the prover improves plans, too.
    private const int Huge = 6000;

    // A neighbourhood that costs the solver its life is given up; so many of them, and the improver with it.
    private const int Crashes = 3;
    private readonly MixedProgram _program = whole.Program.Stage(
        stage,
        [.. Enumerable.Range(0, stage).Select(i => incumbent.Plan.Totals[i])]
    );
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Lock _lock = new();
    private long _bound;

    /// <summary>Why the stage failed, or null.</summary>
    public ForceStatus? Failed { get; private set; }

    public string? Reason { get; private set; }

    public bool Proven => Value <= _bound;

    private long Value => incumbent.Plan.Totals[stage];

    private double Seconds => Stopwatch.GetElapsedTime(_began).TotalSeconds;

    public ForceStage Result() =>
        new(
            whole.Program.Objectives.Length > stage ? whole.Program.Objectives[stage].Name : "",
            Value,
            Math.Min(_bound, Value),
            Proven,
            Seconds
        );

    public async Task SolveAsync(IMixedSolver prover, IMixedSolver improver, CancellationToken cancellation)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Told();
        if (Enough)
        {
            return;
        }
        using var searching = CancellationTokenSource.CreateLinkedTokenSource(done.Token);
        var first = search.RunAsync(Told, searching.Token);
        if (_program.Columns.Length <= Small)
        {
            await first.ConfigureAwait(false);
        }
        var proof = ProveAsync(prover, done, searching);
        var better = _program.Columns.Length > Small ? ImproveAsync(improver, first, 0, done) : Task.CompletedTask;
        await proof.ConfigureAwait(false);
        await done.CancelAsync().ConfigureAwait(false);
        await better.ConfigureAwait(false);
        await first.ConfigureAwait(false);
    }

    private bool Enough => Value - _bound <= gap * _bound;

    private async Task ProveAsync(IMixedSolver solver, CancellationTokenSource done, CancellationTokenSource searching)
    {
        if (_program.Columns.Length > Small && !await RelaxAsync(solver, done, searching).ConfigureAwait(false))
        {
            return;
        }
        var huge = _program.Columns.Length > Huge;
        if (!Enough && Left > 0.2)
        {
            var start = huge ? null : whole.Values(incumbent.Plan.Starts);
            var limits = new MixedLimits(Left, Task: huge ? MixedTask.Root : MixedTask.Best, Step: search.Step);
            if (!Take(await solver.SolveAsync(_program, start, limits, new Heard(this), done.Token).ConfigureAwait(false), null))
            {
                return;
            }
        }
        if (huge && !Enough)
        {
            await ImproveAsync(solver, Task.CompletedTask, 1, done).ConfigureAwait(false);
        }
    }

    // The relaxation, and for the first objective a plan by a dive from it and by what is left when most of the dive is held. False where the solver is of no further use.
    private async Task<bool> RelaxAsync(IMixedSolver solver, CancellationTokenSource done, CancellationTokenSource searching)
    {
        var relaxed = _program with { Columns = [.. _program.Columns.Select(column => column with { Whole = false })] };
        if (stage > 0)
        {
            return Take(await solver.SolveAsync(relaxed, null, new MixedLimits(seconds), null, done.Token).ConfigureAwait(false), relaxed);
        }
        var limits = new MixedLimits(seconds, Task: MixedTask.Dive);
        var answer = await solver.SolveAsync(_program, null, limits, null, done.Token).ConfigureAwait(false);
        if (answer is not MixedAnswer.Dived dived)
        {
            return Take(answer, null);
        }
        Raise(SafeBound.Of(relaxed, dived.Prices.AsSpan()) ?? 0);
        if (!dived.Values.IsEmpty)
        {
            Believe(dived.Values);
            Told();
            // There is a better plan than ours: neighbourhoods are worth more than to go on with the search.
            await searching.CancelAsync().ConfigureAwait(false);
        }
        if (Enough || Left < 1)
        {
            return true;
        }
        var part = FixedProgram.Above(_program, [.. dived.Held.Select(value => (long)value)]);
        var time = new MixedLimits(Left / 4, Step: search.Step);
        var rest = await solver.SolveAsync(part.Program, null, time, null, done.Token).ConfigureAwait(false);
        if (PlanImprover.Values(rest) is { IsDefault: false } found)
        {
            Believe([.. part.With([.. dived.Held.Select(value => (long)value)], found).Select(value => (double)value)]);
            Told();
        }
        // What it says of a bound is that of the part, not of the whole.
        return rest switch
        {
            MixedAnswer.Crashed crashed => Fail(ForceStatus.Crashed, crashed.Reason),
            MixedAnswer.NotInstalled missing => Fail(ForceStatus.NotInstalled, missing.Install),
            _ => rest is not MixedAnswer.Cancelled,
        };
    }

    private double Left => seconds - Seconds;

    private async Task ImproveAsync(IMixedSolver solver, Task after, int number, CancellationTokenSource done)
    {
        await after.ConfigureAwait(false);
        var crashes = 0;
        var improver = new PlanImprover(whole, _program, incumbent, search.Neighbourhoods(number), search.Step);
        while (!done.IsCancellationRequested && Left > 0.3)
        {
            var answer = await improver.StepAsync(solver, Left, done.Token).ConfigureAwait(false);
            crashes += answer is MixedAnswer.Crashed ? 1 : 0;
            if (answer is MixedAnswer.Cancelled or MixedAnswer.NotInstalled || crashes == Crashes)
            {
                // The prover tells of it, if it meets the same.
                return;
            }
            Told();
            if (Enough)
            {
                await done.CancelAsync().ConfigureAwait(false);
            }
        }
    }

    // False where there is no more to be had from this solver.
    private bool Take(MixedAnswer answer, MixedProgram? relaxed)
    {
        switch (answer)
        {
            case MixedAnswer.Optimal { Prices.IsEmpty: false } priced when relaxed is not null:
                // What the solver says of its bound is not asked for: it is counted again from the prices.
                Raise(SafeBound.Of(relaxed, priced.Prices.AsSpan()) ?? 0);
                return true;
            case MixedAnswer.Optimal optimal when relaxed is null:
                Believe(optimal.Values);
                Raise(optimal.Objective);
                return true;
            case MixedAnswer.Feasible feasible when relaxed is null:
                Believe(feasible.Values);
                Raise(feasible.Bound);
                return true;
            case MixedAnswer.TimedOut late when relaxed is null:
                Raise(late.Bound);
                return true;
            case MixedAnswer.Optimal unpriced:
                // Without CLP's library: the solver's word, less its tolerance.
                Raise(unpriced.Objective);
                return true;
            case MixedAnswer.Feasible or MixedAnswer.TimedOut or MixedAnswer.Dived:
                // A relaxation that was cut short has proven nothing.
                return true;
            case MixedAnswer.Cancelled cancelled:
                Raise(cancelled.Bound);
                return false;
            case MixedAnswer.Infeasible:
                return Fail(
                    ForceStatus.Crashed,
                    "The solver calls a program infeasible of which a plan is known: its answer is not believed."
                );
            case MixedAnswer.Crashed crashed:
                Raise(crashed.Bound);
                return Fail(ForceStatus.Crashed, crashed.Reason);
            case MixedAnswer.NotInstalled missing:
                return Fail(ForceStatus.NotInstalled, missing.Install);
            default:
                throw new UnreachableException();
        }
    }

    private bool Fail(ForceStatus status, string reason)
    {
        (Failed, Reason) = (status, reason);
        return false;
    }

    private void Believe(ImmutableArray<double> values)
    {
        if (incumbent.Offer(whole.Starts([.. values.Select(value => (long)Math.Round(value))])) is { } fault)
        {
            Fail(ForceStatus.Crashed, "The solver's plan is not sound and is not believed: " + fault);
        }
    }

    // Objectives are whole numbers; a solver's tolerance must not round a bound up.
    private void Raise(double bound) =>
        Raise(double.IsFinite(bound) && bound > 0 ? (long)Math.Ceiling(bound - 1e-6 * Math.Max(1, bound)) : 0);

    private void Raise(long bound)
    {
        lock (_lock)
        {
            _bound = Math.Max(_bound, ObjectiveStep.Raised(Math.Max(0, bound), search.Step));
        }
        Told();
    }

    private void Told() => tell(new ForceProgress(stage, Value, Math.Min(_bound, Value), 0));

    private sealed class Heard(StageRun run) : IProgress<MixedProgress>
    {
        public void Report(MixedProgress value) => run.Raise(value.Bound ?? 0);
    }
}
