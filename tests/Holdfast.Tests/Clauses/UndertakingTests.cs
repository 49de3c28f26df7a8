using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Clauses;

/// <summary>What an undertaking's lines come to once they are bound.</summary>
public sealed class UndertakingTests
{
    private const string Text = """
        fact peace determined by both(UA, RU)
        fact vote(chamber)
        fact attack "an attack" determined by UA
        fact pledged
        undertaking RU.pause "a pause"
            cites illustrative
            by RU to UA
            in force when peace
            procedure vote(RU.Duma) before entry, takes 3 to 14 days, usually 7
            triggered when attack
            tier 2 within 72 h from notification: "second", unless not peace
            tier 1 within 24 h from breach: "first"
            shall talk "keep a line open"
            may help when pledged
            stage pledge when pledged
            suspended when not peace
            expires 5 years after entry into force
        end
        undertaking UA.pause
            cites illustrative
            by UA to RU
            in force when RU.pause
        end
        """;

    private static readonly Instant Day = Instant.FromUtc(2026, 3, 1, 0, 0);

    private static ClauseSet Set(string text) => ClauseWorld.Good(text);

    private static FactStatement Said(string name, string value, string by, Instant? from = null, params string[] arguments) =>
        new(name, [.. arguments], value, from, null, by, "test", Standing.Illustrative, Day);

    [Fact]
    public void Lines_are_bound_with_their_source()
    {
        var pause = Set(Text).Undertaking("RU.pause").ShouldNotBeNull();
        pause.By.ShouldBe(["RU"]);
        pause
            .Tiers.Select(t => (t.Number, t.Within.Elapsed, t.From, t.Action))
            .ShouldBe([
                (1, Duration.FromHours(24), ClockOrigin.Breach, "first"),
                (2, Duration.FromHours(72), ClockOrigin.Notification, "second"),
            ]);
        pause.Procedures.Single().Takes.ShouldNotBeNull().Usual.ShouldNotBeNull().Days.ShouldBe(7);
        pause.Deeds.Select(d => (d.Duty, d.Code)).ShouldBe([(true, "talk"), (false, "help")]);
        pause.Stages.Single().Stage.ShouldBe(PromiseStage.Pledge);
        pause.Of(ConditionRole.InForceWhen).Single().Source.Standing.ShouldBe(Standing.Illustrative);
        pause.Expires.ShouldNotBeNull().After.ShouldNotBeNull().Text.ShouldBe("5 years");
    }

    [Fact]
    public void It_is_in_force_when_conditions_and_procedures_are_met_and_not_once_it_is_withdrawn()
    {
        var set = Set(Text);
        var pause = set.Undertaking("RU.pause").ShouldNotBeNull();
        var facts = FactBase.From(set, [Said("peace", "true", "UA", Day), Said("peace", "true", "RU", Day)], Instant.MaxValue);
        pause.InForce.At(facts, Day).IsUnknown.ShouldBeTrue();
        facts = facts.With([Said("vote", "true", "RU", Day + Duration.FromDays(1), "RU.Duma")]);
        var range = new TimeRange(Day - Duration.FromDays(1), Day + Duration.FromDays(9));
        pause
            .InForce.Over(facts, range)
            .Select(s => (s.From - Day, s.Value.Value))
            .ShouldBe([(Duration.FromDays(-1), Bool3.Unknown), (Duration.FromDays(1), Bool3.True)]);
        var withdrawn = facts.With([Said("withdrawn", "true", "RU", Day + Duration.FromDays(2), "RU.pause")]);
        pause.InForce.At(withdrawn, Day + Duration.FromDays(3)).IsFalse.ShouldBeTrue();
        var byAnother = facts.With([Said("withdrawn", "true", "UA", Day + Duration.FromDays(2), "RU.pause")]);
        pause.InForce.At(byAnother, Day + Duration.FromDays(3)).IsTrue.ShouldBeFalse();
    }

    [Fact]
    public void An_assumption_decides_whoever_would_have_to_say_it()
    {
        var set = Set(Text);
        var facts = FactBase.From(set, [Said("peace", "false", "UA"), Said("peace", "false", "RU")], Instant.MaxValue);
        facts.Value("peace", [], Day).IsFalse.ShouldBeTrue();
        facts.With([FactStatement.Assume("peace", [], "true")]).Value("peace", [], Day).IsTrue.ShouldBeTrue();
    }

    [Fact]
    public void Another_undertaking_is_read_once_it_has_been_worked_out()
    {
        var set = Set(Text);
        var follower = set.Undertaking("UA.pause").ShouldNotBeNull();
        follower.HangsOn.ShouldBe(["RU.pause"]);
        var facts = FactBase.From(set, [], Instant.MaxValue);
        follower.InForce.At(facts, Day).IsUnknown.ShouldBeTrue();
        var worked = facts.WithInForce(
            "RU.pause",
            [new TruthSpan(Instant.MinValue, Day, Truth.False), new TruthSpan(Day, Instant.MaxValue, Truth.True)]
        );
        follower.InForce.At(worked, Day).IsTrue.ShouldBeTrue();
        follower.InForce.At(worked, Day - Duration.FromDays(1)).IsFalse.ShouldBeTrue();
    }

    [Fact]
    public void Promises_that_wait_for_each_other_are_a_warning_and_through_not_an_error()
    {
        static string Pair(string first) =>
            $"""
                undertaking A
                    cites illustrative
                    by UA to RU
                    in force when {first}
                end
                undertaking B
                    cites illustrative
                    by RU to UA
                    in force when A
                end
                """;
        var (set, diagnostics) = ClauseWorld.Compile(Pair("B"));
        set.ShouldNotBeNull();
        diagnostics.Select(d => d.Code).ShouldContain("deadlock");
        var (none, errors) = ClauseWorld.Compile(Pair("not B"));
        none.ShouldBeNull();
        errors.Select(d => d.Code).ShouldContain("circle");
    }

    [Fact]
    public void New_lines_keep_their_meaning_through_the_formatter()
    {
        var formatted = ClauseFormatter.Format(FileSyntax.Parse(new ClauseSource("a.clauses", Text)).Tree);
        foreach (var line in new[] { "shall talk \"keep a line open\"", "may help when pledged", "stage pledge when pledged" })
        {
            formatted.ShouldContain(line);
        }
    }
}
