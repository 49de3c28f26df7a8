using System.Collections.Immutable;
using Holdfast.App.Forces;
using Holdfast.App.Guarantees;
using Holdfast.Core.Forces.Planning;
using Holdfast.Core.Forces.Unlocking;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Forces;

/// <summary>Which political decisions unlock a size: the fewest or cheapest, each set solved again, what does not stand learned from; on small missions worked out on paper.</summary>
public sealed class ForceUnlockTests
{
    private static readonly ForceQuestion Question = ForceQuestion.Of("small", "", new LocalDate(2026, 3, 2)) with { Months = 6 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static CbcProcess New() => new(new CbcOptions());

    // Facts that anybody may be imagined to state; two undertakings that wait for each other, and one way in from outside.
    private const string Terms = """
        fact a "a" determined by AA
        fact b "b" determined by AA
        fact c "c" determined by AA
        fact asked(task) "this is asked" determined by AA
             task in combat, on_land
        undertaking FR.one "One"
            by FR to AA
            kind military
            standing illustrative
            cites illustrative
            in force when FR.two or a
            may x "x"
        end
        undertaking FR.two "Two"
            by FR to AA
            kind military
            standing illustrative
            cites illustrative
            in force when FR.one
            may x "x"
        end
        """;

    private static Mission Mission(string offers, string? facts = null) =>
        ForceWorldFiles.Mission(
            ("terms.clauses", Terms),
            ("facts.yaml", facts),
            ("forces/offers/FR.yaml", "nation: FR\noffers:\n" + offers),
            ("forces/offers/DE.yaml", null),
            ("forces/scenarios.yaml", null)
        );

    private static Task<ForceUnlocking> Unlock(string offers, LeverCosts costs, int percent = 100) =>
        Unlock(Mission(offers), costs, percent);

    private static async Task<ForceUnlocking> Unlock(Mission mission, LeverCosts costs, int percent = 100) =>
        await new ForceUnlock(new ForceDesk(mission, new GuaranteeDesk(mission, null)), new ForceSolver(New), New).AskAsync(
            Reader.LocalOperator,
            Question,
            mission.Forces ?? throw new InvalidOperationException("The mission has no force."),
            costs,
            percent,
            30,
            null,
            Cancellation
        );

    private static string Offer(string id, string capability, string conditions) =>
        $"  - {{ id: FR.{id}, capability: {capability}, quantity: 8, readiness_days: 0, {conditions}, standing: attributed, cites: Doc }}\n";

    private static string[] Facts(ForceUnlocking answer) => [.. answer.Changes.Select(c => c.Text)];

    [Fact]
    public async Task Undertakings_that_wait_for_each_other_do_not_lift_themselves()
    {
        Solvers.Needed();
        var answer = await Unlock(Offer("infantry", "infantry", "undertaking: FR.two"), LeverCosts.Equal);
        answer.Status.ShouldBe(UnlockStatus.Proven);
        Facts(answer).ShouldBe(["a"]);
        answer.Checked.ShouldBe(answer.Target);
        answer.NoFurther.ShouldBeTrue();
        answer.Alternatives.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_fewest_facts_are_not_always_the_cheapest_and_the_other_set_is_named_too()
    {
        Solvers.Needed();
        var offer = Offer("infantry", "infantry", "when: \"(a and b) or c\"");
        var fewest = await Unlock(offer, LeverCosts.Equal);
        Facts(fewest).ShouldBe(["c"]);
        fewest.Alternatives.ShouldHaveSingleItem().Changes.Select(c => c.Text).ShouldBe(["a", "b"]);
        fewest.NoFurther.ShouldBeTrue();
        var dear = LeverCosts.Equal with { Costs = LeverCosts.Equal.Costs.Add("c", 5) };
        var cheapest = await Unlock(offer, dear);
        Facts(cheapest).ShouldBe(["a", "b"]);
        cheapest.Status.ShouldBe(UnlockStatus.Proven);
        cheapest.Alternatives.ShouldHaveSingleItem().Cost.ShouldBe(5);
    }

    [Fact]
    public async Task Conditions_that_contradict_each_other_are_not_met_together()
    {
        Solvers.Needed();
        var offers = Offer("infantry", "infantry", "when: a") + Offer("mines", "mines", "when: not a");
        var answer = await Unlock(offers, LeverCosts.Equal);
        // Infantry is four of the five units that the last phase asks for.
        Facts(answer).ShouldBe(["a"]);
        answer.Best.ShouldBeGreaterThan(answer.Open);
        answer.BestProven.ShouldBeTrue();
        answer.Short.ShouldBe([("clear.town", 100)]);
    }

    [Fact]
    public async Task What_no_facts_reach_is_said_with_the_lines_that_stay_short()
    {
        Solvers.Needed();
        var kept = LeverCosts.Equal with { Keep = LeverCosts.Equal.Keep.Add("a") };
        var answer = await Unlock(Offer("infantry", "infantry", "when: a"), kept);
        answer.Status.ShouldBe(UnlockStatus.Already);
        answer.Best.ShouldBe(answer.Now);
        answer.Best.ShouldBe(answer.Asked);
        answer.Open.ShouldBeLessThan(answer.Best);
        answer.Short.Select(s => s.Line).ShouldContain("guard.town");
    }

    [Fact]
    public async Task A_lower_aim_needs_fewer_facts()
    {
        Solvers.Needed();
        var offers = Offer("infantry", "infantry", "when: a") + Offer("mines", "mines", "when: b");
        Facts(await Unlock(offers, LeverCosts.Equal)).ShouldBe(["a", "b"]);
        Facts(await Unlock(offers, LeverCosts.Equal, percent: 80)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_caveat_is_a_decision_of_its_nation_in_the_same_program_where_that_is_asked()
    {
        Solvers.Needed();
        var offers = Offer("infantry", "infantry", "when: a, caveats: [\"not at(front) within 50 km\", \"not asked(combat)\"]");
        var stays = await Unlock(offers, LeverCosts.Equal);
        Facts(stays).ShouldBe(["a"]);
        // Near the front, and in a reserve that may have to fight, nobody stands.
        stays.Short.Select(s => s.Line).ShouldBe(["clear.town", "guard.near", "reserve"]);

        var lifted = await Unlock(offers, LeverCosts.Equal with { Caveats = true });
        Facts(lifted).ShouldBe(["FR: not asked(combat)", "FR: not at(front) within 50 km", "a"]);
        (lifted.Status, lifted.Checked, lifted.NoFurther).ShouldBe((UnlockStatus.Proven, lifted.Target, true));
        lifted.Short.ShouldBe([("clear.town", 100)]);
        lifted.Changes.OfType<CaveatLever>().ShouldAllBe(c => c.By == "FR" && c.Now == "a caveat");

        // Half of the last phase needs neither.
        Facts(await Unlock(offers, LeverCosts.Equal with { Caveats = true }, percent: 50)).ShouldBe(["a"]);
        var kept = LeverCosts.Equal with { Caveats = true, Keep = LeverCosts.Equal.Keep.Add("FR: not asked(combat)") };
        Facts(await Unlock(offers, kept)).ShouldBe(["FR: not at(front) within 50 km", "a"]);
    }

    [Fact]
    public async Task A_lifted_caveat_lets_the_offer_serve_and_a_wrong_one_is_told_with_the_nearest()
    {
        var mission = ForceWorldFiles.Mission();
        var model = mission.Forces.ShouldNotBeNull();
        var desk = new ForceDesk(mission, new GuaranteeDesk(mission, null));
        async Task<ForceCase> Ask(params ImmutableArray<string> lift) =>
            await desk.CaseAsync(Reader.LocalOperator, Question with { Scenario = "peace", Lift = lift }, model, Cancellation);
        static FitJudgement Near(ForceCase made) =>
            made.Planning.Offers.Single(o => o.Offer.Id == "FR.infantry").Fits.Single(f => f.Line.Id == "guard.near");

        Near(await Ask()).Outcome.ShouldBe(FitOutcome.Caveat);
        Near(await Ask()).Lifting.Select(c => c.Text).ShouldBe(["FR: not at(front) within 50 km"]);
        Near(await Ask("FR: not  at(front) within 50 km")).Outcome.ShouldBe(FitOutcome.Serves);
        Near(await Ask("FR: *")).Outcome.ShouldBe(FitOutcome.Serves);
        var wrong = await Ask("FR: not at(frond) within 50 km");
        wrong.Diagnostics.ShouldHaveSingleItem().Suggestion.ShouldBe("FR: not at(front) within 50 km");
        Near(wrong).Outcome.ShouldBe(FitOutcome.Caveat);
    }

    private static string Until(string fact) =>
        $"facts:\n  - {{ fact: {fact}, value: true, from: 2026-01-01, until: 2026-04-15, by: AA, cites: illustrative, standing: illustrative, stated: 2026-01-01T00:00:00Z }}\n";

    [Fact]
    public async Task A_set_that_does_not_stand_is_learned_from_and_the_next_one_stands()
    {
        Solvers.Needed();
        // Now a is true, so that b seems to be enough; but a ends before the last phase begins.
        var offers = Offer("infantry", "infantry", "deployment_months: 2, when: a and b") + Offer("mines", "mines", "when: c");
        var answer = await Unlock(Mission(offers, Until("a")), LeverCosts.Equal);
        answer.Status.ShouldBe(UnlockStatus.Proven);
        Facts(answer).ShouldBe(["a", "b", "c"]);
        answer.Checked.ShouldBe(answer.Target);
        (answer.Refuted, answer.Learned).ShouldBe((1, 1));
        answer.NoFurther.ShouldBeTrue();
    }

    [Fact]
    public async Task What_no_set_can_keep_is_not_promised()
    {
        Solvers.Needed();
        // It is true for a time, and nobody may state it for longer.
        var offers = Offer("infantry", "infantry", "deployment_months: 2, when: a and b") + Offer("mines", "mines", "when: c");
        var kept = LeverCosts.Equal with { Keep = LeverCosts.Equal.Keep.Add("a") };
        var answer = await Unlock(Mission(offers, Until("a")), kept);
        Facts(answer).ShouldBe(["c"]);
        (answer.Status, answer.BestProven).ShouldBe((UnlockStatus.Proven, true));
        answer.Short.Select(s => s.Line).ShouldBe(["guard.near", "guard.town", "reserve"]);
        answer.Refuted.ShouldBeGreaterThan(0);
        answer.Learned.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("(a and c) or (not a and c)", "c")]
    [InlineData("(a and b) or (not a and c)", "b c")]
    [InlineData("a or not a", "")]
    public async Task A_fact_that_decides_nothing_need_not_be_known(string when, string facts)
    {
        Solvers.Needed();
        var answer = await Unlock(Offer("infantry", "infantry", $"when: \"{when}\""), LeverCosts.Equal);
        // Of two ways of two facts each any one is the fewest.
        answer.Changes.Length.ShouldBe(facts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        if (answer.Changes.Length < 2)
        {
            string.Join(' ', Facts(answer)).ShouldBe(facts);
        }
        answer.Status.ShouldBe(facts.Length == 0 ? UnlockStatus.Already : UnlockStatus.Proven);
    }

    [Fact]
    public void Costs_are_read_with_stars_and_what_is_wrong_is_named()
    {
        var mission = ForceWorldFiles.Mission();
        var model = mission.Forces.ShouldNotBeNull();
        var (costs, none) = LeverCosts.Read(
            model,
            mission.Clauses,
            ["peace=3", "vote(*)=2", "FR: *=7", "FR: not asked(combat)=9"],
            ["asked(combat)"],
            caveats: true
        );
        none.ShouldBeEmpty();
        costs.Costs.ShouldBe(
            new Dictionary<string, long>
            {
                ["FR: not asked(combat)"] = 9,
                ["FR: not at(front) within 50 km"] = 7,
                ["peace"] = 3,
                ["vote(FR.Parliament)"] = 2,
            },
            ignoreOrder: true
        );
        (costs.Caveats, costs.Keep.Single(), costs.Of("other")).ShouldBe((true, "asked(combat)", 1));
        string[] wrong = ["peace", "peace=0", "peace=-1", "peace=1.5", "peac=2", "FR: not asked(combatt)=2"];
        foreach (var text in wrong)
        {
            var (_, faults) = LeverCosts.Read(model, mission.Clauses, [text], [], false);
            var fault = faults.ShouldHaveSingleItem(text);
            fault.Message.ShouldContain(text.Split('=')[0]);
            fault.File.ShouldBe("cost");
        }
        LeverCosts.Read(model, mission.Clauses, ["peac=2"], [], false).Diagnostics[0].Suggestion.ShouldBe("peace");
        LeverCosts.Read(model, mission.Clauses, [], ["votes(FR.Parliament)"], false).Diagnostics[0].Suggestion.ShouldBe("vote");
    }

    [Fact]
    public async Task An_answer_is_read_again_as_it_was_for_the_same_question_only()
    {
        Solvers.Needed();
        var mission = Mission(Offer("infantry", "infantry", "when: \"(a and b) or c\""));
        var answer = await Unlock(mission, LeverCosts.Equal);
        var levers = answer.Changes.Concat(answer.Alternatives.SelectMany(a => a.Changes)).ToArray();
        var text = ForceUnlocking.Form(() => levers).Write(answer);
        var read = ForceUnlocking.Form(() => levers).Read(text).ShouldNotBeNull();
        (read with { Changes = [], Short = [], Alternatives = [] }).ShouldBe(answer with { Changes = [], Short = [], Alternatives = [] });
        read.Changes.ShouldBe(answer.Changes);
        read.Short.ShouldBe(answer.Short);
        read.Alternatives.Single().Changes.ShouldBe(answer.Alternatives.Single().Changes);
        ForceUnlocking.Form(() => levers.Skip(1)).Read(text).ShouldBeNull();
        ForceUnlocking.Form(() => levers).Read("{}").ShouldBeNull();
    }
}
