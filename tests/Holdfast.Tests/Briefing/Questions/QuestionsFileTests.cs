using Holdfast.Core.Missions;
using Holdfast.Core.Missions.Questions;
using Holdfast.Core.Values;
using Holdfast.Tests.Nations;
using Shouldly;

namespace Holdfast.Tests.Briefing.Questions;

/// <summary>Selectors are checked: a name that the mission does not declare is an error with its place and the nearest right word.</summary>
public sealed class QuestionsFileTests
{
    private const string Head = "questions:\n  - id: a\n    ask: { en: \"What?\" }\n    answer:\n";

    private static Diagnostic Fault(string part)
    {
        var (mission, diagnostics) = SmallNations.Read(("questions.yaml", Head + "      - " + part + "\n"));
        mission.ShouldBeNull();
        var fault = diagnostics.Single(d => d.Severity == DiagnosticSeverity.Error);
        fault.File.ShouldBe("questions.yaml");
        fault.Line.ShouldBe(5);
        return fault;
    }

    [Theory]
    [InlineData("positions: { nation: GD }", "unknown-name", 30)]
    [InlineData("positions: { question: [taks] }", "unknown-name", 33)]
    [InlineData("positions: { stances: yes }", "unknown-key", 22)]
    [InlineData("positions: { id: GB/air-onlt }", "unknown-name", 26)]
    [InlineData("fact: { name: no.such.fact }", "unknown-fact", 23)]
    [InlineData("undertakings: { name: GB.presense }", "unknown-name", 31)]
    [InlineData("position: { nation: GB }", "unknown-key", 9)]
    [InlineData("chronology: { from: 2025-02-30 }", "bad-date", 29)]
    public void A_faulty_selector_is_refused_at_its_place(string part, string code, int column)
    {
        var (_, diagnostics) = SmallNations.Read(("questions.yaml", Head + "      - " + part + "\n"));
        var fault = diagnostics.First(d => d.Code == code);
        (fault.File, fault.Line, fault.Column).ShouldBe(("questions.yaml", 5, column));
    }

    [Fact]
    public void The_nearest_right_word_is_named()
    {
        Fault("positions: { id: GB/air-onlt }").Suggestion.ShouldBe("GB/air-only");
        Fault("positions: { question: taks }").Suggestion.ShouldBe("tasks");
        Fault("undertakings: { name: GB.presense }").Suggestion.ShouldBe("GB.presence");
    }

    [Fact]
    public void A_part_has_one_selector_and_a_question_an_English_wording()
    {
        Fault("{ positions: { nation: GB }, calendar: {} }").Code.ShouldBe("one-selector");
        Fault("{ lead: { en: x } }").Code.ShouldBe("missing-key");
        var (_, diagnostics) = SmallNations.Read(("questions.yaml", "questions:\n  - id: a\n    ask: { uk: x }\n    answer: []\n"));
        diagnostics.ShouldContain(d => d.Code == "missing-key" && d.Message.Contains("'en'", StringComparison.Ordinal));
    }

    [Fact]
    public void Ids_are_unique()
    {
        var twice = "questions:\n  - { id: a, ask: { en: x }, answer: [] }\n  - { id: a, ask: { en: x }, answer: [] }\n";
        var (_, diagnostics) = SmallNations.Read(("questions.yaml", twice));
        diagnostics.ShouldContain(d => d.Code == "duplicate-id" && d.Line == 3);
    }

    [Fact]
    public void A_question_without_a_wording_in_a_language_is_asked_in_English()
    {
        var (mission, _) = SmallNations.Read(("questions.yaml", Head + "      - positions: { nation: GB }\n"));
        mission.ShouldNotBeNull().Questions.ShouldHaveSingleItem().Asks.In("uk").ShouldBe(("What?", "en"));
    }
}
