using System.Collections.Immutable;
using Holdfast.Core.Forces.Answers;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Forces;

/// <summary>A plan and what follows from it.</summary>
/// <param name="Protection">In the last month of the horizon.</param>
/// <param name="Weakened">Restricted reading.</param>
public sealed record ForceReport(
    ForceCase Case,
    ForceAnswer Answer,
    ImmutableArray<Shortfall> Shortfalls,
    ImmutableArray<GenerationMonth> Curve,
    ImmutableArray<AreaProtection> Protection,
    ImmutableArray<PlanWeakening> Weakened
)
{
    /// <summary>Filled share of what all lines ask for, weighted, in thousandths.</summary>
    public int FillThousandths => ForceStudy.Thousandths(Case.Planning.Problem, Answer.Plan);

    /// <summary>The same places task by task and oblast by oblast.</summary>
    public ImmutableArray<TaskProtection> Tasks => TaskMap.Of(Protection, Case.Planning.Set);
}

/// <summary>What the force would be without one nation.</summary>
/// <param name="Nation">Who withdraws.</param>
/// <param name="Unfilled">Weighted unfilled hundredths without it.</param>
/// <param name="More">How much more than with it.</param>
/// <param name="Lines">Lines that lose most, with the hundredths that they lose over all months.</param>
/// <param name="Proven">Both figures are proven optima.</param>
public sealed record Withdrawal(string Nation, long Unfilled, long More, ImmutableArray<(string Line, int Loses)> Lines, bool Proven)
{
    /// <summary>The one offer that is withdrawn; empty where the whole nation withdraws.</summary>
    public string Offer { get; init; } = "";
}

/// <summary>Works out answers about the force: solves, and explains what comes of it.</summary>
public sealed class ForceStudy(ForceDesk desk, ForceSolver solver)
{
    private const int Draws = 4_000;

    public async Task<ForceReport> SolveAsync(
        Reader reader,
        ForceQuestion question,
        ForceModel model,
        ForceLimits limits,
        IProgress<ForceProgress>? progress,
        CancellationToken cancellation
    )
    {
        var made = await desk.CaseAsync(reader, question, model, cancellation);
        var answer = await solver.SolveAsync(made.Planning.Problem, limits, progress, cancellation);
        return Report(made, answer);
    }

    /// <summary>What follows from a plan for a question.</summary>
    public static ForceReport Report(ForceCase made, ForceAnswer answer) =>
        new(
            made,
            answer,
            Shortfalls.Of(made.Planning, answer.Plan),
            Curve(made, answer.Plan),
            ProtectionMap.Of(made.Model, made.Planning.Set, answer.Plan, made.Question.Months - 1),
            Weakening.Of(made.Model, answer.Plan)
        );

    /// <summary>The same without each nation that serves in the plan, one after the other; the dearest loss first. Restricted reading.</summary>
    public async Task<ImmutableArray<Withdrawal>> WithdrawalsAsync(
        Reader reader,
        ForceReport report,
        ForceLimits limits,
        IProgress<(int Done, int All)>? progress,
        CancellationToken cancellation
    )
    {
        string[] nations = [.. report.Answer.Plan.Burdens.Where(b => b.PersonMonths > 0).Select(b => b.Nation)];
        return await WithoutAsync(reader, report, [.. nations.Select(n => (n, ""))], limits, progress, cancellation);
    }

    /// <summary>
    /// The marginal value of each offer that serves in the plan: what stays unfilled more without it. An offer that does not serve is worth nothing, since the plan stands without
    /// it. The dearest loss first. Restricted reading.
    /// </summary>
    public Task<ImmutableArray<Withdrawal>> OfferWithdrawalsAsync(
        Reader reader,
        ForceReport report,
        ForceLimits limits,
        IProgress<(int Done, int All)>? progress,
        CancellationToken cancellation
    )
    {
        var serving = report.Answer.Plan.Starts.Select(s => s.Offer).ToHashSet(StringComparer.Ordinal);
        var offers = report.Case.Model.Offers.Where(o => serving.Contains(o.Id)).Select(o => (o.Nation, o.Id));
        return WithoutAsync(reader, report, [.. offers], limits, progress, cancellation);
    }

