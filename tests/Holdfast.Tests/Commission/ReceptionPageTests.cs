using System.Net;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Reception;
using Holdfast.Core.Values;
using Holdfast.Tests.Web;
using Shouldly;

namespace Holdfast.Tests.Commission;

/// <summary>The public form and the secretariat's queue, as pages.</summary>
public sealed class ReceptionPageTests
{
    private const string Form = "/m/easter/commission/allege";
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<HttpResponseMessage> HandInAsync(HttpClient client, string text, string action = Form)
    {
        var page = await WebHost.ReadAsync(client, action + (action.Contains('?') ? "&" : "?") + "incident=i-7");
        page.QuerySelector("input[name=incident]")?.GetAttribute("value").ShouldBe("i-7");
        return await PortalPageTests.SendAsync(
            client,
            page,
            action,
            ("text", text),
            ("against", "RU"),
            ("where", "At dawn"),
            ("incident", "i-7")
        );
    }

    [Fact]
    public async Task Anybody_hands_in_an_allegation_without_signing_in_and_keeps_the_receipt()
    {
        await using var host = await WebHost.StartAsync(0, null, HeardCase.Mission());
        var client = host.Client();
        var answer = await HandInAsync(client, "<img src=x onerror=alert(1)> 40 shells");
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var address = answer.Headers.Location?.ToString() ?? "";
        var receipt = await WebHost.ReadAsync(client, address);
        var item = (await IntakeOf(host).ListAsync("secretary", Stop)).Single();
        WebHost.Text(receipt.Body).ShouldContain(item.Reference);
        WebHost.Text(receipt.Body).ShouldContain(item.LeafHash);
        WebHost.Text(receipt.Body).ShouldNotContain("40 shells");
        (item.What.From, item.What.Incident, item.Author).ShouldBe((Core.Commission.Intake.Public, "i-7", "public"));
        (await HeardCase.Desk(host.Record).Registry.CasesAsync("secretary", null, Stop)).ShouldBeEmpty();
        await WebHost.ReadAsync(client, "/m/easter/commission/allege/receipt/ffffffffffffffffffffffffffffffff", HttpStatusCode.NotFound);
        await WebHost.ReadAsync(client, "/m/easter/commission/intake", HttpStatusCode.NotFound);
    }

    private static App.Commission.IntakeDesk IntakeOf(WebHost host) => new(host.Record, HeardCase.Desk(host.Record), null, null);

    [Fact]
    public async Task The_secretariat_opens_adds_and_sets_aside_on_its_page_and_text_stays_text()
    {
        await using var host = await WebHost.StartAsync(0, null, HeardCase.Mission());
        var visitor = host.Client();
        foreach (var text in new[] { "<script>alert(1)</script> one", "two", "three" })
        {
            (await HandInAsync(visitor, text)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        }
        var client = await host.SignedInAsync();
        const string Queue = "/m/easter/commission/intake?as=secretary";
        var items = await IntakeOf(host).ListAsync("secretary", Stop);
        string Act(int i, string act) => $"/m/easter/commission/intake/{items[i].Reference}/{act}?as=secretary";
        var page = await WebHost.ReadAsync(client, Queue);
        page.QuerySelectorAll("main script").ShouldBeEmpty();
        WebHost.Text(page.Body).ShouldContain("<script>alert(1)</script> one");
        (await PortalPageTests.SendAsync(client, page, Act(0, "open"), ("title", "Shelling"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var id = (await HeardCase.Desk(host.Record).Registry.CasesAsync("secretary", null, Stop)).Single().Id;
        page = await WebHost.ReadAsync(client, Queue);
        (await PortalPageTests.SendAsync(client, page, Act(1, "link"), ("case", id))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        page = await WebHost.ReadAsync(client, Queue);
        (await PortalPageTests.SendAsync(client, page, Act(2, "set-aside"), ("reason", ""))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        page = await WebHost.ReadAsync(client, Queue);
        (await PortalPageTests.SendAsync(client, page, Act(2, "set-aside"), ("reason", "Twice the same"))).StatusCode.ShouldBe(
            HttpStatusCode.SeeOther
        );
        WebHost.Text((await WebHost.ReadAsync(client, Queue)).Body).ShouldContain("Nothing waits");
        WebHost.Text((await WebHost.ReadAsync(client, Queue + "&all=1")).Body).ShouldContain("set aside by secretary: Twice the same");
        (await IntakeOf(host).ListAsync("secretary", Stop)).Count(i => i.Fate is IntakeFate.Accepted).ShouldBe(2);
    }

    [Fact]
    public async Task A_party_and_a_member_hand_in_from_their_own_seat()
    {
        await using var host = await WebHost.StartAsync(0, null, HeardCase.Mission());
        var client = await host.SignedInAsync();
        foreach (var seat in new[] { "rep-ua", "pl", "inv" })
        {
            (await HandInAsync(client, "Shells", $"{Form}?as={seat}")).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        }
        (await IntakeOf(host).ListAsync("secretary", Stop))
            .Select(i => (i.What.From, i.What.By))
            .ShouldBe([(Core.Commission.Intake.Party, "UA"), (Core.Commission.Intake.Member, "pl"), (Core.Commission.Intake.Own, "inv")]);
    }

    [Fact]
    public async Task A_form_without_its_token_from_another_site_too_large_or_too_often_is_refused()
    {
        await using var host = await WebHost.StartAsync(0, null, HeardCase.Mission());
        var client = host.Client();
        var bare = new FormUrlEncodedContent([KeyValuePair.Create("text", "x"), KeyValuePair.Create("once", "0123456789abcdef")]);
        (await client.PostAsync(Form, bare, Stop)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var other = new HttpRequestMessage(HttpMethod.Post, Form)
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("text", "x")]),
        };
        other.Headers.Add("Sec-Fetch-Site", "cross-site");
        (await client.SendAsync(other, Stop)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++)
        {
            answers.Add((await HandInAsync(client, $"Shell {i}")).StatusCode);
        }
        answers.ShouldContain(HttpStatusCode.SeeOther);
        answers[^1].ShouldBe(HttpStatusCode.TooManyRequests);
        (await IntakeOf(host).ListAsync("secretary", Stop)).Length.ShouldBe(answers.Count(a => a == HttpStatusCode.SeeOther));
        await WebHost.ReadAsync(client, "/m/easter/commission");
    }

    [Fact]
    public async Task What_is_refused_comes_back_with_its_words_and_is_recorded()
    {
        await using var host = await WebHost.StartAsync(0, null, HeardCase.Mission());
        var client = host.Client();
        var page = await WebHost.ReadAsync(client, Form);
        var answer = await PortalPageTests.SendAsync(client, page, Form, ("text", "Shells fell"), ("incident", "../../x"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("Shells fell");
        (await HeardCase.Desk(host.Record).Registry.RefusedAsync("secretary", Stop)).Single().Code.ShouldBe("bad-id");
    }
}
