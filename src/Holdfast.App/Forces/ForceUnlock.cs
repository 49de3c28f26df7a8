using System.Collections.Immutable;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Forces.Planning;
using Holdfast.Core.Forces.Unlocking;
using Holdfast.Core.Values;

namespace Holdfast.App.Forces;

/// <summary>What became of the question which facts would make a size feasible.</summary>
public enum UnlockStatus
{
    /// <summary>It can be filled so far as things are.</summary>
    Already,

    /// <summary>These changes are enough, and no cheaper ones are: proven, and checked by solving again with them assumed.</summary>
    Proven,

    /// <summary>These changes are enough, checked by solving again; that nothing cheaper is was not proven in time.</summary>
    Found,

    /// <summary>No set of changes that stands the check was found.</summary>
    NotFound,

    /// <summary>No solver on this machine; see the reason.</summary>
    NotInstalled,
}

/// <summary>Which political facts would let a size be kept in its last phase.</summary>
/// <param name="Now">Weighted unfilled hundredths of the last phase as things are.</param>
/// <param name="Best">The same were every condition of every offer to hold: no political fact can do more.</param>
/// <param name="Target">The most that was to stay unfilled.</param>
/// <param name="Asked">Weighted hundredths that the last phase asks for.</param>
/// <param name="Changes">Sorted.</param>
/// <param name="Checked">Weighted unfilled hundredths when solved again with the changes assumed; null where there is no set.</param>
/// <param name="Short">Lines that stay short even if every condition holds, with the hundredths missing.</param>
public sealed record ForceUnlocking(
    UnlockStatus Status,
    long Now,
    long Best,
    long Target,
    long Asked,
    ImmutableArray<ForceLever> Changes,
    long? Checked,
    ImmutableArray<(string Line, int Missing)> Short,
    string? Reason
);

/// <summary>Searches the fewest or cheapest political facts that make a planning size feasible; every answer is checked by solving again with it assumed.</summary>
/// <param name="solvers">Makes a solver.</param>
public sealed class ForceUnlock(ForceDesk desk, ForceSolver solver, Func<IMixedSolver> solvers)
{
    /// <summary>Sets that lift themselves by their own bootstraps are forbidden one after the other; so many at the most.</summary>
    private const int MostTries = 25;

    /// <param name="percent">How much of what can be filled at all is to be filled, 1 to 100.</param>
    public async Task<ForceUnlocking> AskAsync(
        Reader reader,
        ForceQuestion question,
        ForceModel model,
        LeverCosts costs,
        int percent,
        double seconds,
        IProgress<string>? progress,
        CancellationToken cancellation
    )
    {
        var decided = question with { Procedures = false };
        var made = await desk.CaseAsync(reader, decided, model, cancellation);
        var limits = new ForceLimits(seconds, 0, 1);
        var now = await Last(made.Planning, limits, cancellation);
        progress?.Report("what could be filled if every condition held");
        var open = PlanningCase.Make(model, made.Planning.Set, made.World, question.Months, open: true).LastPhase();
        var best = await solver.SolveAsync(open.Problem, limits, null, cancellation);
        var asked = open.Problem.Lines.Sum(l => l.Weight * l.Need.Sum(n => (long)n));
        var least = best.Plan.Totals.WeightedUnfilled;
        var target = asked - ((asked - least) * percent / 100);
        ForceUnlocking Answer(UnlockStatus status, ImmutableArray<ForceLever> changes, long? check, string? reason = null) =>
            new(status, now, least, target, asked, changes, check, Short(best.Plan), reason);
        if (best.Status is ForceStatus.NotInstalled)
        {
            return Answer(UnlockStatus.NotInstalled, [], null, best.Reason);
        }
        if (now <= target)
        {
            return Answer(UnlockStatus.Already, [], now);
        }
        var at = made.World.Month(0);
        var program = UnlockProgram.Of(open, made.Network.Facts, at, costs, target);
        await using var mixed = solvers();
        for (var tries = 0; tries < MostTries; tries++)
        {
            progress?.Report(tries == 0 ? "the cheapest facts" : $"the cheapest facts but for {tries} sets that do not stand");
            var found = await mixed.SolveAsync(program.Program.Stage(0, []), null, new MixedLimits(seconds), null, cancellation);
            if (Values(found) is not { } values)
            {
                return Answer(UnlockStatus.NotFound, [], null, Reason(found));
            }
            var changes = program.Chosen(values);
            progress?.Report($"solving again with {changes.Length} facts assumed");
            var assumed = decided with { Assume = [.. decided.Assume, .. changes.Select(c => c.Assumption)] };
            var again = (await desk.CaseAsync(reader, assumed, model, cancellation)).Planning;
            // Solved again from nothing it may end a hair above, within its gap: the plan that came with the facts is put to the same check.
            var check = Math.Min(await Last(again, limits, cancellation), Carried(again.LastPhase().Problem, program.Starts(values)));
            if (check <= target)
            {
                var proven = found is MixedAnswer.Optimal;
                return Answer(proven ? UnlockStatus.Proven : UnlockStatus.Found, changes, check);
            }
            program = program.Beyond(changes);
        }
        return Answer(UnlockStatus.NotFound, [], null, $"{MostTries} sets of facts were tried, and none stood when solved again.");
    }

    private async Task<long> Last(PlanningCase made, ForceLimits limits, CancellationToken cancellation) =>
        (await solver.SolveAsync(made.LastPhase().Problem, limits, null, cancellation)).Plan.Totals.WeightedUnfilled;

    /// <summary>What a plan leaves unfilled in another problem; endless where it is no plan there.</summary>
    private static long Carried(ForceProblem problem, ImmutableArray<PlanStart> starts)
    {
        if (starts.Any(s => !problem.Offers.Any(o => o.Id == s.Offer)))
        {
            return long.MaxValue;
        }
        var plan = PlanMaker.Plan(problem, starts);
        return PlanCheck.Faults(problem, plan).Any() ? long.MaxValue : plan.Totals.WeightedUnfilled;
    }

    private static ImmutableArray<(string Line, int Missing)> Short(ForcePlan plan) =>
        [.. plan.Lines.Select(l => (l.Id, Missing: l.Unfilled.Max())).Where(l => l.Missing > 0)];

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
                "No facts that can be stated would do it: what is missing hangs on numbers, dates or facts that are kept as they are.",
            MixedAnswer.TimedOut => "No set was found in the time that was given.",
            MixedAnswer.Cancelled => "Cancelled.",
            MixedAnswer.Crashed crashed => crashed.Reason,
            MixedAnswer.NotInstalled missing => missing.Install,
            _ => "",
        };
}
