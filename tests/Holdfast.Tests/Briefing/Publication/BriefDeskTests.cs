using System.Xml.Linq;
using Holdfast.App.Briefing;
using Holdfast.App.Briefing.Wording;
using Holdfast.App.Cell.Notices;
using Holdfast.App.Missions;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Operators;
using Holdfast.Core.Briefing.Editions;
using Holdfast.Core.Briefing.Publication;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Briefing.Wording;
using Holdfast.Core.Cell.Notices;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Operators;
using Holdfast.Tests.Access;
using Holdfast.Tests.House;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Briefing.Publication;

/// <summary>A day of the Easter truce is published by two people, then the past is corrected.</summary>
public sealed class BriefDeskTests : IAsyncLifetime
{
    private static readonly ReportQuestion Easter = new(ReportKind.Daily, new LocalDate(2025, 4, 20));
    private static readonly Reader Olena = new("olena", [Role.WatchOfficer], Classification.Confidential, [], null);
    private static readonly Reader Petro = Olena with { Name = "petro" };

    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-brief-").FullName;
    private readonly SetClock _clock = new(Instant.FromUtc(2025, 5, 5, 6, 0));
    private Workspace? _workspace;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Workspace Workspace => _workspace ?? throw new InvalidOperationException("The mission is not open yet.");

    private BriefDesk Desk => new(Workspace, _clock);

    public async ValueTask InitializeAsync()
    {
        _workspace = await WorkspaceOpener.OpenAsync(Path.Combine(Repository.Root, "missions", "easter-truce-2025"), _folder, _clock, Stop);
        await WorkspaceOpener.ImportMissionFeedsAsync(_workspace, _clock, null, Stop);
        _clock.Advance(Duration.FromHours(1));
    }

