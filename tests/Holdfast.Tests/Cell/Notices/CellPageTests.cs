using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Holdfast.App.Missions;
using Holdfast.Core.Cell;
using Holdfast.Core.Cell.Notices;
using Holdfast.Core.Missions;
using Holdfast.Core.Nations;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Tests.Web;
using Holdfast.Web;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Cell.Notices;

/// <summary>The page of the cell today over HTTP: who sees which notice, acknowledgement, the feed of alerts, live parts.</summary>
public sealed class CellPageTests
{
    private const string Public = "A case was decided";
    private const string Inside = "The clock of tier 1 runs";
    private static readonly Stated Made = new(Standing.Illustrative, "illustrative");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static NoticeRule Rule(SignalKind on, params NoticeChannel[] by) =>
        new(on, null, ["watch"], [.. by], Duration.FromMinutes(15), ["legal"], Standing.Illustrative, "illustrative");

    private static Mission Mission() =>
        WebWorld.Mission() with
        {
            Cell = new CellModel
            {
                Offices =
                [
                    new CellOffice("watch", "Watch officer", CellModel.Cell, [Role.WatchOfficer], null, Made),
                    new CellOffice("legal", "Legal desk", CellModel.Cell, [Role.LegalOfficer], null, Made),
                ],
                Notify =
                [
                    Rule(SignalKind.TierStarted, NoticeChannel.Page, NoticeChannel.Cap),
                    Rule(SignalKind.CaseDecided, NoticeChannel.Page, NoticeChannel.Cap),
                    Rule(SignalKind.TaskOverdue, NoticeChannel.Page) with
                    {
                        To = ["legal"],
                        Then = [],
                    },
                ],
            },
        };

    private static EntryDraft Raised(SignalKind kind, string title, Label label, Mode mode = Mode.Actual)
    {
        var signal = new Signal(
            $"{title}|{mode}",
            kind,
            title,
            "Text of it.",
            null,
            WebWorld.Start,
            WebWorld.Start + Duration.FromHours(24),
            mode,
            label,
            mode == Mode.Actual ? "/guarantees/GB.response" : "/guarantees/GB.response?mode=exercise",
            []
        );
        return new EntryDraft(
            "notices",
            NoticeCodec.MessageOf(signal),
            "notices",
            Standing.Recorded,
            label,
            mode,
            NoticeCodec.RaisedKind,
            TimeRange.At(signal.At),
            NoticeCodec.Write(signal)
        );
    }

    private static async Task<WebHost> StartAsync(params EntryDraft[] drafts)
    {
        var host = await WebHost.StartAsync(missions: Mission());
        await host.Record.AppendAsync(drafts, Stop);
        return host;
    }

    private static async Task<HttpResponseMessage> TakeAsync(HttpClient client, IHtmlDocument page, string notice, string note = "")
    {
        var token = page.QuerySelector("form.cell-take input[name=forgery]")?.GetAttribute("value") ?? "";
        using var form = new FormUrlEncodedContent([
            KeyValuePair.Create("forgery", token),
            KeyValuePair.Create("notice", notice),
            KeyValuePair.Create("note", note),
        ]);
        return await client.PostAsync("/m/easter/cell/acknowledge", form, Stop);
    }

