using Holdfast.App.Forces;
using Holdfast.App.Guarantees;
using Holdfast.Core.Forces.Planning;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Forces;

/// <summary>Answers that need the solver, on a small mission whose answers are worked out on paper.</summary>
public sealed class ForceStudyTests
{
    private static readonly ForceQuestion Question = ForceQuestion.Of("small", "peace", new LocalDate(2026, 3, 2)) with
    {
        Months = 6,
        Assume = ["vote(FR.Parliament)"],
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static CbcProcess New() => new(new CbcOptions());

    private static ForceDesk Desk(Mission mission) => new(mission, new GuaranteeDesk(mission, null));

    private static async Task<ForceReport> Solve(Mission mission, ForceQuestion question) =>
        await new ForceStudy(Desk(mission), new ForceSolver(New)).SolveAsync(
            Reader.LocalOperator,
            question,
            mission.Forces ?? throw new InvalidOperationException("The mission has no force."),
            new ForceLimits(30, 0, 1),
            null,
            Cancellation
        );

    private static async Task<long> Unfilled(params (string Path, string? Text)[] instead)
    {
        var report = await Solve(ForceWorldFiles.Mission(instead), Question);
        report.Answer.Stages[0].Proven.ShouldBeTrue();
        // Totals are exact: the sum over lines and months.
        var weights = report.Case.Planning.Problem.Lines.ToDictionary(l => l.Id, l => l.Weight, StringComparer.Ordinal);
        report.Answer.Plan.Lines.Sum(l => weights[l.Id] * l.Unfilled.Sum()).ShouldBe(report.Answer.Plan.Totals.WeightedUnfilled);
        return report.Answer.Plan.Totals.WeightedUnfilled;
    }

    [Fact]
    public async Task The_withdrawal_of_a_nation_and_of_an_offer_costs_what_nobody_else_can_do()
    {
        Solvers.Needed();
        var mission = ForceWorldFiles.Mission();
        var report = await Solve(mission, Question);
        // Nobody is ready in month 0: four units are missing then, at a weight of 100 for each hundredth.
        report.Answer.Plan.Totals.WeightedUnfilled.ShouldBe(40_000);
        var study = new ForceStudy(Desk(mission), new ForceSolver(New));
        var limits = new ForceLimits(30);
        var nations = await study.WithdrawalsAsync(Reader.LocalOperator, report, limits, null, Cancellation);
        // Without Germany the near town and the reserve stay empty for five months; without France nobody clears mines, and Germany's four do all the rest.
        nations.Select(w => (w.Nation, w.Offer, w.More, w.Proven)).ShouldBe([("DE", "", 100_000, true), ("FR", "", 50_000, true)]);
        nations[0].Lines.ShouldBe([("guard.near", 500), ("reserve", 500)]);
        var offers = await study.OfferWithdrawalsAsync(Reader.LocalOperator, report, limits, null, Cancellation);
        offers.Single(w => w.Offer == "DE.infantry").More.ShouldBe(100_000);
        offers.Single(w => w.Offer == "FR.engineers").More.ShouldBe(50_000);
        offers.Where(w => w.Offer == "FR.infantry").ShouldAllBe(w => w.More == 0);
    }

    [Fact]
    public async Task More_offers_never_lower_the_fill_and_a_caveat_never_raises_it_whatever_the_order_of_the_files()
    {
        Solvers.Needed();
        var plain = await Unfilled();
        const string more =
            "  - { id: DE.engineers, capability: engineers, quantity: 3, readiness_days: 0, when: peace, standing: attributed, cites: Doc }\n";
        (await Unfilled(("forces/offers/DE.yaml", $"{ForceWorldFiles.Germany}\n{more}"))).ShouldBeLessThan(plain);
        (
            await Unfilled(
                (
                    "forces/offers/DE.yaml",
                    ForceWorldFiles.Germany.Replace("not asked(on_land)", "not asked(combat)", StringComparison.Ordinal)
                )
            )
        ).ShouldBeGreaterThan(plain);
        // Offers and lines in the opposite order are the same question.
        string[] lines = ForceWorldFiles.France.Split('\n');
        (await Unfilled(("forces/offers/FR.yaml", string.Join('\n', [lines[0], lines[1], lines[3], lines[2]])))).ShouldBe(plain);
        string[] size = ForceWorldFiles.Size.Split('\n');
        var at = Array.IndexOf(size, "lines:") + 1;
        (await Unfilled(("forces/requirements/small.yaml", string.Join('\n', [.. size[..at], .. size[at..].Reverse()])))).ShouldBe(plain);
    }

    [Fact]
    public async Task A_question_that_is_cancelled_answers_with_the_withdrawals_so_far()
    {
        Solvers.Needed();
        var mission = ForceWorldFiles.Mission();
        var report = await Solve(mission, Question);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var study = new ForceStudy(Desk(mission), new ForceSolver(New));
        var found = await study.WithdrawalsAsync(Reader.LocalOperator, report, new ForceLimits(30), new After(stop), stop.Token);
        found.Length.ShouldBe(1);
    }

    private sealed class After(CancellationTokenSource stop) : IProgress<(int Done, int All)>
    {
        public void Report((int Done, int All) value) => stop.Cancel();
    }
}
