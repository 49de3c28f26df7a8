using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Diagrams;
using Shouldly;

namespace Holdfast.Tests.Clauses;

/// <summary>Promises that wait for each other: the circle, and what has to take effect together.</summary>
public sealed class DeadlockTests
{
    private static ClauseSet Set(params (string Name, string When)[] undertakings) =>
        ClauseWorld.Good(
            "fact peace\nfact money\n"
                + string.Concat(
                    undertakings.Select(u => $"undertaking {u.Name}\ncites illustrative\nby UA to RU\nin force when {u.When}\nend\n")
                )
        );

    [Fact]
    public void A_circle_shows_once_the_facts_suffice_for_it()
    {
        var set = Set(("A", "B and peace"), ("B", "A"), ("C", "B"), ("D", "peace"));
        Deadlocks.Of(set, ClauseWorld.Facts(set), ClauseWorld.Noon).ShouldBeEmpty();
        var facts = ClauseWorld.Facts(set).With([FactStatement.Assume("peace", [], "true")]);
        var deadlock = Deadlocks.Of(set, facts, ClauseWorld.Noon).Single();
        deadlock.Circle.ShouldBe(["A", "B", "A"]);
        deadlock.SignTogether.Single().ShouldBe(["A", "B"]);
        deadlock.ComesIntoForce.ShouldBe(["A", "B", "C"]);
    }

    [Fact]
    public void The_smallest_set_leaves_out_what_follows_by_itself()
    {
        var set = Set(("A", "at least 1 of { B, C }"), ("B", "A"), ("C", "A and B"));
        var deadlock = Deadlocks.Of(set, ClauseWorld.Facts(set), ClauseWorld.Noon).Single();
        deadlock.Waiting.ShouldBe(["A", "B", "C"]);
        deadlock.SignTogether.Single().ShouldBe(["A", "B"]);
        deadlock.ComesIntoForce.ShouldBe(["A", "B", "C"]);
    }

    [Fact]
    public void A_circle_with_a_way_round_it_is_no_deadlock_once_that_way_is_open()
    {
        var set = Set(("A", "B or money"), ("B", "A"));
        Deadlocks.Of(set, ClauseWorld.Facts(set), ClauseWorld.Noon).Single().SignTogether.Single().ShouldBe(["A", "B"]);
        Deadlocks.Of(set, ClauseWorld.Facts(set, ClauseWorld.State("money", "true")), ClauseWorld.Noon).ShouldBeEmpty();
    }

    [Fact]
    public void A_promise_that_waits_for_itself_is_a_deadlock_of_one()
    {
        var set = Set(("A", "A and peace"));
        var deadlock = Deadlocks.Of(set, ClauseWorld.Facts(set, ClauseWorld.State("peace", "true")), ClauseWorld.Noon).Single();
        deadlock.Circle.ShouldBe(["A", "A"]);
        deadlock.SignTogether.Single().ShouldBe(["A"]);
    }
}
