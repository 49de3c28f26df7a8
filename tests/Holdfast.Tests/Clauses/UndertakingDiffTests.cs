using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Diagrams;
using Shouldly;

namespace Holdfast.Tests.Clauses;

/// <summary>What changed between a draft and a final text, by meaning.</summary>
public sealed class UndertakingDiffTests
{
    private const string Draft = """
        fact ceasefire "a ceasefire is in effect"
        fact signed
        fact backstop
        fact vote(chamber)
        fact attack determined by UA
        fact ended
        undertaking aid "aid"
            cites illustrative
            by GB, US to UA
            in force when ceasefire and (signed or backstop)
            procedure vote(GB.Commons) before deployment, takes 3 to 14 days
            caveat not at(line_of_contact) within 100 km
            triggered when attack
            tier 1 within 24 h from breach: "warning"
            tier 2 within 72 h from breach: "response"
            shall intelligence "share what it knows"
            shall logistics when ceasefire
            may training
            suspended when ended
            expires 5 years after entry into force
        end
        """;

    private static List<TextChange> Diff(params (string Old, string New)[] edits)
    {
        var final = edits.Aggregate(
            Draft,
            (text, edit) =>
            {
                text.ShouldContain(edit.Old);
                return text.Replace(edit.Old, edit.New, StringComparison.Ordinal);
            }
        );
        return [.. UndertakingDiff.Between(ClauseWorld.Good(Draft), ClauseWorld.Good(final))];
    }

    [Fact]
    public void Other_words_for_the_same_make_no_difference() =>
        Diff(
                ("ceasefire and (signed or backstop)", "not (not ceasefire or none of { backstop, signed })"),
                ("within 24 h", "within 1 days")
            )
            .ShouldBeEmpty();

    [Fact]
    public void A_duty_that_became_a_liberty_is_named_with_facts_under_which_it_is_lost()
    {
        var change = Diff(("shall intelligence", "may intelligence")).Single();
        change.Kind.ShouldBe(TextChangeKind.DutyTurnedLiberty);
        change.Effect.ShouldBe(PromiseEffect.Weaker);
        change.OldLocation.ShouldBe("terms.clauses:16:5");
        change.NewLocation.ShouldBe("terms.clauses:16:5");
        var example = change.Counterexample.ShouldNotBeNull();
        example
            .Facts.Where(f => f.Value == "true")
            .Select(f => f.Fact)
            .ShouldBe(["ceasefire", "backstop", "vote(GB.Commons)", "attack"], ignoreOrder: true);
        // Under the example the old text obliges: it is in force and triggered.
        var set = ClauseWorld.Good(Draft);
        var facts = ClauseWorld
            .Facts(set)
            .With(
                example.Facts.Select(f =>
                    f.Fact == "vote(GB.Commons)"
                        ? FactStatement.Assume("vote", ["GB.Commons"], f.Value)
                        : FactStatement.Assume(f.Fact.Split('(')[0], f.Fact.Contains('(') ? ["aid"] : [], f.Value)
                )
            );
        var aid = set.Undertaking("aid").ShouldNotBeNull();
        aid.InForce.At(facts, ClauseWorld.Noon).IsTrue.ShouldBeTrue();
        aid.Trigger.ShouldNotBeNull().At(facts, ClauseWorld.Noon).IsTrue.ShouldBeTrue();
    }

    [Fact]
    public void Duties_lost_narrowed_widened_and_new_are_told_apart() =>
        Diff(
                ("    shall intelligence \"share what it knows\"\n", ""),
                ("shall logistics when ceasefire", "shall logistics when ceasefire and signed"),
                ("may training", "shall training\n    may mines")
            )
            .Select(c => (c.Kind, c.Effect))
            .ShouldBe([
                (TextChangeKind.DutyLost, PromiseEffect.Weaker),
                (TextChangeKind.DutyNarrowed, PromiseEffect.Weaker),
                (TextChangeKind.LibertyAdded, PromiseEffect.Changed),
                (TextChangeKind.DutyAdded, PromiseEffect.Stronger),
            ]);

    [Fact]
    public void Entry_suspension_and_trigger_are_weaker_or_stronger()
    {
        var changes = Diff(
            ("ceasefire and (signed or backstop)", "ceasefire and signed and backstop"),
            ("suspended when ended", "suspended when ended or not backstop"),
            ("triggered when attack", "triggered when attack and determined(signed) by UA")
        );
        changes
            .Select(c => (c.Kind, c.Effect))
            .ShouldBe([
                (TextChangeKind.InForce, PromiseEffect.Weaker),
                (TextChangeKind.Suspension, PromiseEffect.Weaker),
                (TextChangeKind.Trigger, PromiseEffect.Weaker),
            ]);
        changes[0].Sentence.ShouldContain("no longer when ceasefire is true");
        changes[2].OldLocation.ShouldBe("terms.clauses:13:5");
    }

    [Fact]
    public void Tiers_limits_and_parties_are_compared()
    {
        var changes = Diff(
            ("by GB, US to UA", "by GB to UA"),
            ("tier 1 within 24 h from breach", "tier 1 within 48 h from determination"),
            ("tier 2 within 72 h from breach: \"response\"", "tier 3 within 72 h from breach: \"response\", unless ended"),
            ("100 km", "200 km"),
            ("3 to 14 days", "3 to 30 days"),
            ("expires 5 years", "expires 3 years")
        );
        changes
            .Select(c => (c.Kind, c.Effect))
            .ShouldBe([
                (TextChangeKind.Parties, PromiseEffect.Weaker),
                (TextChangeKind.TierTime, PromiseEffect.Weaker),
                (TextChangeKind.TierClock, PromiseEffect.Weaker),
                (TextChangeKind.TierRemoved, PromiseEffect.Weaker),
                (TextChangeKind.TierAdded, PromiseEffect.Stronger),
                (TextChangeKind.CaveatAdded, PromiseEffect.Weaker),
                (TextChangeKind.ProcedureChanged, PromiseEffect.Weaker),
                (TextChangeKind.Expiry, PromiseEffect.Weaker),
            ]);
        changes.ShouldAllBe(c => c.OldLocation != null || c.NewLocation != null);
    }

    [Fact]
    public void Undertakings_added_and_removed_are_named() =>
        Diff(("undertaking aid", "undertaking help"))
            .Select(c => (c.Kind, c.Undertaking))
            .ShouldBe([(TextChangeKind.UndertakingRemoved, "aid"), (TextChangeKind.UndertakingAdded, "help")]);

    [Fact]
    public void Two_undertakings_of_different_names_are_compared_by_meaning()
    {
        var set = ClauseWorld.Good(Draft);
        var other = ClauseWorld.Good(Draft.Replace("undertaking aid", "undertaking help", StringComparison.Ordinal));
        var (aid, help) = (set.Undertakings[0], other.Undertakings[0]);
        Comparison.Of(aid, help).Relation.ShouldBe(Relation.Equivalent);
        UndertakingDiff.Between(aid, help).ShouldBeEmpty();
    }
}
