using System.Collections.Immutable;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Forces.Planning;
using Shouldly;

namespace Holdfast.Tests.Forces;

public sealed class PlanTests
{
    // Two units of two nations' offers, a line of 200 hundredths over six months, hand-over of one month, dwell of three.
    private static readonly ForceProblem Two = new(
        6,
        [new ProblemLine("land", 3, [200, 200, 200, 200, 200, 200]), new ProblemLine("air", 1, [0, 100, 100, 0, 0, 0])],
        [
            new ProblemOffer(
                "a",
                "A",
                2,
                1,
                100,
                2,
                3,
                1,
                [true, true, true, true, true, true],
                [new ProblemFit(0, 100), new ProblemFit(1, 50)]
            ),
            new ProblemOffer("b", "B", 1, 0, 300, 3, 9, 0, [false, true, true, true, true, true], [new ProblemFit(0, 150)]),
        ],
        []
    );

    [Fact]
    public void A_plan_counts_fill_hand_over_double_hats_and_burden_by_hand()
    {
        var plan = PlanMaker.Plan(Two, [new PlanStart("a", "land", 0, 2), new PlanStart("b", "land", 1, 1)]);

        plan.Lines.Single(line => line.Id == "land").Fill.ShouldBe([0, 200, 150, 150, 0, 0]);
        plan.Lines.Single(line => line.Id == "land").Unfilled.ShouldBe([200, 0, 50, 50, 200, 200]);
        plan.DoubleHatted.ShouldBe([new PlanHat("a", 0, 1, 100), new PlanHat("a", 1, 1, 100)]);
        plan.Burdens.ShouldBe([new PlanBurden("A", 400, 200, 2000), new PlanBurden("B", 900, 300, 3000)]);
        plan.Totals.ShouldBe(new PlanTotals(3 * 700 + 200, 200, 3000, 7));
        plan.Lines.Single(line => line.Id == "land").Serving.ShouldContain(new PlanServing(0, "a", 2, 2));
        PlanCheck.Faults(Two, plan).ShouldBe([]);
    }

    [Fact]
    public void Check_finds_a_unit_that_does_not_dwell_a_start_that_may_not_be_and_a_total_that_is_wrong()
    {
        Faults(new PlanStart("a", "land", 0, 2), new PlanStart("a", "air", 4, 1)).ShouldHaveSingleItem().ShouldContain("no rested unit");
        Faults(new PlanStart("a", "land", 0, 2), new PlanStart("a", "air", 5, 1)).ShouldBe([]);
        Faults(new PlanStart("b", "land", 0, 1)).ShouldHaveSingleItem().ShouldContain("cannot start");
        var plan = PlanMaker.Plan(Two, [new PlanStart("a", "land", 0, 1)]);
        PlanCheck
            .Faults(Two, plan with { Totals = plan.Totals with { WeightedUnfilled = 1 } })
            .ShouldHaveSingleItem()
            .ShouldContain("unfilled");
        var first = plan.Lines[1];
        var better = plan with { Lines = plan.Lines.SetItem(1, first with { Fill = first.Fill.SetItem(0, 100) }) };
        PlanCheck.Faults(Two, better).ShouldHaveSingleItem().ShouldContain("Line 'land'");

        static ImmutableArray<string> Faults(params PlanStart[] starts) => PlanCheck.Faults(Two, PlanMaker.Plan(Two, starts));
    }

    [Fact]
    public void Lines_under_a_command_count_as_unfilled_while_nobody_leads()
    {
        var led = Two with { Commands = [new ProblemCommand("hq", [0], [1])] };

        var plan = PlanMaker.Plan(led, [new PlanStart("a", "land", 0, 2), new PlanStart("b", "land", 2, 1)]);

        plan.Commands.Single().Led.ShouldBe([false, false, true, true, true, false]);
        plan.Lines.Single(line => line.Id == "land").Fill.ShouldBe([0, 0, 150, 150, 150, 0]);
        PlanCheck.Faults(led, plan).ShouldBe([]);
    }

    [Fact]
    public void Search_ends_in_sound_plans_that_are_a_solution_of_the_program_and_repeat()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var problem = SmallForces.Middle(seed);
            var search = new PlanSearch(problem, 7);
            var again = new PlanSearch(SmallForces.Shuffled(problem, seed), 7);
            for (var stage = 0; stage < PlanTotals.Count; stage++)
            {
                search.Anneal(stage, 3_000);
                again.Anneal(stage, 3_000);
            }
            var plan = PlanMaker.Plan(problem, search.Starts());
            plan.Totals.ShouldBe(search.Best);
            again.Best.ShouldBe(search.Best);
            PlanCheck.Faults(problem, plan).ShouldBe([], $"seed {seed}");
            var program = ForceProgram.Of(problem);
            var values = program.Values(plan.Starts);
            program.Program.Broken(values).ShouldBeNull($"seed {seed}");
            program.Program.Value(0, values).ShouldBe(plan.Totals.WeightedUnfilled);
            program.Program.Value(1, values).ShouldBeLessThanOrEqualTo(plan.Totals.DoubleHatted);
        }
    }

    [Fact]
    public void Faulty_problems_are_named()
    {
        var wrong = Two with
        {
            Offers = [Two.Offers[0] with { Units = -1, BoundUnits = 0 }, Two.Offers[1] with { Id = "a", Fits = [new ProblemFit(7, 100)] }],
            Lines = [Two.Lines[0] with { Need = [1, -2, 3] }, Two.Lines[1]],
        };

        var faults = CanonicalProblem.Faults(wrong);

        faults.ShouldContain("There are two offers 'a'.");
        faults.ShouldContain("Offer 'a' has -1 units.");
        faults.ShouldContain("Offer 'a' fits a line that is not there.");
        faults.ShouldContain("Line 'land' states 3 months of need, not 6.");
        faults.ShouldContain("Line 'land' needs a negative quantity.");
        Should.Throw<ArgumentException>(() => ForceProgram.Of(wrong)).Message.ShouldContain("two offers");
    }
}
