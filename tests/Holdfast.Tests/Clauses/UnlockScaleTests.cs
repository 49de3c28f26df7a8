using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Diagrams;
using Shouldly;

namespace Holdfast.Tests.Clauses;

/// <summary>Counting without spelling out, who controls what, mentions of other undertakings, and questions that are too large.</summary>
public sealed class UnlockScaleTests
{
    /// <summary>Grantors, each present by a vote and by air or by sea, of whom at least some have to be there.</summary>
    private static ClauseSet Grantors(int count, int least)
    {
        var all = Enumerable.Range(0, count).Select(i => i.ToString("00", CultureInfo.InvariantCulture)).ToList();
        var each = all.Select(i =>
            $"""
                undertaking G{i}
                    cites illustrative
                    by UA to RU
                    in force when ceasefire and vote(N{i}) and (air(N{i}) or sea(N{i}))
                end

                """
        );
        var list = string.Join(", ", all.Select(i => "G" + i));
        return ClauseWorld.Good(
            "fact ceasefire determined by both(UA, RU)\nfact vote(nation)\nfact air(nation)\nfact sea(nation)\n"
                + string.Concat(each)
                + $"undertaking force\ncites illustrative\nby UA to RU\nin force when at least {least} of {{ {list} }}\nend\n"
        );
    }

    private static BigInteger Choose(int n, int k) => Enumerable.Range(0, k).Aggregate(BigInteger.One, (all, i) => all * (n - i) / (i + 1));

    [Theory]
    [InlineData(35, 18)]
    [InlineData(35, 26)]
    [InlineData(35, 1)]
    [InlineData(35, 35)]
    public void Sets_of_thirty_five_grantors_are_counted_and_not_spelled_out(int grantors, int least)
    {
        var set = Grantors(grantors, least);
        var force = set.Undertaking("force").ShouldNotBeNull();
        var answer = Solver.Unlock(set, force, ClauseWorld.Facts(set), ClauseWorld.Noon);
        answer.Count.ShouldBe(Choose(grantors, least) * BigInteger.Pow(2, least));
        answer.SmallestSize.ShouldBe(1 + (2 * least));
        answer.Smallest.Length.ShouldBe((int)BigInteger.Min(20, answer.Count));
        answer.Smallest.ShouldBeUnique();
        answer.Essential.Select(e => e.Fact).ShouldContain("ceasefire");
        answer.Essential[0].Authority.ShouldBe("both(UA, RU)");
        answer.Essential[0].By.ShouldBe(["RU", "UA"]);
    }

    [Fact]
    public void Known_facts_are_free_and_costs_choose_between_ways()
    {
        var set = Grantors(6, 2);
        var force = set.Undertaking("force").ShouldNotBeNull();
        var facts = ClauseWorld.Facts(
            set,
            ClauseWorld.State("ceasefire", "true", "UA"),
            ClauseWorld.State("ceasefire", "true", "RU"),
            ClauseWorld.State("vote", "true", arguments: "N03")
        );
        var costs = ImmutableSortedDictionary<string, decimal>
            .Empty.WithComparers(StringComparer.Ordinal)
            .AddRange([new("vote", 5m), new("vote(N04)", 2.5m), new("air(N03)", 9m), new("air(N04)", 0m)]);
        var answer = Solver.Unlock(set, force, facts, ClauseWorld.Noon, new UnlockOptions { Costs = costs });
        answer.SmallestSize.ShouldBe(3);
        answer.Essential.ShouldBeEmpty();
        answer.CheapestCost.ShouldBe(3.5m);
        answer.Cheapest.Single().Changes.Select(c => c.Fact).ShouldBe(["sea(N03)", "vote(N04)", "air(N04)"]);
        answer.Smallest.ShouldAllBe(s => s.Changes.All(c => c.Fact != "ceasefire" && c.Fact != "vote(N03)"));
    }

    [Fact]
    public void The_same_question_has_the_same_answer()
    {
        var set = Grantors(12, 5);
        var force = set.Undertaking("force").ShouldNotBeNull();
        string Answer() => string.Join('\n', Solver.Unlock(set, force, ClauseWorld.Facts(set), ClauseWorld.Noon).Smallest);
        Answer().ShouldBe(Answer());
    }

    [Fact]
    public void A_question_beyond_its_budget_is_answered_too_large()
    {
        var set = Grantors(30, 15);
        var force = set.Undertaking("force").ShouldNotBeNull();
        var answer = Solver.Unlock(set, force, ClauseWorld.Facts(set), ClauseWorld.Noon, new UnlockOptions { Budget = 100 });
        answer.Outcome.ShouldBe(UnlockOutcome.TooLarge);
        answer.Why.ShouldContain("100 nodes");
        answer.Smallest.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("and", 10_000)]
    [InlineData("or", 1)]
    public void Ten_thousand_terms_are_answered(string joined, int size)
    {
        var all = string.Join($" {joined}\n", Enumerable.Range(0, 10_000).Select(i => $"f(x{i})"));
        var set = ClauseWorld.Good($"fact f(x)\nundertaking U\ncites illustrative\nby UA to RU\nin force when {all}\nend");
        var answer = Solver.Unlock(set, set.Undertakings[0], ClauseWorld.Facts(set), ClauseWorld.Noon);
        answer.SmallestSize.ShouldBe(size);
        answer.Count.ShouldBe(size == 1 ? 10_000 : 1);
    }

    [Fact]
    public void Half_of_ten_thousand_is_too_large_and_says_so()
    {
        var all = string.Join(",\n", Enumerable.Range(0, 10_000).Select(i => $"f(x{i})"));
        var set = ClauseWorld.Good(
            $"fact f(x)\nundertaking U\ncites illustrative\nby UA to RU\nin force when at least 5000 of {{ {all} }}\nend"
        );
        Solver.Unlock(set, set.Undertakings[0], ClauseWorld.Facts(set), ClauseWorld.Noon).Outcome.ShouldBe(UnlockOutcome.TooLarge);
    }

    [Fact]
    public void What_can_never_be_says_what_stands_in_the_way()
    {
        var set = ClauseWorld.Good(
            """
            fact a
            fact start instant
            undertaking late
                cites illustrative
                by UA to RU
                in force when a and before 2026-01-01T00:00:00Z
            end
            undertaking counted
                cites illustrative
                by UA to RU
                in force when a and after start + 3 days
            end
            undertaking first
                cites illustrative
                by UA to RU
                in force when second and a
            end
            undertaking second
                cites illustrative
                by RU to UA
                in force when first
            end
            """
        );
        Unlocking Ask(string name, params FactStatement[] stated) =>
            Solver.Unlock(set, set.Undertaking(name).ShouldNotBeNull(), ClauseWorld.Facts(set, stated), ClauseWorld.Noon);
        Ask("late").Outcome.ShouldBe(UnlockOutcome.Never);
        Ask("late").Why.ShouldContain("2026-01-01");
        Ask("first").Why.ShouldContain("agreed together");
        var unstated = Ask("counted");
        unstated.Smallest.Single().Changes.Select(c => (c.Fact, c.Wanted)).ShouldContain(("start", "after start + 3 days"));
        Ask("counted", ClauseWorld.State("start", "2026-02-28T00:00:00Z")).Outcome.ShouldBe(UnlockOutcome.Never);
        Ask("counted", ClauseWorld.State("start", "2026-02-20T00:00:00Z")).Smallest.Single().Changes.Single().Fact.ShouldBe("a");
    }
}