    private async Task<ImmutableArray<Withdrawal>> WithoutAsync(
        Reader reader,
        ForceReport report,
        ImmutableArray<(string Nation, string Offer)> leaving,
        ForceLimits limits,
        IProgress<(int Done, int All)>? progress,
        CancellationToken cancellation
    )
    {
        var made = report.Case;
        var found = new List<Withdrawal>();
        foreach (var (nation, offer) in leaving)
        {
            var model = made.Model.With(made.Model.Offers.Where(o => offer.Length > 0 ? o.Id != offer : o.Nation != nation));
            if (cancellation.IsCancellationRequested)
            {
                break;
            }
            // Quick; what takes time is the solver, and it minds the token.
            var without = await desk.CaseAsync(reader, made.Question, model, CancellationToken.None);
            var answer = await solver.SolveAsync(without.Planning.Problem, limits with { Objectives = 1 }, null, cancellation);
            if (cancellation.IsCancellationRequested)
            {
                break;
            }
            found.Add(Without(nation, report.Answer, answer) with { Offer = offer });
            progress?.Report((found.Count, leaving.Length));
        }
        return
        [
            .. found
                .OrderByDescending(w => w.More)
                .ThenBy(w => w.Nation, StringComparer.Ordinal)
                .ThenBy(w => w.Offer, StringComparer.Ordinal),
        ];
    }

    private static Withdrawal Without(string nation, ForceAnswer with, ForceAnswer without) =>
        new(
            nation,
            without.Plan.Totals.WeightedUnfilled,
            without.Plan.Totals.WeightedUnfilled - with.Plan.Totals.WeightedUnfilled,
            [
                .. without
                    .Plan.Lines.Zip(with.Plan.Lines, (a, b) => (a.Id, Loses: a.Unfilled.Sum() - b.Unfilled.Sum()))
                    .Where(l => l.Loses > 0)
                    .OrderByDescending(l => l.Loses)
                    .ThenBy(l => l.Id, StringComparer.Ordinal)
                    .Select(l => (l.Id, l.Loses)),
            ],
            without.Stages[0].Proven && with.Stages[0].Proven
        );

    /// <summary>Filled share of what all lines ask for, weighted, in thousandths.</summary>
    public static int Thousandths(Core.Forces.Planning.ForceProblem problem, ForcePlan plan)
    {
        var asked = problem.Lines.Sum(l => l.Weight * l.Need.Sum(n => (long)n));
        return asked == 0 ? 1000 : (int)(1000 * (asked - plan.Totals.WeightedUnfilled) / asked);
    }

    private static ImmutableArray<GenerationMonth> Curve(ForceCase made, ForcePlan plan) =>
        Generation.Curve(made.Planning, plan, capability => Persons(made.Model, capability), Drawn(made));

    /// <summary>The curve of what stands on day D over the first days, day by day.</summary>
    public static ImmutableArray<GenerationDay> Days(ForceReport report, int days = DayCurve.UsualDays) =>
        DayCurve.Of(
            report.Case.Planning,
            report.Answer.Plan,
            capability => Persons(report.Case.Model, capability),
            report.Case.World.LeadDays,
            Drawn(report.Case),
            days
        );

    /// <summary>Draws of how long it takes until each undertaking that waits for procedures is in force; the same draw is one world for all of them.</summary>
    private static IReadOnlyDictionary<string, double[]> Drawn(ForceCase made)
    {
        var at = made.Network.Zone.AtStartOfDay(made.Question.Start).ToInstant();
        var waiting = made.Planning.Used.Select(j => j.Offer.Undertaking).Where(made.Times.ContainsKey).Distinct();
        return EffectSimulation.Joint(made.Network, waiting, at, Draws);
    }

    private static int Persons(ForceModel model, string capability) => model.Capability(capability)?.Persons.Value ?? 0;
}
