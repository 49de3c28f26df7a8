using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.App.Cell.Notices;
using Holdfast.App.Missions;
using Holdfast.App.Record;
using Holdfast.Core.Briefing.Publication;
using Holdfast.Core.Cell.Notices;
using Holdfast.Core.Clauses;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using Holdfast.Tests.House;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Cell.Notices;

/// <summary>A breach in the exercise of the reference mission starts a tier; offices are told by mail and by webhook, and what does not arrive goes on.</summary>
public sealed class NoticeDeskTests : IAsyncLifetime
{
    private const string Secret = "a key for tests";
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);
    private static readonly Reader Officer = new("Olena", [Role.WatchOfficer], Classification.Confidential, [], null);
    private static readonly Reader Lawyer = new("Petro", [Role.LegalOfficer], Classification.Confidential, [], null);

    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-notices-").FullName;
    private readonly SetClock _clock = new(Instant.FromUtc(2026, 3, 5, 6, 0));
    private readonly HttpClient _client = WebhookSender.Client();
    private Workspace? _workspace;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
    private Workspace Workspace => _workspace ?? throw new InvalidOperationException("The mission is not open yet.");
    private NoticeDesk Desk => new(Workspace, _clock, "http://127.0.0.1:1");

    public async ValueTask InitializeAsync()
    {
        _workspace = await WorkspaceOpener.OpenAsync(Path.Combine(Repository.Root, "missions", "ukraine"), _folder, _clock, Stop);
        await StateAsync("ceasefire.in_effect", [], "UA", Instant.FromUtc(2026, 3, 1, 0, 0));
    }

    public async ValueTask DisposeAsync()
    {
        await Workspace.DisposeAsync();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_started_clock_is_told_by_mail_and_webhook_once_and_acknowledged()
    {
        await using var mail = new SmallMailServer();
        await using var hook = await SmallHook.StartAsync();
        var contacts = Contacts(mail.Port, hook.Address);
        await BreachAsync();
        (await RoundAsync(contacts)).Raised.ShouldBeGreaterThan(0);
        var notice = await StartedAsync();
        notice.Raised.Signal.Mode.ShouldBe(Mode.Exercise);
        notice.Raised.Signal.Due.ShouldBe(_clock.Now + Duration.FromHours(23), "24 h from the breach an hour ago");

        var started = mail.Messages.Where(m => m.Data.Contains("Ladder.first: the clock", StringComparison.Ordinal)).ToArray();
        started.SelectMany(m => m.To).Order().ShouldBe(["head@example.org", "watch@example.org"]);
        started[0].Data.ShouldContain("Subject: EXERCISE [ukraine]");
        started[0].Data.ShouldNotContain("Bcc", Case.Insensitive, "nobody is told who else is");
        var (body, signature, key) = hook.Taken.Single(t =>
            t.Body.Contains("Ladder.first", StringComparison.Ordinal) && t.Body.Contains("tier started", StringComparison.Ordinal)
        );
        signature.ShouldBe(
            "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(body)))
        );
        using var json = JsonDocument.Parse(body);
        json.RootElement.GetProperty("status").GetString().ShouldBe("Exercise");
        json.RootElement.GetProperty("title").GetString().ShouldNotBeNull().ShouldStartWith("EXERCISE ");
        key.ShouldBe(json.RootElement.GetProperty("id").GetString());

        // A restart is another desk over the same record.
        var (mails, hooks) = (mail.Messages.Count, hook.Taken.Count);
        (await RoundAsync(contacts)).ShouldBe(new NoticeRound(0, 0, notice.NextAt), "nothing is forgotten and nothing repeated");
        (mail.Messages.Count, hook.Taken.Count).ShouldBe((mails, hooks));

        (await Desk.AcknowledgeAsync(Reader.Anyone, Mode.Exercise, notice.Id, "", Stop)).Code.ShouldBe("not-your-office");
        var planner = new Reader("Paul", [Role.Planner], Classification.Confidential, [], null);
        (await Desk.AcknowledgeAsync(planner, Mode.Exercise, notice.Id, "", Stop)).Code.ShouldBe("not-your-office");
        (await Desk.AcknowledgeAsync(Officer, Mode.Exercise, notice.Id, "on it", Stop)).Entry.ShouldNotBeNull();
        (await Desk.AcknowledgeAsync(Lawyer, Mode.Exercise, notice.Id, "", Stop)).Refusal.ShouldContain(
            "Olena acknowledged it for 'watch'"
        );
        _clock.Advance(Duration.FromHours(1));
        (await StartedAsync()).ShouldSatisfyAllConditions(n => n.State.ShouldBe(NoticeState.Acknowledged), n => n.Step.ShouldBe(0));
        await NoAddressAsync();
    }

    [Fact]
    public async Task What_bounces_goes_on_at_once_and_what_hangs_holds_nobody_up()
    {
        await using var mail = new SmallMailServer(
            (to, _) => to.StartsWith("legal", StringComparison.Ordinal) ? "250 OK" : "550 nobody here"
        );
        await using var hook = await SmallHook.StartAsync(_ => 0);
        var contacts = Contacts(mail.Port, hook.Address);
        await BreachAsync();
        await RoundAsync(contacts);
        var notice = await StartedAsync();
        notice
            .Tellings.Single(t => t is { Office: "watch", Channel: NoticeChannel.Email })
            .ShouldSatisfyAllConditions(t => t.State.ShouldBe(TellingState.Failed), t => t.Detail.ShouldBe("550"));
        notice.Tellings.Single(t => t is { Office: "watch", Channel: NoticeChannel.Webhook }).Detail.ShouldBe("timed out");
        // The webhook may still be taken: it is tried again, and then given up.
        for (var i = 0; i < NoticeBoard.MostAttempts && (await StartedAsync()).Step == 0; i++)
        {
            _clock.Advance(NoticeBoard.WaitAfter(i + 1));
            await RoundAsync(contacts);
        }
        (await StartedAsync()).Offices.ShouldContain("legal");
        await RoundAsync(contacts);
        mail.Messages.ShouldContain(m =>
            m.To.Contains("legal@example.org") && m.Data.Contains("Ladder.first: the clock", StringComparison.Ordinal)
        );
        await NoAddressAsync();
    }

    [Fact]
    public async Task A_refusal_for_now_is_tried_again_and_a_redirect_is_not_followed()
    {
        await using var mail = new SmallMailServer((_, n) => n <= 3 ? "451 later" : "250 OK");
        await using var hook = await SmallHook.StartAsync(_ => 302);
        var contacts = Contacts(mail.Port, hook.Address);
        await BreachAsync();
        await RoundAsync(contacts);
        (await StartedAsync())
            .Tellings.Single(t => t is { Office: "watch", Channel: NoticeChannel.Webhook })
            .ShouldSatisfyAllConditions(t => t.State.ShouldBe(TellingState.Failed), t => t.Detail.ShouldBe("302"));
        for (var i = 0; i < 4; i++)
        {
            _clock.Advance(Duration.FromMinutes(2));
            await RoundAsync(contacts);
        }
        (await StartedAsync()).Tellings.Where(t => t.Channel == NoticeChannel.Email).ShouldAllBe(t => t.State == TellingState.Told);
    }

    [Fact]
    public async Task A_way_that_is_not_cleared_is_told_that_there_is_a_notice_and_nothing_of_it()
    {
        await using var mail = new SmallMailServer();
        await using var hook = await SmallHook.StartAsync();
        // What the public may not read: a breach stated under a label.
        await BreachAsync(Label.Restricted);
        await RoundAsync(Contacts(mail.Port, hook.Address, clearance: "public"));
        (await StartedAsync()).Raised.Signal.Label.ShouldBe(Label.Restricted);
        var told = mail.Messages.Select(m => m.Data).Concat(hook.Taken.Select(t => t.Body)).ToArray();
        told.ShouldNotBeEmpty();
        told.ShouldNotContain(t => t.Contains("Ladder.first: the clock", StringComparison.Ordinal));
        told.ShouldContain(t => t.Contains("a notice for your office", StringComparison.Ordinal));
        (await Desk.BoardAsync(Reader.Anyone, Mode.Exercise, null, Stop)).ShouldNotContain(n =>
            n.Raised.Signal.Title.Contains("Ladder.first: the clock")
        );
    }

    [Fact]
    public async Task Without_contacts_the_page_tells_and_the_next_office_has_it()
    {
        await BreachAsync();
        await RoundAsync(Core.Cell.Notices.Contacts.None);
        var notice = await StartedAsync();
        notice.Step.ShouldBe(1, "no way out reaches the first offices");
        notice.Tellings.ShouldContain(t => t.Office == "legal" && t.Channel == NoticeChannel.Page);
    }

    [Fact]
    public async Task An_alert_in_the_common_protocol_says_exercise_and_is_read_by_our_own_reader()
    {
        await BreachAsync();
        await RoundAsync(Core.Cell.Notices.Contacts.None);
        var notice = await StartedAsync();
        var xml = CapText.Alert(Workspace.Mission, notice, "http://127.0.0.1:1");
        xml.ShouldContain("<status>Exercise</status>");
        xml.ShouldNotContain("Z</sent>", Case.Sensitive, "CAP forbids the letter");
        var path = Path.Combine(_folder, "alert.xml");
        await File.WriteAllTextAsync(path, xml, Stop);
        var read = await WorkspaceOpener.ImportAsync(
            Workspace,
            new FeedSource("cap", path, "mm-patrol", Mode.Exercise, Standing.Illustrative),
            _clock,
            null,
            Stop
        );
        (read.Observations + read.Quarantined).ShouldBe(1, "it is one alert, without a place");
        CapText.Feed(Workspace.Mission, [notice], "http://127.0.0.1:1").ShouldContain($"/m/ukraine/cap/{notice.Id}.xml");
    }

    [Fact]
    public async Task A_corrigendum_is_told_of_when_the_second_person_has_released_it()
    {
        BriefProposed Proposed(string brief, string corrects) =>
            new(
                brief,
                "daily",
                "public",
                new LocalDate(2026, 3, 4),
                "19:30",
                _clock.Now,
                "watch",
                "r",
                1,
                BriefCodec.Digest("{}"),
                "{}",
                corrects,
                "a slip"
            );
        Task KeepAsync(string author, BriefAct act) =>
            Workspace
                .Record.AppendAsync(
                    [
                        new EntryDraft(
                            "briefing",
                            $"{act.Brief} {BriefCodec.KindOf(act)}",
                            author,
                            Standing.Illustrative,
                            Label.Restricted,
                            Mode.Exercise,
                            BriefCodec.KindOf(act),
                            null,
                            BriefCodec.Write(act)
                        ),
                    ],
                    Stop
                )
                .AsTask();
        var (first, second) = (Proposed("daily-1", ""), Proposed("daily-2", "daily-1"));
        await KeepAsync("olena", first);
        await KeepAsync("petro", new BriefReleased(first, "olena", "petro"));
        await KeepAsync("olena", second);
        await RoundAsync(Core.Cell.Notices.Contacts.None);
        async Task<Notice[]> CorrectedAsync() =>
            [.. (await Desk.BoardAsync(Officer, Mode.Exercise, null, Stop)).Where(n => n.Raised.Signal.Kind == SignalKind.Correction)];
        (await CorrectedAsync()).ShouldBeEmpty("one person alone corrects nothing");
        await KeepAsync("petro", new BriefReleased(second, "olena", "petro"));
        await RoundAsync(Core.Cell.Notices.Contacts.None);
        var told = (await CorrectedAsync()).ShouldHaveSingleItem().Raised.Signal;
        (told.Title, told.Path, told.Label).ShouldBe(("A released report was corrected: daily-1", "/briefings/daily-2", Label.Restricted));
    }

    private async Task<Notice> StartedAsync() =>
        (await Desk.BoardAsync(Officer, Mode.Exercise, null, Stop)).Single(n =>
            n.Raised.Signal is { Kind: SignalKind.TierStarted, Undertaking: "Ladder.first" }
        );

    private Task<NoticeRound> RoundAsync(Contacts contacts) =>
        Desk.RoundAsync(
            contacts,
            [new MailSender(_ => null, Patience), new WebhookSender(_client, name => name == "HOOK_KEY" ? Secret : null, Patience)],
            true,
            Stop
        );

    private static Contacts Contacts(int port, Uri hook, string clearance = "restricted")
    {
        var text = new StringBuilder($"mail: {{host: 127.0.0.1, port: {port}, security: none, from: cell@example.org}}\noffices:\n");
        foreach (var office in (string[])["watch", "head", "legal", "plans"])
        {
            var address = office == "watch" ? $", webhook: '{hook}', secret_in: HOOK_KEY" : "";
            text.Append($"  {office}: {{email: {office}@example.org, clearance: {clearance}{address}}}\n");
        }
        var (contacts, diagnostics) = ContactsFile.Read("contacts.yaml", text.ToString(), ["watch", "head", "legal", "plans"]);
        diagnostics.ShouldBeEmpty();
        return contacts;
    }

    private Task BreachAsync(Label? label = null) =>
        StateAsync("ceasefire.breached", ["RU"], "UA", _clock.Now - Duration.FromHours(1), label);

    private async Task StateAsync(string fact, ImmutableArray<string> arguments, string authority, Instant from, Label? label = null)
    {
        var statement = new FactStatement(fact, arguments, "true", from, null, authority, "exercise", Standing.Illustrative, default);
        var answer = await new FactDoor(Workspace.Record, Workspace.Mission.Clauses).AssertAsync(
            Reader.LocalOperator,
            statement,
            label ?? Label.Public,
            Mode.Exercise,
            Stop
        );
        answer.Receipt.ShouldNotBeNull(string.Join('\n', answer.Diagnostics));
    }

    private async Task NoAddressAsync()
    {
        await foreach (var entry in Workspace.Record.ReadAsync(Reader.LocalOperator, new RecordQuery(Kinds: NoticeCodec.Kinds), Stop))
        {
            var text = Encoding.UTF8.GetString(entry.Body.Span) + entry.MessageId + entry.Producer;
            text.ShouldNotContain("example.org");
            text.ShouldNotContain("127.0.0.1");
        }
    }
}
