using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Clauses;

public sealed class TermAssessmentTests
{
    private const string NoFire = """
        fact ceasefire.effective instant "when the ceasefire takes effect"  determined by both(UA, RU) or Commission
        fact ordered "returning fire was ordered"
        fact coordination_failed "the coordination mechanism failed"
        term no_fire "No use of fire"
            cites illustrative
            binds UA, RU
            applies in area_of_application from ceasefire.effective
            forbids fire, assault, air_strike, uav_strike
            except return_fire when ordered and coordination_failed
            severity grave when weapon.calibre >= 100 mm or casualties.civilian > 0
                     major when at least 50 of them within 24 h and 10 km
                     minor otherwise
        end
        """;

    private static readonly FactStatement Effective = ClauseWorld.State("ceasefire.effective", "2026-02-01T00:00:00Z", "Commission");
    private static readonly FactStatement NotOrdered = ClauseWorld.State("ordered", "false");

    private static TermVerdict Assess(FakeSubject subject, params FactStatement[] facts)
    {
        var (set, term) = ClauseWorld.OneTerm(NoFire);
        var known = ClauseWorld.Facts(set, facts);
        var verdict = term.Assess(subject, known, Thresholds.Default);
        var finding = term.Judge(subject, known, Thresholds.Default);
        finding.Outcome.ShouldBe(verdict.Outcome);
        finding.Severity.ShouldBe(verdict.Severity);
        term.ReasonCodes(finding.ReasonBits).ShouldBe(verdict.Reasons.Select(r => r.Code));
        return verdict;
    }

    private static string Codes(TermVerdict verdict) => string.Join(" ", verdict.Reasons.Select(r => r.Code));

    [Fact]
    public void Forbidden_act_in_time_and_place_is_an_apparent_breach()
    {
        var subject = FakeSubject.Of("air_strike");
        subject.Attributes["weapon.calibre"] = new AttributeValue(50, "mm", null);
        subject.Attributes["casualties.civilian"] = new AttributeValue(0, "people", null);
        var verdict = Assess(subject, Effective);
        verdict.Outcome.ShouldBe(Outcome.ApparentBreach);
        verdict.Severity.ShouldBe(Severity.Minor);
        Codes(verdict).ShouldBe("breach");
    }

    [Theory]
    [InlineData("2026-01-31T23:59:59Z", "2026-01-31T23:59:59Z", Outcome.NotApplicable, "time")]
    [InlineData("2026-01-31T00:00:00Z", "2026-02-01T00:00:00Z", Outcome.Undeterminable, "date")]
    [InlineData("2026-02-01T00:00:00Z", "2026-02-01T00:00:00Z", Outcome.ApparentBreach, "breach severity:unknown")]
    public void Time_decides_by_the_whole_range(string earliest, string latest, Outcome outcome, string codes)
    {
        var subject = new FakeSubject
        {
            When = new TimeRange(Iso.Parse(earliest), Iso.Parse(latest)),
            Kinds = [new KindWeight("air_strike", 1)],
        };
        var verdict = Assess(subject, Effective);
        verdict.Outcome.ShouldBe(outcome);
        Codes(verdict).ShouldBe(codes);
    }

    [Theory]
    [InlineData(0.95, Outcome.ApparentBreach, "breach severity:unknown")]
    [InlineData(0.94, Outcome.Undeterminable, "footprint")]
    [InlineData(0.05, Outcome.NotApplicable, "place")]
    public void Place_decides_by_the_probability_of_lying_inside(double probability, Outcome outcome, string codes)
    {
        var subject = FakeSubject.Of("uav_strike");
        subject.Inside["area_of_application"] = probability;
        var verdict = Assess(subject, Effective);
        verdict.Outcome.ShouldBe(outcome);
        Codes(verdict).ShouldBe(codes);
    }

    [Theory]
    [InlineData("flight", Outcome.NoApparentBreach, "kind")]
    [InlineData("use_of_force", Outcome.Undeterminable, "missing:kind")]
    [InlineData("shelling", Outcome.ApparentBreach, "breach severity:unknown")]
    public void Kind_decides_by_what_can_be_told_of_it(string kind, Outcome outcome, string codes)
    {
        var verdict = Assess(FakeSubject.Of(kind), Effective, NotOrdered);
        verdict.Outcome.ShouldBe(outcome);
        Codes(verdict).ShouldBe(codes);
    }

