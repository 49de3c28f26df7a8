using System.Collections.Immutable;
using Holdfast.App.Forces;
using Holdfast.App.Guarantees;
using Holdfast.Core.Forces.Answers;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Forces;

/// <summary>Every answer that follows from a plan, on a plan written by hand for a small mission: the numbers are worked out on paper.</summary>
public sealed class ForceAnswerTests
{
    private static readonly LocalDate Start = new(2026, 3, 2);

    private static Task<ForceCase> Case(params (string Path, string? Text)[] instead) =>
        Case(ForceWorldFiles.Mission(instead), "peace", ["vote(FR.Parliament)"]);

    private static async Task<ForceCase> Case(Mission mission, string scenario, ImmutableArray<string> assume) =>
        await new ForceDesk(mission, new GuaranteeDesk(mission, null)).CaseAsync(
            Reader.LocalOperator,
            ForceQuestion.Of("small", scenario, Start) with
            {
                Months = 6,
                Assume = assume,
            },
            mission.Forces ?? throw new InvalidOperationException("The mission has no force."),
            TestContext.Current.CancellationToken
        );

    private static ForcePlan Plan(ForceCase made, params (string Offer, string Line, int Month, int Units)[] starts)
    {
        var problem = made.Planning.Problem;
        var plan = PlanMaker.Plan(problem, starts.Select(s => new PlanStart(s.Offer, s.Line, s.Month, s.Units)));
        PlanCheck.Faults(problem, plan).ShouldBe([]);
        return plan;
    }

    [Fact]
    public async Task The_curve_gives_soldiers_asked_and_soldiers_in_place()
    {
        var made = await Case();
        var curve = Generation.Curve(
            made.Planning,
            Plan(made, ("FR.infantry", "guard.town", 1, 2)),
            Persons(made),
            ImmutableSortedDictionary<string, double[]>.Empty
        );
        // Three battalions and a company; from month 3 one battalion more.
        curve.Select(m => m.Asked).ShouldBe([2220, 2220, 2220, 2920, 2920, 2920]);
        curve.Select(m => m.Planned).ShouldBe([0, 1400, 1400, 1400, 1400, 1400]);
        curve.ShouldAllBe(m => m.Quantiles.IsEmpty);
    }

    [Fact]
    public async Task The_curve_as_a_distribution_waits_for_the_procedure_and_for_readiness_in_every_draw()
    {
        var made = await Case();
        var curve = Generation.Curve(
            made.Planning,
            Plan(made, ("FR.infantry", "guard.town", 1, 2)),
            Persons(made),
            new Dictionary<string, double[]> { ["FR.presence"] = [5, 40, 90, double.PositiveInfinity] }
        );
        // 20 days until ready: 25, 60 and 110 days; month 1 ends on day 60.9, month 3 on day 121.7. One draw never ends.
        curve[0].Quantiles.ShouldBe([0, 0, 0, 0, 0]);
        curve[1].Quantiles.ShouldBe([0, 0, 0, 1400, 1400]);
        curve[3].Quantiles.ShouldBe([0, 0, 1400, 1400, 1400]);
    }

    [Fact]
    public async Task Day_by_day_units_come_when_procedure_and_readiness_end_and_the_draws_spread_within_a_month()
    {
        var made = await Case();
        // The procedure usually takes 5 days and readiness 20: the plan can send them from month 1 on, which begins on day 30.4; they are there on day 25.
        var days = DayCurve.Of(
            made.Planning,
            Plan(made, ("FR.infantry", "guard.town", 1, 2)),
            Persons(made),
            new Dictionary<string, double> { ["FR.presence"] = 5 },
            new Dictionary<string, double[]> { ["FR.presence"] = [0.5, 4, 9, double.PositiveInfinity] },
            60
        );
        days.Length.ShouldBe(61);
        days.Select(d => d.Planned).ShouldBe(Enumerable.Range(0, 61).Select(d => d < 25 ? 0L : 1400));
        days[20].Quantiles.ShouldBe([0, 0, 0, 0, 0]);
        days[21].Quantiles.ShouldBe([0, 0, 0, 0, 1400]);
        days[24].Quantiles.ShouldBe([0, 0, 0, 1400, 1400]);
        days[29].Quantiles.ShouldBe([0, 0, 1400, 1400, 1400]);
        // One draw never ends.
        days[60].Quantiles.ShouldBe([0, 0, 1400, 1400, 1400]);
        days[60].Asked.ShouldBe(2220);
    }

    [Fact]
    public async Task Day_by_day_units_that_the_plan_sends_later_come_with_their_month_and_leave_with_the_plan()
    {
        var made = await Case();
        var plan = Plan(made, ("FR.infantry", "guard.town", 3, 1), ("DE.infantry", "reserve", 1, 1));
        var none = new Dictionary<string, double>();
        var days = DayCurve.Of(made.Planning, plan, Persons(made), none, new Dictionary<string, double[]>(), 400);
        // The horizon of six months is 182 days.
        days[^1].Day.ShouldBe(182);
        days.ShouldAllBe(d => d.Quantiles.IsEmpty);
        // Germany's are ready on day 5; France's come when month 3 begins, on day 91.3.
        (days[4].Planned, days[5].Planned, days[91].Planned, days[92].Planned).ShouldBe((0, 700, 700, 1400));
    }

