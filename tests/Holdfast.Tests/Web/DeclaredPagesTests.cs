using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using Holdfast.Tests.Support.Declared;
using Shouldly;

namespace Holdfast.Tests.Web;

/// <summary>The pages, files and API of declared support, over a small mission.</summary>
public sealed class DeclaredPagesTests
{
    private const string Root = "/m/test/support";
    private const string Api = "/api/v1/missions/test/support";
    private const string Open = "assume=access(*);open(*)&at=2026-03-02";

    private static readonly Lazy<Task<WebHost>> Common = new(() =>
        WebHost.StartAsync(_ => { }, DeclaredFiles.Mission(), WebWorld.Mission("bare"))
    );

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<IHtmlDocument> Read(string path, HttpStatusCode expected = HttpStatusCode.OK) =>
        await WebHost.ReadAsync((await Common.Value).Client(), path, expected);

    private static async Task<(HttpStatusCode Status, string Text)> Get(string path)
    {
        var answer = await (await Common.Value).Client(html: false).GetAsync(path, Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    private static async Task<JsonElement> Json(string path)
    {
        var (status, text) = await Get(path);
        status.ShouldBe(HttpStatusCode.OK, text);
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }

    private static string Text(IHtmlDocument page) => page.Body.ShouldNotBeNull().TextContent;

    [Theory]
    [InlineData("/depots", "Depots")]
    [InlineData("/depots?" + Open, "Depots")]
    [InlineData("/depots?need=brigade&hours=24,72&for=UA&to=UA.west", "Depots")]
    [InlineData("/financing", "Financing")]
    [InlineData("/sanctions?at=2026-03-02", "Sanctions")]
    [InlineData("/capacity?from=2026-01&months=6", "Capacity")]
    public async Task Each_page_stands_with_its_heading_and_its_place_among_the_others(string path, string heading)
    {
        var page = await Read(Root + path);
        page.QuerySelector("h1")?.TextContent.ShouldBe(heading);
        page.QuerySelectorAll("nav.tabs a[aria-current=page]").ShouldHaveSingleItem().TextContent.ShouldBe(heading);
        // The policy allows neither.
        page.QuerySelectorAll("[style], script:not([src])").ShouldBeEmpty();
    }

    [Fact]
    public async Task Depots_tell_what_arrives_what_is_missing_and_what_is_illustrative()
    {
        var unknown = await Read(Root + "/depots?at=2026-03-02");
        unknown.QuerySelectorAll("code.reason").Select(c => c.TextContent).ShouldContain("access(FR)");
        var open = await Read(Root + "/depots?need=brigade&" + Open);
        var row = open.QuerySelectorAll("section[aria-labelledby=reach-title] tbody tr").First(r => r.TextContent.Contains("Shells"));
        row.QuerySelectorAll("td.num").Select(t => t.TextContent.Trim()).ShouldContain("1\u202F400–2\u202F400");
        row.QuerySelectorAll(".standing-illustrative").ShouldNotBeEmpty();
        open.QuerySelectorAll("section[aria-labelledby=coverage-title] meter").ShouldNotBeEmpty();
        Text(open).ShouldContain("not held");
    }

    [Fact]
    public async Task Financing_draws_every_period_with_its_table_and_names_missing_rates()
    {
        var page = await Read(Root + "/financing?at=2026-03-02&assume=frozen");
        page.QuerySelectorAll("figure.finance rect.money-assured").Length.ShouldBe(2);
        page.QuerySelectorAll("figure.finance path.need").Length.ShouldBe(3);
        var rows = page.QuerySelectorAll("section[aria-labelledby=years-title] tbody tr").Select(r => r.TextContent).ToArray();
        rows.ShouldContain(r => r.Contains("2026/2027", StringComparison.Ordinal));
        Text(page).ShouldContain("No rate is stated for USD in 2027");
        page.QuerySelector("#loan .counts-not")?.TextContent.ShouldBe("blocked");
    }

    [Fact]
    public async Task Sanctions_lead_to_the_undertakings_that_read_them()
    {
        var page = await Read(Root + "/sanctions?at=2026-03-02");
        page.QuerySelectorAll("a[href='/m/test/guarantees/EU.sanctions']").ShouldNotBeEmpty();
        Text(page).ShouldContain("any one member can let it lapse");
    }

    [Fact]
    public async Task Capacity_draws_months_and_names_what_binds()
    {
        var page = await Read(Root + "/capacity?from=2026-01&months=6&at=2026-03-02&assume=adopted");
        page.QuerySelectorAll("figure.ranges rect.surely").Length.ShouldBe(12);
        Text(page).ShouldContain("Powder");
        Text(page).ShouldContain("under way");
    }

    [Theory]
    [InlineData("/reach.csv?" + Open, "to,class,unit,hours,sure_low", "UA.west,shells,round,24,400,400,400")]
    [InlineData("/coverage.csv?need=brigade&" + Open, "requirement,class,unit,hours", "brigade,fuel,tonne,720,600,600")]
    [InlineData("/depots.csv", "depot,region,by,by_name,access", "FR.depot,FR,FR,France,unknown,shells,1000,2000,300,300,illustrative")]
    [InlineData(
        "/financing.csv",
        "instrument,provider,provider_name,kind",
        "loan,EU,European Union,loan,blocked,,5000000000,5000000000,EUR"
    )]
    [InlineData("/gaps.csv", "period,need,by", "2027,dollars,Somebody,12000000000,12000000000,USD")]
    [InlineData("/sanctions.csv?at=2026-03-02", "measure,by,by_name,basis", "EU.trade,EU,European Union,A regulation,unanimity")]
    [InlineData("/industry.csv?from=2026-01&months=1", "project,product,unit", "old,shells,round,sure,2026-01,6000,8000,5000,6000,powder")]
    [InlineData("/training.csv?from=2026-03&months=1", "course,provider,provider_name", "basic,FR,France,FR,sure,2026-03,100,200,90,190")]
    [InlineData(
        "/works.csv?at=2026-04-01",
        "segment,region,by,by_names",
        "north,UA.west,FR,France,advice machines,under way,2026-03,5,10,10,20"
    )]
    public async Task Each_table_is_a_file(string path, string head, string line)
    {
        var (status, text) = await Get(Root + path);
        status.ShouldBe(HttpStatusCode.OK, text);
        text.ShouldStartWith(head);
        text.ShouldContain(line);
    }

    [Fact]
    public async Task The_drawing_of_financing_is_a_file_of_its_own()
    {
        var (status, text) = await Get(Root + "/financing.svg?assume=frozen");
        status.ShouldBe(HttpStatusCode.OK);
        text.ShouldStartWith("<svg");
        text.ShouldContain("dashed: stated needs");
    }

    [Fact]
    public async Task The_api_gives_the_same_answers()
    {
        var depots = await Json(Api + "/depots?hours=24&need=brigade&" + Open);
        depots
            .GetProperty("reach")
            .GetProperty("classes")[0]
            .GetProperty("reach")[0]
            .GetProperty("sure")
            .GetProperty("low")
            .GetDecimal()
            .ShouldBe(400);
        depots.GetProperty("coverage").GetProperty("lines").GetArrayLength().ShouldBe(2);
        (await Json(Api + "/financing")).GetProperty("instruments").GetArrayLength().ShouldBe(5);
        (await Json(Api + "/sanctions")).GetProperty("measures").GetArrayLength().ShouldBe(2);
        (await Json(Api + "/industry?months=2")).GetProperty("projects").GetArrayLength().ShouldBe(2);
        (await Json(Api + "/training?months=2")).GetProperty("sure").GetArrayLength().ShouldBe(2);
        (await Json(Api + "/works")).GetProperty("segments").GetArrayLength().ShouldBe(2);
    }

    [Theory]
    [InlineData("/depots?to=UA.wets", "UA.west")]
    [InlineData("/depots?hours=800", "720")]
    [InlineData("/depots?hours=soon", "soon")]
    [InlineData("/depots?need=brigate", "brigade")]
    [InlineData("/capacity?from=soon", "2026-03")]
    [InlineData("/capacity?months=61", "60")]
    [InlineData("/financing?at=soon", "soon")]
    public async Task A_faulty_question_is_refused_with_what_was_expected(string path, string says) =>
        Text(await Read(Root + path, HttpStatusCode.BadRequest)).ShouldContain(says);

    [Fact]
    public async Task A_fact_that_cannot_be_assumed_is_left_out_and_told()
    {
        Text(await Read(Root + "/depots?assume=acess(FR)")).ShouldContain("Left out");
        (await Get(Api + "/depots?assume=acess(FR)")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_mission_that_declares_none_says_what_to_write()
    {
        Text(await Read("/m/bare/support/depots")).ShouldContain("support/depots.yaml");
        (await Get("/m/bare/support/reach.csv")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Get("/api/v1/missions/bare/support/financing")).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
