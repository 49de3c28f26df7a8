using System.Net;
using Holdfast.App.Watch.Feeds;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Shouldly;

namespace Holdfast.Tests.Web;

/// <summary>Mending on the page: signed in, meant, and told what is still wrong.</summary>
public sealed class MendingPageTests
{
    private const string Header = "id,date,time,type,latitude,longitude";

    [Fact]
    public async Task A_form_mends_a_line_and_keeps_what_was_typed_when_it_is_still_wrong()
    {
        await using var host = await WebHost.StartAsync();
        await QuarantineAsync(host);
        var client = await host.SignedInAsync();
        var page = await WebHost.ReadAsync(client, "/m/easter/sources");
        var token = page.QuerySelector("#quarantine input[name=forgery]")?.GetAttribute("value");
        token.ShouldNotBeNull();

        var wrong = await PostAsync(client, token, "c,2025-04-20,25:10,drone,48.2,37.8");
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await wrong.Content.ReadAsStringAsync(Stop)).ShouldContain("nothing was recorded");
        host.Record.Entries.Count.ShouldBe(1);

        var again = await PostAsync(client, token, "c,2025-04-20,23:10,drone,48.2,37.8");
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict, "a form acts once; the answer brought another");
        host.Record.Entries.Count.ShouldBe(1);
        var fresh = await WebHost.ReadAsync(client, "/m/easter/sources");
        var next = fresh.QuerySelector("#quarantine input[name=forgery]")?.GetAttribute("value").ShouldNotBeNull() ?? "";

        var right = await PostAsync(client, next, "c,2025-04-20,23:10,drone,48.2,37.8");
        right.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await right.Content.ReadAsStringAsync(Stop)).ShouldContain("is mended");
        host.Record.Entries.Select(e => e.Kind).ShouldBe([QuarantineBody.Kind, ObservationCodec.FixKind, MendedBody.Kind]);
    }

    [Fact]
    public async Task Nobody_mends_without_signing_in_or_without_the_token()
    {
        await using var host = await WebHost.StartAsync();
        await QuarantineAsync(host);
        var page = await WebHost.ReadAsync(host.Client(), "/m/easter/sources");
        page.QuerySelector("#quarantine form").ShouldBeNull();
        (await PostAsync(host.Client(), "", "x")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(await host.SignedInAsync(), "", "x")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        host.Record.Entries.Count.ShouldBe(1);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task QuarantineAsync(WebHost host)
    {
        var line = new QuarantinedLine("csv", "a.csv", 2, "time", "bad-time", "No time.", "c,2025-04-20,25:00,drone,48.2,37.8", Header);
        var draft = new EntryDraft(
            "press",
            "quarantine/1",
            "press",
            Standing.Attributed,
            Label.Public,
            Mode.Actual,
            QuarantineBody.Kind,
            null,
            QuarantineBody.Encode(line)
        );
        await host.Record.AppendAsync([draft], Stop);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string token, string line) =>
        client.PostAsync("/m/easter/quarantine/0", new FormUrlEncodedContent([new("forgery", token), new("line", line)]), Stop);
}
