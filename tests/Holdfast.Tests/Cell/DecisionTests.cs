using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Tests.Guarantees;
using NodaTime;
using Shouldly;
using static Holdfast.Tests.Cell.CellWorld;

namespace Holdfast.Tests.Cell;

/// <summary>Decisions of the willing: who joins, declines, reserves or stays silent, by which procedure, and for whom they have effect.</summary>
public sealed class DecisionTests
{
    private static string Stands(CellBook book, double at) =>
        string.Join(" ", book.At(Min(at)).Decisions.Single().Nations.Select(n => $"{n.Nation}:{n.Position}"));

    [Fact]
    public void Silence_joins_only_under_the_silence_procedure_and_only_at_the_deadline()
    {
        var explicitly = Book("decision-1", (0, Proposal()), (5, Says("FR", Stance.Joins)));
        Stands(explicitly, 59).ShouldBe("DE:Waiting FR:Joined GB:Waiting PL:Waiting");
        Stands(explicitly, 60).ShouldBe("DE:Silent FR:Joined GB:Silent PL:Silent");
        var silence = Book(
            "decision-1",
            (0, Proposal(DecisionProcedure.Silence)),
            (5, Says("FR", Stance.Joins)),
            (6, Says("GB", Stance.Declines)),
            (7, Says("PL", Stance.Reserves, "parliament sits on Monday"))
        );
        Stands(silence, 59).ShouldBe("DE:Waiting FR:Joined GB:Declined PL:Reserved");
        Stands(silence, 60).ShouldBe("DE:JoinedBySilence FR:Joined GB:Declined PL:Reserved");
        silence.At(Min(60)).Decisions.Single().Of("DE").Spans.ShouldBe([new JoinedSpan(Min(60), null)]);
    }

    [Fact]
    public void A_broken_silence_joins_nobody_and_words_still_do()
    {
        var book = Book(
            "decision-1",
            (0, Proposal(DecisionProcedure.Silence)),
            (5, Says("FR", Stance.Joins)),
            (30, new SilenceBroken("PL", "not without the others")),
            (70, Says("DE", Stance.Joins))
        );
        Stands(book, 65).ShouldBe("DE:Silent FR:Joined GB:Silent PL:Silent");
        Stands(book, 71).ShouldBe("DE:Joined FR:Joined GB:Silent PL:Silent");
        book.At(Min(65)).Decisions.Single().Broken.ShouldNotBeNull().Nation.ShouldBe("PL");
        Codes(Book("decision-1", (0, Proposal(DecisionProcedure.Silence)), (60, new SilenceBroken("PL", "late"))))
            .ShouldBe(["deadline-passed"]);
        Codes(Book("decision-1", (0, Proposal()), (10, new SilenceBroken("PL", "no silence here")))).ShouldBe(["no-silence"]);
    }

    [Fact]
    public void Joined_twice_in_the_same_words_is_nothing_new_and_in_others_is_refused_until_it_withdraws()
    {
        var book = Book(
            "decision-1",
            (0, Proposal()),
            (5, Says("FR", Stance.Joins, "no troops")),
            (6, Says("FR", Stance.Joins, "no troops"))
        );
        Codes(book).ShouldBe(["already"]);
        var law = CellLaw.Against(book.Get("decision-1"), Says("FR", Stance.Joins, "no troops"), Min(7));
        law.ShouldNotBeNull().Entry.ShouldBe(1);
        CellLaw.Against(book.Get("decision-1"), Says("FR", Stance.Declines), Min(7)).ShouldNotBeNull().Code.ShouldBe("joined-otherwise");
        CellLaw.Against(book.Get("decision-1"), Says("FR", Stance.Joins), Min(7)).ShouldNotBeNull().Code.ShouldBe("joined-otherwise");
    }

