using Holdfast.App.Forces;
using Holdfast.App.Guarantees;
using Holdfast.Core.Forces.Planning;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Forces;

public sealed class OfferJudgeTests
{
    private static readonly LocalDate Start = new(2026, 3, 2);

    private static async Task<ForceCase> Case(Mission mission, ForceQuestion question) =>
        await new ForceDesk(mission, new GuaranteeDesk(mission, null)).CaseAsync(
            Reader.LocalOperator,
            question,
            mission.Forces ?? throw new InvalidOperationException("The mission has no force."),
            TestContext.Current.CancellationToken
        );

    private static OfferJudgement Offer(ForceCase made, string id) => made.Planning.Offers.Single(o => o.Offer.Id == id);

    [Fact]
    public async Task An_offer_whose_condition_is_unknown_is_not_there_and_says_what_is_missing()
    {
        var made = await Case(ForceWorldFiles.Mission(), ForceQuestion.Of("small", "", Start));
        var offer = Offer(made, "DE.infantry");
        offer.Stands.IsUnknown.ShouldBeTrue();
        offer.FirstMonth.ShouldBeNull();
        offer.Missing.ShouldHaveSingleItem().Fact.Key.ShouldBe("peace");
        made.Planning.Problem.Offers.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_procedure_that_runs_ends_after_its_usual_time_unless_only_what_is_decided_counts()
    {
        var mission = ForceWorldFiles.Mission();
        var question = ForceQuestion.Of("small", "peace", Start);
        var made = await Case(mission, question);
        // About 22 days for the vote and 20 until ready: the second month.
        Offer(made, "FR.infantry").FirstMonth.ShouldBe(2);
        made.Times.ShouldContainKey("FR.presence");
        var decided = await Case(mission, question with { Procedures = false });
        Offer(decided, "FR.infantry").FirstMonth.ShouldBeNull();
        var voted = await Case(mission, question with { Assume = ["vote(FR.Parliament)"] });
        Offer(voted, "FR.infantry").FirstMonth.ShouldBe(1);
    }

    [Fact]
    public async Task Caveats_are_put_to_the_place_and_the_task_of_each_line()
    {
        var made = await Case(ForceWorldFiles.Mission(), ForceQuestion.Of("small", "peace", Start));
        FitOutcome Outcome(string line) => Offer(made, "FR.infantry").Fits.Single(f => f.Line.Id == line).Outcome;
        Outcome("guard.town").ShouldBe(FitOutcome.Serves);
        // 14 km from the line, where the caveat wants 50.
        Outcome("guard.near").ShouldBe(FitOutcome.Caveat);
        Offer(made, "FR.infantry").Fits.Single(f => f.Line.Id == "guard.near").Against.ShouldContain("within 50 km");
        // A reserve is asked to fight, which the caveat forbids; before that it would have to be ready in 10 days.
        Outcome("reserve").ShouldBe(FitOutcome.TooSlow);
        Offer(made, "FR.infantry").Fits.ShouldNotContain(f => f.Line.Id == "clear.town");
    }

    [Fact]
    public async Task A_substitute_gives_its_share_of_a_unit()
    {
        var made = await Case(
            ForceWorldFiles.Mission(),
            ForceQuestion.Of("small", "peace", Start) with
            {
                Assume = ["vote(FR.Parliament)"],
            }
        );
        Offer(made, "FR.engineers").Fits.Single(f => f.Line.Id == "clear.town").Effect.ShouldBe(40);
    }

    [Fact]
    public async Task Phases_give_the_need_of_each_month()
    {
        var made = await Case(ForceWorldFiles.Mission(), ForceQuestion.Of("small", "peace", Start) with { Months = 5 });
        var line = made.Planning.Problem.Lines.Single(l => l.Id == "guard.town");
        line.Need.ShouldBe([100, 100, 100, 200, 200]);
    }

    [Fact]
    public async Task An_unknown_size_or_scenario_names_the_nearest()
    {
        var mission = ForceWorldFiles.Mission();
        (await Should.ThrowAsync<ArgumentException>(() => Case(mission, ForceQuestion.Of("smal", "", Start)))).Message.ShouldContain(
            "'small'"
        );
        (await Should.ThrowAsync<ArgumentException>(() => Case(mission, ForceQuestion.Of("small", "peece", Start)))).Message.ShouldContain(
            "'peace'"
        );
    }
}
