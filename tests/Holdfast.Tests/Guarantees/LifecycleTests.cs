using Holdfast.Core.Clauses;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;
using static Holdfast.Tests.Guarantees.GuaranteeWorld;

namespace Holdfast.Tests.Guarantees;

public sealed class LifecycleTests
{
    private const string Presence = """
        fact ceasefire "a ceasefire is in effect" determined by both(UA, RU)
        fact vote(chamber) "the chamber has authorised it"
        fact attack(actor) "an armed attack" determined by UA
        undertaking GB.presence "British presence"
            cites illustrative
            by GB to UA
            in force when ceasefire
            procedure vote(GB.Commons) before deployment, takes 3 to 14 days, usually 7
            triggered when attack by RU
            tier 1 within 24 h from breach: "warn"
            expires 100 h after entry into force
        end
        undertaking FR.backing
            cites illustrative
            by FR to GB
            in force when GB.presence
        end
        """;

    private static IEnumerable<(double Hour, UndertakingState State)> States(UndertakingLife life) =>
        life.Spans.Select(s => (s.From == Instant.MinValue ? double.NegativeInfinity : (s.From - Zero).TotalHours, s.State));

    private static FactStatement[] Ceasefire(double from, double? until = null) =>
        [Said("ceasefire", "true", "UA", from, until: until), Said("ceasefire", "true", "RU", from, until: until)];

    [Fact]
    public void Nothing_is_in_force_while_nobody_has_stated_the_ceasefire_and_the_reason_says_so()
    {
        var network = Work(Set(Presence), []);
        var life = network.Life("GB.presence").ShouldNotBeNull();
        life.At(Zero).State.ShouldBe(UndertakingState.Undetermined);
        life.At(Zero).InForce.Reasons.HasFlag(UnknownReason.Unreported).ShouldBeTrue();
        network.Missing("GB.presence", Zero).Select(m => m.Fact.Key).ShouldBe(["ceasefire", "vote(GB.Commons)"]);
        network.Missing("FR.backing", Zero).Select(m => (m.Fact.Key, string.Join(',', m.Via))).ShouldContain(("ceasefire", "GB.presence"));
        Explanation.Tree(network.Why("FR.backing", Zero)).ShouldContain("'ceasefire' is not known (nobody has stated it)");
    }

    [Fact]
    public void It_comes_into_force_with_the_last_condition_and_ends_by_its_own_terms()
    {
        var network = Work(Set(Presence), [.. Ceasefire(0), Said("vote(GB.Commons)", "true", "GB", 10)]);
        var life = network.Life("GB.presence").ShouldNotBeNull();
        States(life)
            .ShouldBe([
                (double.NegativeInfinity, UndertakingState.Undetermined),
                (10, UndertakingState.InEffect),
                (110, UndertakingState.Expired),
            ]);
        network.Life("FR.backing").ShouldNotBeNull().At(Hour(20)).State.ShouldBe(UndertakingState.InEffect);
        network.Life("FR.backing").ShouldNotBeNull().At(Hour(111)).InForce.IsFalse.ShouldBeTrue();
    }

    [Fact]
    public void What_was_triggered_in_force_stays_triggered_though_the_attack_ends_the_ceasefire()
    {
        FactStatement[] end = [Said("ceasefire", "false", "UA", 31, 32), Said("ceasefire", "false", "RU", 31, 32)];
        var network = Work(
            Set(Presence),
            [.. Ceasefire(0, 31), .. end, Said("vote(GB.Commons)", "true", "GB", 1), Said("attack(RU)", "true", "UA", 30)]
        );
        var life = network.Life("GB.presence").ShouldNotBeNull();
        life.At(Hour(30)).State.ShouldBe(UndertakingState.Triggered);
        life.At(Hour(40)).InForce.IsFalse.ShouldBeTrue();
        life.At(Hour(40)).State.ShouldBe(UndertakingState.Triggered);
        TierBoard.At(network, Hour(40)).Single().Status.ShouldBe(TierStatus.Running);
    }

    [Theory]
    [InlineData("withdrawn(GB.presence)", "GB", UndertakingState.Withdrawn)]
    [InlineData("discharged(GB.presence)", "UA", UndertakingState.Discharged)]
    [InlineData("suspended(GB.presence)", "GB", UndertakingState.Suspended)]
    [InlineData("fulfilled(GB.presence)", "UA", UndertakingState.Fulfilled)]
    [InlineData("violated(GB.presence)", "UA", UndertakingState.Violated)]
    public void Acts_upon_a_promise_change_its_state_from_when_they_take_effect(string act, string by, UndertakingState state)
    {
        var network = Work(Set(Presence), [.. Ceasefire(0), Said("vote(GB.Commons)", "true", "GB", 1), Said(act, "true", by, 5, 6, 8)]);
        var life = network.Life("GB.presence").ShouldNotBeNull();
        life.At(Hour(4)).State.ShouldBe(UndertakingState.InEffect);
        life.At(Hour(5)).State.ShouldBe(state);
        life.At(Hour(9)).State.ShouldBe(UndertakingState.InEffect);
    }

    [Fact]
    public void A_suspension_by_somebody_else_does_not_count()
    {
        var network = Work(
            Set(Presence),
            [.. Ceasefire(0), Said("vote(GB.Commons)", "true", "GB", 1), Said("suspended(GB.presence)", "true", "RU", 5)]
        );
        network.Life("GB.presence").ShouldNotBeNull().At(Hour(6)).State.ShouldNotBe(UndertakingState.Suspended);
    }

    [Fact]
    public void Promises_that_wait_for_each_other_do_not_come_into_force_by_themselves()
    {
        var set = Set(
            """
            fact peace
            undertaking A
                cites illustrative
                by FR to GB
                in force when peace and (B or signed)
            end
            undertaking B
                cites illustrative
                by GB to FR
                in force when A
            end
            fact signed
            """
        );
        var waiting = Work(set, [Said("peace", "true", "FR", 0), Said("signed", "false", "FR", 0)]);
        waiting.Life("A").ShouldNotBeNull().At(Hour(1)).InForce.IsFalse.ShouldBeTrue();
        waiting.Life("B").ShouldNotBeNull().At(Hour(1)).InForce.IsFalse.ShouldBeTrue();
        var signed = Work(set, [Said("peace", "true", "FR", 0), Said("signed", "true", "FR", 5)]);
        signed.Life("B").ShouldNotBeNull().At(Hour(6)).State.ShouldBe(UndertakingState.InEffect);
        signed.Life("B").ShouldNotBeNull().At(Hour(4)).InForce.IsTrue.ShouldBeFalse();
    }

    [Fact]
    public void The_same_question_as_known_then_gives_the_answer_of_then()
    {
        var set = Set(Presence);
        FactStatement[] said = [.. Ceasefire(0), Said("vote(GB.Commons)", "true", "GB", 1, known: 50)];
        Work(set, said, Hour(40)).Life("GB.presence").ShouldNotBeNull().At(Hour(2)).InForce.IsTrue.ShouldBeFalse();
        Work(set, said, Hour(60)).Life("GB.presence").ShouldNotBeNull().At(Hour(2)).InForce.IsTrue.ShouldBeTrue();
    }
}
