using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using Holdfast.App.Forces;
using Holdfast.Tests.Forces;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Holdfast.Tests.Web;

/// <summary>The pages, files and API of the force, over a small mission.</summary>
public sealed class ForcePagesTests
{
    private const string Root = "/m/test/forces";
    private const string Asked = "?set=small&scenario=peace&start=2026-03-02&months=6&assume=vote(FR.Parliament)";
    private const string Api = "/api/v1/missions/test/forces";

    private static readonly Lazy<Task<WebHost>> Common = new(() =>
        WebHost.StartAsync(
            s => s.AddSingleton<Func<IMixedSolver>>(() => new NoSolver()),
            ForceWorldFiles.Mission(),
            WebWorld.Mission("bare")
        )
    );

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<IHtmlDocument> Read(string path, HttpStatusCode expected = HttpStatusCode.OK) =>
        await WebHost.ReadAsync((await Common.Value).Client(), path, expected);

    private static async Task<IHtmlDocument> Done(string path)
    {
        for (var i = 0; i < 600; i++)
        {
            var page = await Read(path);
            if (page.QuerySelector(".notice.run") is null)
            {
                return page;
            }
            await Task.Delay(100, Stop);
        }
        throw new TimeoutException(path);
    }

    private static async Task<(HttpStatusCode Status, string Text)> Get(string path)
    {
        var answer = await (await Common.Value).Client(html: false).GetAsync(path, Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/plan")]
    [InlineData("/compare")]
    [InlineData("/unlock")]
    [InlineData("/withdraw")]
    [InlineData("/sustain")]
    [InlineData("/offers")]
    [InlineData("/offers" + Asked)]
    [InlineData("/offers/FR.infantry")]
    [InlineData("/editor?nation=FR")]
    public async Task A_page_is_whole_and_begins_nothing_that_was_not_asked(string path)
    {
        var page = await Read(Root + path);
        page.QuerySelectorAll("h1").Length.ShouldBe(1);
        page.QuerySelectorAll("[style], style, script:not([src])").ShouldBeEmpty();
        page.QuerySelectorAll("label[for]").ShouldAllBe(l => page.GetElementById(l.GetAttribute("for") ?? "") != null);
        page.QuerySelectorAll("[aria-labelledby]").ShouldAllBe(e => page.GetElementById(e.GetAttribute("aria-labelledby") ?? "") != null);
        page.QuerySelector(".notice.run").ShouldBeNull();
    }

    [Fact]
    public async Task A_mission_without_a_force_is_told_how_to_declare_one()
    {
        (await Read("/m/bare/forces")).QuerySelector(".empty").ShouldNotBeNull().TextContent.ShouldContain("forces/");
        (await Get("/api/v1/missions/bare/forces")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Without_the_library_the_page_says_what_to_install_and_shows_a_plan_of_our_own_search()
    {
        var page = await Done(Root + "/plan" + Asked);
        WebHost.Text(page.QuerySelector(".proof")).ShouldContain("apt-get install coinor-libcbc3");
        var heat = page.QuerySelectorAll(".heat tbody tr").First(r => r.TextContent.Contains("Guard near", StringComparison.Ordinal));
        // French battalions may not stand within 50 km of the front; the German ones may, a month after the order.
        // What a month asks for stands in the cell wherever less is there.
        heat.QuerySelectorAll("td").Skip(1).Select(WebHost.Text).ShouldBe(["0/1", "1", "1", "1", "1", "1"]);
        page.QuerySelectorAll(".shortfalls code").Select(WebHost.Text).ShouldContain("not at(front) within 50 km");
        page.QuerySelectorAll(".badge").Select(WebHost.Text).Distinct().Order().ShouldBe(["attributed", "illustrative"]);
        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id).ToArray();
        ids.Distinct().Count().ShouldBe(ids.Length, "ids are unique");
        page.QuerySelectorAll("a[href^='#']").ShouldAllBe(a => page.GetElementById((a.GetAttribute("href") ?? "#").Substring(1)) != null);
    }

    [Fact]
    public async Task Files_and_the_api_give_what_the_page_shows()
    {
        (await Get(Root + "/fill.csv?set=small&start=2031-01-01")).Status.ShouldBe(HttpStatusCode.NotFound);
        await Done(Root + "/plan" + Asked);
        var (status, csv) = await Get(Root + "/fill.csv" + Asked);
        status.ShouldBe(HttpStatusCode.OK);
        csv.Split('\n')[0].ShouldBe("line,month,need_units,filled_units,unfilled_units,serving,figures");
        csv.ShouldContain("guard.near,0,1,0,1,");
        (await Get(Root + "/curve.svg" + Asked)).Text.ShouldStartWith("<svg xmlns=");
        (await Get(Root + "/plan.lp" + Asked)).Text.ShouldContain("Minimize");
        foreach (var file in new[] { "shortfalls.csv", "curve.csv", "burden.csv", "serving.csv", "places.csv", "tasks.csv" })
        {
            (await Get($"{Root}/{file}{Asked}")).Text.Split('\n').Length.ShouldBeGreaterThan(2, file);
        }
        var json = JsonDocument.Parse((await Get(Api + "/plan" + Asked)).Text).RootElement;
        json.GetProperty("status").GetString().ShouldBe("not_installed");
        json.GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("id").GetString()).ShouldContain("guard.near");
        JsonDocument.Parse((await Get(Api)).Text).RootElement.GetProperty("sizes")[0].GetProperty("id").GetString().ShouldBe("small");
        JsonDocument.Parse((await Get(Api + "/offers" + Asked)).Text).RootElement.GetArrayLength().ShouldBe(3);
    }

    [Theory]
    [InlineData("/plan?set=smal", HttpStatusCode.BadRequest, "Did you mean 'small'?")]
    [InlineData("/plan?set=small&scenario=peac", HttpStatusCode.BadRequest, "Did you mean 'peace'?")]
    [InlineData("/plan?set=small&months=900", HttpStatusCode.BadRequest, "a whole number from 1 to 60")]
    [InlineData("/sustain?set=small&years=1,0", HttpStatusCode.BadRequest, "expected up to 6 whole numbers from 1 to 50")]
    [InlineData("/sustain?set=small&years=1,2,3,4,5,6,7", HttpStatusCode.BadRequest, "up to 6")]
    [InlineData("/plan?set=small&start=soon", HttpStatusCode.BadRequest, "soon")]
    [InlineData("/plan?set=small&offers=0123", HttpStatusCode.NotFound, "not kept any more")]
    [InlineData("/offers/FR.infantri", HttpStatusCode.NotFound, "Did you mean 'FR.infantry'?")]
    [InlineData("/fill.csv", HttpStatusCode.BadRequest, "set=")]
    public async Task A_wrong_question_is_refused_with_the_nearest_right_word(string path, HttpStatusCode status, string said) =>
        WebHost.Text((await Read(Root + path, status)).Body).ShouldContain(said);

    [Fact]
    public async Task An_offer_opens_down_to_the_facts_that_its_promise_waits_for()
    {
        var page = await Read(Root + "/offers/FR.infantry?set=small&scenario=peace&start=2026-03-02&procedures=decided");
        WebHost.Text(page.GetElementById("stands-title")).ShouldContain("in no month");
        page.QuerySelectorAll(".trace code")
            .Select(WebHost.Text)
            .ShouldContain(c => c.Contains("vote(FR.Parliament)", StringComparison.Ordinal));
        WebHost.Text(page.QuerySelector("table")).ShouldContain("not at(front) within 50 km");
    }

    [Fact]
    public async Task Own_offers_are_checked_with_line_and_column_and_asked_with_and_never_enter_the_mission()
    {
        var host = await Common.Value;
        var client = host.Client();
        var page = await WebHost.ReadAsync(client, Root + "/editor?nation=FR&set=small&scenario=peace&start=2026-03-02");
        var text = page.QuerySelector("textarea[name=text]").ShouldNotBeNull().TextContent;
        text.ShouldContain("FR.infantry");

        var (status, wrong) = await PostAsync(
            client,
            text.Replace("capability: infantry", "capability: infantri", StringComparison.Ordinal)
        );
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.ShouldContain("line 3, column");
        wrong.ShouldContain("infantry");
        (await PostAsync(client, text.Replace("quantity: 8", "quantity: -8", StringComparison.Ordinal))).Text.ShouldContain(
            "line 3, column"
        );
        (await PostAsync(client, "nation: [")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(client, "")).Text.ShouldContain("Nothing was sent");

        var (taken, location) = await PostAsync(client, text.Replace("quantity: 8", "quantity: 80", StringComparison.Ordinal));
        taken.ShouldBe(HttpStatusCode.SeeOther);
        location.ShouldContain("offers=");
        var offers = await WebHost.ReadAsync(client, location.Replace("/editor", "/offers", StringComparison.Ordinal));
        Row(offers).ShouldBe("80");
        Row(await Read(Root + "/offers?set=small")).ShouldBe("8");

        static string Row(IHtmlDocument page) =>
            WebHost.Text(
                page.QuerySelectorAll("table tbody tr")
                    .First(r => r.TextContent.Contains("FR.infantry", StringComparison.Ordinal))
                    .QuerySelector("td.num")
            );
    }

    [Fact]
    public async Task Fields_beside_the_text_are_written_into_it_and_checked_with_it()
    {
        var client = (await Common.Value).Client();
        var page = await WebHost.ReadAsync(client, Root + "/editor?nation=FR&set=small&scenario=peace&start=2026-03-02");
        var text = page.QuerySelector("textarea[name=text]").ShouldNotBeNull().TextContent;
        page.QuerySelectorAll(".offer-fields").Length.ShouldBe(2);
        page.QuerySelector("input[name='FR.infantry/quantity']").ShouldNotBeNull().GetAttribute("value").ShouldBe("8");
        page.QuerySelectorAll(".offer-fields label").ShouldAllBe(l => page.GetElementById(l.GetAttribute("for") ?? "") != null);

        var (status, wrong) = await PostAsync(client, text, ("use", "fields"), ("FR.infantry/readiness_days", "soon"));
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.ShouldContain("line 3, column");
        wrong.ShouldContain("FR.infantry");
        wrong.ShouldContain("soon");
        var caveat = await PostAsync(client, text, ("use", "fields"), ("FR.infantry/caveats", "not at(frond) within 50 km"));
        caveat.Text.ShouldContain("Did you mean <code>front</code>?");
        var area = await PostAsync(client, text, ("use", "fields"), ("FR.infantry/areas", "town, naer"));
        area.Text.ShouldContain("Did you mean <code>near</code>?");
        // What is typed into fields is nothing where the text is used.
        (await PostAsync(client, text, ("use", "text"), ("FR.infantry/quantity", "many"))).Status.ShouldBe(HttpStatusCode.SeeOther);

        var (taken, location) = await PostAsync(
            client,
            text,
            ("use", "fields"),
            ("FR.infantry/quantity", "9"),
            ("FR.infantry/areas", "town, hub"),
            ("FR.engineers/when", "peace")
        );
        taken.ShouldBe(HttpStatusCode.SeeOther);
        var offers = await WebHost.ReadAsync(client, location.Replace("/editor", "/offers", StringComparison.Ordinal));
        var rows = offers.QuerySelectorAll("table tbody tr").Select(r => r.TextContent).ToArray();
        rows.ShouldContain(r =>
            r.Contains("FR.infantry", StringComparison.Ordinal) && r.Contains("offered for other areas", StringComparison.Ordinal)
        );
        var again = await WebHost.ReadAsync(client, location);
        again.QuerySelector("input[name='FR.infantry/areas']").ShouldNotBeNull().GetAttribute("value").ShouldBe("town, hub");
        again.QuerySelector("input[name='FR.engineers/when']").ShouldNotBeNull().GetAttribute("value").ShouldBe("peace");
    }

    private static async Task<(HttpStatusCode Status, string Text)> PostAsync(
        HttpClient client,
        string text,
        params (string Name, string Value)[] more
    )
    {
        var form = await WebHost.ReadAsync(client, Root + "/editor?set=small");
        var token = form.QuerySelector(".editor input[name=forgery]")?.GetAttribute("value") ?? "";
        var fields = new Dictionary<string, string> { ["forgery"] = token, ["text"] = text };
        foreach (var (name, value) in more)
        {
            fields[name] = value;
        }
        using var content = new FormUrlEncodedContent(fields);
        var answer = await client.PostAsync(Root + "/editor?set=small", content, Stop);
        var said = answer.Headers.Location?.ToString() ?? WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));
        return (answer.StatusCode, said);
    }
}
