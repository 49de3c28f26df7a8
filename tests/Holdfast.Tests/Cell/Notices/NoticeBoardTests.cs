using System.Collections.Immutable;
using Holdfast.Core.Cell.Notices;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Cell.Notices;

/// <summary>Who is told, by which way, and to whom it goes when nobody acknowledges: a function of what was done and of the clock.</summary>
public sealed class NoticeBoardTests
{
    private static readonly Instant T0 = Instant.FromUtc(2026, 3, 5, 6, 0);
    private static readonly Duration Quarter = Duration.FromMinutes(15);

    private static readonly NoticeRule Rule = new(
        SignalKind.TierStarted,
        null,
        ["watch"],
        [NoticeChannel.Page, NoticeChannel.Email],
        Quarter,
        ["head", "legal"],
        Standing.Illustrative,
        "illustrative"
    );

    private static readonly RaisedSignal Raised = new(
        7,
        T0,
        new Signal(
            "k",
            SignalKind.TierStarted,
            "t",
            "x",
            "GB.response",
            T0,
            null,
            Mode.Exercise,
            Label.Restricted,
            "/guarantees/GB.response",
            []
        )
    );

    private static Notice At(Instant at, NoticeRule? rule = null, Delivery[]? tried = null, params Acknowledgement[] taken) =>
        NoticeBoard.At([Raised], [rule ?? Rule], tried ?? [], taken, at).ShouldHaveSingleItem();

    private static Delivery Mail(string office, int number, DeliveryOutcome outcome, Instant at) =>
        new(7, office, NoticeChannel.Email, number, outcome, "x", at);

    private static Acknowledgement By(string office, Instant at) => new(9, 7, office, "olena", "", at);

    [Fact]
    public void Nobody_acknowledges_and_it_goes_from_office_to_office_until_nobody_is_left()
    {
        At(T0).Offices.ShouldBe(["watch"]);
        var told = new[] { Mail("watch", 1, DeliveryOutcome.Taken, T0) };
        var waiting = At(T0 + Quarter - Duration.Epsilon, tried: told);
        (waiting.State, waiting.Step, waiting.NextAt).ShouldBe((NoticeState.Waiting, 0, T0 + Quarter));
        At(T0 + Quarter, tried: told).Offices.ShouldBe(["watch", "head"]);
        At(T0 + Quarter + Quarter, tried: told).Offices.ShouldBe(["watch", "head", "legal"]);
        var last = At(T0 + (Quarter * 3), tried: told);
        (last.State, last.NextAt).ShouldBe((NoticeState.NobodyLeft, null));
    }

    [Fact]
    public void An_acknowledgement_stops_it_where_it_is()
    {
        var done = At(T0 + Duration.FromHours(5), tried: null, taken: By("watch", T0 + Duration.FromMinutes(20)));
        (done.State, done.Step, done.NextAt).ShouldBe((NoticeState.Acknowledged, 1, null));
        done.Offices.ShouldBe(["watch", "head"], "it had gone on before");
        At(T0 + Duration.FromMinutes(5), taken: By("watch", T0 + Duration.FromMinutes(20)))
            .State.ShouldBe(NoticeState.Waiting, "not yet then");
    }

    [Fact]
    public void A_bounce_goes_on_at_once_and_a_deferral_is_tried_again_after_growing_waits()
    {
        var minute = Duration.FromMinutes(1);
        var bounced = At(T0 + minute, tried: [Mail("watch", 1, DeliveryOutcome.Bounced, T0 + minute)]);
        bounced.Offices.ShouldBe(["watch", "head"]);
        bounced.Tellings.Single(t => t is { Office: "watch", Channel: NoticeChannel.Email }).State.ShouldBe(TellingState.Failed);

        var once = At(T0 + minute, tried: [Mail("watch", 1, DeliveryOutcome.Deferred, T0)]);
        once.Tellings.Single(t => t.Channel == NoticeChannel.Email).State.ShouldBe(TellingState.Due);
        var twice = At(
            T0 + minute,
            tried: [Mail("watch", 1, DeliveryOutcome.Deferred, T0), Mail("watch", 2, DeliveryOutcome.Deferred, T0 + minute)]
        );
        var telling = twice.Tellings.Single(t => t.Channel == NoticeChannel.Email);
        (telling.State, telling.Next).ShouldBe((TellingState.Waiting, T0 + (minute * 3)));
    }

