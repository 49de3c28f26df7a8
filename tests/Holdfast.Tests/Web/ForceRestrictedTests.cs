using System.Net;
using System.Text.Json;
using Holdfast.App.Forces;
using Holdfast.App.Record;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Tests.Forces;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Holdfast.Tests.Web;

/// <summary>What weighs nations against each other reaches nobody for whom it is not: neither on pages nor in files nor in the API, and what is kept from a reader is in no plan of theirs.</summary>
public sealed class ForceRestrictedTests
{
    private const string Root = "/m/test/forces";
    private const string Api = "/api/v1/missions/test/forces";
    private const string Asked = "?set=small&scenario=peace&start=2026-03-02&months=6&procedures=decided";

    // The mission asks for seven battalions of France, so that units are used on which other plans count.
    private static readonly Lazy<Task<WebHost>> Common = new(StartAsync);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<WebHost> StartAsync()
    {
        var mission = ForceWorldFiles.Mission(
            (
                "forces/requirements/small.yaml",
                ForceWorldFiles.Size.Replace("{ entry: 1, hold: 2 }", "{ entry: 5, hold: 7 }", StringComparison.Ordinal)
            ),
            (
                "forces/plans.yaml",
                "plans:\n  - { id: FR.flank, nation: FR, capability: infantry, title: \"The flank\", place: \"\", quantity: 4, kind: plan, standing: attributed, cites: Doc }\n"
            )
        );
        var host = await WebHost.StartAsync(s => s.AddSingleton<Func<IMixedSolver>>(() => new NoSolver()), mission);
        // The vote is known to those who may read what is restricted, and to nobody else.
        var (vote, _) = Assumptions.Parse(mission.Clauses, ["vote(FR.Parliament)"]);
        var label = Label.Public with { Classification = Classification.Restricted };
        await host.Record.AppendAsync([FactEntries.Draft(vote.Single(), "test", "vote", "test", label, Mode.Actual)], Stop);
        return host;
    }

    private static async Task<(HttpStatusCode Status, string Text)> Get(HttpClient client, string path)
    {
        for (var i = 0; i < 600; i++)
        {
            var answer = await client.GetAsync(path, Stop);
            var text = await answer.Content.ReadAsStringAsync(Stop);
            if (answer.StatusCode != HttpStatusCode.Accepted && !text.Contains("notice run", StringComparison.Ordinal))
            {
                return (answer.StatusCode, text);
            }
            await Task.Delay(50, Stop);
        }
        throw new TimeoutException(path);
    }

    private static async Task<HttpClient> Owner(bool html)
    {
        var host = await Common.Value;
        var client = await host.SignedInAsync();
        client.DefaultRequestHeaders.Accept.Clear();
        client.DefaultRequestHeaders.Accept.ParseAdd(html ? "text/html" : "application/json");
        return client;
    }

    [Fact]
    public async Task Weakened_plans_and_withdrawals_are_on_no_page_of_the_public()
    {
        var anyone = (await Common.Value).Client();
        foreach (var page in new[] { "/plan", "/withdraw", "/compare", "/sustain", "/unlock", "/offers" })
        {
            var (status, text) = await Get(anyone, Root + page + Asked);
            status.ShouldBe(HttpStatusCode.OK, page);
            text.ShouldNotContain("The flank", Case.Sensitive, page);
            text.ShouldNotContain("weakened.csv", Case.Sensitive, page);
            text.ShouldNotContain("Lines that lose most", Case.Sensitive, page);
        }
        (await Get(anyone, Root + "/plan" + Asked)).Text.ShouldContain("Kept to those who may weigh nations against each other");
        (await Get(anyone, Root + "/withdraw" + Asked)).Text.ShouldContain("Restricted reading");
    }

    [Fact]
    public async Task Files_and_the_api_refuse_them_or_leave_them_out_whether_or_not_others_have_asked()
    {
        var anyone = (await Common.Value).Client(html: false);
        var owner = await Owner(html: false);
        (await Get(owner, Api + "/plan" + Asked)).Status.ShouldBe(HttpStatusCode.OK);
        (await Get(owner, Api + "/withdraw" + Asked)).Status.ShouldBe(HttpStatusCode.OK);
        (await Get(anyone, Api + "/plan" + Asked)).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var path in new[] { Root + "/weakened.csv", Root + "/withdraw.csv", Api + "/withdraw" })
        {
            var (status, text) = await Get(anyone, path + Asked);
            status.ShouldBe(HttpStatusCode.Forbidden, path);
            text.ShouldNotContain("FR", Case.Sensitive, path);
        }
        var plan = JsonDocument.Parse((await Get(anyone, Api + "/plan" + Asked)).Text).RootElement;
        plan.GetProperty("weakened_plans").GetArrayLength().ShouldBe(0);
        (await Get(owner, Root + "/weakened.csv" + Asked)).Text.ShouldContain("FR,infantry,4,");
        (await Get(owner, Root + "/withdraw.csv" + Asked)).Text.ShouldContain("FR");
        var own = JsonDocument.Parse((await Get(owner, Api + "/plan" + Asked)).Text).RootElement;
        own.GetProperty("weakened_plans")[0].GetProperty("plans")[0].GetString().ShouldBe("FR.flank");
    }

    [Fact]
    public async Task A_fact_that_is_kept_from_a_reader_is_in_no_plan_of_theirs()
    {
        var anyone = (await Common.Value).Client(html: false);
        var theirs = JsonDocument.Parse((await Get(anyone, Api + "/plan" + Asked)).Text).RootElement;
        var own = JsonDocument.Parse((await Get(await Owner(html: false), Api + "/plan" + Asked)).Text).RootElement;
        Serving(theirs).ShouldNotContain("FR.infantry");
        Serving(own).ShouldContain("FR.infantry");
        theirs.GetProperty("input_hash").GetString().ShouldNotBe(own.GetProperty("input_hash").GetString());
        (await Get(anyone, Root + "/serving.csv" + Asked)).Text.ShouldNotContain("FR,");
        (await Get(anyone, Root + "/offers.csv" + Asked)).Text.ShouldContain("vote(FR.Parliament)");

        static string[] Serving(JsonElement plan) =>
            [.. plan.GetProperty("starts").EnumerateArray().Select(s => s.GetProperty("offer").GetString() ?? "")];
    }
}
