using System.Net;
using System.Net.Http.Json;
using System.Text;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Web.Access;

/// <summary>
/// Each kind of bad input goes through the running server as somebody with an account would send it: it is refused with a reason, recorded, and an auditor without any clearance reads of it on the
/// audit page, and reads nothing of what was sent or sealed.
/// </summary>
public sealed class BadInputTests
{
    /// <param name="Page">Which record the audit page is asked for: the mission's, or the installation's own.</param>
    /// <param name="Told">The line that an auditor reads; {c} is the case.</param>
    private sealed record Row(
        Func<CommissionOnline, Task<HttpResponseMessage>> Send,
        HttpStatusCode Status,
        string Reason,
        string Page,
        string Who,
        string Told
    );

    private const string Mission = "?record=" + CommissionOnline.Mission + "&kind=refusals";
    private const string Installation = "?kind=refusals";
    private const string Canary = "Zqcanary";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly Dictionary<string, Row> Table = new(StringComparer.Ordinal)
    {
        ["path tricks in file names"] = new(
            at => at.UploadAsync("inv", Encoding.ASCII.GetBytes(Canary), $"../../etc/{Canary}", "text/plain"),
            HttpStatusCode.BadRequest,
            "holds a path",
            Mission,
            "inv",
            "'evidence' in case {c} (case); bad-file-name"
        ),
        ["HTML and scripts in statements"] = new(
            at =>
                at.ActAsync(
                    "inv",
                    "statement",
                    ("id", "S1"),
                    ("pseudonym", "Heron"),
                    ("text", $"<script>{Canary}</script>"),
                    ("identity", "x"),
                    ("language", "uk"),
                    ("consent", "yes"),
                    ("risk", "none")
                ),
            HttpStatusCode.Conflict,
            "is markup or a script",
            Mission,
            "inv",
            "an act under seal in case {c} (case)"
        ),
        ["polyglot files"] = new(
            at => at.UploadAsync("inv", Encoding.ASCII.GetBytes($"GIF89a/*<script>{Canary}</script>*/=1"), "a.gif", "image/gif"),
            HttpStatusCode.Conflict,
            "several formats at once",
            Mission,
            "inv",
            "'evidence' in case {c} (case); several-formats"
        ),
        ["forged tokens"] = new(
            at => at.Host.Program("hfp_" + Canary + "0000000000000000000000").GetAsync("/m/canary/commission", Stop),
            HttpStatusCode.Unauthorized,
            "unknown, revoked, expired",
            Installation,
            "nobody known",
            "forged-token: nobody knows this token"
        ),
        ["replayed requests"] = new(
            async at =>
            {
                (string, string)[] fields = [("form", "hypothesis"), ("id", "H8"), ("text", Canary)];
                var token = await at.TokenAsync("inv");
                (await at.PostAsync("inv", "hypothesis", token, fields)).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
                return await at.PostAsync("inv", "hypothesis", token, fields);
            },
            HttpStatusCode.Conflict,
            "A form acts once",
            Installation,
            "inv",
            "acts/{word}; replay: the same form was sent before"
        ),
        ["a request's id that is used again for something else"] = new(
            async at =>
            {
                (
                    await at.ApiAsync(
                        "inv",
                        "hypothesis",
                        new
                        {
                            id = "H8",
                            text = "One",
                            actor = "RU",
                        },
                        "request-1"
                    )
                ).StatusCode.ShouldBe(HttpStatusCode.OK);
                return await at.ApiAsync(
                    "inv",
                    "hypothesis",
                    new
                    {
                        id = "H9",
                        text = Canary,
                        actor = "RU",
                    },
                    "request-1"
                );
            },
            HttpStatusCode.Conflict,
            "used for another request",
            Mission,
            "inv",
            "'hypothesis' in case {c} (case); used"
        ),
        ["cross-site posts"] = new(
            async at =>
            {
                var token = await at.TokenAsync("secretary");
                at.Client("secretary").DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
                return await at.PostAsync("secretary", "moved", token, ("form", "moved"), ("to", "closed"), ("reason", Canary));
            },
            HttpStatusCode.BadRequest,
            "Sent by another site",
            Installation,
            "sec",
            "acts/{word}; cross-site: sent from another site"
        ),
        ["a form of another session"] = new(
            async at => await at.PostAsync("secretary", "moved", await at.TokenAsync("inv"), ("form", "moved"), ("reason", Canary)),
            HttpStatusCode.BadRequest,
            "The form has expired",
            Installation,
            "sec",
            "acts/{word}; forgery: token missing, old, or another session's"
        ),
        ["expired sessions on live streams"] = new(
            async at =>
            {
                var session = (await at.Host.Desk.SignInAsync("sec")).Session;
                var client = at.Host.Program(session: session);
                var answer = await client.GetAsync("/m/canary/live", HttpCompletionOption.ResponseHeadersRead, Stop);
                using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
                (await stream.ReadLineAsync(Stop)).ShouldBe("event: head");
                at.Host.Desk.Clock.Advance(Duration.FromMinutes(31));
                var rest = await stream.ReadToEndAsync(Stop);
                rest.ShouldContain("event: ended");
                return new HttpResponseMessage(answer.StatusCode) { Content = new StringContent(rest) };
            },
            HttpStatusCode.OK,
            "event: ended",
            Installation,
            "sec",
            "/live; ended-session: a live stream was cut off"
        ),
        ["votes by recused members"] = new(
            at => at.ActAsync("pl", "vote", ("form", "vote"), ("vote", "V1"), ("choice", "for")),
            HttpStatusCode.Conflict,
            "recused",
            Mission,
            "pl",
            "an act under seal in case {c} (case)"
        ),
        ["transitions out of order"] = new(
            at => at.ApiAsync("secretary", "moved", new { to = "closed", reason = Canary }, null),
            HttpStatusCode.Conflict,
            "The act is refused",
            Mission,
            "secretary",
            "'moved' in case {c} (case); wrong-state"
        ),
        ["a field that cannot be read"] = new(
            at => at.ActAsync("secretary", "task", ("form", "task"), ("id", "T1"), ("title", Canary), ("due", "soon")),
            HttpStatusCode.BadRequest,
            "'due' is 'soon'",
            Mission,
            "secretary",
            "'task' in case {c} (case); bad-input"
        ),
        ["a document that cannot be read"] = new(
            at => at.ApiAsync("secretary", "task", new { nothing = Canary }, null),
            HttpStatusCode.BadRequest,
            "could not be read",
            Mission,
            "secretary",
            "an act that could not be made out (case); bad-input"
        ),
        ["an act in a case that may not be seen"] = new(
            at =>
                at.ApiAsync(
                    "rep",
                    "hypothesis",
                    new
                    {
                        id = "H1",
                        text = Canary,
                        actor = "RU",
                    },
                    null
                ),
            HttpStatusCode.NotFound,
            "There is no case",
            Mission,
            "rep-ru",
            "'hypothesis' (case); no-case"
        ),
        ["an act without a seat"] = new(
            at =>
                at.ApiAsync(
                    "idle",
                    "hypothesis",
                    new
                    {
                        id = "H1",
                        text = Canary,
                        actor = "RU",
                    },
                    null
                ),
            HttpStatusCode.NotFound,
            "There is no case",
            Mission,
            "public",
            "'hypothesis' (case); no-case"
        ),
        ["a party's answer by somebody who sits for none"] = new(
            async at =>
                await AccessHost.PostAsync(
                    at.Client("inv"),
                    $"/m/canary/commission/party/cases/{at.Id}/reply",
                    await at.TokenAsync("inv"),
                    ("text", Canary)
                ),
            HttpStatusCode.Forbidden,
            "",
            Installation,
            "inv",
            "no-seat: no seat of this commission that may do it"
        ),
        ["a release by one who may not read the entry"] = new(
            async at =>
                await AccessHost.PostAsync(
                    at.Client("secretary"),
                    "/m/canary/record/releases",
                    await at.TokenAsync("secretary"),
                    ("act", "propose"),
                    ("number", "999"),
                    ("to", "public"),
                    ("reason", Canary)
                ),
            HttpStatusCode.BadRequest,
            "There is no entry 999 that you may read",
            Mission,
            "sec",
            "'propose' (release); no-entry"
        ),
        ["an allegation that is not taken in"] = new(
            async at =>
            {
                var anybody = at.Host.Browser();
                const string Form = "/m/canary/commission/allege";
                return await AccessHost.SendAsync(anybody, Form, Form, ("text", Canary), ("against", "<script>"), ("once", "short"));
            },
            HttpStatusCode.Conflict,
            "The sender",
            Mission,
            "public",
            "'allegation' (intake); bad-id"
        ),
    };