    [Fact]
    public async Task Tasks_are_told_oblast_by_oblast_and_helped_as_little_as_their_worst_place()
    {
        var made = await Case();
        var plan = Plan(made, ("FR.infantry", "guard.town", 1, 1), ("DE.infantry", "guard.near", 1, 1), ("DE.infantry", "reserve", 1, 1));
        var set = made.Planning.Set;
        var tasks = TaskMap.Of(ProtectionMap.Of(made.Model, set, plan, 5), set);
        var guard = tasks.Single(t => t.Task == "guard");
        (guard.Oblast, guard.Protected, guard.Fill, guard.Need).ShouldBe(("field", Protected.Partly, 200, 300));
        // The town is reached within 17 hours, the near town within 25.
        (guard.Within24, guard.Within72, guard.IsTripwire).ShouldBe((0, 100, false));
        guard.Lines.ShouldBe(["guard.near", "guard.town"]);
        tasks.Single(t => t.Task == "clear").Protected.ShouldBe(Protected.Unprotected);
        var alone = TaskMap.Of(ProtectionMap.Of(made.Model, set, Plan(made, ("FR.infantry", "guard.town", 1, 2)), 5), set);
        alone.Single(t => t.Task == "guard").IsTripwire.ShouldBeTrue();
        // Nobody clears, so nobody is a tripwire there.
        alone.Single(t => t.Task == "clear").IsTripwire.ShouldBeFalse();
    }

    [Fact]
    public async Task Places_are_protected_partly_or_not_and_reinforced_by_what_reaches_them_in_time()
    {
        var made = await Case();
        var plan = Plan(made, ("FR.infantry", "guard.town", 1, 2), ("FR.engineers", "clear.town", 1, 3), ("DE.infantry", "reserve", 1, 1));
        var places = ProtectionMap.Of(made.Model, made.Planning.Set, plan, 5).ToDictionary(p => p.Area.Id, StringComparer.Ordinal);
        places["town"].Protected.ShouldBe(Protected.Fully);
        places["near"].Protected.ShouldBe(Protected.Unprotected);
        places["hub"].Protected.ShouldBe(Protected.NotPlanned);
        // Twelve hours until the reserve leaves, five on the stated road; 13 on the way that is worked out.
        var help = places["town"].Reinforcements.ShouldHaveSingleItem();
        (help.Hours, help.Units, help.Stated.Standing).ShouldBe((17, 100, Standing.Recorded));
        (places["town"].Within(24), places["town"].Within(72)).ShouldBe((100, 100));
        places["near"].Reinforcements.ShouldHaveSingleItem().Hours.ShouldBe(25);
        (places["near"].Within(24), places["near"].Within(72)).ShouldBe((0, 100));
        places["town"].IsTripwire.ShouldBeFalse();
        // Nobody stands there, so nobody is a tripwire.
        places["near"].IsTripwire.ShouldBeFalse();
    }

    [Fact]
    public async Task Soldiers_whom_nothing_reinforces_are_a_tripwire()
    {
        var made = await Case();
        var plan = Plan(made, ("FR.infantry", "guard.town", 1, 1));
        var town = ProtectionMap.Of(made.Model, made.Planning.Set, plan, 5).Single(p => p.Area.Id == "town");
        town.Protected.ShouldBe(Protected.Partly);
        town.IsTripwire.ShouldBeTrue();
    }