    public async ValueTask DisposeAsync()
    {
        await Workspace.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_edition_is_released_by_a_second_person_and_read_by_its_readers_from_then_on()
    {
        var proposed = await Desk.ProposeAsync(Olena, Easter, Edition.Public, "the day", Stop);
        proposed.Done.ShouldBeTrue(proposed.Message);
        (await Desk.BookAsync(Reader.Anyone, null, Stop)).Briefs.ShouldBeEmpty("nobody outside knows of a draft");
        (await Desk.ReleaseAsync(Olena, proposed.Brief, Stop)).Code.ShouldBe("same-person");
        (await Desk.ReleaseAsync(Olena with { Name = " OLENA" }, proposed.Brief, Stop)).Code.ShouldBe("same-person");
        (await Desk.ReleaseAsync(Reader.Anyone, proposed.Brief, Stop)).Code.ShouldBe("no-brief", "what one may not read does not exist");
        (await Desk.ReleaseAsync(Petro, proposed.Brief, Stop)).Done.ShouldBeTrue();
        (await Desk.ReleaseAsync(Petro, proposed.Brief, Stop)).Code.ShouldBe("wrong-state");

        var brief = (await Desk.BookAsync(Reader.Anyone, null, Stop)).Find(proposed.Brief).ShouldNotBeNull();
        (brief.State, brief.ProposedBy, brief.ReleasedBy).ShouldBe((BriefState.Released, "olena", "petro"));
        brief.Label.ShouldBe(Label.Public);
        BriefCodec.Digest(brief.Proposed.Report).ShouldBe(brief.Proposed.Sha256);
        var read = ReportReader.Read(brief.Proposed.Report);
        ReportJson.Write(read).ShouldBe(brief.Proposed.Report, "every written form can be made again to the letter");
        read.Edition.ShouldBe("public");
        read.Figures.Single(f => f.Id == "incidents").Value.ShouldNotBeNull().ShouldBeGreaterThan(0);

        (await Desk.WithdrawAsync(Olena, proposed.Brief, "", Stop)).Code.ShouldBe("no-reason");
        (await Desk.WithdrawAsync(Olena, proposed.Brief, "a slip", Stop)).Done.ShouldBeTrue();
        var gone = (await Desk.BookAsync(Reader.Anyone, null, Stop)).Find(proposed.Brief).ShouldNotBeNull();
        (gone.State, gone.Withdrawal).ShouldBe((BriefState.Withdrawn, "a slip"));
        Cap(await Desk.BookAsync(Reader.Anyone, null, Stop), gone).ShouldBe(("Cancel", $"{Reference(brief)}"));
    }

    [Fact]
    public async Task Yesterday_corrected_issues_a_corrigendum_that_two_people_release_and_that_is_then_nothing_any_more()
    {
        var brief = await ReleasedAsync(Edition.Public);
        var corrigenda = new Corrigenda(Workspace, _clock);
        (await corrigenda.DueAsync(Olena, Stop)).ShouldBeEmpty("nothing has changed since");

        var rejected = await RejectOneAsync();
        var due = (await corrigenda.DueAsync(Olena, Stop)).ShouldHaveSingleItem();
        due.Of.ShouldBe(brief);
        var incidents = due.Corrections.Single(c => c.Id == "summary/incidents");
        incidents.Said.ShouldNotBe(incidents.Now);
        due.Entries.ShouldContain(e => e.Index == rejected && e.Why == "corrected by a person");

        var draft = await corrigenda.ProposeAsync(Olena, brief, "one report was of something else", Stop);
        draft.Done.ShouldBeTrue(draft.Message);
        (await corrigenda.ProposeAsync(Olena, brief, "again", Stop)).Code.ShouldBe("waiting");
        (await Desk.ReleaseAsync(Petro, draft.Brief, Stop)).Done.ShouldBeTrue();
        var book = await Desk.BookAsync(Reader.Anyone, null, Stop);
        var told = book.CorrigendaOf(brief).ShouldHaveSingleItem();
        var report = ReportReader.Read(told.Proposed.Report);
        report.Title.ShouldStartWith("Corrigendum: Daily report");
        report.Sections[0].Tables[0].Rows.ShouldContain(r => r[0] == "summary/incidents");
        var edition = book.Find(brief).ShouldNotBeNull();
        edition.State.ShouldBe(BriefState.Released, "what was said stays in the library as it was said");
        Cap(book, edition).ShouldBe(("Alert", null));
        Cap(book, told).ShouldBe(("Update", Reference(edition)));
        var french = BriefCap.Write(book, edition, ReportReader.Read(edition.Proposed.Report).In(Language.French));
        french.ShouldContain(
            $"<identifier>{Reference(edition).Split(',')[1]}</identifier>",
            customMessage: "one message in every language"
        );
        (await corrigenda.DueAsync(Olena, Stop)).ShouldBeEmpty("the last word is right again");
    }

    [Fact]
    public async Task What_is_reported_later_of_that_day_issues_a_corrigendum_that_names_it_and_of_another_day_none()
    {
        var brief = await ReleasedAsync(Edition.Public);
        var corrigenda = new Corrigenda(Workspace, _clock);
        await ReportAsync("elsewhen", "2025-04-17T09:00:00.000000000Z");
        (await corrigenda.DueAsync(Olena, Stop)).ShouldBeEmpty("it is about another day, and about no day before it");

        var late = await ReportAsync("late", "2025-04-20T09:00:00.000000000Z");

        var due = (await corrigenda.DueAsync(Olena, Stop)).ShouldHaveSingleItem();
        due.Of.ShouldBe(brief);
        var incidents = due.Corrections.Single(c => c.Id == "summary/incidents");
        (int.Parse(incidents.Now.Split(' ')[0]) - int.Parse(incidents.Said.Split(' ')[0])).ShouldBe(
            1,
            $"{incidents.Said} -> {incidents.Now}"
        );
        due.Entries.ShouldHaveSingleItem().ShouldSatisfyAllConditions(e => e.Index.ShouldBe(late), e => e.Why.ShouldBe("late data"));
        var report = due.Report();
        report.Tables.SelectMany(t => t.Rows).ShouldContain(r => r.Any(cell => cell.Contains($"{late}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_to_be_corrected_is_told_to_the_cell_once_for_each_word_that_was_said()
    {
        var brief = await ReleasedAsync(Edition.Public);
        await RejectOneAsync();
        (await SignalsAsync()).ShouldBeEmpty("nobody has looked");
        await new Corrigenda(Workspace, _clock).LookAsync(Stop);
        var told = (await SignalsAsync()).ShouldHaveSingleItem();
        told.Title.ShouldContain(brief);
        told.Path.ShouldBe($"/briefings/{brief}");
        _clock.Advance(Duration.FromHours(2));
        await new Corrigenda(Workspace, _clock).LookAsync(Stop);
        (await SignalsAsync()).ShouldHaveSingleItem().Key.ShouldBe(told.Key, "it is the same news");

        var draft = await new Corrigenda(Workspace, _clock).ProposeAsync(Olena, brief, "one report was of something else", Stop);
        (await Desk.ReleaseAsync(Petro, draft.Brief, Stop)).Done.ShouldBeTrue();
        await new Corrigenda(Workspace, _clock).LookAsync(Stop);
        (await SignalsAsync()).ShouldHaveSingleItem().Key.ShouldNotBe(told.Key, "now the corrigendum is told, and nothing is due");

        async Task<IReadOnlyList<Signal>> SignalsAsync() =>
            [
                .. (await new SignalSources(Workspace, _clock).AllAsync(Olena, Workspace.Mission.Mode, Label.Public, Stop)).Where(s =>
                    s.Kind == SignalKind.Correction
                ),
            ];
    }

    [Fact]
    public async Task Outside_the_watch_room_a_day_of_a_live_mission_is_proposed_a_day_after_it_and_inside_once_it_is_over()
    {
        var report = await new ReportDesk(Workspace, _clock).BuildAsync(Easter, Edition.Public, Stop);
        string? Against(Edition edition, Duration after, Exposure exposure = Exposure.Live) =>
            BriefLaw.AgainstProposal(Olena, edition, report, exposure, report.To + after, owner: true)?.Code;
        Against(Edition.Internal, Duration.FromHours(-1)).ShouldBe("not-over");
        Against(Edition.Internal, Duration.Zero).ShouldBeNull();
        Against(Edition.Public, Duration.FromHours(24)).ShouldBe("too-soon");
        Against(Edition.Party("RU"), Duration.FromHours(1)).ShouldBe("too-soon");
        Against(Edition.Nation("FR"), Duration.FromHours(1)).ShouldBe("too-soon");
        Against(Edition.Public, Duration.FromHours(25)).ShouldBeNull();
        Against(Edition.Public, Duration.FromHours(1), Exposure.Historical).ShouldBeNull("what is long public waits for nothing");
    }

    [Fact]
    public async Task An_edition_keeps_the_world_that_it_is_about()
    {
        var home = Path.Combine(_folder, "ukraine");
        await using var workspace = await WorkspaceOpener.OpenAsync(
            Path.Combine(Repository.Root, "missions", "ukraine"),
            home,
            _clock,
            Stop
        );
        var desk = new BriefDesk(workspace, _clock);
        _clock.Advance(Duration.FromDays(700));
        foreach (var mode in new[] { Mode.Actual, Mode.Exercise })
        {
            var question = new ReportQuestion(ReportKind.Readiness, new LocalDate(2026, 3, 4), Mode: mode);
            var proposed = await desk.ProposeAsync(Olena, question, Edition.Public, "", Stop);
            (await desk.ReleaseAsync(Petro, proposed.Brief, Stop)).Done.ShouldBeTrue(proposed.Message);
            var brief = (await desk.BookAsync(Reader.Anyone, null, Stop)).Find(proposed.Brief).ShouldNotBeNull();
            brief.Mode.ShouldBe(mode);
            ReportReader.Read(brief.Proposed.Report).Mode.ShouldBe(mode == Mode.Actual ? "actual" : "exercise");
            BriefDesk.Question(brief, null).Mode.ShouldBe(mode);
        }
        (await new Corrigenda(workspace, _clock).DueAsync(Olena, Stop)).ShouldBeEmpty("each is compared with its own world");
        var daily = new ReportQuestion(ReportKind.Daily, new LocalDate(2026, 3, 4), Mode: Mode.Actual);
        var refused = await Should.ThrowAsync<FormatException>(async () => await desk.ProposeAsync(Olena, daily, Edition.Public, "", Stop));
        refused.Message.ShouldContain("no daily report in the mode actual");
    }

    [Fact]
    public async Task A_release_that_one_person_made_alone_has_no_effect()
    {
        var proposed = await Desk.ProposeAsync(Olena, Easter, Edition.Public, "the day", Stop);
        var brief = (await Desk.BookAsync(Olena, null, Stop)).Find(proposed.Brief).ShouldNotBeNull();
        await Workspace.Record.AppendAsync(
            [
                new(
                    "elsewhere",
                    "forged",
                    "olena",
                    Standing.Recorded,
                    Label.Public,
                    Mode.Actual,
                    BriefCodec.ReleasedKind,
                    null,
                    BriefCodec.Write(new BriefReleased(brief.Proposed, "olena", "olena"))
                ),
            ],
            Stop
        );
        var book = await Desk.BookAsync(Reader.Anyone, null, Stop);
        book.Briefs.ShouldBeEmpty();
        book.Unlawful.ShouldHaveSingleItem().Reason.ShouldContain("two people");
    }

    [Fact]
    public async Task Public_and_internal_editions_of_published_data_agree_in_every_figure()
    {
        var desk = new ReportDesk(Workspace, _clock);
        var known = Easter with { Known = _clock.Now };
        var first = await desk.BuildAsync(known, Edition.Public, Stop);
        var second = await desk.BuildAsync(known, Edition.Internal, Stop);
        var comparison = EditionProof.Compare(first, second);
        comparison.Holds.ShouldBeTrue();
        comparison.Lines.Length.ShouldBeGreaterThan(10);
    }

    private static (string? Type, string? References) Cap(BriefBook book, Brief brief)
    {
        var xml = XDocument.Parse(BriefCap.Write(book, brief, ReportReader.Read(brief.Proposed.Report)));
        string? Of(string name) => xml.Root?.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value;
        return (Of("msgType"), Of("references"));
    }

    private static string Reference(Brief brief) => ReportCap.Reference(ReportReader.Read(brief.Proposed.Report));

    private async Task<string> ReleasedAsync(Edition edition)
    {
        var proposed = await Desk.ProposeAsync(Olena, Easter, edition, "the day", Stop);
        (await Desk.ReleaseAsync(Petro, proposed.Brief, Stop)).Done.ShouldBeTrue();
        _clock.Advance(Duration.FromHours(20));
        return proposed.Brief;
    }

    // A drone that struck far from all else, told after the fact in the format of the mission's own feed.
    private async Task<long> ReportAsync(string id, string at)
    {
        var file = Path.Combine(_folder, id + ".jsonl");
        await File.WriteAllTextAsync(
            file,
            $$$"""{"citation": "KI-2025-04-20-1225", "description": "Told late", "earliest": "{{{at}}}", "id": "{{{id}}}", "kind": "observation.fix/1", "kinds": {"uav_strike": 1}, "place": {"latitude": 48.9, "longitude": 37.9, "name": "Somewhere", "radiusMetres": 500, "type": "area"}, "producer": "ua-regions", "source": "ua-regions"}"""
                + "\n",
            Stop
        );
        var before = (await Workspace.Record.HeadAsync(Stop)).Count;
        var feed = Workspace.Mission.Feeds.Single(f => f.Path.EndsWith("reports.jsonl", StringComparison.Ordinal));
        var result = await WorkspaceOpener.ImportAsync(
            Workspace,
            new FeedSource(feed.Feed, file, feed.SourceId, feed.Mode, feed.Standing),
            _clock,
            null,
            Stop
        );
        (result.Appended, result.Quarantined).ShouldBe((1, 0), string.Join(", ", result.QuarantinedByCode.Keys));
        return before;
    }

    private async Task<long> RejectOneAsync()
    {
        var noon = Instant.FromUtc(2025, 4, 20, 9, 0);
        var filter = new IncidentFilter(When: new TimeRange(noon - Duration.FromHours(6), noon + Duration.FromHours(6)));
        var page = await Workspace.Watch.IncidentsAsync(Olena, filter, "time", null, 50, Stop);
        var one = page.Items.Select(r => r.Incident).First(i => i.When.Width < Duration.FromHours(2));
        var answer = await new OperatorDesk(Workspace.Mission, Workspace.Record, Workspace.Watch).ActAsync(
            Olena,
            [one.Id.Value],
            new IncidentRejected(one.Observations) { Reason = "a quarry" },
            Stop
        );
        return answer.Entry.ShouldNotBeNull(answer.Refusal);
    }
}
