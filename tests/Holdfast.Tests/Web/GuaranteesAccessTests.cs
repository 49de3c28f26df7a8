using System.Net;
using System.Text.Json;
using Holdfast.Core.Values;
using Shouldly;

namespace Holdfast.Tests.Web;

/// <summary>Who may read what undoes a guarantee (DECISIONS, no adversary's handbook), and what the API says.</summary>
public sealed class GuaranteesAccessTests : IAsyncLifetime
{
    private const string Api = "/api/v1/missions/promises";
    private const string Locked = "?assume=ceasefire;vote(*)";
    private WebHost? _host;

    private WebHost Host => _host.ShouldNotBeNull();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await WebHost.StartAsync(0, "token-of-tests", SmallGuarantees.Mission());

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();

    [Fact]
    public async Task From_published_inputs_alone_everybody_may_read_what_would_undo_a_guarantee()
    {
        await SmallGuarantees.SayAsync(Host, "valid", "true", "UA");
        var page = await WebHost.ReadAsync(Host.Client(), "/m/promises/guarantees/GB.presence" + Locked);
        page.GetElementById("lock-title").ShouldNotBeNull();
        (await WebHost.ReadAsync(Host.Client(), "/m/promises/guarantees" + Locked)).GetElementById("grantors-title").ShouldNotBeNull();
        var answer = await Json(Host.Client(html: false), Api + "/guarantees/GB.presence/lock" + Locked);
        answer.GetProperty("smallest_size").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task With_a_fact_that_is_kept_from_them_the_public_may_not_and_the_refusal_does_not_say_so()
    {
        await SmallGuarantees.SayAsync(Host, "valid", "true", "UA", label: Label.Restricted);
        var page = await WebHost.ReadAsync(Host.Client(), "/m/promises/guarantees/GB.presence" + Locked);
        page.GetElementById("lock-title").ShouldBeNull();
        (await WebHost.ReadAsync(Host.Client(), "/m/promises/guarantees" + Locked)).GetElementById("grantors-title").ShouldBeNull();
        var client = Host.Client(html: false);
        (await Json(client, Api + "/guarantees" + Locked)).TryGetProperty("grantors", out _).ShouldBeFalse();
        var refused = await client.GetAsync(Api + "/guarantees/GB.presence/lock" + Locked, Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await refused.Content.ReadAsStringAsync(Stop)).ShouldNotContain("fact");

        var signedIn = await Host.SignedInAsync();
        (await WebHost.ReadAsync(signedIn, "/m/promises/guarantees/GB.presence" + Locked)).GetElementById("lock-title").ShouldNotBeNull();
        client.DefaultRequestHeaders.Authorization = new("Bearer", "token-of-tests");
        (await Json(client, Api + "/guarantees/GB.presence/lock" + Locked)).GetProperty("outcome").GetString().ShouldBe("changes");
    }

    [Fact]
    public async Task A_fact_that_is_not_public_never_stands_behind_a_public_answer()
    {
        await SmallGuarantees.SayAsync(Host, "ceasefire", "true", "UA", label: Label.Restricted);
        await SmallGuarantees.SayAsync(Host, "vote(GB.Commons)", "true", "GB.Commons", label: Label.Restricted);
        var client = Host.Client(html: false);
        var open = await Json(client, Api + "/guarantees/GB.presence");
        open.GetProperty("undertaking").GetProperty("in_force").GetString().ShouldBe("false");
        client.DefaultRequestHeaders.Authorization = new("Bearer", "token-of-tests");
        var full = await Json(client, Api + "/guarantees/GB.presence");
        full.GetProperty("undertaking").GetProperty("in_force").GetString().ShouldBe("true");
    }

    [Fact]
    public async Task A_fact_stated_after_the_first_answer_is_in_the_next()
    {
        var client = Host.Client(html: false);
        (await Json(client, Api + "/guarantees/UA.disputed"))
            .GetProperty("undertaking")
            .GetProperty("in_force")
            .GetString()
            .ShouldBe("unknown");
        await SmallGuarantees.SayAsync(Host, "valid", "true", "UA");
        (await Json(client, Api + "/guarantees/UA.disputed"))
            .GetProperty("undertaking")
            .GetProperty("in_force")
            .GetString()
            .ShouldBe("true");
    }

    [Fact]
    public async Task The_api_gives_what_the_pages_show()
    {
        var client = Host.Client(html: false);
        var board = await Json(client, Api + "/guarantees?by=GB");
        board.GetProperty("undertakings").EnumerateArray().ShouldHaveSingleItem().GetProperty("state").GetString().ShouldBe("created");
        board.GetProperty("promises").EnumerateArray().ShouldHaveSingleItem().GetProperty("stages").GetArrayLength().ShouldBe(2);
        var one = await Json(client, Api + "/guarantees/GB.presence");
        one.GetProperty("missing")
            .EnumerateArray()
            .Select(m => m.GetProperty("fact").GetString())
            .ShouldBe(["ceasefire", "vote(GB.Commons)"]);
        one.GetProperty("trace").GetProperty("value").GetBoolean().ShouldBeFalse();
        one.GetProperty("lines").EnumerateArray().First().GetProperty("cites").GetString().ShouldBe("seed, page 3");
        var unlock = await Json(client, Api + "/guarantees/GB.presence/unlock");
        unlock.GetProperty("essential").GetArrayLength().ShouldBe(2);
        var whatIf = await Json(client, Api + "/whatif?assume=ceasefire;vote(*)&unlock=mandated");
        whatIf.GetProperty("comes_into_force").EnumerateArray().Select(u => u.GetString()).ShouldBe(["GB.presence", "PL.logistics"]);
        whatIf.GetProperty("unlock").GetProperty("count").GetString().ShouldBe("2");
        var time = await Json(client, Api + "/time-to-effect/GB.presence?assume=ceasefire");
        time.GetProperty("time").GetProperty("share_that_ends").GetDouble().ShouldBe(1);
        time.GetProperty("too_slow_for_tier").EnumerateArray().ShouldHaveSingleItem().GetProperty("certain").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("/guarantees?assume=ceasefir", HttpStatusCode.BadRequest, "Did you mean 'ceasefire'?")]
    [InlineData("/whatif?unlock=ceasefir", HttpStatusCode.BadRequest, "Did you mean 'ceasefire'?")]
    [InlineData("/guarantees/GB.presense", HttpStatusCode.NotFound, "Did you mean 'GB.presence'?")]
    [InlineData("/time-to-effect/GB.presense", HttpStatusCode.NotFound, "Did you mean 'GB.presence'?")]
    public async Task A_program_is_told_what_is_wrong_instead_of_getting_another_answer(string path, HttpStatusCode status, string says)
    {
        var answer = await Host.Client(html: false).GetAsync(Api + path, Stop);
        answer.StatusCode.ShouldBe(status);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        problem.RootElement.GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain(says);
    }

    [Fact]
    public async Task The_description_of_the_api_has_the_guarantees()
    {
        var paths = (await Json(Host.Client(html: false), "/api/v1/openapi.json")).GetProperty("paths");
        foreach (
            var path in new[]
            {
                "/guarantees",
                "/guarantees/{undertaking}",
                "/guarantees/{undertaking}/lock",
                "/whatif",
                "/time-to-effect/{undertaking}",
            }
        )
        {
            paths.TryGetProperty("/api/v1/missions/{mission}" + path, out _).ShouldBeTrue(path);
        }
    }

    private static async Task<JsonElement> Json(HttpClient client, string path)
    {
        using var document = JsonDocument.Parse(await client.GetStringAsync(path, Stop));
        return document.RootElement.Clone();
    }
}
