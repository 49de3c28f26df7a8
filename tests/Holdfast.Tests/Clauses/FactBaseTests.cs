using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Clauses;

public sealed class FactBaseTests
{
    private static readonly ClauseSet Set = ClauseWorld.Good(
        """
        fact in_effect    determined by both(UA, RU) or Commission
        fact said
        fact agreed       complete
        fact vote         stale after 12 months
        fact start instant
        fact depth length
        fact mandate(issuer) issuer in UN, NATO
        """
    );

    private static Instant Day(int day) => Instant.FromUtc(2026, 1, day, 0, 0);

    private static Truth Value(string name, Instant at, params FactStatement[] statements) =>
        ClauseWorld.Facts(Set, statements).Value(name, [], at);

    [Fact]
    public void Nobody_s_word_is_unknown_and_absence_is_false_only_for_complete_facts()
    {
        Value("said", Day(1)).ShouldBe(Truth.Unknown(UnknownReason.Unreported));
        Value("agreed", Day(1)).ShouldBe(Truth.False);
        Value("never_declared", Day(1)).IsUnknown.ShouldBeTrue();
    }

    [Fact]
    public void Value_is_a_step_function_over_valid_time()
    {
        var stated = ClauseWorld.State("said", "true", from: Day(5), to: Day(10));
        Value("said", Day(4), stated).IsUnknown.ShouldBeTrue();
        Value("said", Day(5), stated).IsTrue.ShouldBeTrue();
        Value("said", Day(10), stated).IsUnknown.ShouldBeTrue();
        ClauseWorld.Facts(Set, stated).ChangePoints("said", []).ShouldBe([Day(5), Day(10)]);
    }

    [Fact]
    public void Both_have_to_speak_where_both_determine_it()
    {
        var ukraine = ClauseWorld.State("in_effect", "true", "UA");
        var russia = ClauseWorld.State("in_effect", "true", "RU", "other");
        Value("in_effect", Day(1), ukraine).ShouldBe(Truth.Unknown(UnknownReason.Undetermined));
        Value("in_effect", Day(1), ukraine, russia).ShouldBe(Truth.True);
        Value("in_effect", Day(1), ClauseWorld.State("in_effect", "true", "Commission")).ShouldBe(Truth.True);
        Value("in_effect", Day(1), ClauseWorld.State("in_effect", "true", "a newspaper"))
            .ShouldBe(Truth.Unknown(UnknownReason.Undetermined));
    }

    [Fact]
    public void Contradicting_sources_dispute_a_fact_whichever_spoke_last()
    {
        var early = ClauseWorld.State("said", "true", "UA", "a", known: Day(1));
        var late = ClauseWorld.State("said", "false", "RU", "b", known: Day(2));
        Value("said", Day(3), early, late).ShouldBe(Truth.Unknown(UnknownReason.Disputed));
        Value("said", Day(3), late, early).ShouldBe(Truth.Unknown(UnknownReason.Disputed));
        var readings = ClauseWorld.Facts(Set, early, late).Readings("said", [], Day(3));
        readings.Select(r => $"{r.Value} by {r.Authorities[0]}").ShouldBe(["false by RU", "true by UA"]);
    }

    [Fact]
    public void Same_source_amends_itself_over_the_later_statement_s_valid_time_only()
    {
        var first = ClauseWorld.State("said", "true", known: Day(1));
        var amended = ClauseWorld.State("said", "false", from: Day(10), known: Day(2));
        Value("said", Day(5), first, amended).ShouldBe(Truth.True);
        Value("said", Day(15), amended, first).ShouldBe(Truth.False);
    }

    [Fact]
    public void Retraction_takes_back_its_own_authority_s_word_only()
    {
        var ukraine = ClauseWorld.State("said", "true", "UA", "a", known: Day(1));
        var russia = ClauseWorld.State("said", "true", "RU", "b", known: Day(1));
        var retracted = ClauseWorld.State("said", null, "UA", "c", known: Day(2));
        Value("said", Day(5), ukraine, retracted).ShouldBe(Truth.Unknown(UnknownReason.Unreported));
        Value("said", Day(5), ukraine, russia, retracted).ShouldBe(Truth.True);
        Value("said", Day(5), retracted, ClauseWorld.State("said", "true", "UA", "a", known: Day(3))).ShouldBe(Truth.True);
    }

    [Fact]
    public void Known_time_hides_what_was_recorded_later()
    {
        var statement = ClauseWorld.State("said", "true", known: Day(10));
        FactBase.From(Set, [statement], Day(9)).Value("said", [], Day(1)).IsUnknown.ShouldBeTrue();
        FactBase.From(Set, [statement], Day(10)).Value("said", [], Day(1)).IsTrue.ShouldBeTrue();
    }

