using System.Net;
using Holdfast.App.Watch;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Tests.Web;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Watch;

/// <summary>With and without somebody: which incidents are the same, what of them is another, and who is shown it.</summary>
public sealed class WithoutComparisonTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 12, 0);
    private static readonly GeoPoint Here = new(48, 37);

    [Fact]
    public void Incidents_are_paired_by_id_then_by_an_observation_then_by_place_and_time()
    {
        var (same, byObservation, moved, gone) = (Row(1, 0, "a"), Row(2, 60, "b", "c"), Row(3, 120, "d"), Row(4, 180, "e"));
        var far = Row(8, 180, "x") with { };
        far = far with { Incident = far.Incident with { Where = new PointPlace(new GeoPoint(48.5, 37), ErrorEllipse.Circle(50)) } };
        var verified = byObservation with { Incident = byObservation.Incident with { Verification = VerificationLevel.Verified } };
        var renamed = moved with { Incident = moved.Incident with { Id = new IncidentId("7"), Observations = [new("o", "late")] } };
        var split = Row(6, 60, "c");
        var (without, changed, unchanged, appeared) = WithoutComparison.Pair(
            [same, verified, moved, gone],
            [same, Row(5, 60, "b"), split, renamed, far]
        );
        unchanged.ShouldBe(2);
        without.ShouldBe([gone]);
        appeared.ShouldBe([split, far]);
        var change = changed.ShouldHaveSingleItem();
        change.With.ShouldBe(verified);
        change.Changes.ShouldBe([new IncidentChange("verification", "verified", "reported")]);
    }

    [Fact]
    public void What_changes_is_said_verdict_status_kind_and_place()
    {
        var before = Row(1, 0, "a") with { WorstOutcome = Outcome.ApparentBreach, WorstSeverity = Severity.Major };
        var after = before with
        {
            WorstOutcome = Outcome.Undeterminable,
            WorstSeverity = null,
            Incident = before.Incident with
            {
                Status = IncidentStatus.Preliminary,
                Kinds = [new KindWeight("explosion", 1)],
                Where = new PointPlace(new GeoPoint(48.001, 37), ErrorEllipse.Circle(400)),
            },
        };
        WithoutComparison
            .Pair([before], [after])
            .Changed.ShouldHaveSingleItem()
            .Changes.ShouldBe([
                new IncidentChange("status", "final", "preliminary"),
                new IncidentChange("verdict", "apparent breach, major", "undeterminable"),
                new IncidentChange("kind", "shelling", "explosion"),
                new IncidentChange("place", "100 m", "400 m, 111 m away"),
            ]);
    }

    [Fact]
    public async Task The_page_and_the_API_compare_and_a_wrong_name_is_told_the_nearest()
    {
        var host = await WebHost.ForReadingAsync();
        var client = host.Client();
        WebHost
            .Text((await WebHost.ReadAsync(client, "/m/easter/without")).QuerySelector(".empty"))
            .ShouldContain("Choose who is left out");
        var page = await WebHost.ReadAsync(client, "/m/easter/without?without=ua-mod");
        WebHost.Text(page.QuerySelector(".results-count")).ShouldContain("without ua-mod");
        page.QuerySelector("table[aria-label], .scroll[aria-label='Coverage with and without']").ShouldNotBeNull();
        page.QuerySelector(".downloads a")?.GetAttribute("href").ShouldBe("/api/v1/missions/easter/without?without=ua-mod");
        var wrong = await host.Client(html: false)
            .GetAsync("/api/v1/missions/easter/without?without=ua-mud", TestContext.Current.CancellationToken);
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Did you mean 'ua-mod'");
        var missing = await host.Client(html: false).GetAsync("/api/v1/missions/easter/without", TestContext.Current.CancellationToken);
        missing.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Outside_the_watch_room_of_a_live_mission_nothing_is_compared()
    {
        await using var host = await WebHost.StartAsync(missions: WebWorld.Mission(exposure: Exposure.Live));
        var page = await WebHost.ReadAsync(host.Client(), "/m/easter/without?without=press");
        WebHost.Text(page.QuerySelector(".empty")).ShouldContain("watch room alone");
        page.QuerySelector("table").ShouldBeNull();
        var refused = await host.Client(html: false)
            .GetAsync("/api/v1/missions/easter/without?without=press", TestContext.Current.CancellationToken);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static IncidentRow Row(int id, int minutes, params string[] observations) =>
        new(
            Incidents.At(id, Noon + Duration.FromMinutes(minutes), Here, kind: "shelling") with
            {
                Observations = [.. observations.Select(o => new ObservationId("o", o))],
                Where = new PointPlace(Here, ErrorEllipse.Circle(100)),
                Verification = VerificationLevel.Reported,
                Status = IncidentStatus.Final,
            },
            null,
            null,
            null,
            null
        );
}
