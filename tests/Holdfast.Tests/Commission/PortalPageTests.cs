using System.Net;
using AngleSharp.Html.Dom;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Values;
using Holdfast.Tests.Web;
using Shouldly;

namespace Holdfast.Tests.Commission;

/// <summary>What a party sees and does in its portal, and what it never sees.</summary>
public sealed class PortalPageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Words(IHtmlDocument page) => page.Source.Text;

    private static async Task<(WebHost Host, HttpClient Client, string Id)> StartAsync(bool publish = false)
    {
        var host = await WebHost.StartAsync(0, null, HeardCase.Mission());
        var id = await HeardCase.EnterAsync(HeardCase.Desk(host.Record), publish);
        return (host, await host.SignedInAsync(), id);
    }

    internal static async Task<HttpResponseMessage> SendAsync(
        HttpClient client,
        IHtmlDocument page,
        string action,
        params (string, string)[] fields
    )
    {
        var form = page.QuerySelectorAll("form").Single(f => f.GetAttribute("action") == action);
        var hidden = form.QuerySelectorAll("input[type=hidden]")
            .Select(i => KeyValuePair.Create(i.GetAttribute("name") ?? "", i.GetAttribute("value") ?? ""));
        var all = hidden.Concat(fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        return await client.PostAsync(action, new FormUrlEncodedContent(all), Stop);
    }

    [Fact]
    public async Task A_party_sees_its_letters_its_points_and_its_clock_and_nothing_else()
    {
        var (host, client, id) = await StartAsync(publish: true);
        await using var _ = host;
        var list = await WebHost.ReadAsync(client, "/m/easter/commission/party?as=rep-ru");
        Words(list).ShouldNotContain(HeardCase.Canary);
        var page = await WebHost.ReadAsync(client, $"/m/easter/commission/party/cases/{id}?as=rep-ru");
        var text = WebHost.Text(page.Body);
        Words(page).ShouldNotContain(HeardCase.Canary);
        text.ShouldContain("A case concerns you.");
        text.ShouldContain(HeardCase.Told);
        text.ShouldContain("1 item supports this, 0 items contradict it");
        text.ShouldContain("We deny it.");
        text.ShouldContain("Established; attributed to RU.");
        page.QuerySelectorAll(".points b").ShouldBeEmpty();
        foreach (var hidden in new[] { CommissionWorld.Hash, "incident-1", "H1", "Europe/Kyiv" }.Take(3))
        {
            text.ShouldNotContain(hidden);
        }
    }

    [Fact]
    public async Task The_reply_clock_says_how_long_until_when_and_in_which_zone()
    {
        var (host, client, id) = await StartAsync();
        await using var _ = host;
        var text = WebHost.Text((await WebHost.ReadAsync(client, $"/m/easter/commission/party/cases/{id}?as=rep-ru")).Body);
        text.ShouldContain("2.1 days left");
        text.ShouldContain("Europe/Kyiv");
        text.ShouldContain("UTC)");
    }

    [Fact]
    public async Task A_party_gives_receipts_answers_and_asks_for_corrections_in_its_pages()
    {
        var (host, client, id) = await StartAsync();
        await using var _ = host;
        var path = $"/m/easter/commission/party/cases/{id}";
        var page = await WebHost.ReadAsync(client, path + "?as=rep-ru");
        var receipts = page.QuerySelectorAll("form").Where(f => f.GetAttribute("action") == path + "/receipt?as=rep-ru").ToList();
        receipts.Count.ShouldBe(2);
        foreach (
            var (act, fields) in new[]
            {
                ("reply", ("text", "<script>alert(1)</script> We deny it.")),
                ("correction", ("text", "It was the second.")),
            }
        )
        {
            var answer = await SendAsync(client, page, $"{path}/{act}?as=rep-ru", fields);
            answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
            page = await WebHost.ReadAsync(client, path + "?as=rep-ru");
        }
        var letter = KeyValuePair.Create("letter", "2");
        var token = KeyValuePair.Create("forgery", page.QuerySelector("input[name=forgery]")?.GetAttribute("value") ?? "");
        (await client.PostAsync(path + "/receipt?as=rep-ru", new FormUrlEncodedContent([letter, token]), Stop)).StatusCode.ShouldBe(
            HttpStatusCode.SeeOther
        );
        page = await WebHost.ReadAsync(client, path + "?as=rep-ru");
        WebHost.Text(page.Body).ShouldContain("<script>alert(1)</script> We deny it.");
        page.QuerySelectorAll("script:not([src])").ShouldBeEmpty();
        page.QuerySelectorAll("form").Count(f => f.GetAttribute("action") == path + "/receipt?as=rep-ru").ShouldBe(1);
        var desk = HeardCase.Desk(host.Record);
        var of = (await desk.Registry.FindAsync("secretary", id, Stop)).ShouldNotBeNull();
        of.Of<CorrectionRequested>().Last().Id.ShouldBe("RU-C1");
        of.ReceiptOf("RU", 2).ShouldNotBeNull();
        (
            await desk.ActAsync(id, "secretary", new CorrectionAnswered("RU-C1", Accepted: false, "Two sources say the first."), Stop)
        ).Refusal.ShouldBeNull();
        WebHost.Text((await WebHost.ReadAsync(client, path + "?as=rep-ru")).Body).ShouldContain("Two sources say the first.");
    }

    [Fact]
    public async Task Without_the_seat_of_a_party_the_page_says_what_to_do_and_shows_no_case()
    {
        var (host, client, id) = await StartAsync();
        await using var _ = host;
        foreach (var (visitor, path) in new[] { (host.Client(), "?as=rep-ru"), (client, ""), (client, "?as=secretary") })
        {
            var page = await WebHost.ReadAsync(visitor, "/m/easter/commission/party" + path);
            WebHost.Text(page.QuerySelector(".empty-title")).ShouldBe("You do not sit for a party");
            Words(page).ShouldNotContain(id);
            Words(await WebHost.ReadAsync(visitor, $"/m/easter/commission/party/cases/{id}{path}")).ShouldNotContain(HeardCase.Told);
        }
    }

    [Fact]
    public async Task A_refused_answer_comes_back_with_its_words_tells_no_state_and_is_recorded()
    {
        var (host, client, id) = await StartAsync(publish: true);
        await using var _ = host;
        var path = $"/m/easter/commission/party/cases/{id}";
        var page = await WebHost.ReadAsync(client, path + "?as=rep-ru");
        var answer = await SendAsync(client, page, path + "/reply?as=rep-ru", ("text", "One more thing"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var body = await answer.Content.ReadAsStringAsync(Stop);
        body.ShouldContain("One more thing");
        body.ShouldContain("is not taken in this case now");
        body.ShouldNotContain("decided</");
        (await HeardCase.Desk(host.Record).Registry.RefusedAsync("secretary", Stop)).Single().By.ShouldBe("rep-ru");
    }

    [Fact]
    public async Task Silence_that_was_recorded_is_shown_to_the_party_and_an_old_entry_of_it_still_folds()
    {
        var world = new CommissionWorld().Response().Do("rep-ua", new ReplyReceived("UA", "We agree."));
        world.Now += NodaTime.Duration.FromDays(8);
        world.Do("secretary", new SilenceRecorded("RU"));
        var of = world.Case.ShouldNotBeNull();
        var view = Seal.View(of, Seal.ReaderOf("rep-ru", world.Rules, [of])).ShouldNotBeNull();
        view.WasSilent("RU").ShouldBeTrue();
        var old = Core.Commission.Codec.CaseCodec.Read("case.silence/1", """{"act":{"party":"RU"},"case":"2026-0001","number":1}"""u8).Act;
        Seal.LabelOf(of, of.Id, old).ToString().ShouldBe("restricted cat:COMMISSION");
        Seal.LabelOf(of, of.Id, new SilenceRecorded("RU")).ToString().ShouldBe("restricted cat:PARTY.RU");
        await Task.CompletedTask;
    }
}
