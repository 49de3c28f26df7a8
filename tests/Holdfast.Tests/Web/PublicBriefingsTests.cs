using System.Net;
using Holdfast.Core.Briefing.Editions;
using Holdfast.Core.Briefing.Publication;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Missions;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Tests.Nations;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Web;

/// <summary>What two people released for the public stands on the public page, and nothing else does.</summary>
public sealed class PublicBriefingsTests : IAsyncLifetime
{
    private WebHost? _host;
    private Mission? _mission;

    private WebHost Host => _host.ShouldNotBeNull();
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _mission = SmallNations.Mission();
        _host = await WebHost.StartAsync(0, null, _mission);
    }

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();

    [Fact]
    public async Task Released_editions_are_listed_the_latest_first_and_drafts_and_others_editions_are_not()
    {
        await ReleaseAsync("first", Edition.Public, new LocalDate(2025, 6, 1));
        await ReleaseAsync("second", Edition.Public, new LocalDate(2025, 6, 2));
        await ReleaseAsync("inside", Edition.Internal, new LocalDate(2025, 6, 3));
        await AppendAsync(Proposed("draft", Edition.Public, new LocalDate(2025, 6, 4)), "anna", Edition.Public.DraftLabel);
        await ReleaseAsync("mended", Edition.Public, new LocalDate(2025, 6, 1), corrects: "first");
        await AppendAsync(new BriefWithdrawn("second", "the wrong <day>"), "anna", Label.Public);

        var page = await WebHost.ReadAsync(Host.Client(), "/m/small/public?lang=en");
        var list = page.QuerySelectorAll("section[aria-labelledby='briefings-title'] li");

        list.Select(li => li.QuerySelector("a")?.GetAttribute("href"))
            .ShouldBe(["/m/small/briefings/second?lang=en", "/m/small/briefings/first?lang=en"]);
        list[0].TextContent.ShouldContain("withdrawn: the wrong <day>");
        list[0].QuerySelector("a[href*='/file.']").ShouldBeNull("what was withdrawn is not handed out");
        list[1].QuerySelector("a[href='/m/small/briefings/mended?lang=en']").ShouldNotBeNull().TextContent.ShouldContain("corrected on");
        list[1].QuerySelector("a[href='/m/small/briefings/first/file.md?lang=en']").ShouldNotBeNull();
        page.Body.ShouldNotBeNull().InnerHtml.ShouldNotContain("inside");
        page.Body.InnerHtml.ShouldNotContain("briefings/draft");
        foreach (var id in new[] { "inside", "draft" })
        {
            (await Host.Client().GetAsync($"/m/small/briefings/{id}", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await Host.Client().GetAsync($"/m/small/briefings/{id}/file.md", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
        var file = await Host.Client().GetAsync("/m/small/briefings/first/file.md", Stop);
        (await file.Content.ReadAsStringAsync(Stop)).ShouldContain("12 incidents");
    }

    [Theory]
    [InlineData("en", "Nothing has been released yet.", "Daily report")]
    [InlineData("uk", "Ще нічого не оприлюднено.", "Щоденний звіт")]
    [InlineData("fr", "Rien n’a encore été publié.", "Rapport quotidien")]
    [InlineData("de", "Noch wurde nichts freigegeben.", "Tagesbericht")]
    public async Task Where_nothing_was_released_it_says_so_and_kinds_have_their_names(string language, string none, string kind)
    {
        var path = $"/m/small/public?lang={language}";
        (await WebHost.ReadAsync(Host.Client(), path)).Body.ShouldNotBeNull().TextContent.ShouldContain(none);

        await ReleaseAsync("one", Edition.Public, new LocalDate(2025, 6, 1));

        var text = (await WebHost.ReadAsync(Host.Client(), path)).Body.ShouldNotBeNull().TextContent;
        text.ShouldNotContain(none);
        text.ShouldContain(kind);
    }

    private async Task ReleaseAsync(string id, Edition edition, LocalDate day, string corrects = "")
    {
        var proposed = Proposed(id, edition, day, corrects);
        await AppendAsync(proposed, "anna", edition.DraftLabel);
        await AppendAsync(new BriefReleased(proposed, "anna", "boris"), "boris", edition.Label);
    }

    private async Task AppendAsync(BriefAct act, string author, Label label)
    {
        var kind = BriefCodec.KindOf(act);
        var mode = _mission.ShouldNotBeNull().Mode;
        EntryDraft draft = new(
            "briefing",
            $"{act.Brief} {kind}",
            author,
            Standing.Recorded,
            label,
            mode,
            kind,
            null,
            BriefCodec.Write(act)
        );
        await Host.Record.AppendAsync([draft], Stop);
    }

    private static BriefProposed Proposed(string id, Edition edition, LocalDate day, string corrects = "")
    {
        var at = day.AtMidnight().InUtc().ToInstant();
        var figure = new ReportFigure("incidents", "Incidents", 12, null, "incidents", "the day", "distinct events");
        var model = new ReportModel(
            $"Daily report of {id}",
            "Small",
            "actual",
            day,
            "the day",
            "UTC",
            at - Duration.FromDays(1),
            at,
            null,
            at,
            [new ReportSection("summary", "Summary", [], [figure], [])]
        )
        {
            Edition = edition.Name,
        };
        var text = ReportJson.Write(model);
        return new(
            id,
            "daily",
            edition.Name,
            day,
            "19:30",
            at,
            "engine/1",
            new string('a', 12),
            0,
            BriefCodec.Digest(text),
            text,
            corrects,
            ""
        );
    }
}
