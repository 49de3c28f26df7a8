using System.Net;
using System.Text.Json;
using Holdfast.App.Forces;
using Holdfast.Tests.Forces;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Holdfast.Tests.Web;

/// <summary>Files and API of what stands beside a plan, over a small mission and without the solver's library.</summary>
public sealed class ForceStudyRoutesTests
{
    private const string Root = "/m/test/forces";
    private const string Api = "/api/v1/missions/test/forces";
    private const string Asked = "?set=small&scenario=peace&start=2026-03-02&months=6";

    private static readonly Lazy<Task<WebHost>> Common = new(() =>
        WebHost.StartAsync(s => s.AddSingleton<Func<IMixedSolver>>(() => new NoSolver()), ForceWorldFiles.Mission())
    );

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<(HttpStatusCode Status, string Text)> Get(string path)
    {
        var answer = await (await Common.Value).Client(html: false).GetAsync(path, Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    private static async Task<JsonElement> Done(string path)
    {
        for (var i = 0; i < 600; i++)
        {
            var (status, text) = await Get(path);
            if (status is HttpStatusCode.OK)
            {
                return JsonDocument.Parse(text).RootElement;
            }
            status.ShouldBe(HttpStatusCode.Accepted, text);
            await Task.Delay(100, Stop);
        }
        throw new TimeoutException(path);
    }

    [Fact]
    public async Task Judged_offers_have_a_row_for_each_line_and_keep_conditions_with_commas_in_one_cell()
    {
        var (status, csv) = await Get(Root + "/offers.csv" + Asked);
        status.ShouldBe(HttpStatusCode.OK);
        csv.Split('\n')[0].ShouldStartWith("offer,nation,capability,units,bound_units,standing,figures,cites,");
        csv.Split('\n')
            .ShouldContain(r =>
                r.StartsWith("FR.infantry,FR,infantry,8,", StringComparison.Ordinal)
                && r.Contains("guard.near", StringComparison.Ordinal)
                && r.EndsWith(",not at(front) within 50 km", StringComparison.Ordinal)
            );
        (await Get(Root + "/offers.csv")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Plans_side_by_side_are_the_same_in_the_api_and_in_the_file()
    {
        (await Get(Api + "/compare")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Get(Api + "/compare" + Asked + "&assume=nonsense(((")).Status.ShouldBe(HttpStatusCode.BadRequest);
        var plans = (await Done(Api + "/compare" + Asked)).GetProperty("plans").EnumerateArray().ToArray();
        plans.Select(p => p.GetProperty("backstop").GetString()).Distinct().Order().ShouldBe(["with", "without"]);
        plans.ShouldAllBe(p => p.GetProperty("set").GetString() == "small" && p.GetProperty("fill_thousandths").GetInt32() <= 1000);
        var (status, csv) = await Get(Root + "/compare.csv" + Asked);
        status.ShouldBe(HttpStatusCode.OK);
        var asked = plans.Length + plans.Sum(p => p.GetProperty("by_capability").EnumerateObject().Count());
        csv.TrimEnd('\n').Split('\n').Length.ShouldBe(1 + asked);
    }

    [Fact]
    public async Task An_own_offer_that_is_not_kept_is_told_so() =>
        (await Get(Root + "/own-offers/0123456789abcdef0123")).Status.ShouldBe(HttpStatusCode.NotFound);
}