    [Fact]
    public void Who_withdraws_was_bound_until_then_may_join_again_and_its_history_is_kept()
    {
        var book = Book(
            "decision-1",
            (0, Proposal()),
            (5, Says("FR", Stance.Joins)),
            (20, new NationWithdrew("FR", "an election")),
            (30, Says("FR", Stance.Joins))
        );
        Codes(book).ShouldBeEmpty();
        book.At(Min(25)).Decisions.Single().Of("FR").Position.ShouldBe(NationPosition.Withdrawn);
        book.At(Min(40)).Decisions.Single().Of("FR").Spans.ShouldBe([new JoinedSpan(Min(5), Min(20)), new JoinedSpan(Min(30), null)]);
        CellLaw.Against(book.Get("decision-1"), new NationWithdrew("DE", "x"), Min(40)).ShouldNotBeNull().Code.ShouldBe("not-joined");
        CellLaw.Against(book.Get("decision-1"), Says("US", Stance.Joins), Min(40)).ShouldNotBeNull().Code.ShouldBe("not-among");
    }

    [Fact]
    public void Who_joined_by_silence_withdraws_and_does_not_decline_afterwards()
    {
        var book = Book(
            "decision-1",
            (0, Proposal(DecisionProcedure.Silence)),
            (61, Says("DE", Stance.Declines)),
            (62, new NationWithdrew("DE", "no"))
        );
        Codes(book).ShouldBe(["deadline-passed"]);
        book.At(Min(63)).Decisions.Single().Of("DE").Spans.ShouldBe([new JoinedSpan(Min(60), Min(62))]);
        book.Get("decision-1").Whole.ShouldBeTrue("what was refused was read");
    }

    [Fact]
    public void Effect_begins_when_the_decision_says_and_ends_with_it()
    {
        var book = Book("decision-1", (0, Proposal(from: 100)), (5, Says("FR", Stance.Joins)), (200, new DecisionEnded("done")));
        NationEffect France(double at) =>
            DecisionEffect
                .Of(book.At(Min(at)).Decisions.Single(), ClauseSet.Empty, FactBase.From(ClauseSet.Empty, [], Min(at)), Min(at))
                .Single(e => e.Nation.Nation == "FR");
        France(50).InEffect.ShouldBe(Truth.False);
        France(50).Why.ShouldContain("2026-03-28T13:40");
        France(100).InEffect.ShouldBe(Truth.True);
        France(200).InEffect.ShouldBe(Truth.False);
        France(200).Why.ShouldBe("The decision was ended.");
    }

    [Fact]
    public void A_pending_approval_keeps_the_effect_from_that_nation_alone_until_it_is_given()
    {
        var clauses = GuaranteeWorld.Set("fact vote(chamber) chamber in FR.Assembly, GB.Commons determined by FR, GB");
        var book = Book(
            "decision-1",
            (0, Proposal()),
            (5, Says("FR", Stance.Joins, when: "vote(FR.Assembly)")),
            (6, Says("GB", Stance.Joins))
        );
        var vote = new FactStatement("vote", ["FR.Assembly"], "true", Min(50), null, "FR", "journal", Standing.Recorded, Min(50));
        string Effects(double at) =>
            string.Join(
                " ",
                DecisionEffect
                    .Of(book.At(Min(at)).Decisions.Single(), clauses, FactBase.From(clauses, [vote], Min(at)), Min(at))
                    .Select(e => $"{e.Nation.Nation}:{e.InEffect.Value}")
            );
        Effects(40).ShouldBe("DE:False FR:Unknown GB:True PL:False");
        Effects(50).ShouldBe("DE:False FR:True GB:True PL:False");
        var pending = DecisionEffect.Of(book.At(Min(40)).Decisions.Single(), clauses, FactBase.From(clauses, [], Min(40)), Min(40))[1];
        pending.Why.ShouldBe("FR joined; its approval 'vote(FR.Assembly)' is not known to hold.");
        pending.Missing.ShouldBe(["vote(FR.Assembly)"]);
        pending.Trace.ShouldNotBeNull().Explanation.ShouldNotBeEmpty();
    }
}
