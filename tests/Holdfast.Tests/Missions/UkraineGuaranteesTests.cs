using Holdfast.App.Missions;
using Holdfast.Core.Clauses;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Tests.House;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Missions;

/// <summary>What the reference mission's guarantees say, as of March 2026: the text itself, not the machinery that reads it.</summary>
public sealed class UkraineGuaranteesTests
{
    private static readonly Instant March2026 = Instant.FromUtc(2026, 3, 1, 0, 0);

    /// <summary>Read once for all the questions below.</summary>
    private static readonly Lazy<Task<MissionLoad>> Loaded = new(async () =>
        await MissionFolder.LoadAsync(Path.Combine(Repository.Root, "missions", "ukraine"), CancellationToken.None)
    );

    private static async Task<Mission> MissionAsync() => (await Loaded.Value).OrThrow();

    private static GuaranteeNetwork Network(Mission mission) =>
        GuaranteeNetwork.Work(
            FactBase.From(
                mission.Clauses,
                [.. mission.AllFacts.Where(f => f.Mode == Mode.Actual).Select(f => f.Statement)],
                Instant.MaxValue
            ),
            DateTimeZone.Utc
        );

    private static WhatIfAnswer Assume(Mission mission, params string[] texts)
    {
        var (assumed, diagnostics) = Assumptions.Parse(mission.Clauses, texts);
        diagnostics.ShouldBeEmpty();
        return WhatIf.Ask(Network(mission), assumed, March2026);
    }

    /// <summary>The conditions that recur among the nations, each with a fact that expresses it and an undertaking that hangs on it.</summary>
    [Theory]
    [InlineData("ceasefire.in_effect", "FR.presence")]
    [InlineData("ceasefire.signed_by_russia", "FR.presence")]
    [InlineData("ceasefire.terms_known", "EE.presence")]
    [InlineData("ceasefire.terms_known", "LV.presence")]
    [InlineData("peace_agreement", "SE.contribution")]
    [InlineData("backstop(air_defence)", "DE.neighbouring")]
    [InlineData("backstop(intelligence)", "GB.presence")]
    [InlineData("backstop(deep_strike)", "DE.neighbouring")]
    [InlineData("backstop(airlift)", "DE.neighbouring")]
    [InlineData("backstop(logistics)", "US.backstop")]
    [InlineData("mandate(UN)", "PL.presence")]
    [InlineData("mandate(NATO)", "PL.presence")]
    [InlineData("consent(UA)", "GB.presence")]
    [InlineData("host.request(UA)", "Coalition.force")]
    [InlineData("vote(GB.Commons)", "GB.presence")]
    [InlineData("vote(DE.Bundestag)", "DE.neighbouring")]
    [InlineData("vote(EU.Council)", "EU.article44")]
    [InlineData("eumam.mandate_adapted", "EU.training")]
    [InlineData("asked(front_line)", "FR.presence")]
    [InlineData("asked(replacing_ukrainian_forces)", "GB.presence")]
    [InlineData("asked(being_on_ukrainian_soil)", "FI.outside")]
    [InlineData("asked(combat)", "TR.presence")]
    [InlineData("asked(being_on_land)", "BE.contribution")]
    [InlineData("role_in_mandate(TR)", "TR.presence")]
    [InlineData("nato_plans.kept(EE)", "EE.presence")]
    [InlineData("election.over(PL)", "PL.presence")]
    [InlineData("eu_path", "PL.presence")]
    [InlineData("operation.location_known", "FI.outside")]
    [InlineData("us.involved", "FI.outside")]
    [InlineData("lawful(Coalition)", "Coalition.force")]
    [InlineData("bilateral(GB)", "GB.bilateral")]
    [InlineData("article5.covers_force", "NATO.article5")]
    public async Task A_condition_that_recurs_is_a_fact_on_which_an_undertaking_hangs(string fact, string undertaking)
    {
        var mission = await MissionAsync();
        var u = mission.Clauses.Undertaking(undertaking).ShouldNotBeNull();
        u.Conditions.SelectMany(c => c.Condition.Facts).Select(f => f.Key).ShouldContain(fact);
    }

    [Theory]
    [InlineData("FR.presence", "backstop")]
    [InlineData("FR.presence", "us.involved")]
    [InlineData("TR.presence", "backstop")]
    [InlineData("TR.presence", "us.involved")]
    public async Task With_or_without_the_United_States_means_that_no_condition_asks_for_it(string undertaking, string fact)
    {
        var u = (await MissionAsync()).Clauses.Undertaking(undertaking).ShouldNotBeNull();
        u.Conditions.SelectMany(c => c.Condition.Facts).ShouldNotContain(f => f.Name == fact);
    }