    [Fact]
    public async Task Units_that_a_plan_counts_on_too_weaken_it_month_by_month()
    {
        var made = await Case();
        var plan = Plan(made, ("FR.infantry", "guard.town", 1, 6));
        var weakened = Weakening.Of(made.Model, plan).ShouldHaveSingleItem();
        // Five of eight are free.
        (weakened.Nation, weakened.Capability, weakened.Counted).ShouldBe(("FR", "infantry", 3));
        weakened.Months.ShouldBe([0, 1, 1, 1, 1, 1]);
        weakened.WorstPercent.ShouldBe(33);
        Weakening.Of(made.Model, Plan(made, ("FR.infantry", "guard.town", 1, 5))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_declared_plan_line_says_how_many_are_counted_on()
    {
        const string plans = """
            plans:
              - { id: FR.flank, nation: FR, capability: infantry, title: "The flank", place: "", quantity: 4, kind: plan, standing: attributed, cites: Doc }
            """;
        var made = await Case(("forces/plans.yaml", plans));
        var weakened = Weakening.Of(made.Model, Plan(made, ("FR.infantry", "guard.town", 1, 7))).ShouldHaveSingleItem();
        weakened.Lines.ShouldHaveSingleItem().Id.ShouldBe("FR.flank");
        (weakened.Worst, weakened.Counted, weakened.WorstPercent).ShouldBe((2, 4, 50));
    }

    [Fact]
    public async Task A_shortfall_names_conditions_caveats_notice_and_other_lines()
    {
        var made = await Case();
        var short1 = Shortfalls.Of(made.Planning, Plan(made, ("FR.infantry", "guard.town", 1, 1), ("DE.infantry", "reserve", 1, 4)));
        var near = short1.Single(s => s.Line.Id == "guard.near");
        (near.Worst, near.Hundredths, near.NotOffered).ShouldBe((100, 600, 0));
        near.Reasons.Single(r => r.Offer == "FR.infantry").Cause.ShouldBe(ShortfallCause.Caveat);
        near.Reasons.Single(r => r.Offer == "FR.infantry").What.ShouldContain("within 50 km");
        // In month 0 Germany's four are not there yet, in the other five they are the reserve.
        near.Reasons.Single(r => r.Offer == "DE.infantry" && r.Cause == ShortfallCause.OtherLines).Units.ShouldBe(333);
        near.Reasons.Single(r => r.Offer == "DE.infantry" && r.Cause == ShortfallCause.NotReady).Units.ShouldBe(66);
        var clear = short1.Single(s => s.Line.Id == "clear.town");
        clear.Reasons.Select(r => r.Offer).Distinct().ShouldBe(["FR.engineers"]);
        short1.Single(s => s.Line.Id == "reserve").Months.ShouldBe([0]);
    }

    [Fact]
    public async Task An_offer_that_waits_for_an_undertaking_names_the_facts_that_the_undertaking_waits_for()
    {
        var made = await Case(ForceWorldFiles.Mission(), "", []);
        var near = Shortfalls.Of(made.Planning, Plan(made)).Single(s => s.Line.Id == "guard.town");
        var reason = near.Reasons.Single(r => r.Offer == "FR.infantry");
        (reason.Cause, reason.Units).ShouldBe((ShortfallCause.Condition, 800));
        // Not just "FR.presence": and the vote too, since it cannot bring the promise into force while peace is missing.
        reason.What.ShouldBe("peace; vote(FR.Parliament)");
        made.Planning.Offers.Single(o => o.Offer.Id == "FR.infantry").Missing.ShouldAllBe(m => m.Fact.Undertaking == null);
    }

    [Fact]
    public async Task What_nobody_offers_is_told_apart()
    {
        var mission = ForceWorldFiles.Mission(
            (
                "forces/requirements/small.yaml",
                ForceWorldFiles.Size.Replace("{ entry: 1, hold: 2 }", "{ entry: 1, hold: 20 }", StringComparison.Ordinal)
            )
        );
        var made = await Case(mission, "peace", ["vote(FR.Parliament)"]);
        // Twelve battalions there are in all, promised or not.
        Shortfalls.Of(made.Planning, Plan(made)).Single(s => s.Line.Id == "guard.town").NotOffered.ShouldBe(800);
    }

    [Fact]
    public async Task The_way_is_the_stated_one_and_else_worked_out_and_there_may_be_none()
    {
        var model = (await Case()).Model;
        Ways.Shortest(model, "hub", "town").ShouldBe(new Way(5, RouteClass.Road, new Stated(Standing.Recorded, "Doc")));
        // 344 km, half as long again, at 40 km/h.
        Ways.Shortest(model, "hub", "near").ShouldNotBeNull().Hours.ShouldBe(13);
        Ways.Shortest(model with { Assumed = [] }, "hub", "near").ShouldBeNull();
    }

    [Fact]
    public async Task What_can_be_kept_up_follows_from_turns_rest_and_taking_over()
    {
        var made = await Case();
        var offer = made.Model.Offer("FR.infantry").ShouldNotBeNull();
        // Eight units, six months out: one turn, two, then four to keep one there for ever.
        new[] { 6, 12, 36, 120 }
            .Select(m => Sustainable.Units(offer, m))
            .ShouldBe([8, 4, 2, 2]);
        var overlapping = offer with { HandoverMonths = new Figure(1, Stated.Illustration) };
        // Five months on station: 12 months take three turns, and the sixth comes when the first has rested.
        new[] { 5, 12, 120 }
            .Select(m => Sustainable.Units(overlapping, m))
            .ShouldBe([8, 2, 1]);
        Sustainable.Units(offer with { MostMonths = 12 }, 36).ShouldBe(0);
        var year = Sustainable.Problem(made.Planning, 12);
        year.Months.ShouldBe(1);
        year.Lines.Single(l => l.Id == "guard.town").Need.ShouldBe([200]);
        year.Offers.Single(o => o.Id == "FR.infantry").Units.ShouldBe(4);
    }

    [Fact]
    public async Task Taking_over_fills_nothing_in_its_months()
    {
        var made = await Case(
            (
                "forces/offers/FR.yaml",
                ForceWorldFiles.France.Replace("bound: 3,", "bound: 3, handover_months: 2,", StringComparison.Ordinal)
            )
        );
        made.Model.Offer("FR.infantry").ShouldNotBeNull().HandoverMonths.Value.ShouldBe(2);
        Plan(made, ("FR.infantry", "guard.town", 1, 2)).Lines.Single(l => l.Id == "guard.town").Fill.ShouldBe([0, 0, 0, 200, 200, 200]);
    }

    private static Func<string, int> Persons(ForceCase made) => capability => made.Model.Capability(capability)?.Persons.Value ?? 0;
}
