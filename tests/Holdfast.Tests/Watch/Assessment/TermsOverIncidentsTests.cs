using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Assessments;
using Holdfast.Tests.Values;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch;

/// <summary>Real terms over incidents: the whole way from the text of a term to a verdict.</summary>
public sealed class TermsOverIncidentsTests
{
    private const string Text = """
        fact truce.effective instant "the truce takes effect"
             cites illustrative standing illustrative

        term no_fire "No fire"
            cites illustrative
            standing illustrative
            binds UA, RU
            applies in zone from truce.effective
            forbids fire
            severity grave when casualties.civilian > 0
                     major when at least 3 of them within 24 h and 10 km
                     minor otherwise
        end

        term withdrawal "Artillery of 100 mm and more 25 km from the line"
            cites illustrative
            standing illustrative
            binds UA, RU
            applies in zone from truce.effective
            forbids presence of weapon.calibre >= 100 mm closer than 25 km to line
        end
        """;

    private static readonly NamedShape Zone = Shapes.Area("zone", (36, 47), (38, 47), (38, 49), (36, 49));
    private static readonly NamedShape Line = Shapes.Line("line", (37, 47), (37, 49));
    private static readonly Atlas Atlas = new([Zone, Line]);
    private static readonly GeoPoint Town = new(48, 36.9);

    [Fact]
    public void A_third_shot_makes_all_three_major_and_a_hurt_civilian_makes_one_grave()
    {
        Incident[] incidents =
        [
            Incidents.At(1, Incidents.Start, Town),
            Incidents.At(2, Incidents.Start + Duration.FromHours(5), Town),
            Incidents.At(3, Incidents.Start + Duration.FromHours(20), Town) with
            {
                Casualties = new(0, 1, null, null, null, ""),
            },
        ];
        Severities(incidents).ShouldBe([Severity.Major, Severity.Major, Severity.Grave]);
        Severities(incidents[..2]).ShouldBe([Severity.Minor, Severity.Minor]);
    }

    [Fact]
    public void Before_the_truce_outside_the_zone_and_astride_its_border_are_told_apart()
    {
        Incident[] incidents =
        [
            Incidents.At(1, Incidents.Start - Duration.FromDays(3), Town),
            Incidents.At(2, Incidents.Start, new(48, 39)),
            Incidents.At(3, Incidents.Start, new(48, 38), 800),
            Incidents.At(4, Incidents.Start, Town, kind: "use_of_force"),
        ];
        var findings = Judge(incidents).Where(f => f.Term == "no_fire").ToArray();
        findings
            .Select(f => f.Outcome)
            .ShouldBe([Outcome.NotApplicable, Outcome.NotApplicable, Outcome.Undeterminable, Outcome.Undeterminable]);
        findings[0].Reasons.ShouldBe(["time"]);
        findings[1].Reasons.ShouldBe(["place"]);
        findings[2].Reasons.ShouldBe(["footprint"]);
        findings[3].Reasons.ShouldBe(["missing:kind"]);
    }

    [Theory]
    [InlineData(0.2, 122.0, Outcome.ApparentBreach)]
    [InlineData(0.2, 82.0, Outcome.NoApparentBreach)]
    [InlineData(0.2, null, Outcome.Undeterminable)]
    [InlineData(0.6, 122.0, Outcome.NoApparentBreach)]
    [InlineData(0.3353, 122.0, Outcome.Undeterminable)]
    public void A_gun_near_the_line_is_judged_by_its_distance_and_calibre(double degreesAway, double? calibre, Outcome expected)
    {
        var gun = Incidents.At(1, Incidents.Start, new(48, 37 + degreesAway), 300, "weapon_presence") with { Weapon = new("gun", calibre) };
        Judge([gun]).Single(f => f.Term == "withdrawal").Outcome.ShouldBe(expected);
    }

    [Fact]
    public void Findings_and_explained_verdicts_agree_and_the_reach_is_that_of_the_text()
    {
        var (assessor, clauses) = Assessor();
        SeverityReach.Of(clauses).ShouldBe(new SeverityReach(Duration.FromHours(24), 10_000));
        var world = Incidents.World(3, 300);
        var assessments = assessor.Assess(world);
        var findings = assessor.Judge(world);
        for (var i = 0; i < findings.Count; i++)
        {
            var verdict = assessments[i].Verdict;
            (findings[i].Incident, findings[i].Term, findings[i].Outcome, findings[i].Severity).ShouldBe(
                (assessments[i].Incident, assessments[i].Term, verdict.Outcome, verdict.Severity)
            );
            findings[i].Reasons.ShouldBe(verdict.Reasons.Select(r => r.Code));
        }
        findings.ShouldContain(f => f.Severity == Severity.Major);
        findings.ShouldContain(f => f.Outcome == Outcome.Undeterminable);
    }

    private static IEnumerable<Severity?> Severities(Incident[] incidents) =>
        Judge(incidents).Where(f => f.Term == "no_fire").Select(f => f.Severity);

    private static IReadOnlyList<IncidentFinding> Judge(Incident[] incidents) => Assessor().Assessor.Judge(incidents);

    private static (Assessor Assessor, ClauseSet Clauses) Assessor()
    {
        var (set, diagnostics) = ClauseSet.Compile(
            [new ClauseSource("terms.clauses", Text)],
            new ClauseVocabulary(Atlas, ["UA", "RU"], [])
        );
        var clauses = set.ShouldNotBeNull(string.Join('\n', diagnostics));
        var effective = new FactStatement(
            "truce.effective",
            [],
            Iso.Format(Incidents.Start - Duration.FromDays(1)),
            null,
            null,
            "test",
            "test",
            Standing.Illustrative,
            Incidents.Start
        );
        var facts = FactBase.From(clauses, [effective], Incidents.Start);
        return (Core.Watch.Assessments.Assessor.For(clauses, Atlas, facts, Thresholds.Default), clauses);
    }
}
