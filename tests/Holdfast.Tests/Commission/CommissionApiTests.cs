using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.App.Commission;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using Holdfast.Tests.Web;
using Shouldly;

namespace Holdfast.Tests.Commission;

/// <summary>The commission over HTTP: the terminal's documents for each seat, acts as the record has them, once each.</summary>
public sealed class CommissionApiTests
{
    private const string Root = "/api/v1/m/easter/commission";
    private static readonly string[] Seats = ["public", "secretary", "inv", "rep-ua", "rep-ru", "fr", "gb", "pl", "us", "ua"];
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<(WebHost Host, HttpClient Client, string Id)> StartAsync(bool publish = true)
    {
        var host = await WebHost.StartAsync(0, null, HeardCase.Mission());
        var id = await HeardCase.EnterAsync(HeardCase.Desk(host.Record), publish);
        var client = await host.SignedInAsync();
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return (host, client, id);
    }

    private static string As(string seat) => seat == "public" ? "" : $"?as={seat}";

    private static async Task<JsonElement> JsonAsync(HttpClient client, string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var answer = await client.GetAsync(path, Stop);
        answer.StatusCode.ShouldBe(expected, path);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, CaseAct act, string? id = null)
    {
        var body = JsonNode.Parse(CaseCodec.Write("x", 0, act))?["act"];
        return PostAsync(client, path, body, id);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, JsonNode? body, string? id = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (id is not null)
        {
            request.Headers.Add("Idempotency-Key", id);
        }
        return client.SendAsync(request, Stop);
    }

    [Fact]
    public async Task The_API_the_documents_of_the_terminal_and_the_pages_agree_for_every_seat()
    {
        var (host, client, id) = await StartAsync();
        await using var _ = host;
        var desk = HeardCase.Desk(host.Record);
        foreach (var seat in Seats)
        {
            var cases = await desk.Registry.CasesAsync(seat, null, Stop);
            var now = NodaTime.Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
            var terminal = CaseDocuments.Docket(cases, CommissionWorld.Usual, now);
            var api = await JsonAsync(client, Root + As(seat));
            JsonNode.DeepEquals(JsonNode.Parse(api.GetRawText()), JsonNode.Parse(terminal.ToJsonString())).ShouldBeTrue(seat);
            var page = await client.GetAsync($"/m/easter/commission/cases/{id}{As(seat)}", Stop);
            page.StatusCode.ShouldBe(cases.IsEmpty ? HttpStatusCode.NotFound : HttpStatusCode.OK, seat);
            var one = await client.GetAsync($"{Root}/cases/{id}{As(seat)}", Stop);
            one.StatusCode.ShouldBe(page.StatusCode, seat);
            var text = await page.Content.ReadAsStringAsync(Stop);
            foreach (var by in cases.SelectMany(c => c.Deeds).Select(d => d.Act).OfType<ReplyReceived>())
            {
                text.ShouldContain(by.Text, customMessage: seat);
            }
            if (seat is "public" or "rep-ru")
            {
                (text + api).ShouldNotContain(HeardCase.Canary, customMessage: seat);
            }
        }
    }