    [Fact]
    public void What_is_tried_as_often_as_it_is_tried_has_failed()
    {
        var tried = Enumerable
            .Range(1, NoticeBoard.MostAttempts)
            .Select(n => Mail("watch", n, DeliveryOutcome.Deferred, T0 + Duration.FromSeconds(n)))
            .ToArray();
        var now = At(T0 + Duration.FromMinutes(1), tried: tried);
        now.Offices.ShouldBe(["watch", "head"], "no way reaches the first any more");
    }

    [Fact]
    public void The_page_alone_cannot_bounce_and_a_rule_without_acknowledgement_goes_nowhere()
    {
        var page = At(T0 + Duration.FromMinutes(1), Rule with { By = [NoticeChannel.Page] });
        page.Tellings.ShouldAllBe(t => t.State == TellingState.Told);
        page.Step.ShouldBe(0);
        var told = At(T0 + Duration.FromDays(9), Rule with { Acknowledge = null });
        (told.State, told.Step, told.NextAt).ShouldBe((NoticeState.ForInformation, 0, null));
    }

    [Fact]
    public void A_quarter_of_an_hour_is_one_across_the_change_to_summer_time()
    {
        // 29 March 2026, 03:00 in Kyiv, when the clocks go to 04:00.
        var zone = DateTimeZoneProviders.Tzdb["Europe/Kyiv"];
        var before = new LocalDateTime(2026, 3, 29, 2, 55).InZoneStrictly(zone).ToInstant();
        var raised = Raised with { At = before };
        Notice Of(Instant at) => NoticeBoard.At([raised], [Rule], [], [], at).Single();
        Of(before + Quarter - Duration.Epsilon).Step.ShouldBe(0);
        Of(before + Quarter).Step.ShouldBe(1);
        Of(before + Quarter).NextAt.ShouldBe(before + (Quarter * 2));
    }

    [Fact]
    public void A_rule_for_one_undertaking_is_for_no_other()
    {
        var other = Rule with { Undertaking = "FR.response" };
        NoticeBoard.At([Raised], [other], [], [], T0).ShouldBeEmpty();
        NoticeBoard.At([Raised], [Rule with { On = SignalKind.TaskDue }], [], [], T0).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("mail: {host: mail.example.org, port: 25x, from: a@b.org}\noffices: {}", "", "'port' lies between")]
    [InlineData("mail: {host: h, from: nobody}\n", "", "'from' is an address")]
    [InlineData("mail: {host: h, from: a@b.org, security: tsl}\n", "", "Did you mean 'tls'?")]
    [InlineData("offices:\n  wach: {webhook: https://example.org/x}\n", "contacts.yaml:2:3", "Did you mean 'watch'?")]
    [InlineData("offices:\n  watch: {email: a@b.org}\n", "contacts.yaml:2:", "has no 'mail'")]
    [InlineData("offices:\n  watch: {webhook: 'http://example.org/x'}\n", "contacts.yaml:2:", "https address")]
    [InlineData("offices:\n  watch: {webhook: 'https://me:secret@example.org/x'}\n", "contacts.yaml:2:", "without a name and password")]
    [InlineData("offices:\n  watch: {clearance: secret}\n", "contacts.yaml:2:", "'clearance' is one of public, restricted, confidential")]
    [InlineData("office: {}\n", "contacts.yaml:1:1", "Did you mean 'offices'?")]
    public void A_wrong_file_of_contacts_is_told_where_and_what(string text, string where, string what)
    {
        var (contacts, diagnostics) = ContactsFile.Read("contacts.yaml", text, ["watch", "head"]);
        var said = diagnostics.Select(d => d.ToString()).ToArray();
        said.ShouldContain(s => s.Contains(what, StringComparison.Ordinal), string.Join('\n', said));
        if (where.StartsWith("contacts", StringComparison.Ordinal))
        {
            said.ShouldContain(s => s.StartsWith(where, StringComparison.Ordinal), string.Join('\n', said));
        }
        contacts.ShouldBe(Contacts.None, "with an error nobody is written to");
    }
}