    public static TheoryData<string> Kinds => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Bad_input_is_refused_with_a_reason_recorded_and_shown_to_the_auditor(string kind)
    {
        var row = Table[kind];
        await using var at = await CommissionOnline.StartAsync();
        var told = row.Told.Replace("{c}", at.Id, StringComparison.Ordinal);
        (await at.AuditedAsync(row.Page)).ShouldNotContain(line => line.What.Contains(told, StringComparison.Ordinal));

        using var answer = await row.Send(at);
        var said = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));
        answer.StatusCode.ShouldBe(row.Status, said);
        said.ShouldContain(row.Reason);

        var lines = await at.AuditedAsync(row.Page);
        var line = lines
            .Where(l => l.What.EndsWith(told, StringComparison.Ordinal))
            .ShouldHaveSingleItem(string.Join('\n', lines.Select(l => $"{l.Who}: {l.What}")));
        line.Who.ShouldBe(row.Who);
        line.When.ShouldNotBeEmpty();
        line.Entry.ShouldNotBeEmpty("a line is an entry of the record");
        // An auditor who was given nothing else reads nothing of what was sent, of the case's words, or of the deliberation.
        foreach (var page in new[] { Mission, Installation, "?record=" + CommissionOnline.Mission, "" })
        {
            var all = await at.AuditTextAsync(page);
            all.ShouldNotContain(Canary);
            all.ShouldNotContain(CommissionOnline.Words);
            all.ShouldNotContain("vote");
        }
    }

    [Fact]
    public async Task A_refused_vote_and_a_refused_note_of_a_deliberation_look_alike()
    {
        await using var at = await CommissionOnline.StartAsync();
        await at.ApiAsync("pl", "note", new { text = Canary }, null);
        at.Host.Desk.Clock.Advance(Duration.FromMinutes(1));
        await at.ActAsync("pl", "vote", ("form", "vote"), ("vote", "V1"), ("choice", "for"));
        var lines = await at.AuditedAsync(Mission);
        lines.Count.ShouldBe(2);
        lines.Select(l => (l.Who, l.What)).Distinct().ShouldHaveSingleItem();
    }
}
