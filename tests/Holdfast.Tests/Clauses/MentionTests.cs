using System.Numerics;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Diagrams;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Clauses;

/// <summary>Undertakings that mention each other, in circles too, against working out who is in force round by round under every assignment of the facts.</summary>
public sealed class MentionTests
{
    private static readonly string[] Facts = ["a", "b", "c"];
    private static readonly string[] Names = ["P", "Q", "R"];

    private static string Condition(Random random, int depth)
    {
        string Inner() => Condition(random, depth + 1);
        return depth < 2 && random.Next(100) < 65
                ? random.Next(3) switch
                {
                    0 => $"({Inner()} and {Inner()})",
                    1 => $"({Inner()} or {Inner()})",
                    _ => $"at least 2 of {{ {Inner()}, {Inner()}, {Inner()} }}",
                }
            : random.Next(2) == 0 ? Facts[random.Next(3)]
            : Names[random.Next(3)];
    }

    private static ClauseSet World(int seed)
    {
        var random = new Random(seed);
        return ClauseWorld.Good(
            string.Concat(Facts.Select(f => $"fact {f} complete\n"))
                + string.Concat(
                    Names.Select(n => $"undertaking {n}\ncites illustrative\nby UA to RU\nin force when {Condition(random, 0)}\nend\n")
                )
        );
    }

    private static FactBase Given(ClauseSet set, int bits) =>
        ClauseWorld.Facts(set, [.. Facts.Where((_, i) => (bits & (1 << i)) != 0).Select(f => ClauseWorld.State(f, "true"))]);

    private static FactBase Assumed(FactBase facts, IEnumerable<string> inForce) =>
        Names.Aggregate(
            facts,
            (all, n) =>
                all.WithInForce(
                    n,
                    [new TruthSpan(Instant.MinValue, Instant.MaxValue, Truth.Of(inForce.Contains(n, StringComparer.Ordinal)))]
                )
        );

    private static HashSet<string> Fixpoint(ClauseSet set, FactBase facts, IEnumerable<string> start)
    {
        var inForce = start.ToHashSet(StringComparer.Ordinal);
        for (var round = 0; round < 5; round++)
        {
            inForce = Names
                .Where(n => set.Undertaking(n).ShouldNotBeNull().InForce.At(Assumed(facts, inForce), ClauseWorld.Noon).IsTrue)
                .ToHashSet(StringComparer.Ordinal);
        }
        return inForce;
    }

    [Fact]
    public void Mentions_stand_for_what_brings_the_other_into_force_and_circles_for_their_least_fixpoint()
    {
        var circles = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var set = World(seed);
            var inForce = Enumerable.Range(0, 8).Select(bits => Fixpoint(set, Given(set, bits), [])).ToList();
            foreach (var name in Names)
            {
                var enough = Enumerable.Range(0, 8).Where(bits => inForce[bits].Contains(name)).ToList();
                var minimal = enough.Count(bits => !enough.Any(other => other != bits && (other & bits) == other));
                var answer = Solver.Unlock(set, set.Undertaking(name).ShouldNotBeNull(), Given(set, 0), ClauseWorld.Noon);
                answer.Outcome.ShouldBe(
                    enough.Contains(0) ? UnlockOutcome.Already
                        : enough.Count > 0 ? UnlockOutcome.Changes
                        : UnlockOutcome.Never,
                    $"seed {seed}: {name}"
                );
                if (answer.Outcome == UnlockOutcome.Changes)
                {
                    answer.Count.ShouldBe(new BigInteger(minimal), $"seed {seed}: {name}");
                    answer.SmallestSize.ShouldBe(enough.Min(bits => int.PopCount(bits)), $"seed {seed}: {name}");
                }
                else if (answer.Outcome == UnlockOutcome.Never)
                {
                    answer.Why.ShouldContain("agreed together");
                    circles++;
                }
            }
        }
        circles.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void A_deadlock_is_where_the_fixpoints_differ_and_its_smallest_sets_carry_themselves()
    {
        var found = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var set = World(seed);
            for (var bits = 0; bits < 8; bits += 3)
            {
                var facts = Given(set, bits);
                var (least, greatest) = (Fixpoint(set, facts, []), Fixpoint(set, facts, Names));
                var deadlocks = Deadlocks.Of(set, facts, ClauseWorld.Noon);
                var because = $"seed {seed}, facts {bits}";
                // One that only waits for a deadlock is none itself, but follows once that is resolved.
                deadlocks.IsEmpty.ShouldBe(least.SetEquals(greatest), because);
                foreach (var deadlock in deadlocks)
                {
                    found++;
                    deadlock.Waiting.ShouldAllBe(n => greatest.Contains(n) && !least.Contains(n), because);
                    bool Carries(IEnumerable<string> signed)
                    {
                        var facts2 = Assumed(facts, least.Concat(signed));
                        return signed.All(n => set.Undertaking(n).ShouldNotBeNull().InForce.At(facts2, ClauseWorld.Noon).IsTrue);
                    }
                    var sound = Enumerable
                        .Range(1, 7)
                        .Select(s => deadlock.Waiting.Where((_, i) => (s & (1 << i)) != 0).ToList())
                        .Where(s => s.Count > 0 && Carries(s))
                        .ToList();
                    deadlock.SignTogether.All(s => s.Length == sound.Min(o => o.Count) && Carries(s)).ShouldBeTrue(because);
                    deadlock
                        .ComesIntoForce.SequenceEqual(
                            Fixpoint(set, facts, least.Concat(deadlock.SignTogether[0])).Except(least).Order(StringComparer.Ordinal)
                        )
                        .ShouldBeTrue(because);
                }
            }
        }
        found.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void What_has_expired_is_not_in_force_whatever_its_conditions_say()
    {
        var set = ClauseWorld.Good(
            string.Concat(Facts.Select(f => $"fact {f}\n"))
                + "undertaking P\ncites illustrative\nby UA to RU\nin force when a\nend\n"
                + "undertaking Q\ncites illustrative\nby UA to RU\nin force when P or b\nend\n"
        );
        var expired = new UnlockOptions { Expired = ["P"] };
        var answer = Solver.Unlock(set, set.Undertakings[1], ClauseWorld.Facts(set), ClauseWorld.Noon, expired);
        answer.Smallest.Single().Changes.Single().Fact.ShouldBe("b");
        var fixedFact = new UnlockOptions { Fixed = ["b"] };
        Solver
            .Unlock(set, set.Undertakings[1], ClauseWorld.Facts(set), ClauseWorld.Noon, fixedFact)
            .Smallest.Single()
            .Changes.Single()
            .Fact.ShouldBe("a");
    }
}
