using Holdfast.Core.Clauses;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Values;
using Shouldly;
using static Holdfast.Tests.Guarantees.GuaranteeWorld;

namespace Holdfast.Tests.Guarantees;

public sealed class WhatIfTests
{
    private const string Text = """
        fact ceasefire.in_effect "a ceasefire is in effect" determined by both(UA, RU)
        fact backstop(capability) determined by US
             capability in intelligence, airlift
        fact vote(chamber)
        fact depth length
        undertaking GB.presence
            cites illustrative
            by GB to UA
            in force when ceasefire.in_effect and backstop(intelligence)
            requires vote(GB.Commons)
        end
        undertaking FR.presence
            cites illustrative
            by FR to UA
            in force when ceasefire.in_effect and backstop(airlift)
        end
        """;

    [Fact]
    public void What_comes_into_force_and_what_is_still_missing_by_nation()
    {
        var set = Set(Text);
        var (assumed, diagnostics) = Assumptions.Parse(set, ["ceasefire.in_effect", "backstop(*)"]);
        diagnostics.ShouldBeEmpty();
        assumed.Length.ShouldBe(3);
        var answer = WhatIf.Ask(Work(set, []), assumed, Zero);
        answer.ComeIntoForce.Select(l => l.Undertaking.Name).ShouldBe(["FR.presence"]);
        answer.StillNot.Single().Missing.Single().Fact.Key.ShouldBe("vote(GB.Commons)");
        answer.ByNation.Single().Nation.ShouldBe("GB");
    }

    [Fact]
    public void Without_assumptions_nothing_changes_and_every_line_says_what_is_missing()
    {
        var answer = WhatIf.Ask(Work(Set(Text), []), [], Zero);
        answer.Lines.ShouldAllBe(l => !l.Changes && l.Missing.Length > 0);
        answer.ByNation.Select(n => n.Nation).ShouldBe(["GB", "RU", "UA", "US"]);
    }

    [Theory]
    [InlineData("ceasefire.in_efect", "unknown-name", "ceasefire.in_effect")]
    [InlineData("backstop(airlif)", "unknown-value", "airlift")]
    [InlineData("backstop", "arguments", null)]
    [InlineData("depth", "type", null)]
    [InlineData("ceasefire.in_effect=perhaps", "type", null)]
    [InlineData("ceasefire.in_effect@tomorrow", "bad-date", null)]
    [InlineData("GB.presence", "type", null)]
    public void A_faulty_assumption_is_refused_with_the_nearest_right_word(string text, string code, string? suggestion)
    {
        var (assumed, diagnostics) = Assumptions.Parse(Set(Text), [text]);
        assumed.ShouldBeEmpty();
        diagnostics.Single().Code.ShouldBe(code);
        diagnostics.Single().Suggestion.ShouldBe(suggestion);
    }

    [Fact]
    public void Values_and_times_may_be_assumed()
    {
        var set = Set(Text);
        var (assumed, diagnostics) = Assumptions.Parse(set, ["depth = 30 km", "not backstop(airlift)@2026-03-01/2026-03-02T12:00:00Z"]);
        diagnostics.ShouldBeEmpty();
        var facts = FactBase.From(set, [], Zero).With(assumed);
        facts.NumberValue("depth", [], Zero).ShouldNotBeNull().Low.ShouldBe(30_000);
        facts.Value("backstop", ["airlift"], Hour(1)).IsFalse.ShouldBeTrue();
        facts.Value("backstop", ["airlift"], Hour(36)).IsUnknown.ShouldBeTrue();
    }
}
