using System.Collections.Immutable;
using Holdfast.App.Forces;
using Holdfast.Core.Forces.Optimisation;
using Shouldly;

namespace Holdfast.Tests.Forces;

/// <summary>Bounds that are counted again in whole numbers: below every plan whatever the prices, and as good as the solver's with its own prices.</summary>
public sealed class SafeBoundTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void No_prices_however_wrong_put_the_bound_above_the_best_plan()
    {
        var tried = 0;
        for (var seed = 1; tried < 500; seed++)
        {
            var problem = SmallForces.Make(seed);
            if (ExhaustiveSearch.Best(problem, limit: 2_000) is not { } best)
            {
                continue;
            }
            tried++;
            var program = ForceProgram.Of(problem, 1).Program;
            var random = new Random(seed);
            double[] prices = [.. program.Rows.Select(_ => (random.NextDouble() - 0.5) * 10)];

            SafeBound.Of(program, prices).ShouldNotBeNull().ShouldBeLessThanOrEqualTo(best.Totals.WeightedUnfilled, $"seed {seed}");
            ObjectiveStep
                .Raised(best.Totals.WeightedUnfilled, ObjectiveStep.Of(problem, 0))
                .ShouldBe(best.Totals.WeightedUnfilled, $"seed {seed}: the value is no multiple of the step");
            ObjectiveStep.Raised(best.Totals.DoubleHatted, ObjectiveStep.Of(problem, 1)).ShouldBe(best.Totals.DoubleHatted, $"seed {seed}");
        }
    }

    [Fact]
    public async Task With_the_solvers_own_prices_it_is_the_value_of_the_relaxation()
    {
        Solvers.Needed();
        await using var solver = new CbcProcess(new CbcOptions());
        for (var seed = 1; seed <= 20; seed++)
        {
            var program = ForceProgram.Of(SmallForces.Middle(seed), 1).Program;
            var relaxed = program with { Columns = [.. program.Columns.Select(column => column with { Whole = false })] };

            var answer = (
                await solver.SolveAsync(relaxed, null, new MixedLimits(30), null, Cancellation)
            ).ShouldBeOfType<MixedAnswer.Optimal>();

            var bound = SafeBound.Of(relaxed, answer.Prices.AsSpan()).ShouldNotBeNull();
            ((double)bound).ShouldBeGreaterThanOrEqualTo(answer.Objective - 1e-3, $"seed {seed}");
            ((double)bound).ShouldBeLessThan(answer.Objective + 1, $"seed {seed}");
        }
    }

    [Fact]
    public void Prices_that_are_no_numbers_and_open_columns_prove_nothing()
    {
        var column = new MixedColumn("x", 0, null, true);
        var program = new MixedProgram(
            "open",
            [column],
            [new MixedRow("r", RowSense.AtLeast, 6, [new MixedTerm(0, 4)])],
            [new MixedObjective("o", [new MixedTerm(0, 2)])]
        );

        SafeBound.Of(program, [0.5]).ShouldBe(3);
        SafeBound.Of(program, [-7]).ShouldBe(0);
        SafeBound.Of(program, [0.6]).ShouldBeNull();
        SafeBound.Of(program with { Columns = [column with { Upper = 10 }] }, [0.6]).ShouldBe(0);
        SafeBound.Of(program, [double.NaN]).ShouldBeNull();
        SafeBound.Of(program, [double.PositiveInfinity]).ShouldBeNull();
    }

    [Fact]
    public void Heat_bath_ends_in_sound_plans_near_the_best_and_repeats()
    {
        var (tried, met) = (0, 0);
        for (var seed = 1; tried < 200; seed++)
        {
            var problem = SmallForces.Make(seed);
            if (ExhaustiveSearch.Best(problem, limit: 2_000) is not { } best)
            {
                continue;
            }
            tried++;
            var (search, again) = (new PlanSearch(problem, 7), new PlanSearch(SmallForces.Shuffled(problem, seed), 7));
            search.Settle(2_000);
            again.Settle(2_000);
            var plan = PlanMaker.Plan(problem, search.Starts());
            plan.Totals.WeightedUnfilled.ShouldBe(search.Best.WeightedUnfilled, $"seed {seed}");
            again.Best.WeightedUnfilled.ShouldBe(search.Best.WeightedUnfilled, $"seed {seed}");
            PlanCheck.Faults(problem, plan).ShouldBe([], $"seed {seed}");
            search.Best.WeightedUnfilled.ShouldBeGreaterThanOrEqualTo(best.Totals.WeightedUnfilled, $"seed {seed}");
            met += search.Best.WeightedUnfilled == best.Totals.WeightedUnfilled ? 1 : 0;
        }
        met.ShouldBeGreaterThan(180);
    }

    [Fact]
    public void A_small_gap_is_told_and_not_rounded_away()
    {
        new ForceStage("unfilled", 1_000_000, 999_990, false, 1).Proof.ShouldBe("no plan reaches less than 999,990, 10 below it (0.001%)");
        new ForceStage("unfilled", 7, 7, true, 1).Proof.ShouldBe("proven");
        new ForceStage("unfilled", 7, 0, false, 1).Proof.ShouldBe("nothing is proven of it");
    }
}
