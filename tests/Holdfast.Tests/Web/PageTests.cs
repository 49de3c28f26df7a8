using System.Net;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Shouldly;

namespace Holdfast.Tests.Web;

public sealed class PageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Pages =>
        [
            "/",
            "/missions",
            "/design",
            "/counting",
            "/m/easter",
            "/m/easter/incidents",
            "/m/easter/incidents/0000000000000000",
            "/m/easter/violations",
            "/m/easter/claims",
            "/m/easter/coverage",
            "/m/easter/sources",
            "/m/easter/report",
            "/m/easter/data",
            "/m/easter/daily?date=2025-04-20",
            "/m/easter/facts",
            "/m/easter/nations",
            "/m/easter/timeline",
            "/m/easter/mission",
            "/m/easter/counting",
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_whole_and_escapes_hostile_text(string path)
    {
        var host = await WebHost.ForReadingAsync();
        var page = await WebHost.ReadAsync(host.Client(), path);
        page.QuerySelectorAll("h1").Length.ShouldBe(1);
        page.QuerySelector("html")?.GetAttribute("lang").ShouldBe("en");
        page.QuerySelector("a.skip")?.GetAttribute("href").ShouldBe("#main");
        page.QuerySelectorAll("script").Select(s => s.GetAttribute("src")).ShouldBe(["/assets/app.js"]);
        page.QuerySelectorAll("[style], style").ShouldBeEmpty();
        page.QuerySelectorAll("a[href^='javascript:']").ShouldBeEmpty();
        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id).ToArray();
        ids.Distinct().Count().ShouldBe(ids.Length, "ids are unique");
        page.QuerySelectorAll("label[for]").Where(l => page.GetElementById(l.GetAttribute("for") ?? "") is null).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_of_an_empty_record_says_what_to_do_next(string path)
    {
        if (path.Contains("0000000000000000", StringComparison.Ordinal))
        {
            return;
        }
        await using var host = await WebHost.StartAsync(incidents: 0);
        var page = await WebHost.ReadAsync(host.Client(), path);
        if (
            path.EndsWith("incidents", StringComparison.Ordinal)
            || path.EndsWith("claims", StringComparison.Ordinal)
            || path == "/m/easter"
        )
        {
            page.QuerySelectorAll(".empty p").Length.ShouldBeGreaterThan(1);
        }
    }

    [Fact]
    public async Task The_situation_keeps_the_four_counts_apart()
    {
        var host = await WebHost.ForReadingAsync();
        var page = await WebHost.ReadAsync(host.Client(), "/m/easter");
        page.QuerySelectorAll("#counts .fig data").Select(d => d.GetAttribute("value")).ShouldBe(["120", "60", "15", "5"]);
        page.QuerySelectorAll("#counts .fig-definition").ShouldAllBe(d => d.TextContent.Length > 20);
        page.QuerySelectorAll("#counts .fig-source time").Length.ShouldBe(4);
        page.QuerySelectorAll("#counts .fig-value a").Length.ShouldBe(4);
    }

    [Fact]
    public async Task The_front_page_heads_claims_with_what_was_independently_observed()
    {
        var host = await WebHost.ForReadingAsync();
        var page = await WebHost.ReadAsync(host.Client(), "/");
        WebHost
            .Text(page.QuerySelector("#claims-title"))
            .ShouldBe("Claims; independently observed: 45", "a quarter of the incidents rest on one party's word");
    }

    [Fact]
    public async Task Claims_show_the_residual_and_interpolate_nothing()
    {
        var host = await WebHost.ForReadingAsync();
        var page = await WebHost.ReadAsync(host.Client(), "/m/easter/claims");
        WebHost.Text(page.QuerySelector(".residual")).ShouldBe("its categories leave a residual of 7");
        page.QuerySelectorAll(".ledger tbody tr").Length.ShouldBe(2);
    }

    [Fact]
    public async Task The_detail_leads_from_the_term_to_the_observation()
    {
        var host = await WebHost.ForReadingAsync();
        var page = await WebHost.ReadAsync(host.Client(), "/m/easter/incidents/0000000000000000");
        var link = page.QuerySelector(".trace-rests a")?.GetAttribute("href");
        link.ShouldNotBeNull();
        var card = page.QuerySelector(link);
        WebHost.Text(card).ShouldContain("reports.csv, line 2");
        WebHost.Text(card).ShouldContain(WebWorld.Hostile);
        WebHost.Text(page.QuerySelector(".facts")).ShouldContain("undetermined");
    }

    [Fact]
    public async Task A_merged_incident_keeps_its_old_address()
    {
        var host = await WebHost.ForReadingAsync();
        var answer = await host.Client().GetAsync("/m/easter/incidents/merged", Stop);
        answer.Headers.Location?.ToString().ShouldBe("/m/easter/incidents/0000000000000001");
    }

    [Fact]
    public async Task An_exercise_is_marked_on_every_page()
    {
        await using var host = await WebHost.StartAsync(missions: WebWorld.Mission("drill", mode: Mode.Exercise));
        foreach (var path in new[] { "/", "/m/drill/incidents", "/m/drill/claims", "/m/drill/mission" })
        {
            var page = await WebHost.ReadAsync(host.Client(), path);
            WebHost.Text(page.QuerySelector(".mode-banner")).ShouldStartWith("exercise");
        }
        host.Views.LastFilter?.Mode.ShouldBe(Mode.Exercise);
    }

    [Fact]
    public async Task A_live_mission_says_that_the_public_view_is_late_and_coarse()
    {
        await using var host = await WebHost.StartAsync(missions: WebWorld.Mission("now", Exposure.Live));
        var page = await WebHost.ReadAsync(host.Client(), "/m/now");
        WebHost.Text(page.QuerySelector("footer")).ShouldContain("24 hours late");
        var json = await host.Client().GetStringAsync("/m/now/incidents.json", Stop);
        json.ShouldContain("longitude");
        json.ShouldNotContain("semi_major_metres", customMessage: "no ellipse leaves in the released view");
    }

    [Fact]
    public async Task Theme_is_kept_without_scripts()
    {
        var host = await WebHost.ForReadingAsync();
        var client = host.Client();
        (await client.GetAsync("/preferences/theme?to=dark&back=/m/easter", Stop)).Headers.Location?.ToString().ShouldBe("/m/easter");
        (await WebHost.ReadAsync(client, "/m/easter")).DocumentElement.GetAttribute("data-theme").ShouldBe("dark");
    }

    [Fact]
    public async Task Filters_reach_the_views_and_come_back_in_the_form()
    {
        await using var host = await WebHost.StartAsync();
        var page = await WebHost.ReadAsync(
            host.Client(),
            "/m/easter/incidents?from=2025-04-19&to=2025-04-20&outcome=apparent-breach,undeterminable&kind=fire&q=heard&without=UA"
        );
        var filter = host.Views.LastFilter.ShouldNotBeNull();
        filter.Outcomes.ShouldBe([Outcome.ApparentBreach, Outcome.Undeterminable]);
        filter.Kinds.ShouldBe(["fire"]);
        filter.Without.ShouldBe("UA");
        Iso.Format(filter.When.ShouldNotBeNull().Earliest).ShouldBe("2025-04-18T21:00:00.000000000Z", "days run in the mission's zone");
        page.QuerySelector("#f-q")?.GetAttribute("value").ShouldBe("heard");
        page.QuerySelector("#f-kind option[selected]")?.GetAttribute("value").ShouldBe("fire");
        page.QuerySelectorAll(".chips li").Length.ShouldBe(7);
    }

    [Fact]
    public async Task Empty_fields_of_the_form_do_not_stay_in_the_address()
    {
        var host = await WebHost.ForReadingAsync();
        var answer = await host.Client().GetAsync("/m/easter/incidents?q=&from=&outcome=undeterminable&sector=", Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location?.ToString().ShouldBe("/m/easter/incidents?outcome=undeterminable");
    }

    [Fact]
    public async Task Pages_of_a_list_follow_each_other_without_loss()
    {
        var host = await WebHost.ForReadingAsync();
        var client = host.Client();
        var seen = new List<string?>();
        for (string? next = "/m/easter/incidents?limit=25"; next is not null; )
        {
            var page = await WebHost.ReadAsync(client, next);
            seen.AddRange(page.QuerySelectorAll("tbody tr a").Select(a => a.GetAttribute("href")));
            next = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }
        seen.Distinct().Count().ShouldBe(60);
    }

    [Theory]
    [InlineData("from=yesterday", "'from' is 'yesterday'; expected a date")]
    [InlineData("outcome=aparent-breach", "Did you mean 'apparent-breach'?")]
    [InlineData("kind=shellin", "Did you mean 'shelling'?")]
    [InlineData("bbox=1,2,3", "expected four: west,south,east,north")]
    [InlineData("bbox=10,50,5,60", "its west lies east of its east")]
    [InlineData("limit=0", "expected a whole number from 1 to 1000")]
    [InlineData("sort=colour", "expected one of -time, time")]
    [InlineData("from=2025-04-21&to=2025-04-20", "ends before it starts")]
    [InlineData("sector=norht", "Did you mean 'north'?")]
    public async Task A_question_that_cannot_be_read_is_answered_with_the_reason(string query, string reason)
    {
        var host = await WebHost.ForReadingAsync();
        var page = await WebHost.ReadAsync(host.Client(), "/m/easter/incidents?" + query, HttpStatusCode.BadRequest);
        WebHost.Text(page.QuerySelector("main")).ShouldContain(reason);
    }

    [Fact]
    public async Task A_download_is_what_the_page_shows()
    {
        var host = await WebHost.ForReadingAsync();
        var client = host.Client();
        var page = await WebHost.ReadAsync(client, "/m/easter/incidents?outcome=undeterminable");
        var total = int.Parse(WebHost.Text(page.QuerySelector(".results-count strong")), System.Globalization.CultureInfo.InvariantCulture);
        var answer = await client.GetAsync(page.QuerySelector(".downloads a[href*='.csv?']")?.GetAttribute("href"), Stop);
        var lines = (await answer.Content.ReadAsStringAsync(Stop)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(total + 1);
        lines[0].ShouldStartWith("id,status,earliest,latest,latitude,longitude,place");
        string.Join(' ', answer.Headers.GetValues("Link")).ShouldContain("describedby");
    }
}
