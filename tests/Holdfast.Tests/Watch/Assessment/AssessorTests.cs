using System.Collections.Immutable;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Assessments;
using Holdfast.Tests.Values;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch;

public sealed class AssessorTests
{
    private static readonly Duration Day = Duration.FromHours(24);
    private static readonly PlaceProbability Nowhere = new(Atlas.Empty);
    private static readonly GeoPoint Town = new(48, 37.5);

    [Fact]
    public void Severities_by_count_equal_the_naive_reference()
    {
        for (var world = 0; world < 60; world++)
        {
            var incidents = Incidents.World(world, 20 + world * 4);
            var (count, window, radius) = (2 + world % 7, Duration.FromHours(6 + world % 30), 3_000 + 500.0 * (world % 11));
            var rule = Incidents.CountingRule(count, window, radius);
            var items = incidents
                .Select(i => (i, WindowItem.Of(i, rule.Judge(new IncidentSubject(i, Nowhere, (_, _, _, _) => Truth.False)).Outcome)))
                .Where(p => p.Item2 is not null)
                .Select(p => (Incident: p.i, Item: p.Item2.GetValueOrDefault()))
                .ToArray();
            var all = items.Select(p => p.Item).ToArray();
            var index = new WindowIndex(all, window.BclCompatibleTicks, radius);
            for (var i = 0; i < all.Length; i++)
            {
                index
                    .AtLeast(all[i], count)
                    .ShouldBe(SeverityWindow.Naive(all, i, count, window.BclCompatibleTicks, radius), $"world {world}, incident {i}");
            }
        }
    }

    [Fact]
    public void Fifty_within_a_day_and_ten_kilometres_are_major_each_and_forty_nine_are_not()
    {
        var assessor = new Assessor([Incidents.CountingRule(50, Day, 10_000)], Nowhere);
        var fifty = Enumerable.Range(0, 50).Select(i => Incidents.At(i, Incidents.Start + Duration.FromMinutes(28 * i), Town)).ToArray();
        assessor.Judge(fifty).ShouldAllBe(f => f.Severity == Severity.Major);
        assessor.Judge(fifty[1..]).ShouldAllBe(f => f.Severity == Severity.Minor);
    }

    [Fact]
    public void An_interval_counts_that_contains_the_incident_wherever_it_starts()
    {
        var assessor = new Assessor([Incidents.CountingRule(3, Day, 10_000)], Nowhere);
        Incident[] three =
        [
            Incidents.At(1, Incidents.Start, Town),
            Incidents.At(2, Incidents.Start + Duration.FromHours(23), Town),
            Incidents.At(3, Incidents.Start + Duration.FromHours(24), Town),
            Incidents.At(4, Incidents.Start + Duration.FromHours(48), Town),
        ];
        assessor.Judge(three).Select(f => f.Severity).ShouldBe([Severity.Major, Severity.Major, Severity.Major, Severity.Minor]);
    }

    [Fact]
    public void A_count_that_hangs_on_undeterminable_incidents_is_unknown()
    {
        var assessor = new Assessor([Incidents.CountingRule(2, Day, 10_000)], Nowhere);
        Incident[] two = [Incidents.At(1, Incidents.Start, Town), Incidents.At(2, Incidents.Start, Town, kind: "use_of_force")];
        var findings = assessor.Judge(two);
        findings[0].Severity.ShouldBeNull();
        findings[0].Outcome.ShouldBe(Outcome.ApparentBreach);
    }

    [Fact]
    public void Order_and_threads_change_nothing()
    {
        var incidents = Incidents.World(99, 3_000);
        var assessor = new Assessor([Incidents.CountingRule(9, Day, 4_000), Incidents.CountingRule(30, Day, 9_000, "other")], Nowhere);
        var expected = Lines(assessor.Judge(incidents));
        var random = new Random(3);
        Lines(assessor.Judge([.. incidents.OrderBy(_ => random.Next())])).ShouldBe(expected);
        Lines([
                .. assessor
                    .Assess(incidents)
                    .Select(a => new IncidentFinding(
                        a.Incident,
                        a.Term,
                        a.Verdict.Outcome,
                        a.Verdict.Severity,
                        [.. a.Verdict.Reasons.Select(r => r.Code)]
                    )),
            ])
            .ShouldBe(expected);
    }

    [Fact]
    public void Streaming_in_order_of_time_ends_in_the_same_findings_with_a_bounded_store()
    {
        var incidents = Incidents.World(5, 4_000, days: 90);
        var assessor = new Assessor([Incidents.CountingRule(9, Day, 4_000)], Nowhere);
        var (expected, reach) = assessor.JudgeWithReach(incidents);
        var stream = new AssessmentStream(assessor, reach);
        var findings = new List<IncidentFinding>();
        var most = 0;
        foreach (var incident in incidents.OrderBy(i => i.When.Earliest).ThenBy(i => i.Id))
        {
            findings.AddRange(stream.Push(incident));
            most = Math.Max(most, stream.Held);
        }
        findings.AddRange(stream.Finish());
        Lines([.. findings.OrderBy(f => f.Incident)]).ShouldBe(Lines(expected));
        most.ShouldBeLessThan(incidents.Length / 2);
    }

