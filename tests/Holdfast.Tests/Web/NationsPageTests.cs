using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Tests.Nations;
using Shouldly;

namespace Holdfast.Tests.Web;

public sealed class NationsPageTests : IAsyncLifetime
{
    private WebHost? _host;

    private HttpClient Client => _host.ShouldNotBeNull().Client();

    public async ValueTask InitializeAsync()
    {
        var hostile = SmallNations.Gb.Replace(
            "Made up: aircraft only, with a mandate.",
            "<script>alert('x')</script>",
            StringComparison.Ordinal
        );
        Mission mission = SmallNations.Mission(("nations/GB.yaml", hostile));
        _host = await WebHost.StartAsync(0, null, mission, SmallNations.Mission() with { Name = "practice", Mode = Mode.Exercise });
    }

    public async ValueTask DisposeAsync() => await _host.ShouldNotBeNull().DisposeAsync();

    private Task<AngleSharp.Html.Dom.IHtmlDocument> Read(string path) => WebHost.ReadAsync(Client, path);

    [Theory]
    [InlineData("/m/small/nations")]
    [InlineData("/m/small/nations/GB")]
    [InlineData("/m/small/timeline")]
    public async Task A_page_is_whole_and_escapes_hostile_text(string path)
    {
        var page = await Read(path);
        page.QuerySelectorAll("h1").Length.ShouldBe(1);
        page.QuerySelectorAll("[style], style, script:not([src])").ShouldBeEmpty();
        page.Body.ShouldNotBeNull().TextContent.ShouldContain("<script>alert('x')</script>");
        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id).ToArray();
        ids.Distinct().Count().ShouldBe(ids.Length, "ids are unique");
        page.QuerySelectorAll("[aria-describedby]").ShouldAllBe(e => page.GetElementById(e.GetAttribute("aria-describedby") ?? "") != null);
    }

    [Fact]
    public async Task The_matrix_shows_the_latest_stance_of_each_kind_with_its_source_within_reach()
    {
        var page = await Read("/m/small/nations");
        var row = page.QuerySelectorAll("tbody tr").Single(r => r.QuerySelector("th")?.TextContent == "United Kingdom");
        var contribution = row.QuerySelectorAll("td")[3];
        contribution.QuerySelectorAll(".strand > a .stance").Select(s => s.TextContent.Trim()).ShouldBe(["◐ conditional", "○ open"]);
        contribution.QuerySelector(".kind-own .reading").ShouldNotBeNull().TextContent.ShouldContain("seed page 3");
        contribution.QuerySelector(".kind-own .reading").ShouldNotBeNull().TextContent.ShouldContain("offered (2 Mar 2025)");
        row.QuerySelectorAll("td")[0].TextContent.Trim().ShouldBe("unknown");
    }

    [Fact]
    public async Task As_known_on_an_earlier_day_the_later_statement_is_not_there()
    {
        var page = await Read("/m/small/nations?nation=GB&known=2025-03-31");
        page.QuerySelectorAll("tbody td")[3].QuerySelector(".stance").ShouldNotBeNull().TextContent.Trim().ShouldBe("+ offered");
        var nation = await Read("/m/small/nations/GB?known=2025-03-31");
        nation.GetElementById("p-air-only").ShouldBeNull();
        nation.GetElementById("p-land-offered").ShouldNotBeNull();
    }

    [Fact]
    public async Task The_page_of_a_nation_says_whose_word_it_is_what_it_grants_and_what_is_not_known()
    {
        var page = await Read("/m/small/nations/GB");
        page.QuerySelectorAll(".strand-title").Select(t => t.FirstChild?.TextContent.Trim()).ShouldContain("Experts' inferences");
        page.QuerySelector("a[href='/m/small/guarantees/GB.presence']").ShouldNotBeNull();
        page.QuerySelector(".poll svg")?.GetAttribute("aria-label").ShouldBe("for 52 percent, against 32 percent, undecided 16 percent");
        page.QuerySelector("main").ShouldNotBeNull().TextContent.ShouldContain("Nothing is recorded about: support");
        page.QuerySelector("a[href='/m/small/mission#ref-seed']").ShouldNotBeNull();
    }

    [Fact]
    public async Task The_timeline_is_narrowed_by_its_address()
    {
        var page = await Read("/m/small/timeline?kind=meeting&nation=GB&q=london");
        page.QuerySelectorAll(".entry").ShouldHaveSingleItem().TextContent.ShouldContain("GB: in spring only");
        (await Read("/m/small/timeline?q=nothing-of-this")).QuerySelector(".empty").ShouldNotBeNull();
    }

    [Fact]
    public async Task The_actual_world_beside_an_exercise_carries_no_banner_and_the_exercise_does()
    {
        (await Read("/m/practice/timeline")).QuerySelector(".mode-banner").ShouldBeNull();
        var exercise = await Read("/m/practice/timeline?mode=exercise");
        exercise.QuerySelector(".mode-banner").ShouldNotBeNull();
        exercise.QuerySelectorAll(".entry .standing-illustrative").Length.ShouldBe(exercise.QuerySelectorAll(".entry").Length);
    }

    [Theory]
    [InlineData("/m/small/nations/UK", HttpStatusCode.NotFound, "Did you mean 'GB'?")]
    [InlineData("/m/small/nations?question=taks", HttpStatusCode.BadRequest, "Did you mean 'tasks'?")]
    [InlineData("/m/small/nations?known=2025-02-30", HttpStatusCode.BadRequest, "'known' is '2025-02-30'")]
    [InlineData("/m/small/timeline?from=2025-06-01&until=2025-01-01", HttpStatusCode.BadRequest, "ends before it starts")]
    [InlineData("/m/small/timeline?kind=meetings", HttpStatusCode.BadRequest, "Did you mean 'meeting'?")]
    public async Task A_wrong_address_says_what_was_expected(string path, HttpStatusCode status, string says) =>
        (await WebHost.ReadAsync(Client, path, status)).Body.ShouldNotBeNull().TextContent.ShouldContain(says);

    [Fact]
    public async Task The_api_gives_what_the_pages_show()
    {
        var client = _host.ShouldNotBeNull().Client(html: false);
        var nations = await Json(client, "/api/v1/missions/small/nations?question=contribution");
        nations.EnumerateArray().Select(n => n.GetProperty("nation").GetString()).ShouldBe(["PL", "GB"]);
        var gb = nations.EnumerateArray().Single(n => n.GetProperty("nation").GetString() == "GB").GetProperty("positions");
        gb.EnumerateArray()
            .Select(p => (p.GetProperty("id").GetString(), p.GetProperty("latest").GetBoolean()))
            .ShouldBe([("air-only", true), ("land-offered", false), ("doubted", true)]);
        var timeline = await Json(client, "/api/v1/missions/small/timeline?kind=meeting");
        timeline.EnumerateArray().ShouldHaveSingleItem().GetProperty("format").GetString().ShouldBe("leaders");
    }

    private static async Task<JsonElement> Json(HttpClient client, string path)
    {
        using var document = JsonDocument.Parse(await client.GetStringAsync(path, TestContext.Current.CancellationToken));
        return document.RootElement.Clone();
    }
}
