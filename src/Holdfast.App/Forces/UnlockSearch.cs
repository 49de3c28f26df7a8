using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Forces.Planning;
using Holdfast.Core.Forces.Unlocking;
using Holdfast.Core.Values;

namespace Holdfast.App.Forces;

/// <summary>
/// Searches sets of changes: the program proposes the cheapest, the question is solved again with it made, and what that refutes is learned, until a set stands or it is proven
/// that none is left.
/// </summary>
/// <param name="program">May promise too much, never too little.</param>
/// <param name="question">What is decided counts, and nothing else.</param>
/// <param name="seconds">For each answer of a solver.</param>
internal sealed class UnlockSearch(
    UnlockProgram program,
    IMixedSolver mixed,
    ForceSolver solver,
    ForceDesk desk,
    Reader reader,
    ForceQuestion question,
    ForceModel model,
    double seconds,
    IProgress<string>? progress
)
{
    /// <summary>Sets that may be refuted in one search.</summary>
    private const int MostTries = 40;

    /// <summary>Time to solve a question again whose answer is known to be good enough.</summary>
    private const double AgainSeconds = 10;

    private readonly List<MixedRow> _learned = [];

    // What no set of one aim may be; another aim begins anew.
    private readonly List<Func<UnlockProgram, UnlockProgram>> _without = [];
    private long? _aim;

    /// <summary>Every answer of the solver was proven so far, so that what is ruled out is ruled out rightly.</summary>
    private bool _sound = true;

    public int Refuted { get; private set; }
    public int Learned => _learned.Count;

    /// <param name="Ended">Proven: there is none.</param>
    public sealed record Next(UnlockSet? Set, bool Ended, string? Reason);

    /// <summary>How little can stay unfilled by what the program promises so far, with the plan; null where the solver gave nothing.</summary>
    public async Task<(long Unfilled, bool Proven, ImmutableArray<PlanStart> Starts, string? Reason)?> LeastAsync(
        ForceProblem open,
        CancellationToken cancellation
    )
    {
        progress?.Report("what decisions can fill at the most");
        var asked = program.With([.. _learned]);
        var most = await mixed.SolveAsync(asked.Least, null, new MixedLimits(seconds), null, cancellation);
        if (Values(most) is not { } values)
        {
            return (0, false, [], Reason(most));
        }
        var starts = asked.Starts(values);
        return (PlanMaker.Plan(open, starts).Totals.WeightedUnfilled, most is MixedAnswer.Optimal, starts, null);
    }

    /// <summary>The cheapest set that leaves so much unfilled at the most and holds none of those that are excluded.</summary>
    public async Task<Next> NextAsync(long aim, CancellationToken cancellation)
    {
        if (_aim != aim)
        {
            _without.Clear();
            _sound = true;
            _aim = aim;
        }
        for (var tries = 0; tries < MostTries; tries++)
        {
            progress?.Report(
                tries == 0
                    ? "the cheapest decisions"
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"the cheapest decisions; {tries} sets did not stand, {Learned} rules learned"
                    )
            );
            var asked = _without.Aggregate(program.With([.. _learned]).Within(aim), (p, without) => without(p));
            var found = await mixed.SolveAsync(asked.Program.Stage(0, []), null, new MixedLimits(seconds), null, cancellation);
            if (Values(found) is not { } values)
            {
                return new Next(null, found is MixedAnswer.Infeasible && _sound, Reason(found));
            }
            var (changes, starts) = (asked.Chosen(values), asked.Starts(values));
            progress?.Report(string.Create(CultureInfo.InvariantCulture, $"solving again with {changes.Length} decisions made"));
            var (unfilled, check, proven) = await AgainAsync(changes, starts, cancellation);
            if (cancellation.IsCancellationRequested)
            {
                return new Next(null, false, "Cancelled.");
            }
            if (unfilled <= aim)
            {
                var set = new UnlockSet(changes, changes.Sum(c => c.Cost), unfilled, found is MixedAnswer.Optimal && _sound);
                return new Next(set, false, null);
            }
            Refuted++;
            _learned.AddRange(asked.Learn(changes, starts, check));
            // The cheapest promise is broken; a cheaper one would have been made first. Where it is not proven to be the cheapest only itself is ruled out.
            _sound &= proven;
            _without.Add(found is MixedAnswer.Optimal ? p => p.Beyond(changes) : p => p.Not(changes));
        }
        return new Next(null, false, $"{MostTries} sets of decisions were tried, and none stood when solved again.");
    }

    /// <summary>From now on no set holds the whole of this one.</summary>
    public void Exclude(UnlockSet set) => _without.Add(p => p.Without(set.Changes));

    /// <summary>What stays unfilled when the question is put again with the changes made, and whether that is proven to be the least.</summary>
    private async Task<(long Unfilled, PlanningCase Check, bool Proven)> AgainAsync(
        ImmutableArray<ForceLever> changes,
        ImmutableArray<PlanStart> starts,
        CancellationToken cancellation
    )
    {
        var changed = question with
        {
            Assume = [.. question.Assume, .. changes.OfType<FactLever>().Select(c => c.Text)],
            Lift = [.. question.Lift, .. changes.OfType<CaveatLever>().Select(c => c.Text)],
        };
        // Quick; what takes time is the solver, and it minds the token.
        var check = (await desk.CaseAsync(reader, changed, model, CancellationToken.None)).Planning.LastPhase();
        // The plan that came with the changes is put to the same check: solved again from nothing the answer may end a hair above, within its gap.
        var carried = Carried(check.Problem, starts);
        var time = carried <= _aim ? Math.Min(seconds, AgainSeconds) : seconds;
        var anew = await solver.SolveAsync(check.Problem, new ForceLimits(time, 0, 1), null, cancellation);
        return (Math.Min(anew.Plan.Totals.WeightedUnfilled, carried), check, anew.Stages[0].Bound > _aim);
    }

    /// <summary>What a plan leaves unfilled in another problem; endless where it is no plan there.</summary>
    private static long Carried(ForceProblem problem, ImmutableArray<PlanStart> starts)
    {
        if (starts.Any(s => !problem.Offers.Any(o => o.Id == s.Offer && o.Fits.Any(f => problem.Lines[f.Line].Id == s.Line))))
        {
            return long.MaxValue;
        }
        var plan = PlanMaker.Plan(problem, starts);
        return PlanCheck.Faults(problem, plan).Any() ? long.MaxValue : plan.Totals.WeightedUnfilled;
    }

    private static long[]? Values(MixedAnswer answer)
    {
        ImmutableArray<double>? values = answer switch
        {
            MixedAnswer.Optimal optimal => optimal.Values,
            MixedAnswer.Feasible feasible => feasible.Values,
            _ => null,
        };
        return values is { } found ? [.. found.Select(v => (long)Math.Round(v))] : null;
    }

    private static string Reason(MixedAnswer answer) =>
        answer switch
        {
            MixedAnswer.Infeasible =>
                "Nothing that can be decided would do it: what is missing hangs on numbers, dates or what is kept as it is.",
            MixedAnswer.TimedOut => "No set was found in the time that was given.",
            MixedAnswer.Cancelled => "Cancelled.",
            MixedAnswer.Crashed crashed => crashed.Reason,
            MixedAnswer.NotInstalled missing => missing.Install,
            _ => "",
        };
}
