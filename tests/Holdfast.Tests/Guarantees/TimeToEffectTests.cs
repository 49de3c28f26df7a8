using Holdfast.Core.Guarantees;
using NodaTime;
using Shouldly;
using static Holdfast.Tests.Guarantees.GuaranteeWorld;

namespace Holdfast.Tests.Guarantees;

public sealed class TimeToEffectTests
{
    private static string One(string condition, params string[] leads) =>
        $"""
            fact ceasefire
            fact vote(chamber)
            undertaking U
                cites illustrative
                by GB to UA
                in force when {condition}
            end
            undertaking Leads
                cites illustrative
                by FR to UA
                {string.Join('\n', leads.Select((l, i) => $"procedure vote(C{i}) before use, takes {l}"))}
            end
            """;

    private static TimeToEffect Run(string text, params string[] facts) =>
        EffectSimulation.Run(Work(Set(text), [.. facts.Select(f => Said(f, "true", "UA", -1))]), "U", Zero, 20_000);

    private static double Median(TimeToEffect time) => time.Quantiles.Single(q => q.Probability == 0.5).Days.ShouldNotBeNull();

    [Fact]
    public void All_wait_for_the_slowest_any_for_the_fastest_and_k_of_n_for_the_kth()
    {
        string[] leads = ["2 to 2 days", "5 to 5 days", "9 to 9 days"];
        Median(Run(One("vote(C0) and vote(C1) and vote(C2)", leads))).ShouldBe(9);
        Median(Run(One("vote(C0) or vote(C1) or vote(C2)", leads))).ShouldBe(2);
        Median(Run(One("at least 2 of { vote(C0), vote(C1), vote(C2) }", leads))).ShouldBe(5);
        Median(Run(One("not (vote(C0) and not vote(C1))", leads), "vote(C0)")).ShouldBe(5);
    }

    [Fact]
    public void A_draw_follows_the_triangle_of_least_usual_and_most()
    {
        var time = Run(One("vote(C0)", "3 to 14 days, usually 7"));
        // Triangle (3, 7, 14): mean 8, median 14 - sqrt(11 * 7 / 2).
        time.MeanDays.ShouldNotBeNull().ShouldBe(8, 0.05);
        Median(time).ShouldBe(14 - Math.Sqrt(38.5), 0.08);
        time.Critical.Single().Share.ShouldBe(1);
        time.Histogram.Sum().ShouldBe(20_000);
    }

    [Fact]
    public void What_nobody_gives_a_time_for_never_comes_by_itself_and_is_named()
    {
        var time = Run(One("ceasefire and vote(C0)", "3 to 14 days"));
        time.Finite.ShouldBe(0);
        time.Quantiles.ShouldAllBe(q => q.Days == null);
        time.WithoutTime.Select(m => m.Fact.Key).ShouldBe(["ceasefire"]);
        var after = Run(One("ceasefire and vote(C0)", "3 to 14 days"), "ceasefire");
        after.Finite.ShouldBe(1);
        after.WithoutTime.ShouldBeEmpty();
    }

    [Fact]
    public void The_same_question_gives_the_same_draws_and_another_question_others()
    {
        var first = Run(One("vote(C0)", "3 to 14 days"));
        var again = Run(One("vote(C0)", "3 to 14 days"));
        again.Seed.ShouldBe(first.Seed);
        again.Quantiles.ShouldBe(first.Quantiles);
        Run(One("vote(C0)", "3 to 14 days"), "ceasefire").Seed.ShouldNotBe(first.Seed);
    }

    [Fact]
    public void Simulated_times_agree_with_trying_every_combination()
    {
        string[] leads = ["1 to 1 days", "4 to 4 days", "6 to 6 days", "11 to 11 days"];
        foreach (
            var condition in new[]
            {
                "(vote(C0) or vote(C3)) and (vote(C1) or vote(C2))",
                "at least 3 of { vote(C0), vote(C1), vote(C2), vote(C3) }",
                "(vote(C0) and vote(C1)) or vote(C2)",
                "at least 2 of { vote(C1), vote(C2) and vote(C0), vote(C3) }",
            }
        )
        {
            double[] days = [1, 4, 6, 11];
            // Whatever is over after a time is so: the first time at which the condition holds is the answer.
            var expected = days.Order()
                .First(t =>
                    Work(
                            Set(One(condition, leads)),
                            days.Select((d, i) => (d, i)).Where(x => x.d <= t).Select(x => Said($"vote(C{x.i})", "true", "UA", -1))
                        )
                        .Life("U")
                        .ShouldNotBeNull()
                        .At(Zero)
                        .InForce.IsTrue
                );
            Median(Run(One(condition, leads))).ShouldBe(expected, condition);
        }
    }

    [Fact]
    public void Promises_that_wait_for_each_other_take_the_time_of_the_way_out()
    {
        var set = Set(
            """
            fact vote(chamber)
            undertaking A
                cites illustrative
                by GB to UA
                in force when B or vote(C0)
                procedure vote(C1) before use, takes 3 to 3 days
            end
            undertaking B
                cites illustrative
                by FR to UA
                in force when A
                procedure vote(C0) before use, takes 8 to 8 days
            end
            undertaking U
                cites illustrative
                by US to UA
                in force when A and B
            end
            """
        );
        Median(EffectSimulation.Run(Work(set, []), "A", Zero, 100)).ShouldBe(8);
        Median(EffectSimulation.Run(Work(set, []), "U", Zero, 100)).ShouldBe(8);
    }

    [Fact]
    public void A_procedure_slower_than_its_tier_is_a_conflict_of_the_text()
    {
        var set = Set(
            """
            fact attack determined by UA
            fact vote(chamber)
            undertaking DE.presence
                cites illustrative
                by GB to UA
                procedure vote(DE.Bundestag) before deployment, takes 7 to 21 days, usually 14
            end
            undertaking Ladder
                cites illustrative
                by GB to UA
                in force when DE.presence
                triggered when attack
                procedure vote(GB.Commons) before response, takes 2 to 4 days
                tier 1 within 72 h from breach: "act"
                tier 2 within 30 days from breach: "act more"
            end
            """.Replace("DE.", "FR.", StringComparison.Ordinal)
        );
        var conflicts = TierConflicts.Of(set, Zero, DateTimeZone.Utc);
        conflicts
            .Select(c => (c.Tier.Number, c.Procedure.Fact.Key, c.Certain, Math.Round(c.Probability, 2)))
            .ShouldBe([(1, "vote(GB.Commons)", false, 0.5), (1, "vote(FR.Bundestag)", true, 1)]);
    }

    [Fact]
    public void A_number_of_draws_that_cannot_be_is_refused() =>
        Should.Throw<ArgumentException>(() => EffectSimulation.Run(Work(Set(One("ceasefire")), []), "U", Zero, 0));
}
