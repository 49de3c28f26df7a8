using System.Collections.Immutable;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Forces.Planning;
using Holdfast.Core.Forces.Unlocking;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Forces;

/// <summary>
/// Searches the fewest or cheapest political decisions that make a planning size feasible: facts that somebody could state and, where that is asked, caveats that nations could
/// lift. Every answer is checked by solving again with it made.
/// </summary>
/// <param name="solvers">Makes a solver.</param>
public sealed class ForceUnlock(ForceDesk desk, ForceSolver solver, Func<IMixedSolver> solvers)
{
    /// <summary>Aims that may turn out to be out of reach before it is given up to find the best.</summary>
    private const int MostAims = 12;

    /// <summary>How many further sets are searched beside the best.</summary>
    public int Alternatives { get; init; } = 2;

    /// <summary>The program of a question whose procedures are not taken to end well, with what is offered at all.</summary>
    public static (UnlockProgram Program, PlanningCase Open) Program(ForceCase made, LeverCosts costs)
    {
        var months = made.Question.Months;
        var open = PlanningCase.Make(made.Model, made.Planning.Set, made.World, months, open: true, lift: costs.Caveats).LastPhase();
        ImmutableArray<Instant> instants = [.. Enumerable.Range(0, months).Select(made.World.Month)];
        return (UnlockProgram.Of(open, made.Network.Facts, instants, costs, made.Network.Circles), open);
    }

    /// <param name="percent">How much of what can be filled at all is to be filled, 1 to 100.</param>
    /// <param name="seconds">For each answer of a solver.</param>
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
        var (program, open) = Program(made, costs);
        var all = await solver.SolveAsync(open.Problem, limits, null, cancellation);
        var unfilled = all.Plan.Totals.WeightedUnfilled;
        var told = new ForceUnlocking(
            UnlockStatus.NotFound,
            now.Plan.Totals.WeightedUnfilled,
            unfilled,
            unfilled,
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
        await using var mixed = solvers();
        var search = new UnlockSearch(program, mixed, solver, desk, reader, decided, model, seconds, progress);
        var answer = await BestAsync(told, search, open, percent, cancellation);
        return answer with { Refuted = search.Refuted, Learned = search.Learned };
    }

    /// <summary>The best that decisions can do is what the program promises, once a set that keeps the promise is found; each promise that none keeps is learned from.</summary>
    private async Task<ForceUnlocking> BestAsync(
        ForceUnlocking told,
        UnlockSearch search,
        PlanningCase open,
        int percent,
        CancellationToken cancellation
    )
    {
        for (var aims = 0; aims < MostAims; aims++)
        {
            if (await search.LeastAsync(open.Problem, cancellation) is not { Reason: null } most)
            {
                return told with { Reason = "The solver gave no answer in time." };
            }
            var least = Math.Min(most.Unfilled, told.Now);
            told = told with { Best = least, BestProven = most.Proven, Short = Short(PlanMaker.Plan(open.Problem, most.Starts)) };
            if (told.Now <= least)
            {
                return told with { Status = UnlockStatus.Already, Target = told.Now, Checked = told.Now };
            }
            var first = await search.NextAsync(least, cancellation);
            if (first.Set is { } set)
            {
                return await AimedAsync(told, search, set, percent, cancellation);
            }
            if (!first.Ended)
            {
                return told with { BestProven = false, Target = least, Reason = first.Reason };
            }
        }
        return told with
        {
            BestProven = false,
            Reason = $"{MostAims} aims that the conditions seem to allow were out of reach when solved again.",
        };
    }

    private async Task<ForceUnlocking> AimedAsync(
        ForceUnlocking told,
        UnlockSearch search,
        UnlockSet best,
        int percent,
        CancellationToken cancellation
    )
    {
        var aim = told.Asked - ((told.Asked - told.Best) * percent / 100);
        told = told with { Target = aim };
        if (told.Now <= aim)
        {
            return told with { Status = UnlockStatus.Already, Checked = told.Now };
        }
        var first = aim == told.Best ? new UnlockSearch.Next(best, false, null) : await search.NextAsync(aim, cancellation);
        if (first.Set is not { } cheapest)
        {
            return told with { Reason = first.Reason };
        }
        told = told with
        {
            Status = cheapest.Proven ? UnlockStatus.Proven : UnlockStatus.Found,
            Changes = cheapest.Changes,
            Checked = cheapest.Checked,
        };
        for (var (others, set) = (0, cheapest); others < Alternatives; others++)
        {
            search.Exclude(set);
            var next = await search.NextAsync(aim, cancellation);
            if (next.Set is not { } other)
            {
                return told with { NoFurther = next.Ended };
            }
            told = told with { Alternatives = told.Alternatives.Add(other) };
            set = other;
        }
        return told;
    }

    private static ImmutableArray<(string Line, int Missing)> Short(ForcePlan plan) =>
        [.. plan.Lines.Select(l => (l.Id, Missing: l.Unfilled.Max())).Where(l => l.Missing > 0)];
}
