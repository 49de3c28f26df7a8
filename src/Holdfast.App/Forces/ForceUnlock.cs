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
/// <param name="Open">The same were every condition of every offer to hold, whether or not anybody can make it so.</param>
/// <param name="Best">The same under the facts that fill most: no facts that somebody can state do more, so far as <paramref name="BestProven"/>.</param>
/// <param name="BestProven">Whether that is the proven least, or only the best that was found in time.</param>
/// <param name="Target">The most that was to stay unfilled.</param>
/// <param name="Asked">Weighted hundredths that the last phase asks for.</param>
/// <param name="Changes">Sorted.</param>
/// <param name="Checked">Weighted unfilled hundredths when solved again with the changes assumed; null where there is no set.</param>
/// <param name="Short">Lines that stay short under the facts that fill most, with the hundredths missing.</param>
public sealed record ForceUnlocking(
    UnlockStatus Status,
    long Now,
    long Open,
    long Best,
    bool BestProven,
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
        var asked = made.Planning.LastPhase().Problem.Lines.Sum(l => l.Weight * l.Need.Sum(n => (long)n));
        progress?.Report("what is filled as things are");
        var now = await solver.SolveAsync(made.Planning.LastPhase().Problem, limits, null, cancellation);
        progress?.Report("what could be filled if every condition held");
        var open = PlanningCase.Make(model, made.Planning.Set, made.World, question.Months, open: true).LastPhase();
        var all = await solver.SolveAsync(open.Problem, limits, null, cancellation);
        var told = new ForceUnlocking(
            UnlockStatus.NotFound,
            now.Plan.Totals.WeightedUnfilled,
            all.Plan.Totals.WeightedUnfilled,
            all.Plan.Totals.WeightedUnfilled,
            false,
            0,
            asked,
            [],
            null,
            [],
            null
        );
        if (all.Status is ForceStatus.NotInstalled)
        {
            return told with { Status = UnlockStatus.NotInstalled, Reason = all.Reason };
        }
        progress?.Report("what facts can fill at the most");
        await using var mixed = solvers();
        var program = UnlockProgram.Of(open, made.Network.Facts, made.World.Month(0), costs, made.Network.Circles);
        var most = await mixed.SolveAsync(program.Least, null, new MixedLimits(seconds), null, cancellation);
        if (Values(most) is not { } values)
        {
            return told with { Reason = Reason(most) };
        }
        var best = PlanMaker.Plan(open.Problem, program.Starts(values));
        var least = Math.Min(best.Totals.WeightedUnfilled, told.Now);
        told = told with
        {
            Best = least,
            BestProven = most is MixedAnswer.Optimal,
            Target = asked - ((asked - least) * percent / 100),
            Short = Short(best),
        };
        return told.Now <= told.Target
            ? told with
            {
                Status = UnlockStatus.Already,
                Checked = told.Now,
            }
            : await SearchAsync(
                told,
                program.Within(told.Target),
                mixed,
                new Check(reader, decided, model, limits),
                progress,
                cancellation
            );
    }

    private sealed record Check(Reader Reader, ForceQuestion Question, ForceModel Model, ForceLimits Limits);

    private async Task<ForceUnlocking> SearchAsync(
        ForceUnlocking told,
        UnlockProgram program,
        IMixedSolver mixed,
        Check check,
        IProgress<string>? progress,
        CancellationToken cancellation
    )
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            progress?.Report(tries == 0 ? "the cheapest facts" : $"the cheapest facts but for {tries} sets that do not stand");
            var found = await mixed.SolveAsync(
                program.Program.Stage(0, []),
                null,
                new MixedLimits(check.Limits.Seconds),
                null,
                cancellation
            );
            if (Values(found) is not { } values)
            {
                return told with { Reason = Reason(found) };
            }
            var changes = program.Chosen(values);
            progress?.Report($"solving again with {changes.Length} facts assumed");
            var assumed = check.Question with { Assume = [.. check.Question.Assume, .. changes.Select(c => c.Assumption)] };
            var again = (await desk.CaseAsync(check.Reader, assumed, check.Model, cancellation)).Planning.LastPhase().Problem;
            // Solved again from nothing it may end a hair above, within its gap: the plan that came with the facts is put to the same check.
            var anew = await solver.SolveAsync(again, check.Limits, null, cancellation);
            var unfilled = Math.Min(anew.Plan.Totals.WeightedUnfilled, Carried(again, program.Starts(values)));
            if (unfilled <= told.Target)
            {
                var proven = found is MixedAnswer.Optimal;
                return told with { Status = proven ? UnlockStatus.Proven : UnlockStatus.Found, Changes = changes, Checked = unfilled };
            }
            program = program.Beyond(changes);
        }
        return told with { Reason = $"{MostTries} sets of facts were tried, and none stood when solved again." };
    }

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
