using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Holdfast.Core.Values;
using Shouldly;

namespace Holdfast.Tests.Web;

public sealed class ApiTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<JsonElement> GetAsync(HttpClient client, string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var answer = await client.GetAsync(path, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        answer.StatusCode.ShouldBe(expected, text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    [Fact]
    public async Task The_api_describes_itself()
    {
        var host = await WebHost.ForReadingAsync();
        var document = await GetAsync(host.Client(html: false), "/api/v1/openapi.json");
        document.GetProperty("openapi").GetString().ShouldNotBeNull().ShouldStartWith("3.");
        var paths = document.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToArray();
        paths.ShouldContain("/api/v1/missions/{mission}/incidents");
        paths.ShouldContain("/api/v1/missions/{mission}/reports");
        paths.ShouldContain("/api/v1/collections/{collection}/items");
        paths.ShouldAllBe(p => p.StartsWith("/api/v1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/api/v1/missions")]
    [InlineData("/api/v1/missions/easter")]
    [InlineData("/api/v1/missions/easter/counts")]
    [InlineData("/api/v1/missions/easter/incidents")]
    [InlineData("/api/v1/missions/easter/incidents/0000000000000000")]
    [InlineData("/api/v1/missions/easter/violations")]
    [InlineData("/api/v1/missions/easter/claims")]
    [InlineData("/api/v1/missions/easter/coverage")]
    [InlineData("/api/v1/missions/easter/sources")]
    [InlineData("/api/v1/missions/easter/quarantine")]
    [InlineData("/api/v1/missions/easter/facts")]
    public async Task A_read_answers_json(string path)
    {
        var host = await WebHost.ForReadingAsync();
        (await GetAsync(host.Client(html: false), path)).ValueKind.ShouldNotBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_settling_is_told_to_whoever_listens_though_the_record_did_not_grow()
    {
        await using var host = await WebHost.StartAsync();
        var client = await host.SignedInAsync();
        using var answer = await client.GetAsync("/m/easter/live", HttpCompletionOption.ResponseHeadersRead, Stop);
        using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        var first = await HeadAsync(stream);
        host.Views.Settlings = 3;
        var second = await HeadAsync(stream);
        second.GetProperty("settlings").GetInt64().ShouldBe(3);
        second.GetProperty("count").GetInt64().ShouldBe(first.GetProperty("count").GetInt64());
    }

    private static async Task<JsonElement> HeadAsync(StreamReader stream)
    {
        (await stream.ReadLineAsync(Stop)).ShouldBe("event: head");
        var data = (await stream.ReadLineAsync(Stop)).ShouldNotBeNull();
        await stream.ReadLineAsync(Stop);
        return JsonDocument.Parse(data["data: ".Length..]).RootElement.Clone();
    }

    [Fact]
    public async Task Each_count_carries_its_definition()
    {
        var host = await WebHost.ForReadingAsync();
        var counts = await GetAsync(host.Client(html: false), "/api/v1/missions/easter/counts?outcome=apparent-breach");
        counts.GetProperty("incidents").GetProperty("value").GetInt64().ShouldBe(15);
        counts.GetProperty("claims").GetProperty("definition").GetString().ShouldNotBeNull().ShouldContain("never added");
    }

    [Fact]
    public async Task The_landing_page_leads_to_everything()
    {
        var host = await WebHost.ForReadingAsync();
        var client = host.Client(html: false);
        var landing = await GetAsync(client, "/api/v1");
        var links = landing
            .GetProperty("links")
            .EnumerateArray()
            .ToDictionary(l => l.GetProperty("rel").GetString() ?? "", l => l.GetProperty("href").GetString() ?? "");
        new[] { "self", "service-desc", "conformance", "data" }.Except(links.Keys).ShouldBeEmpty();
        (await GetAsync(client, new Uri(links["conformance"]).AbsolutePath))
            .GetProperty("conformsTo")
            .EnumerateArray()
            .Count()
            .ShouldBeGreaterThan(1);
        var collections = (await GetAsync(client, new Uri(links["data"]).AbsolutePath)).GetProperty("collections").EnumerateArray();
        collections.Select(c => c.GetProperty("id").GetString()).ShouldBe(["easter.incidents", "easter.violations"]);
    }

    [Theory]
    [InlineData("incidents")]
    [InlineData("easter.violations")]
    public async Task Features_page_by_their_links_without_loss(string collection)
    {
        var host = await WebHost.ForReadingAsync();
        var client = host.Client(html: false);
        var (ids, next, pages) = (new List<string?>(), $"/api/v1/collections/{collection}/items?limit=25", 0);
        while (next is not null && pages++ < 10)
        {
            var page = await GetAsync(client, next);
            page.GetProperty("numberMatched").GetInt32().ShouldBe(60);
            page.GetProperty("numberReturned").GetInt32().ShouldBe(page.GetProperty("features").GetArrayLength());
            ids.AddRange(page.GetProperty("features").EnumerateArray().Select(f => f.GetProperty("id").GetString()));
            next = page.GetProperty("links")
                .EnumerateArray()
                .Where(l => l.GetProperty("rel").GetString() == "next")
                .Select(l => new Uri(l.GetProperty("href").GetString() ?? "").PathAndQuery)
                .FirstOrDefault();
        }
        pages.ShouldBe(3);
        ids.Distinct().Count().ShouldBe(60);
        var one = await GetAsync(client, $"/api/v1/collections/{collection}/items/{ids[0]}");
        one.GetProperty("id").GetString().ShouldBe(ids[0]);
        one.GetProperty("geometry").GetProperty("type").GetString().ShouldBe("Point");
    }

    [Fact]
    public async Task Features_are_cut_by_box_and_time()
    {
        var host = await WebHost.ForReadingAsync();
        var client = host.Client(html: false);
        var boxed = await GetAsync(client, "/api/v1/collections/incidents/items?bbox=36,47,37,49");
        boxed.GetProperty("numberMatched").GetInt32().ShouldBeInRange(1, 59);
        foreach (var feature in boxed.GetProperty("features").EnumerateArray())
        {
            feature.GetProperty("geometry").GetProperty("coordinates")[0].GetDouble().ShouldBeInRange(36, 37);
        }
        var early = await GetAsync(client, "/api/v1/collections/incidents/items?datetime=../2025-04-19T15:25:00Z");
        early.GetProperty("numberMatched").GetInt32().ShouldBe(3);
    }

    [Theory]
    [InlineData("bbox=a,b,c,d", "expected a number")]
    [InlineData("bbox=1,2", "expected four")]
    [InlineData("bbox=10,60,20,50", "its south lies north")]
    [InlineData("datetime=yesterday", "expected RFC 3339")]
    [InlineData("datetime=2025-04-20/2025-04-19", "ends before it starts")]
    [InlineData("limit=many", "expected a whole number")]
    [InlineData("offset=-1", "expected a whole number")]
    [InlineData("bboks=1,2,3,4", "Did you mean 'bbox'?")]
    [InlineData("crs=http://www.opengis.net/def/crs/EPSG/0/3857", "CRS84")]
    public async Task A_bad_parameter_is_a_bad_request_that_says_what_was_expected(string query, string reason)
    {
        var host = await WebHost.ForReadingAsync();
        var answer = await host.Client(html: false).GetAsync("/api/v1/collections/incidents/items?" + query, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        JsonDocument
            .Parse(await answer.Content.ReadAsStringAsync(Stop))
            .RootElement.GetProperty("detail")
            .GetString()
            .ShouldNotBeNull()
            .ShouldContain(reason);
    }

    [Fact]
    public async Task An_unknown_collection_suggests_the_nearest()
    {
        var host = await WebHost.ForReadingAsync();
        var problem = await GetAsync(host.Client(html: false), "/api/v1/collections/incidence/items", HttpStatusCode.NotFound);
        problem.GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("Did you mean 'incidents'?");
    }

    private static object Report(string id = "report-0001", string kind = "explosion") =>
        new
        {
            type = "observation",
            id,
            capturedAt = "2025-04-20T10:00:00Z",
            from = "2025-04-20T09:58:00Z",
            place = new { latitude = 48.1, longitude = 37.2 },
            kind,
            means = "heard",
        };

    [Fact]
    public async Task A_report_sent_twice_is_one_report()
    {
        await using var host = await WebHost.StartAsync(apiToken: "token");
        var client = host.Client(html: false);
        client.DefaultRequestHeaders.Add("Authorization", "Bearer token");
        (await client.PostAsJsonAsync("/api/v1/missions/easter/reports", Report(), Stop)).StatusCode.ShouldBe(HttpStatusCode.Created);
        var entries = host.Record.Entries.Count;
        var again = await client.PostAsJsonAsync("/api/v1/missions/easter/reports", Report(), Stop);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.Content.ReadAsStringAsync(Stop)).ShouldContain("duplicate");
        host.Record.Entries.Count.ShouldBe(entries);
        host.Record.Entries.Select(e => e.Author).Distinct().ShouldBe([Reader.LocalOperator.Name]);
    }

    [Fact]
    public async Task A_report_that_cannot_be_taken_names_its_fields()
    {
        await using var host = await WebHost.StartAsync(apiToken: "token");
        var client = host.Client(html: false);
        client.DefaultRequestHeaders.Add("Authorization", "Bearer token");
        var answer = await client.PostAsJsonAsync("/api/v1/missions/easter/reports", Report(kind: "explosoin"), Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("errors")[0];
        error.GetProperty("field").GetString().ShouldBe("kind");
        error.GetProperty("suggestion").GetString().ShouldBe("explosion");
        host.Record.Entries.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("cross-site", HttpStatusCode.BadRequest)]
    [InlineData("same-origin", HttpStatusCode.Created)]
    public async Task Only_our_own_pages_and_programs_with_the_token_may_write(string? site, HttpStatusCode expected)
    {
        await using var host = await WebHost.StartAsync();
        var client = site is null ? host.Client(html: false) : await host.SignedInAsync();
        if (site is not null)
        {
            client.DefaultRequestHeaders.Add("Sec-Fetch-Site", site);
        }
        (await client.PostAsJsonAsync("/api/v1/missions/easter/reports", Report(), Stop)).StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task A_report_larger_than_its_bound_is_refused()
    {
        await using var host = await WebHost.StartAsync(apiToken: "token");
        var client = host.Client(html: false);
        client.DefaultRequestHeaders.Add("Authorization", "Bearer token");
        var answer = await client.PostAsync(
            "/api/v1/missions/easter/reports",
            new StringContent(new string('x', 200_000), System.Text.Encoding.UTF8, "application/json"),
            Stop
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task An_undeclared_fact_is_refused_with_the_nearest_name()
    {
        await using var host = await WebHost.StartAsync(apiToken: "token");
        var client = host.Client(html: false);
        client.DefaultRequestHeaders.Add("Authorization", "Bearer token");
        var input = new
        {
            name = "ceasefire.in_efect",
            arguments = Array.Empty<string>(),
            value = "true",
            authority = "UA",
            source = "R1",
        };
        var answer = await client.PostAsJsonAsync("/api/v1/missions/easter/facts", input, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("Did you mean 'ceasefire.in_effect'?");
    }

    [Fact]
    public async Task A_fact_is_stated_and_taken_back_through_the_page()
    {
        await using var host = await WebHost.StartAsync();
        var client = await host.SignedInAsync();
        async Task<string> SendAsync(params (string, string)[] more)
        {
            var page = await WebHost.ReadAsync(client, "/m/easter/facts");
            var token = page.QuerySelector("form.form input[name=forgery]")?.GetAttribute("value") ?? "";
            var fields = new[]
            {
                ("forgery", token),
                ("name", "ceasefire.in_effect"),
                ("value", "true"),
                ("authority", "both"),
                ("source", "R1"),
            };
            var answer = await client.PostAsync(
                "/m/easter/facts",
                new FormUrlEncodedContent(fields.Concat(more).Select(f => KeyValuePair.Create(f.Item1, f.Item2))),
                Stop
            );
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            return await answer.Content.ReadAsStringAsync(Stop);
        }
        (await SendAsync()).ShouldContain("Recorded as entry");
        (await SendAsync()).ShouldContain("Already recorded");
        (await SendAsync(("retract", "yes"))).ShouldContain("retracted");
        var facts = await GetAsync(client, "/api/v1/missions/easter/facts");
        facts.EnumerateArray().Select(f => f.GetProperty("retracts").GetBoolean()).ShouldBe([false, true]);
    }
}
