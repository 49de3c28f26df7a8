using System.Text.Json;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Clauses;

public sealed class ExplanationTests
{
    private const string Text = """
        fact start instant "start of the truce"
        fact ordered "returning fire was ordered"
        fact coordination_failed
        term no_fire "No use of fire"
            cites illustrative
            binds UA, RU
            applies in area_of_application from start
            forbids fire
            except return_fire when ordered and coordination_failed
            severity grave when casualties.civilian > 0
        end
        """;

    private static TermVerdict Verdict()
    {
        var (set, term) = ClauseWorld.OneTerm(Text);
        var facts = ClauseWorld.Facts(
            set,
            ClauseWorld.State("start", "2026-02-01T00:00:00Z", source: "note 7"),
            ClauseWorld.State("ordered", "false", "UA", "statement of 3 March")
        );
        var subject = new FakeSubject { Attributes = new() { ["casualties.civilian"] = new AttributeValue(2, "people", null) } };
        return term.Assess(subject, facts, Thresholds.Default);
    }

    [Fact]
    public void Tree_shows_the_decisive_parts_with_their_place()
    {
        Explanation
            .Tree(Verdict().Trace)
            .ShouldBe(
                """
                yes: Apparent breach of 'No use of fire' (grave)  [terms.clauses:4:1]
                  yes: Its time (2026-03-01T12:00:00Z) is within the term's time, from 2026-02-01T00:00:00Z until further notice  [terms.clauses:7:41]
                  yes: It lies inside area_of_application with probability 1.00  [terms.clauses:7:5]
                  yes: 'kind in fire' holds (probability 1.00)  [terms.clauses:8:5]
                  no: The exception 'return_fire' does not apply  [terms.clauses:9:5]
                    no: Not all of these hold  [terms.clauses:9:5]
                      no: 'ordered' does not hold (false by UA)  [terms.clauses:9:29]
                  yes: Severity: grave  [terms.clauses:10:14]
                    yes: 'casualties.civilian > 0' holds (2 people)  [terms.clauses:10:25]

                """
            );
    }

    [Fact]
    public void Paragraph_reads_as_plain_English()
    {
        Explanation
            .Paragraph(Verdict().Trace)
            .ShouldBe(
                "Apparent breach of 'No use of fire' (grave). Its time (2026-03-01T12:00:00Z) is within the term's time, "
                    + "from 2026-02-01T00:00:00Z until further notice. It lies inside area_of_application with probability 1.00. "
                    + "'kind in fire' holds (probability 1.00). The exception 'return_fire' does not apply: 'ordered' does not hold (false by UA). "
                    + "Severity: grave: 'casualties.civilian > 0' holds (2 people)."
            );
    }

    [Fact]
    public void Json_names_the_sources_on_which_each_node_rests()
    {
        using var json = JsonDocument.Parse(Explanation.ToJson(Verdict().Trace));
        var root = json.RootElement;
        root.GetProperty("clause").GetString().ShouldBe("no_fire");
        root.GetProperty("value").GetBoolean().ShouldBeTrue();
        root.GetProperty("rests_on")[0].GetString().ShouldBe("test/1");
        root.GetProperty("children")[0].GetProperty("rests_on")[0].GetString().ShouldBe("note 7");
        root.GetProperty("children")[1].GetProperty("probability").GetDouble().ShouldBe(1);
        var ordered = root.GetProperty("children")[3].GetProperty("children")[0].GetProperty("children")[0];
        ordered.GetProperty("rests_on")[0].GetString().ShouldBe("statement of 3 March");
    }

    [Fact]
    public void Unclear_case_shows_only_what_is_unknown()
    {
        var (set, term) = ClauseWorld.OneTerm(Text);
        var facts = ClauseWorld.Facts(set, ClauseWorld.State("start", "2026-02-01T00:00:00Z"));
        var verdict = term.Assess(FakeSubject.Of("return_fire"), facts, Thresholds.Default);
        var tree = Explanation.Tree(verdict.Trace);
        tree.ShouldContain("'ordered' is not known (nobody has stated it)");
        tree.ShouldNotContain("area_of_application");
        verdict.Reasons[0].Text.ShouldBe("The fact 'ordered' (returning fire was ordered) has not been stated by anybody.");
        using var json = JsonDocument.Parse(Explanation.ToJson(verdict.Trace));
        json.RootElement.GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
        json.RootElement.GetProperty("unknown").GetArrayLength().ShouldBeGreaterThan(0);
    }
}