    [Fact]
    public async Task Without_assumptions_nothing_that_hangs_on_a_ceasefire_is_in_force()
    {
        var answer = Assume(await MissionAsync());
        var waiting = answer.Lines.Where(l => l.Missing.Any(m => m.Fact.Key == "ceasefire.in_effect")).ToList();
        waiting.Count.ShouldBeGreaterThan(20);
        waiting.ShouldAllBe(l => !l.Before.InForce.IsTrue);
        answer.ComeIntoForce.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ceasefire_and_the_whole_backstop_bring_some_promises_into_force_and_leave_each_nation_its_own_conditions()
    {
        var answer = Assume(await MissionAsync(), "ceasefire.in_effect", "backstop(*)");
        answer
            .ComeIntoForce.Select(l => l.Undertaking.Name)
            .ShouldBe(["BE.contribution", "EU.guarantees", "IT.outside", "Ladder.first", "US.monitoring"]);
        Missing(answer, "GB.presence").ShouldBe(["us.consulted(GB)", "vote(GB.Commons)"]);
        Missing(answer, "FR.presence").ShouldBe(["ceasefire.signed_by_russia"]);
        Missing(answer, "TR.presence").ShouldBe(["role_in_mandate(TR)"]);
        Missing(answer, "ES.presence").ShouldBe(["host.request(UA)", "vote(ES.Congress)"]);
        Missing(answer, "EE.presence").ShouldBe(["ceasefire.terms_known", "nato_plans.kept(EE)", "vote(EE.Riigikogu)"]);
    }

    [Fact]
    public async Task The_promise_of_the_United_States_and_the_agreement_of_Ukraine_wait_for_each_other_as_reported()
    {
        var answer = Assume(
            await MissionAsync(),
            "ceasefire.in_effect",
            "vote(US.Congress)",
            "vote(UA.Rada)",
            "settlement.offered",
            "europe.leads"
        );
        answer.ComeIntoForce.ShouldNotContain(l => l.Undertaking.Name == "US.guarantee" || l.Undertaking.Name == "UA.settlement");
    }

    [Fact]
    public async Task Bilateral_agreements_hold_without_a_ceasefire()
    {
        var network = Network(await MissionAsync());
        foreach (var name in new[] { "GB.bilateral", "FR.bilateral", "DE.bilateral" })
        {
            network.Life(name).ShouldNotBeNull().At(March2026).InForce.IsTrue.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task The_steps_of_the_reported_ladder_run_from_the_breach_and_are_nobodys_more_than_attributed()
    {
        var clauses = (await MissionAsync()).Clauses;
        var steps = new[] { "Ladder.first", "Ladder.second", "Ladder.third" }
            .Select(n => clauses.Undertaking(n).ShouldNotBeNull())
            .ToList();
        steps.Select(s => s.Tiers.ShouldHaveSingleItem().Number).ShouldBe([1, 2, 3]);
        steps.ShouldAllBe(s => s.Tiers[0].From == Core.Clauses.Syntax.ClockOrigin.Breach && s.Standing == Standing.Attributed);
        steps[0].Tiers[0].Within.Days.ShouldBe(1);
        steps[2].Tiers[0].Within.Days.ShouldBe(3);
        // No source gives an hour for the second step.
        steps[1].Tiers[0].Source.Standing.ShouldBe(Standing.Illustrative);
    }

    [Fact]
    public async Task Every_line_that_is_not_illustrative_says_where_its_source_says_it()
    {
        var lines = (await MissionAsync()).Clauses.Undertakings.SelectMany(Sources).ToList();
        lines.Count.ShouldBeGreaterThan(250);
        lines.Where(l => l.Standing != Standing.Illustrative).ShouldAllBe(l => l.Cites.Length > 0);
    }

    /// <summary>What a draft would have obliged to and the final text only allows.</summary>
    [Fact]
    public async Task From_draft_to_final_the_duties_on_a_renewed_attack_became_liberties_and_one_of_the_United_States_vanished()
    {
        var mission = await MissionAsync();
        var draft = Example(mission, "paris-draft.clauses");
        var final = Example(mission, "paris-final.clauses");
        string[] Lost(string undertaking) =>
            [.. Duties(draft, undertaking).Except(Duties(final, undertaking)).Order(StringComparer.Ordinal)];
        Lost("renewed_attack")
            .ShouldBe(["diplomacy", "intelligence", "logistics", "restore_peace", "sanctions", "use_military_capabilities"]);
        Lost("us_support").ShouldBe(["intelligence", "logistics", "support_force"]);
        final.Undertaking("us_support").ShouldNotBeNull().Deeds.ShouldNotContain(d => d.Code == "support_force");
    }

    private static IEnumerable<string> Duties(ClauseSet set, string undertaking) =>
        set.Undertaking(undertaking).ShouldNotBeNull().Deeds.Where(d => d.Duty).Select(d => d.Code);

    private static ClauseSet Example(Mission mission, string file)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guide", "examples", file));
        var (set, diagnostics) = ClauseSet.Compile(
            [new ClauseSource(file, text)],
            new ClauseVocabulary(mission.Atlas, ["RU", "UA"], [.. mission.References.Select(r => r.Id)])
        );
        diagnostics.ShouldBeEmpty();
        return set.ShouldNotBeNull();
    }

    private static IEnumerable<LineSource> Sources(Undertaking u) =>
        [
            .. u.Conditions.Select(c => c.Source),
            .. u.Procedures.Select(p => p.Source),
            .. u.Tiers.Select(t => t.Source),
            .. u.Deeds.Select(d => d.Source),
            .. u.Stages.Select(s => s.Source),
        ];

    private static IEnumerable<string> Missing(WhatIfAnswer answer, string undertaking) =>
        answer.Lines.Single(l => l.Undertaking.Name == undertaking).Missing.Select(m => m.Fact.Key).Order(StringComparer.Ordinal);
}
