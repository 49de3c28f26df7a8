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
)
{
    /// <summary>The next best sets, none of which holds the whole of one before; by cost.</summary>
    public ImmutableArray<UnlockSet> Alternatives { get; init; } = [];

    /// <summary>It is proven that there are no further sets: every set that is enough holds one of those that are named.</summary>
    public bool NoFurther { get; init; }
}

/// <summary>A set of changes that is enough, checked by solving again with it assumed.</summary>
/// <param name="Cost">Of all together.</param>
/// <param name="Checked">Weighted unfilled hundredths when solved again.</param>
/// <param name="Proven">That no set is cheaper but for those before it is proven.</param>
public sealed record UnlockSet(ImmutableArray<ForceLever> Changes, long Cost, long Checked, bool Proven);

/// <summary>Searches the fewest or cheapest political facts that make a planning size feasible; every answer is checked by solving again with it assumed.</summary>
/// <param name="solvers">Makes a solver.</param>
public sealed class ForceUnlock(ForceDesk desk, ForceSolver solver, Func<IMixedSolver> solvers)
{
    /// <summary>Sets that lift themselves by their own bootstraps are forbidden one after the other; so many at the most.</summary>
    private const int MostTries = 25;

    /// <summary>How many further sets are searched beside the best.</summary>
    public int Alternatives { get; init; } = 2;

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
        var first = await NextAsync(told.Target, program, mixed, check, progress, cancellation);
        if (first.Set is not { } best)
        {
            return told with { Reason = first.Reason };
        }
        var (others, next) = (ImmutableArray.CreateBuilder<UnlockSet>(), first);
        var none = false;
        while (others.Count < Alternatives && next.Set is { } found && !none)
        {
            progress?.Report($"another set of facts, the {others.Count + 2}. best");
            next = await NextAsync(told.Target, next.Program.Without(found.Changes), mixed, check, progress, cancellation);
            none = next.Ended;
            if (next.Set is { } other)
            {
                others.Add(other);
            }
        }
        return told with
        {
            Status = best.Proven ? UnlockStatus.Proven : UnlockStatus.Found,
            Changes = best.Changes,
            Checked = best.Checked,
            Alternatives = others.ToImmutable(),
            NoFurther = none,
        };
    }

    /// <param name="Program">As far as it was narrowed down.</param>
    /// <param name="Ended">Proven: there is none.</param>
    private sealed record Next(UnlockSet? Set, UnlockProgram Program, bool Ended, string? Reason);

    private async Task<Next> NextAsync(
        long target,
        UnlockProgram program,
        IMixedSolver mixed,
        Check check,
        IProgress<string>? progress,
        CancellationToken cancellation
    )
    {
        var time = new MixedLimits(check.Limits.Seconds);
        for (var tries = 0; tries < MostTries; tries++)
        {
            progress?.Report(tries == 0 ? "the cheapest facts" : $"the cheapest facts but for {tries} sets that do not stand");
            var found = await mixed.SolveAsync(program.Program.Stage(0, []), null, time, null, cancellation);
            if (Values(found) is not { } values)
            {
                return new Next(null, program, found is MixedAnswer.Infeasible, Reason(found));
            }
            var changes = program.Chosen(values);
            progress?.Report($"solving again with {changes.Length} facts assumed");
            var unfilled = await AgainAsync(check, changes, program.Starts(values), cancellation);
            if (unfilled <= target)
            {
                var set = new UnlockSet(changes, changes.Sum(c => c.Cost), unfilled, found is MixedAnswer.Optimal);
                return new Next(set, program, false, null);
            }
            program = program.Beyond(changes);
        }
        return new Next(null, program, false, $"{MostTries} sets of facts were tried, and none stood when solved again.");
    }

    /// <summary>What stays unfilled when the question is put again with the changes assumed.</summary>
    private async Task<long> AgainAsync(
        Check check,
        ImmutableArray<ForceLever> changes,
        ImmutableArray<PlanStart> starts,
        CancellationToken cancellation
    )
    {
        var assumed = check.Question with { Assume = [.. check.Question.Assume, .. changes.Select(c => c.Assumption)] };
        var again = (await desk.CaseAsync(check.Reader, assumed, check.Model, cancellation)).Planning.LastPhase().Problem;
        // Solved again from nothing it may end a hair above, within its gap: the plan that came with the facts is put to the same check.
        var anew = await solver.SolveAsync(again, check.Limits, null, cancellation);
        return Math.Min(anew.Plan.Totals.WeightedUnfilled, Carried(again, starts));
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
