using System.Collections.Immutable;
using System.Diagnostics;
using Holdfast.Core.Forces.Optimisation;

namespace Holdfast.App.Forces;

/// <summary>One objective: a prover and an improver side by side, until proof, gap, time or cancel.</summary>
internal sealed class StageRun(
    ForceProgram whole,
    Incumbent incumbent,
    int stage,
    double seconds,
    double gap,
    Neighbourhoods neighbourhoods,
    Action<ForceProgress> tell
)
{
    // Below this the prover is done before neighbourhoods are worth the start of a second process.
    private const int Small = 1500;
    private const int FewestLines = 4;
    private const double PatienceSeconds = 4;
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
        var proof = ProveAsync(prover, done);
        var better = _program.Columns.Length > Small ? ImproveAsync(improver, done) : Task.CompletedTask;
        await proof.ConfigureAwait(false);
        await done.CancelAsync().ConfigureAwait(false);
        await better.ConfigureAwait(false);
    }

    private bool Enough => Value - _bound <= gap * _bound;

    private async Task ProveAsync(IMixedSolver solver, CancellationTokenSource done)
    {
        var start = whole.Values(incumbent.Plan.Starts);
        if (_program.Columns.Length > Small)
        {
            var relaxed = _program with { Columns = [.. _program.Columns.Select(column => column with { Whole = false })] };
            if (
                !Take(
                    await solver.SolveAsync(relaxed, null, new MixedLimits(seconds), null, done.Token).ConfigureAwait(false),
                    relaxation: true
                )
            )
            {
                return;
            }
        }
        if (!Enough && seconds - Seconds > 0.2)
        {
            var heard = new Heard(this);
            Take(
                await solver.SolveAsync(_program, start, new MixedLimits(seconds - Seconds), heard, done.Token).ConfigureAwait(false),
                relaxation: false
            );
        }
    }

    private async Task ImproveAsync(IMixedSolver solver, CancellationTokenSource done)
    {
        var size = FewestLines + 1;
        while (!done.IsCancellationRequested && seconds - Seconds > 0.3)
        {
            var values = whole.Values(incumbent.Plan.Starts);
            var part = FixedProgram.Of(_program, values, whole.Free(neighbourhoods.Next(size)));
            var limits = new MixedLimits(Math.Min(PatienceSeconds, seconds - Seconds));
            var answer = await solver.SolveAsync(part.Program, part.Part(values), limits, null, done.Token).ConfigureAwait(false);
            if (answer is MixedAnswer.Crashed or MixedAnswer.NotInstalled or MixedAnswer.Cancelled)
            {
                // The prover tells of it, if it meets the same.
                return;
            }
            if (Values(answer) is { IsDefault: false } found)
            {
                for (var i = 0; i < part.Free.Length; i++)
                {
                    values[part.Free[i]] = (long)Math.Round(found[i]);
                }
                incumbent.Offer(whole.Starts(values));
                Told();
            }
            size =
                answer is MixedAnswer.Optimal && answer.Seconds < PatienceSeconds / 4 ? size + 1
                : answer is MixedAnswer.Optimal ? size
                : Math.Max(FewestLines, size - 1);
            if (Enough)
            {
                await done.CancelAsync().ConfigureAwait(false);
            }
        }
    }

    // False where there is no more to be had from this solver.
    private bool Take(MixedAnswer answer, bool relaxation)
    {
        switch (answer)
        {
            case MixedAnswer.Optimal optimal:
                Believe(optimal.Values, relaxation);
                Raise(optimal.Objective);
                return true;
            case MixedAnswer.Feasible feasible:
                Believe(feasible.Values, relaxation);
                // A relaxation that was cut short has proven nothing.
                Raise(relaxation ? double.NegativeInfinity : feasible.Bound);
                return true;
            case MixedAnswer.TimedOut late:
                Raise(relaxation ? double.NegativeInfinity : late.Bound);
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

    private void Believe(ImmutableArray<double> values, bool relaxation)
    {
        if (!relaxation && incumbent.Offer(whole.Starts([.. values.Select(value => (long)Math.Round(value))])) is { } fault)
        {
            Fail(ForceStatus.Crashed, "The solver's plan is not sound and is not believed: " + fault);
        }
    }

    private void Raise(double bound)
    {
        // Objectives are whole numbers; a solver's tolerance must not round a bound up.
        var whole = double.IsFinite(bound) && bound > 0 ? (long)Math.Ceiling(bound - 1e-6 * Math.Max(1, bound)) : 0;
        lock (_lock)
        {
            _bound = Math.Max(_bound, whole);
        }
        Told();
    }

    private void Told() => tell(new ForceProgress(stage, Value, Math.Min(_bound, Value), 0));

    private static ImmutableArray<double> Values(MixedAnswer answer) =>
        answer switch
        {
            MixedAnswer.Optimal optimal => optimal.Values,
            MixedAnswer.Feasible feasible => feasible.Values,
            _ => default,
        };

    private sealed class Heard(StageRun run) : IProgress<MixedProgress>
    {
        public void Report(MixedProgress value) => run.Raise(value.Bound ?? 0);
    }
}