    [Fact]
    public async Task An_act_is_done_once_however_often_it_is_sent_and_its_id_serves_no_other()
    {
        var (host, client, id) = await StartAsync(publish: false);
        await using var _ = host;
        var path = $"{Root}/cases/{id}/acts/search?as=inv";
        var act = new SearchLogged("archive", "photographs", "nothing", []);
        var first = await (await PostAsync(client, path, act, "m-1")).Content.ReadFromJsonAsync<JsonElement>(Stop);
        var again = await PostAsync(client, path, act, "m-1");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.Content.ReadFromJsonAsync<JsonElement>(Stop))
            .GetProperty("entry")
            .GetInt64()
            .ShouldBe(first.GetProperty("entry").GetInt64());
        (await PostAsync(client, path, act with { Outcome = "something" }, "m-1")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await PostAsync(client, path, act, "m 1 \u00e9".Replace("\u00e9", "!"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var of = (await HeardCase.Desk(host.Record).Registry.FindAsync("inv", id, Stop)).ShouldNotBeNull();
        of.Of<SearchLogged>().Count().ShouldBe(1);
        var opened = new Opened("Another", CommissionWorld.Allegation(from: Core.Commission.Intake.Own, by: "secretary"));
        var a = await (await PostAsync(client, $"{Root}/cases?as=secretary", opened, "m-2")).Content.ReadFromJsonAsync<JsonElement>(Stop);
        var b = await (await PostAsync(client, $"{Root}/cases?as=secretary", opened, "m-2")).Content.ReadFromJsonAsync<JsonElement>(Stop);
        b.GetProperty("case").GetString().ShouldBe(a.GetProperty("case").GetString());
        (await HeardCase.Desk(host.Record).Registry.CasesAsync("secretary", null, Stop)).Length.ShouldBe(2);
        (await HeardCase.Desk(host.Record).Registry.IrregularitiesAsync("secretary", Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_refused_is_a_problem_with_its_code_and_the_lawful_acts_and_is_recorded()
    {
        var (host, client, id) = await StartAsync(publish: false);
        await using var _ = host;
        var answer = await PostAsync(client, $"{Root}/cases/{id}/acts/moved?as=secretary", new Moved(CaseState.Closed, "Enough"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        problem.GetProperty("code").GetString().ShouldBe("wrong-state");
        problem.GetProperty("lawful").EnumerateArray().Select(l => l.GetString()).ShouldContain("moved to deliberation");
        var party = await (
            await PostAsync(client, $"{Root}/cases/{id}/acts/silence?as=rep-ru", new SilenceRecorded("UA"))
        ).Content.ReadFromJsonAsync<JsonElement>(Stop);
        party.GetProperty("code").GetString().ShouldBe("not-permitted");
        party.GetProperty("lawful").GetArrayLength().ShouldBe(0);
        (await PostAsync(client, $"{Root}/cases/{id}/acts/movd?as=secretary", new Moved(CaseState.Closed, "x"))).StatusCode.ShouldBe(
            HttpStatusCode.BadRequest
        );
        (await PostAsync(client, $"{Root}/cases/{id}/acts/moved?as=secretary", JsonNode.Parse("{\"to\":\"shut\"}"))).StatusCode.ShouldBe(
            HttpStatusCode.BadRequest
        );
        (await PostAsync(client, $"{Root}/cases/2000-0001/acts/moved?as=secretary", new Moved(CaseState.Closed, "x"))).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
        (await JsonAsync(client, Root + "/refused?as=secretary")).GetProperty("refused").GetArrayLength().ShouldBe(2);
        await JsonAsync(client, Root + "/refused?as=rep-ru", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Stalling_latency_evidence_and_intake_are_told_to_whom_they_may_be()
    {
        var (host, client, id) = await StartAsync();
        await using var _ = host;
        (await JsonAsync(client, Root + "/stall?as=fr&without=pl")).GetProperty("paths").GetArrayLength().ShouldBe(2);
        await JsonAsync(client, Root + "/stall?as=inv", HttpStatusCode.NotFound);
        await JsonAsync(client, Root + "/stall", HttpStatusCode.NotFound);
        var stages = (await JsonAsync(client, Root + "/latency?as=secretary")).GetProperty("stages");
        stages
            .EnumerateArray()
            .Single(s => s.GetProperty("stage").GetString() == "received")
            .GetProperty("within_hours")
            .GetDouble()
            .ShouldBe(2);
        (await JsonAsync(client, Root + "/latency?as=rep-ru")).GetProperty("stages").GetArrayLength().ShouldBe(0);
        (await JsonAsync(client, $"{Root}/cases/{id}/evidence?as=inv"))
            .GetProperty("evidence")[0]
            .GetProperty("id")
            .GetString()
            .ShouldBe("Canary-E1");
        (await JsonAsync(client, $"{Root}/cases/{id}/evidence?as=rep-ru")).GetProperty("evidence").GetArrayLength().ShouldBe(0);
        var allegation = JsonNode.Parse(
            """{"text":"40 shells","against":["RU"],"when_and_where":"at dawn","incident":null,"contact":null}"""
        );
        var handed = await PostAsync(client, Root + "/allegations?as=rep-ua", allegation, "0123456789abcdef");
        handed.StatusCode.ShouldBe(HttpStatusCode.Created);
        var reference = (await handed.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("reference").GetString();
        (await JsonAsync(client, Root + "/intake?as=secretary"))
            .GetProperty("intake")[0]
            .GetProperty("reference")
            .GetString()
            .ShouldBe(reference);
        await JsonAsync(client, Root + "/intake?as=rep-ua", HttpStatusCode.NotFound);
        (await PostAsync(client, $"{Root}/intake/{reference}/open?as=secretary", JsonNode.Parse("""{"title":"T"}"""))).StatusCode.ShouldBe(
            HttpStatusCode.OK
        );
        (
            await PostAsync(client, $"{Root}/intake/{reference}/set-aside?as=secretary", JsonNode.Parse("""{"reason":"x"}"""))
        ).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Nobody_acts_without_a_seat_and_the_routes_stand_in_the_description()
    {
        var (host, _, id) = await StartAsync(publish: false);
        await using var __ = host;
        var nobody = host.Client(html: false);
        (await PostAsync(nobody, $"{Root}/cases/{id}/acts/moved", new Moved(CaseState.Closed, "x"))).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        var text = await nobody.GetStringAsync("/api/v1/openapi.json", Stop);
        text.ShouldContain("openapi");
        var description = await nobody.GetFromJsonAsync<JsonElement>("/api/v1/openapi.json", Stop);
        var paths = description.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();
        paths.ShouldContain("/api/v1/m/{mission}/commission/cases/{id}/acts/{word}");
        paths.ShouldContain("/api/v1/m/{mission}/commission/allegations");
    }
}