    [Fact]
    public void Statement_goes_stale_unless_it_is_renewed()
    {
        var vote = ClauseWorld.State("vote", "true", from: Day(1));
        Value("vote", Day(1) + Duration.FromDays(364), vote).ShouldBe(Truth.True);
        Value("vote", Instant.FromUtc(2027, 1, 1, 0, 0), vote).ShouldBe(Truth.Unknown(UnknownReason.Stale));
        var renewed = ClauseWorld.State("vote", "true", source: "renewal", from: Day(1) + Duration.FromDays(200));
        Value("vote", Instant.FromUtc(2027, 1, 1, 0, 0), vote, renewed).ShouldBe(Truth.True);
    }

    [Fact]
    public void Disputed_instants_make_a_range_and_uncertain_ones_keep_theirs()
    {
        var one = ClauseWorld.State("start", "2025-08-28T00:00:00Z", "a", "a");
        var other = ClauseWorld.State("start", "2025-09-01T00:00:00Z", "b", "b");
        ClauseWorld.Facts(Set).InstantValue("start", []).ShouldBeNull();
        ClauseWorld.Facts(Set, one).InstantValue("start", [])?.IsCertain.ShouldBe(true);
        var both = ClauseWorld.Facts(Set, one, other).InstantValue("start", []);
        both?.Range.ToString().ShouldBe("2025-08-28T00:00:00.000000000Z/2025-09-01T00:00:00.000000000Z");
        both?.Reasons.ShouldBe(UnknownReason.Disputed);
        var vague = ClauseWorld.State("start", "2025-08-28T00:00:00Z/2025-08-29T00:00:00Z", "a", "a");
        ClauseWorld.Facts(Set, vague).InstantValue("start", [])?.Reasons.ShouldBe(UnknownReason.Date);
    }

    [Fact]
    public void Quantities_compare_in_base_units()
    {
        ClauseWorld.Facts(Set, ClauseWorld.State("depth", "25 km")).NumberValue("depth", [], Day(1))?.Low.ShouldBe(25_000);
        var disputed = ClauseWorld.Facts(Set, ClauseWorld.State("depth", "25 km", "a"), ClauseWorld.State("depth", "15000 m", "b", "x"));
        disputed.NumberValue("depth", [], Day(1))?.Low.ShouldBe(15_000);
        disputed.NumberValue("depth", [], Day(1))?.Reasons.ShouldBe(UnknownReason.Disputed);
    }

    [Fact]
    public void Statements_are_checked_against_their_declaration()
    {
        string Codes(FactStatement statement) => string.Join(" ", Set.Check(statement, "facts.yaml", 1, 1).Select(d => d.Code));
        Codes(ClauseWorld.State("said", "true")).ShouldBe("");
        Codes(ClauseWorld.State("sad", "true")).ShouldBe("unknown-name");
        Codes(ClauseWorld.State("said", "yes")).ShouldBe("type");
        Codes(ClauseWorld.State("start", "2025-08-28")).ShouldBe("type");
        Codes(ClauseWorld.State("mandate", "true")).ShouldBe("arguments");
        Codes(ClauseWorld.State("mandate", "true", arguments: "NATTO")).ShouldBe("unknown-value");
        Codes(ClauseWorld.State("said", "true", from: Day(2), to: Day(1))).ShouldBe("never");
        Codes(ClauseWorld.State("in_effect", "true", "GB")).ShouldBe("authority");
    }

    [Fact]
    public void Order_of_statements_does_not_matter()
    {
        var random = new Random(7);
        var statements = Enumerable
            .Range(0, 60)
            .Select(i =>
                ClauseWorld.State(
                    "said",
                    random.Next(4) == 0 ? null
                        : random.Next(2) == 0 ? "true"
                        : "false",
                    random.Next(2) == 0 ? "UA" : "RU",
                    "s" + random.Next(3),
                    random.Next(2) == 0 ? null : Day(random.Next(1, 15)),
                    random.Next(2) == 0 ? null : Day(random.Next(15, 28)),
                    Day(random.Next(1, 5))
                )
            )
            .ToArray();
        string Shape(FactBase facts) => string.Join(' ', Enumerable.Range(1, 28).Select(d => facts.Value("said", [], Day(d))));
        var expected = Shape(ClauseWorld.Facts(Set, statements));
        for (var i = 0; i < 20; i++)
        {
            random.Shuffle(statements);
            Shape(ClauseWorld.Facts(Set, statements)).ShouldBe(expected);
        }
    }
}
