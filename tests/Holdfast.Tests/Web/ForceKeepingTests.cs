using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using Holdfast.App.Forces;
using Holdfast.Tests.Forces;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Holdfast.Tests.Web;

/// <summary>What the pages of the force keep over a restart, and how long a size can be kept up, with the real solver.</summary>
public sealed class ForceKeepingTests : IDisposable
{
    private const string Root = "/m/test/forces";
    private const string Api = "/api/v1/missions/test/forces";
    private const string Asked = "?set=small&scenario=peace&start=2026-03-02&months=6&assume=vote(FR.Parliament)";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-keeping");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<WebHost> StartAsync(Func<IMixedSolver> solver) =>
        WebHost.StartAsync(
            s => s.AddSingleton(_ => ForceShelf.Open(_folder.FullName, TimeProvider.System)).AddSingleton(solver),
            ForceWorldFiles.Mission()
        );

    private static async Task<IHtmlDocument> Done(HttpClient client, string path)
    {
        for (var i = 0; i < 600; i++)
        {
            var page = await WebHost.ReadAsync(client, path);
            if (page.QuerySelector(".notice.run") is null)
            {
                return page;
            }
            await Task.Delay(50, Stop);
        }
        throw new TimeoutException(path);
    }

    [Fact]
    public async Task A_solved_plan_and_own_offers_are_there_after_a_restart_without_a_solver()
    {
        Solvers.Needed();
        string location;
        string filled;
        await using (var host = await StartAsync(() => new CbcProcess(new CbcOptions())))
        {
            var client = host.Client();
            var form = await WebHost.ReadAsync(client, Root + "/editor?nation=FR&set=small");
            var text = form.QuerySelector("textarea[name=text]").ShouldNotBeNull().TextContent;
            var fields = new Dictionary<string, string>
            {
                ["forgery"] = form.QuerySelector(".editor input[name=forgery]")?.GetAttribute("value") ?? "",
                ["text"] = text.Replace("quantity: 8", "quantity: 9", StringComparison.Ordinal),
            };
            using var content = new FormUrlEncodedContent(fields);
            var answer = await client.PostAsync(Root + "/editor" + Asked, content, Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
            location = (answer.Headers.Location?.ToString() ?? "").Replace("/editor", "/plan", StringComparison.Ordinal);
            var plan = await Done(client, location);
            filled = WebHost.Text(plan.QuerySelector(".figures"));
            WebHost.Text(plan.QuerySelector(".proof")).ShouldContain("proven to be the best");
        }
        await using var later = await StartAsync(() => new NoSolver());
        var page = await WebHost.ReadAsync(later.Client(), location);
        page.QuerySelector(".notice.run").ShouldBeNull();
        WebHost.Text(page.QuerySelector(".proof")).ShouldContain("worked out");
        WebHost.Text(page.QuerySelector(".figures")).ShouldBe(filled);
        (
            await later.Client(html: false).GetAsync(location.Replace("/plan", "/fill.csv", StringComparison.Ordinal), Stop)
        ).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_can_be_kept_up_for_one_three_and_ten_years_is_the_same_on_the_page_in_the_api_and_in_the_file()
    {
        Solvers.Needed();
        await using var host = await StartAsync(() => new CbcProcess(new CbcOptions()));
        var client = host.Client(html: false);
        (await client.GetAsync(Root + "/sustain.csv?set=small", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var page = await Done(host.Client(), Root + "/sustain" + Asked);
        page.QuerySelectorAll("table thead th").Select(WebHost.Text).ShouldBe(["Line", "Asked", "1 year", "3 years", "10 years"]);
        // Eight French battalions keep four up for a year and two for ever; Germany's four keep two and one up. The last phase asks for four in all.
        var guard = page.QuerySelectorAll("table tbody tr").First(r => WebHost.Text(r.QuerySelector("th")) == "Guard");
        guard.QuerySelectorAll("td").Select(WebHost.Text).ShouldBe(["2", "2", "2", "2"]);
        var reserve = page.QuerySelectorAll("table tbody tr").First(r => WebHost.Text(r.QuerySelector("th")) is "Reserve");
        var near = page.QuerySelectorAll("table tbody tr").First(r => WebHost.Text(r.QuerySelector("th")) is "Guard near");
        // Both wait for Germany, whose four battalions keep two up for a year and one for ever.
        (Number(reserve, 1) + Number(near, 1)).ShouldBe(2);
        (Number(reserve, 3) + Number(near, 3)).ShouldBe(1);

        var answer = await client.GetAsync(Api + "/sustain" + Asked, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var items = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement.EnumerateArray().ToArray();
        items.Select(i => i.GetProperty("months").GetInt32()).ShouldBe([12, 36, 120]);
        items.ShouldAllBe(i => i.GetProperty("proven").GetBoolean());
        var csv = await client.GetStringAsync(Root + "/sustain.csv" + Asked, Stop);
        csv.Split('\n')[0].ShouldBe("years,line,asked_units,kept_up_units,asked_soldiers,kept_up_soldiers,filled_percent,proven,figures");
        csv.ShouldContain("10,guard.town,2,2,,,100,true,illustrative");
        csv.Split('\n')
            .Count(r => r.StartsWith("3,", StringComparison.Ordinal))
            .ShouldBe(1 + items[1].GetProperty("lines").GetArrayLength());

        static int Number(AngleSharp.Dom.IElement row, int column) =>
            int.Parse(WebHost.Text(row.QuerySelectorAll("td")[column]), System.Globalization.CultureInfo.InvariantCulture);
    }
}
