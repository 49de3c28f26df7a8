using System.Net;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Dom;
using Holdfast.Core.Watch.Operators;
using Shouldly;

namespace Holdfast.Tests.Web;

/// <summary>Deciding on pages: the panel of an incident, the queue, the journal; and by a program.</summary>
public sealed class OperatorPageTests
{
    private const string One = "0000000000000001";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_incident_is_confirmed_on_its_page_and_the_act_taken_back_there()
    {
        await using var host = await WebHost.StartAsync();
        var client = await host.SignedInAsync();
        var page = await WebHost.ReadAsync(client, $"/m/easter/incidents/{One}");
        var done = await PostAsync(client, $"/m/easter/incidents/{One}/acts", Token(page), ("act", "confirm"), ("reason", "seen on video"));
        done.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        done.Headers.Location?.ToString().ShouldBe($"/m/easter/incidents/{One}?done=0#decide");
        var entry = host.Record.Entries.ShouldHaveSingleItem();
        entry.Kind.ShouldBe(OperatorCodec.ConfirmKind);
        OperatorCodec.Read(entry.Kind, entry.Body.Span).Cited.Single().MessageId.ShouldBe("r00001");

        var after = await WebHost.ReadAsync(client, $"/m/easter/incidents/{One}?done=0");
        WebHost.Text(after.QuerySelector("#decide .notice.good")).ShouldContain("entry 0");
        WebHost.Text(after.QuerySelector("#act-0")).ShouldContain("seen on video");
        var back = ("entry", "0");
        (
            await PostAsync(client, $"/m/easter/incidents/{One}/acts", Token(after), ("act", "withdraw"), back, ("reason", "no"))
        ).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var journal = await WebHost.ReadAsync(client, "/m/easter/operators");
        WebHost.Text(journal.QuerySelector("#act-0")).ShouldContain("withdrawn by entry 1");
    }

    [Fact]
    public async Task A_refusal_says_why_keeps_the_fields_and_records_nothing()
    {
        await using var host = await WebHost.StartAsync();
        var client = await host.SignedInAsync();
        var page = await WebHost.ReadAsync(client, $"/m/easter/incidents/{One}");
        (string, string)[] fields =
        [
            ("act", "fix"),
            ("latitude", "north"),
            ("longitude", "37"),
            ("sigma", "5"),
            ("reason", "crater & <b>"),
        ];
        var refused = await PostAsync(client, $"/m/easter/incidents/{One}/acts", Token(page), fields);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var again = await new AngleSharp.Html.Parser.HtmlParser().ParseDocumentAsync(await refused.Content.ReadAsStringAsync(Stop), Stop);
        WebHost.Text(again.QuerySelector("#decide .notice.bad")).ShouldContain("latitude is 'north'");
        again.QuerySelector("#d-lat")?.GetAttribute("value").ShouldBe("north");
        again.QuerySelector("#d-reason-fix")?.GetAttribute("value").ShouldBe("crater & <b>");
        host.Record.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_queue_decides_by_its_buttons_and_goes_on_under_the_same_filter()
    {
        await using var host = await WebHost.StartAsync();
        var client = await host.SignedInAsync();
        var page = await WebHost.ReadAsync(client, "/m/easter/queue?sector=north&limit=5");
        var rows = page.QuerySelectorAll(".queue tbody tr");
        rows.Length.ShouldBe(5);
        var form = page.QuerySelector("form.queue").ShouldNotBeNull();
        form.GetAttribute("action").ShouldBe("/m/easter/queue?sector=north&limit=5");
        var reject = rows[0].QuerySelector("button[name=reject]")?.GetAttribute("value").ShouldNotBeNull() ?? "";
        var done = await PostAsync(client, "/m/easter/queue?sector=north&limit=5", Token(page), ("reject", reject), ("reason", "noise"));
        done.Headers.Location?.ToString().ShouldBe("/m/easter/queue?sector=north&limit=5&done=0");
        host.Record.Entries.ShouldHaveSingleItem().Kind.ShouldBe(OperatorCodec.RejectKind);
        var after = await WebHost.ReadAsync(client, "/m/easter/queue?sector=north&limit=5");
        after.QuerySelector($"button[value='{reject}']").ShouldBeNull("it waits no longer, folded or not");
    }

    [Fact]
    public async Task An_empty_queue_says_what_to_do_next_and_the_public_sees_neither_panel_nor_queue()
    {
        await using var host = await WebHost.StartAsync(incidents: 0);
        var page = await WebHost.ReadAsync(await host.SignedInAsync(), "/m/easter/queue");
        WebHost.Text(page.QuerySelector(".empty")).ShouldContain("Nothing waits");
        page.QuerySelector(".empty a[href='/m/easter/operators']").ShouldNotBeNull();
        var reading = await WebHost.ForReadingAsync();
        (await WebHost.ReadAsync(reading.Client(), $"/m/easter/incidents/{One}")).QuerySelector("#decide").ShouldBeNull();
        var closed = await WebHost.ReadAsync(reading.Client(), "/m/easter/queue", HttpStatusCode.Unauthorized);
        closed.QuerySelector("nav a[href$='/queue']").ShouldBeNull();
    }

    [Fact]
    public async Task A_program_decides_with_the_same_body_and_reads_the_journal()
    {
        await using var host = await WebHost.StartAsync(apiToken: "a-token-for-tests-of-the-api");
        var client = host.Client(html: false);
        client.DefaultRequestHeaders.Authorization = new("Bearer", "a-token-for-tests-of-the-api");
        const string path = "/api/v1/m/easter/operators/acts";
        const string body =
            """{"kind":"operator.confirm/1","incidents":["0000000000000001"],"body":{"reason":"r","observations":[{"producer":"press","message":"MESSAGE"}]}}""";
        var wrong = await client.PostAsync(path, Json(body.Replace("MESSAGE", "r00009", StringComparison.Ordinal)), Stop);
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await wrong.Content.ReadAsStringAsync(Stop)).ShouldContain("not-cited");
        var right = await client.PostAsync(path, Json(body.Replace("MESSAGE", "r00001", StringComparison.Ordinal)), Stop);
        right.StatusCode.ShouldBe(HttpStatusCode.OK, await right.Content.ReadAsStringAsync(Stop));
        using var journal = JsonDocument.Parse(await client.GetStringAsync(path, Stop));
        journal.RootElement[0].GetProperty("binds").GetBoolean().ShouldBeTrue();
        journal.RootElement[0].GetProperty("body").GetProperty("reason").GetString().ShouldBe("r");
    }

    [Fact]
    public async Task The_list_of_incidents_is_filtered_by_status()
    {
        var host = await WebHost.ForReadingAsync();
        var none = await WebHost.ReadAsync(host.Client(), "/m/easter/incidents?status=rejected");
        WebHost.Text(none.QuerySelector(".empty")).ShouldContain("No incident answers");
        (await WebHost.ReadAsync(host.Client(), "/m/easter/incidents?status=final")).QuerySelectorAll("tbody tr").Length.ShouldBe(50);
    }

    private static string Token(IHtmlDocument page) => page.QuerySelector("main input[name=forgery]")?.GetAttribute("value") ?? "";

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static Task<HttpResponseMessage> PostAsync(
        HttpClient client,
        string path,
        string token,
        params (string Name, string Value)[] fields
    ) =>
        client.PostAsync(
            path,
            new FormUrlEncodedContent([new("forgery", token), .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]),
            Stop
        );
}