    [Fact]
    public void Late_incident_amends_only_what_lies_within_reach()
    {
        var far = Incidents
            .World(17, 100)
            .Select((i, n) => Incidents.At(1_000 + n, i.When.Earliest + Duration.FromDays(30), i.Where.Centre));
        Incident[] incidents =
        [
            .. Enumerable.Range(0, 3).Select(i => Incidents.At(i, Incidents.Start + Duration.FromHours(i), Town)),
            .. far,
        ];
        var assessor = new Assessor([Incidents.CountingRule(4, Day, 4_000)], Nowhere);
        var (before, reach) = assessor.JudgeWithReach(incidents);
        var late = Incidents.At(100_000, Incidents.Start + Duration.FromHours(20), Town);
        var after = assessor.Judge([.. incidents, late]);
        var affected = Assessor.AffectedBy(incidents, [late], reach).ToHashSet();
        var old = before.ToDictionary(f => f.Incident);
        var changed = after
            .Where(f => !old.TryGetValue(f.Incident, out var o) || o.Severity != f.Severity || o.Outcome != f.Outcome)
            .ToArray();
        changed.Length.ShouldBe(4);
        changed.ShouldAllBe(f => affected.Contains(f.Incident));
        affected.Count.ShouldBeLessThan(incidents.Length);
    }

    [Fact]
    public void A_page_explains_the_same_verdict_from_the_neighbours_alone()
    {
        var incidents = Incidents.World(23, 300);
        var assessor = new Assessor([Incidents.CountingRule(4, Day, 4_000)], Nowhere);
        var (findings, reach) = assessor.JudgeWithReach(incidents);
        foreach (var incident in incidents.Take(40))
        {
            var near = Assessor.AffectedBy(incidents, [incident], reach).ToHashSet();
            var verdict = assessor.Explain(incident, [.. incidents.Where(i => near.Contains(i.Id))], "no_fire");
            var finding = findings.Single(f => f.Incident == incident.Id);
            (verdict.Outcome, verdict.Severity).ShouldBe((finding.Outcome, finding.Severity));
        }
        Should.Throw<ArgumentException>(() => assessor.Explain(incidents[0], [], "no_such_term"));
    }

    [Fact]
    public void Place_decides_with_its_probability_and_nobody_is_named()
    {
        var area = Shapes.Area("zone", (37, 47), (38, 47), (38, 49), (37, 49));
        var assessor = new Assessor([Incidents.InsideRule(area)], new PlaceProbability(new Atlas([area])));
        Incident[] three =
        [
            Incidents.At(1, Incidents.Start, new(48, 37.5)),
            Incidents.At(2, Incidents.Start, new(48, 38.0001), 500),
            Incidents.At(3, Incidents.Start, new(48, 39)),
        ];
        var assessments = assessor.Assess(three);
        assessments.Select(a => a.Verdict.Outcome).ShouldBe([Outcome.ApparentBreach, Outcome.Undeterminable, Outcome.NotApplicable]);
        assessments.ShouldAllBe(a => a.Perpetrator == "undetermined");
        assessments[0].Verdict.Trace.RestsOn.ShouldBe(["test/m1"]);
    }

    [Fact]
    public void Modes_are_never_counted_together_and_rejected_incidents_not_at_all()
    {
        var assessor = new Assessor([Incidents.CountingRule(2, Day, 10_000)], Nowhere);
        var real = Incidents.At(1, Incidents.Start, Town);
        var drill = Incidents.At(2, Incidents.Start, Town) with { Mode = Mode.Exercise };
        var rejected = Incidents.At(3, Incidents.Start, Town) with { Status = IncidentStatus.Rejected };
        var findings = assessor.Judge([real, drill, rejected]);
        findings.Count.ShouldBe(2);
        findings.ShouldAllBe(f => f.Severity == Severity.Minor);
    }

    [Fact]
    public void Casualties_known_in_part_are_a_lower_bound_and_never_a_zero()
    {
        Subject(killed: 2, injured: null).ShouldBe(2);
        Subject(killed: 0, injured: null).ShouldBeNull();
        Subject(killed: 0, injured: 0).ShouldBe(0);
        Subject(killed: null, injured: null).ShouldBeNull();
    }

    private static double? Subject(int? killed, int? injured) =>
        new IncidentSubject(
            Incidents.At(1, Incidents.Start, Town) with
            {
                Casualties = new(killed, injured, null, null, null, ""),
            },
            Nowhere,
            (_, _, _, _) => Truth.False
        )
            .Attribute(AttributeNames.CasualtiesCivilian)
            ?.Number;

    private static string Lines(IEnumerable<IncidentFinding> findings) =>
        string.Join('\n', findings.Select(f => $"{f.Incident} {f.Term} {f.Outcome} {f.Severity} {string.Join(',', f.Reasons)}"));
}