    [Fact]
    public void Fire_may_be_return_fire_and_then_hangs_on_the_facts()
    {
        Codes(Assess(FakeSubject.Of("fire"), Effective)).ShouldBe("missing:kind fact:ordered fact:coordination_failed");
        Codes(Assess(FakeSubject.Of("return_fire"), Effective)).ShouldBe("fact:ordered fact:coordination_failed");
        Assess(FakeSubject.Of("fire"), Effective, NotOrdered).Outcome.ShouldBe(Outcome.ApparentBreach);
        Assess(FakeSubject.Of("air_strike"), Effective).Outcome.ShouldBe(Outcome.ApparentBreach);
    }

    [Fact]
    public void Return_fire_that_was_ordered_after_coordination_failed_is_no_breach()
    {
        FactStatement[] facts = [Effective, ClauseWorld.State("ordered", "true"), ClauseWorld.State("coordination_failed", "true")];
        var verdict = Assess(FakeSubject.Of("return_fire"), facts);
        verdict.Outcome.ShouldBe(Outcome.NoApparentBreach);
        Codes(verdict).ShouldBe("exception:return_fire");
        Assess(FakeSubject.Of("fire"), facts).Outcome.ShouldBe(Outcome.Undeterminable);
    }

    [Fact]
    public void Unstated_start_leaves_everything_undeterminable_but_what_is_surely_allowed()
    {
        Codes(Assess(FakeSubject.Of("air_strike"))).ShouldBe("fact:ceasefire.effective");
        Codes(Assess(FakeSubject.Of("flight"))).ShouldBe("kind");
    }

    [Fact]
    public void Disputed_start_is_determinable_after_both_readings_only()
    {
        FactStatement[] rivals =
        [
            ClauseWorld.State("ceasefire.effective", "2026-02-01T00:00:00Z", "UA", "ukrainian note"),
            ClauseWorld.State("ceasefire.effective", "2026-02-03T00:00:00Z", "RU", "russian note"),
        ];
        FakeSubject On(int day) =>
            new() { When = TimeRange.At(Instant.FromUtc(2026, 2, day, 12, 0)), Kinds = [new KindWeight("assault", 1)] };
        Assess(On(4), rivals).Outcome.ShouldBe(Outcome.ApparentBreach);
        var verdict = Assess(On(2), rivals);
        Codes(verdict).ShouldBe("fact:ceasefire.effective");
        verdict.Reasons[0].Text.ShouldContain("disputed");
        verdict.Reasons[0].Text.ShouldContain("by RU");
    }

    [Theory]
    [InlineData(122.0, null, Severity.Grave, "breach")]
    [InlineData(82.0, 0.0, Severity.Minor, "breach")]
    [InlineData(null, 3.0, Severity.Grave, "breach")]
    [InlineData(82.0, null, Severity.Minor, "breach severity:unknown")]
    public void Severity_is_the_worst_level_that_surely_holds(double? calibre, double? civilians, Severity severity, string codes)
    {
        var subject = FakeSubject.Of("assault");
        if (calibre is { } c)
        {
            subject.Attributes["weapon.calibre"] = new AttributeValue(c, "mm", null);
        }
        if (civilians is { } p)
        {
            subject.Attributes["casualties.civilian"] = new AttributeValue(p, "people", null);
        }
        var verdict = Assess(subject, Effective);
        verdict.Severity.ShouldBe(severity);
        Codes(verdict).ShouldBe(codes);
    }

    [Fact]
    public void Severity_by_count_asks_the_subject()
    {
        var subject = new FakeSubject
        {
            Kinds = [new KindWeight("assault", 1)],
            Window = Truth.True,
            Attributes = new() { ["weapon.calibre"] = new(7.62, "mm", null), ["casualties.civilian"] = new(0, "people", null) },
        };
        Assess(subject, Effective).Severity.ShouldBe(Severity.Major);
    }

    [Fact]
    public void Class_weights_count_by_the_thresholds()
    {
        var split = new FakeSubject { Kinds = [new KindWeight("assault", 0.6), new KindWeight("uav_flight", 0.4)] };
        Codes(Assess(split, Effective)).ShouldBe("missing:kind");
        var either = new FakeSubject { Kinds = [new KindWeight("assault", 0.5), new KindWeight("air_strike", 0.5)] };
        Assess(either, Effective).Outcome.ShouldBe(Outcome.ApparentBreach);
    }
}