    [Fact]
    public async Task A_notice_is_acknowledged_on_the_page_once_by_somebody_who_stands_for_its_office()
    {
        await using var host = await StartAsync(
            Raised(SignalKind.TierStarted, Inside, Label.Restricted),
            Raised(SignalKind.TaskOverdue, "Of the legal desk alone", Label.Restricted)
        );
        var client = await host.SignedInAsync();
        var page = await WebHost.ReadAsync(client, "/m/easter/cell");
        page.QuerySelector("#notice-0 form.cell-take").ShouldNotBeNull();
        page.QuerySelector("#notice-1 form.cell-take").ShouldBeNull("the reader does not stand for the legal desk");
        WebHost.Text(page.QuerySelector("#notice-0")).ShouldContain("nobody acknowledged it");

        // A form is sent once: others were open beside it.
        var others = new Queue<IHtmlDocument>();
        for (var i = 0; i < 3; i++)
        {
            others.Enqueue(await WebHost.ReadAsync(client, "/m/easter/cell"));
        }
        var taken = await TakeAsync(client, page, "0", "on it");
        taken.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        taken.Headers.Location.ShouldNotBeNull().ToString().ShouldBe("/m/easter/cell?mode=actual#notice-0");
        var after = WebHost.Text((await WebHost.ReadAsync(client, "/m/easter/cell")).QuerySelector("#notice-0"));
        after.ShouldContain("acknowledged");
        after.ShouldContain("for Watch officer");
        after.ShouldContain("on it");
        host.Record.Entries.Count(e => e.Kind == NoticeCodec.AcknowledgedKind).ShouldBe(1);

        foreach (
            var (notice, said) in new[]
            {
                ("0", "acknowledged it for"),
                ("1", "stands for none of its offices: legal"),
                ("x", "is no number"),
            }
        )
        {
            var refused = await TakeAsync(client, others.Dequeue(), notice);
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            WebHost
                .Text(new HtmlParser().ParseDocument(await refused.Content.ReadAsStringAsync(Stop)).QuerySelector(".notice.bad"))
                .ShouldContain(said);
        }
        host.Record.Entries.Count(e => e.Kind == NoticeCodec.AcknowledgedKind).ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_sees_neither_page_nor_a_restricted_alert()
    {
        await using var host = await StartAsync(
            Raised(SignalKind.TierStarted, Inside, Label.Restricted),
            Raised(SignalKind.CaseDecided, Public, Label.Public)
        );
        var anyone = host.Client(html: false);
        (await anyone.GetAsync("/m/easter/cell", Stop)).IsSuccessStatusCode.ShouldBeFalse();
        (await anyone.GetAsync("/api/v1/missions/easter/notices", Stop)).IsSuccessStatusCode.ShouldBeFalse();
        var feed = await anyone.GetStringAsync("/m/easter/cap.atom", Stop);
        feed.ShouldContain(Public);
        feed.ShouldNotContain(Inside);
        XNamespace atom = "http://www.w3.org/2005/Atom";
        var link = XDocument.Parse(feed).Descendants(atom + "entry").Single().Element(atom + "link").ShouldNotBeNull();
        var address = new Uri(link.Attribute("href").ShouldNotBeNull().Value);
        address.AbsolutePath.ShouldBe("/m/easter/cap/1.xml");
        (await anyone.GetStringAsync(address.AbsolutePath, Stop)).ShouldContain("<status>Actual</status>");
        (await anyone.GetAsync("/m/easter/cap/0.xml", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var inside = await host.SignedInAsync();
        (await inside.GetStringAsync("/m/easter/cap.atom", Stop)).ShouldContain(Inside);
        (await inside.GetStringAsync("/m/easter/cap/0.xml", Stop)).ShouldContain("<scope>Restricted</scope>");
        using var api = JsonDocument.Parse(await inside.GetStringAsync("/api/v1/missions/easter/notices", Stop));
        api.RootElement.EnumerateArray().Select(n => n.GetProperty("title").GetString()).ShouldBe([Inside, Public]);
    }

    [Fact]
    public async Task An_exercise_is_another_list_with_a_banner()
    {
        await using var host = await StartAsync(
            Raised(SignalKind.TierStarted, Inside, Label.Restricted, Mode.Exercise),
            Raised(SignalKind.CaseDecided, Public, Label.Public)
        );
        var client = await host.SignedInAsync();
        var actual = await WebHost.ReadAsync(client, "/m/easter/cell");
        WebHost
            .Text(actual.QuerySelector("#notices"))
            .ShouldSatisfyAllConditions(t => t.ShouldContain(Public), t => t.ShouldNotContain(Inside));
        actual.QuerySelector(".mode-banner").ShouldBeNull();
        var exercise = await WebHost.ReadAsync(client, "/m/easter/cell?mode=exercise");
        WebHost
            .Text(exercise.QuerySelector("#notices"))
            .ShouldSatisfyAllConditions(t => t.ShouldContain(Inside), t => t.ShouldNotContain(Public));
        exercise.QuerySelector(".mode-banner").ShouldNotBeNull();
        exercise.QuerySelector("#notice-0 th a")?.GetAttribute("href").ShouldBe("/m/easter/guarantees/GB.response?mode=exercise");
        await WebHost.ReadAsync(client, "/m/easter/cell?mode=drill", HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_parts_that_change_are_fetched_again_when_the_record_grows_and_empty_ones_say_what_to_do()
    {
        await using var host = await StartAsync();
        var page = await WebHost.ReadAsync(await host.SignedInAsync(), "/m/easter/cell?mode=test");
        var live = page.QuerySelector("hf-live").ShouldNotBeNull();
        live.GetAttribute("data-refresh").ShouldBe("/m/easter/cell?mode=test");
        var parts = live.GetAttribute("data-target").ShouldNotBeNull().Split(", ");
        parts.ShouldBe(["#clocks", "#notices", "#open", "#log"]);
        foreach (var part in parts)
        {
            page.QuerySelectorAll(part).Length.ShouldBe(1);
            WebHost.Text(page.QuerySelector($"{part} .empty")).ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task While_the_file_of_contacts_is_wrong_the_page_says_so_and_where()
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-cell-page-");
        var mission = Mission();
        Directory.CreateDirectory(Path.Combine(folder.FullName, mission.Name));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, mission.Name, "contacts.yaml"), "offices:\n  wach: {}\n", Stop);
        var path = "";
        await using var app = HoldfastWeb.Build(
            new Workspaces([new Workspace(mission, Path.GetTempPath(), new FakeRecord(), new FakeViews([]))]),
            new HoldfastWebOptions
            {
                VarDirectory = folder.FullName,
                FollowsRecords = true,
                OnSignInPath = p => path = p,
                Configure = builder =>
                {
                    builder.WebHost.UseTestServer();
                    builder.Logging.SetMinimumLevel(LogLevel.Error);
                },
            }
        );
        await app.StartAsync(Stop);
        var client = new HttpClient(new CookieHandler(app.GetTestServer().CreateHandler())) { BaseAddress = new Uri("http://localhost") };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        (await client.GetAsync(path, Stop)).StatusCode.ShouldBeRedirect();
        var said = "";
        // The first round is made in the background.
        for (var i = 0; i < 600 && said.Length == 0; i++)
        {
            said = WebHost.Text((await WebHost.ReadAsync(client, "/m/easter/cell")).QuerySelector(".notice.bad"));
            await Task.Delay(50, Stop);
        }
        said.ShouldContain("Nobody is written to");
        said.ShouldContain("contacts.yaml:2:3");
        said.ShouldContain("Did you mean 'watch'?");
        await app.StopAsync(Stop);
        folder.Delete(recursive: true);
    }
}
