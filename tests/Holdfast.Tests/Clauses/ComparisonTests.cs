using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Diagrams;
using Holdfast.Core.Values;
using Shouldly;

namespace Holdfast.Tests.Clauses;

/// <summary>Conditions compared by meaning, against trying every assignment of the facts.</summary>
public sealed class ComparisonTests
{
    private static readonly string[] Facts = ["a", "b", "c"];

    private static string Condition(Random random, int depth)
    {
        string Inner() => Condition(random, depth + 1);
        return depth < 3 && random.Next(100) < 70
            ? random.Next(4) switch
            {
                0 => $"({Inner()} and {Inner()})",
                1 => $"({Inner()} or {Inner()})",
                2 => $"not {Inner()}",
                _ => $"{(random.Next(2) == 0 ? "at least 2" : "exactly 1")} of {{ {Inner()}, {Inner()}, {Inner()} }}",
            }
            : random.Next(5) switch
            {
                3 => "n > 2",
                4 => "n <= 1",
                var i => Facts[i],
            };
    }

    private static (ClauseSet Set, Condition First, Condition Second)? Pair(string first, string second)
    {
        // Null where one of them can never hold, which the compiler rejects.
        var (set, _) = ClauseWorld.Compile(
            "fact a\nfact b\nfact c\nfact n count\n"
                + $"undertaking U\ncites illustrative\nby UA to RU\nin force when {first}\nend\n"
                + $"undertaking V\ncites illustrative\nby UA to RU\nin force when {second}\nend\n"
        );
        return set is null ? null : (set, set.Undertakings[0].Conditions[0].Condition, set.Undertakings[1].Conditions[0].Condition);
    }

    [Fact]
    public void Relations_and_counterexamples_are_those_found_by_trying_every_assignment()
    {
        var seen = new HashSet<Relation>();
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var (one, two) = (Condition(random, 0), Condition(random, 0));
            if (Pair(one, two) is not var (set, first, second))
            {
                continue;
            }
            var comparison = Comparison.Of(first, second);
            int? onlyFirst = null;
            int? onlySecond = null;
            for (var bits = 0; bits < 8; bits++)
            {
                foreach (var n in new[] { "0", "2", "3" })
                {
                    var facts = ClauseWorld.Facts(
                        set,
                        [
                            .. Facts.Select((f, i) => ClauseWorld.State(f, (bits & (1 << i)) != 0 ? "true" : "false")),
                            ClauseWorld.State("n", n),
                        ]
                    );
                    var (x, y) = (first.At(facts, ClauseWorld.Noon).IsTrue, second.At(facts, ClauseWorld.Noon).IsTrue);
                    var size = int.PopCount(bits);
                    onlyFirst = x && !y ? Math.Min(onlyFirst ?? 9, size) : onlyFirst;
                    onlySecond = y && !x ? Math.Min(onlySecond ?? 9, size) : onlySecond;
                }
            }
            var because = $"seed {seed}: {one} against {two}";
            comparison.OnlyFirst?.Facts.Count(f => f.Value == "true").ShouldBe(onlyFirst ?? -1, because);
            comparison.OnlySecond?.Facts.Count(f => f.Value == "true").ShouldBe(onlySecond ?? -1, because);
            var expected =
                onlyFirst is null && onlySecond is null ? Relation.Equivalent
                : onlySecond is null ? Relation.Stronger
                : onlyFirst is null ? Relation.Weaker
                : Relation.Incomparable;
            comparison.Relation.ShouldBe(expected, because);
            seen.Add(expected);
            Holds(set, first, second, comparison.OnlyFirst, because);
            Holds(set, second, first, comparison.OnlySecond, because);
        }
        seen.Count.ShouldBe(4);
    }

    /// <summary>Under the facts of the example alone, whatever the others are, the one holds and the other does not.</summary>
    private static void Holds(ClauseSet set, Condition holds, Condition fails, Counterexample? example, string because)
    {
        if (example is null || example.Facts.Any(f => f.Value is not ("true" or "false")))
        {
            return;
        }
        var facts = ClauseWorld.Facts(set, [.. example.Facts.Select(f => ClauseWorld.State(f.Fact, f.Value))]);
        holds.At(facts, ClauseWorld.Noon).IsTrue.ShouldBeTrue(because);
        fails.At(facts, ClauseWorld.Noon).IsFalse.ShouldBeTrue(because);
    }

    [Fact]
    public void What_cannot_be_is_no_difference()
    {
        Relation Of(string first, string second) => Pair(first, second) is var (_, x, y) ? Comparison.Of(x, y).Relation : default;
        Of("a or (n > 2 and n <= 1)", "a").ShouldBe(Relation.Equivalent);
        Of("n > 2", "n >= 3").ShouldBe(Relation.Equivalent);
        Of("n > 2", "n > 3").ShouldBe(Relation.Stronger);
        Of("after 2026-01-01T00:00:00Z", "after 2026-02-01T00:00:00Z").ShouldBe(Relation.Stronger);
        Of("a or (before 2026-01-01T00:00:00Z and after 2026-02-01T00:00:00Z)", "a").ShouldBe(Relation.Equivalent);
    }

    [Fact]
    public void A_mention_is_a_fact_of_its_own_or_what_it_stands_for()
    {
        var set = ClauseWorld.Good(
            """
            fact a
            undertaking U
                cites illustrative
                by UA to RU
                in force when a
            end
            undertaking V
                cites illustrative
                by UA to RU
                in force when U
            end
            undertaking W
                cites illustrative
                by UA to RU
                in force when a and U
            end
            """
        );
        var (v, w) = (set.Undertakings[1].Conditions[0].Condition, set.Undertakings[2].Conditions[0].Condition);
        Comparison.Of(v, w).Relation.ShouldBe(Relation.Stronger);
        Comparison
            .Of(v, w)
            .OnlyFirst.ShouldNotBeNull()
            .Facts.Select(f => (f.Fact, f.Value))
            .ShouldBe([("a", "false"), ("U", "true")], ignoreOrder: true);
        Comparison.Of(v, w, set).Relation.ShouldBe(Relation.Equivalent);
    }
}
