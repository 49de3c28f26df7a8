using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Clauses;

/// <summary>A term that applies in the windows of a schedule. The schedule stands in <see cref="ClauseWorld"/>.</summary>
public sealed class WindowTests
{
    private const string Pause = """
        fact agreed(pause) "both sides agreed"  determined by both(UA, RU)  pause in windows of pauses  complete
        term pause "No fire in a pause"
            cites illustrative
            binds UA, RU
            applies in each window of pauses when agreed(window)
            forbids fire
        end
        """;

    private static TermVerdict Assess(FakeSubject subject, params FactStatement[] facts)
    {
        var (set, term) = ClauseWorld.OneTerm(Pause);
        var known = ClauseWorld.Facts(set, facts);
        var verdict = term.Assess(subject, known, Thresholds.Default);
        var finding = term.Judge(subject, known, Thresholds.Default);
        finding.Outcome.ShouldBe(verdict.Outcome);
        term.ReasonCodes(finding.ReasonBits).ShouldBe(verdict.Reasons.Select(r => r.Code));
        verdict.Reasons.ShouldAllBe(r => r.Text.EndsWith('.'));
        return verdict;
    }

    private static FakeSubject At(double from, double to, double north, double south) =>
        new()
        {
            When = ClauseWorld.Hours(from, to),
            Inside = new() { ["north"] = north, ["south"] = south },
        };

    private static FactStatement Says(string party, string pause) => ClauseWorld.State("agreed", "true", party, party, arguments: [pause]);

    private static readonly FactStatement[] AllAgreed =
    [
        .. new[] { "first", "second", "third" }.SelectMany(p => new[] { Says("UA", p), Says("RU", p) }),
    ];

    [Theory]
    [InlineData(11, 11, 1, 0, Outcome.ApparentBreach, "breach")]
    [InlineData(11, 11, 0, 1, Outcome.NotApplicable, "place")]
    [InlineData(9, 9, 1, 0, Outcome.NotApplicable, "time")]
    [InlineData(14, 14, 1, 0, Outcome.NotApplicable, "place")]
    [InlineData(14, 14, 0, 1, Outcome.ApparentBreach, "breach")]
    [InlineData(9, 11, 1, 0, Outcome.Undeterminable, "date")]
    [InlineData(17, 17, 0, 1, Outcome.Undeterminable, "date")]
    [InlineData(18, 18, 0, 1, Outcome.NotApplicable, "time")]
    [InlineData(11, 11, 0.5, 0.5, Outcome.Undeterminable, "footprint")]
    [InlineData(9, 11, 0.5, 0.5, Outcome.Undeterminable, "date footprint")]
    [InlineData(30, 30, 0, 1, Outcome.Undeterminable, "date footprint")]
    [InlineData(30, 30, 1, 0, Outcome.NotApplicable, "place")]
    [InlineData(48, 48, 0, 1, Outcome.NotApplicable, "time")]
    public void A_window_holds_in_its_time_and_place(double from, double to, double north, double south, Outcome outcome, string codes)
    {
        var verdict = Assess(At(from, to, north, south), AllAgreed);
        verdict.Outcome.ShouldBe(outcome);
        string.Join(" ", verdict.Reasons.Select(r => r.Code)).ShouldBe(codes);
    }

    [Fact]
    public void A_window_that_nobody_agreed_is_not_in_force_and_one_word_of_two_leaves_it_open()
    {
        var here = At(11, 11, 1, 0);
        var none = Assess(here);
        none.Outcome.ShouldBe(Outcome.NotApplicable);
        none.Reasons.ShouldHaveSingleItem().Code.ShouldBe("force");
        var one = Assess(here, Says("UA", "first"));
        one.Outcome.ShouldBe(Outcome.Undeterminable);
        one.Reasons.ShouldHaveSingleItem().Code.ShouldBe("fact:agreed");
        Assess(here, Says("UA", "first"), Says("RU", "first")).Outcome.ShouldBe(Outcome.ApparentBreach);
        Assess(here, Says("UA", "second"), Says("RU", "second")).Outcome.ShouldBe(Outcome.NotApplicable);
    }

    [Fact]
    public void The_trace_names_the_windows_that_decided_and_what_they_rest_on()
    {
        var trace = Assess(At(13.5, 14.5, 0.5, 0.5), Says("UA", "first"), Says("UA", "second"), Says("RU", "second")).Trace;
        var applies = trace.Children.ShouldHaveSingleItem();
        applies.Clause.ShouldBe("applies");
        applies.Children.Select(c => c.Clause).ShouldBe(["window first", "window second"]);
        applies.Children[0].Explanation.ShouldContain("Pause first: perhaps in its time");
        applies.Children[0].Explanation.ShouldContain("inside with probability 0.50; P first");
        applies.Children[0].Children.ShouldHaveSingleItem().Value.IsUnknown.ShouldBeTrue();
        applies.Children[1].Children.ShouldHaveSingleItem().Value.IsTrue.ShouldBeTrue();
        var (_, term) = ClauseWorld.OneTerm(Pause);
        term.Schedule.ShouldBe("pauses");
        term.Shapes.ShouldBe(["north", "south"]);
    }

    [Fact]
    public void A_term_by_windows_formats_to_itself()
    {
        var (tree, diagnostics) = FileSyntax.Parse(new ClauseSource("f.clauses", Pause));
        diagnostics.ShouldBeEmpty();
        var formatted = ClauseFormatter.Format(tree);
        formatted.ShouldContain("    applies in each window of pauses when agreed(window)\n");
        formatted.ShouldContain("pause in windows of pauses");
        ClauseFormatter.Format(FileSyntax.Parse(new ClauseSource("f.clauses", formatted)).Tree).ShouldBe(formatted);
    }

    [Fact]
    public void Conditions_and_times_of_the_term_bound_its_windows()
    {
        var (set, term) = ClauseWorld.OneTerm(
            """
            term pause "No fire in a pause"
                cites illustrative
                binds UA, RU
                applies in each window of pauses until 2026-03-01T12:00:00Z
                forbids fire
            end
            """
        );
        var facts = ClauseWorld.Facts(set);
        term.Assess(At(11, 11, 1, 0), facts, Thresholds.Default).Outcome.ShouldBe(Outcome.ApparentBreach);
        term.Assess(At(12, 12, 1, 0), facts, Thresholds.Default).Reasons.ShouldHaveSingleItem().Code.ShouldBe("time");
        term.AppliesDuring(facts).ShouldBeNull();
    }
}
