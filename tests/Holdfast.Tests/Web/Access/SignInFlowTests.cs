using System.Net;
using System.Net.Http.Json;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Web.Access;

/// <summary>Coming in, staying in and being put out, through the pages as a browser meets them.</summary>
public sealed class SignInFlowTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Somebody_with_a_first_link_chooses_a_password_scans_a_square_and_signs_in()
    {
        await using var host = await AccessHost.StartAsync();
        var admin = await host.OperatorAsync();
        var made = await AccessHost.ReadAsync(
            await AccessHost.SendAsync(admin, "/accounts", "/accounts", ("name", "olena"), ("role", "analyst"), ("clearance", "restricted"))
        );
        var link = new Uri(made.QuerySelector(".notice code.secret")?.TextContent.ShouldNotBeNull() ?? "").PathAndQuery;

        var client = host.Browser();
        var first = await AccessHost.PageAsync(client, link);
        var secret = first.QuerySelector("input[name=link]")?.GetAttribute("value") ?? "";
        var token = first.QuerySelector("input[name=forgery]")?.GetAttribute("value") ?? "";
        var enrol = await AccessHost.ReadAsync(
            await AccessHost.PostAsync(
                client,
                "/first-link",
                token,
                ("link", secret),
                ("password", Desk.Password),
                ("again", Desk.Password)
            )
        );
        enrol.QuerySelector("svg.qr path")?.GetAttribute("d").ShouldNotBeNull().ShouldStartWith("M4 4h7v1");
        var seed = Totp.FromBase32(enrol.QuerySelector("code.secret")?.TextContent ?? "").ShouldNotBeNull();
        string Code() => Totp.Code(seed, Totp.StepAt(host.Desk.Clock.Now));
        var ticket = enrol.QuerySelector("input[name=ticket]")?.GetAttribute("value") ?? "";
        var next = enrol.QuerySelector("input[name=forgery]")?.GetAttribute("value") ?? "";
        (await AccessHost.PostAsync(client, "/first-link/code", next, ("ticket", ticket), ("code", Code()))).StatusCode.ShouldBeRedirect();

        host.Desk.Clock.Advance(Duration.FromSeconds(30));
        var entered = await AccessHost.SendAsync(
            client,
            "/sign-in?back=/m/easter",
            "/sign-in",
            ("name", "olena"),
            ("password", Desk.Password),
            ("code", Code()),
            ("back", "/m/easter/facts")
        );
        entered.Headers.Location?.ToString().ShouldBe("/m/easter/facts");
        (await AccessHost.PageAsync(client, "/m/easter")).QuerySelector(".who")?.TextContent.Trim().ShouldBe("olena, analyst");
        (await client.GetAsync("/accounts", Stop)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await client.GetAsync(link, Stop)).StatusCode.ShouldBe(HttpStatusCode.OK, "the page opens; the link itself is used up");
    }

    [Theory]
    [InlineData("http", false)]
    [InlineData("https", true)]
    public async Task The_session_cookie_is_opaque_and_kept_from_scripts_and_other_sites(string scheme, bool secure)
    {
        await using var host = await AccessHost.StartAsync();
        await host.Desk.EnlistAsync("olena", Desk.Give(Role.Analyst));
        host.Desk.Clock.Advance(Duration.FromSeconds(30));
        var client = host.Browser(scheme);
        var answer = await AccessHost.SendAsync(
            client,
            "/sign-in",
            "/sign-in",
            ("name", "olena"),
            ("password", Desk.Password),
            ("code", host.Desk.Code("olena"))
        );
        var cookie = answer.Headers.GetValues("Set-Cookie").Last(c => c.StartsWith("hf-session=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        cookie.Contains("secure", StringComparison.Ordinal).ShouldBe(secure);
        cookie.ShouldNotContain("olena");
    }

    [Fact]
    public async Task A_sign_in_makes_a_new_session_and_ends_the_one_before()
    {
        await using var host = await AccessHost.StartAsync();
        var client = await host.EnlistAsync("olena", Role.Analyst);
        (await host.Desk.Accounts.SessionsAsync("olena", Stop)).Length.ShouldBe(1);
        host.Desk.Clock.Advance(Duration.FromSeconds(30));
        await AccessHost.SendAsync(
            client,
            "/sign-in",
            "/sign-in",
            ("name", "olena"),
            ("password", Desk.Password),
            ("code", host.Desk.Code("olena"))
        );
        (await host.Desk.Accounts.SessionsAsync("olena", Stop)).Length.ShouldBe(1);
        (await AccessHost.SendAsync(client, "/account", "/sign-out")).StatusCode.ShouldBeRedirect();
        (await host.Desk.Accounts.SessionsAsync("olena", Stop)).ShouldBeEmpty();
        (await client.GetAsync("/account", Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_owner_of_the_machine_comes_and_goes_on_the_record()
    {
        await using var host = await AccessHost.StartAsync();
        var owner = await host.OperatorAsync();
        (await AccessHost.SendAsync(owner, "/account", "/sign-out")).StatusCode.ShouldBeRedirect();
        (await owner.GetAsync("/accounts", Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var told = await host.AuditAsync("?kind=sign-ins");
        told.ShouldContain("Signed in by the one-time link");
        told.ShouldContain("Signed out");
        told.ShouldContain(Core.Access.Principal.LocalOperator.Account);
        told.ShouldNotContain("Cannot be read");
    }

    [Fact]
    public async Task A_wrong_name_password_or_code_get_the_same_answer()
    {
        await using var host = await AccessHost.StartAsync();
        await host.Desk.EnlistAsync("olena", Desk.Give(Role.Analyst));
        var client = host.Browser();
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (
            var (name, password, code) in new[]
            {
                ("nobody", Desk.Password, "123456"),
                ("olena", "wrong wrong wrong", "123456"),
                ("olena", Desk.Password, "000000"),
            }
        )
        {
            var answer = await AccessHost.SendAsync(client, "/sign-in", "/sign-in", ("name", name), ("password", password), ("code", code));
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            said.Add((await AccessHost.ReadAsync(answer)).QuerySelector(".notice[role=alert]")?.TextContent ?? "");
        }
        said.ShouldHaveSingleItem().ShouldContain("wrong");
    }

    [Fact]
    public async Task A_session_ends_without_use_and_when_its_account_is_changed()
    {
        await using var host = await AccessHost.StartAsync();
        var olena = await host.EnlistAsync("olena", Role.Analyst);
        var taras = await host.EnlistAsync("taras", Role.Analyst);
        var admin = await host.OperatorAsync();
        var changed = await AccessHost.SendAsync(
            admin,
            "/accounts/olena",
            "/accounts/olena/grant",
            ("role", "planner"),
            ("clearance", "public")
        );
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await olena.GetAsync("/account", Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await taras.GetAsync("/account", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Desk.Clock.Advance(Duration.FromMinutes(31));
        var late = await taras.GetAsync("/account", Stop);
        late.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await late.Content.ReadAsStringAsync(Stop)).ShouldContain("Your session has ended");
        (await host.AuditAsync("?kind=refusals")).ShouldContain("ended-session: the session has expired");
    }

    [Theory]
    [InlineData("disabled")]
    [InlineData("expired")]
    [InlineData("revoked")]
    [InlineData("another role")]
    public async Task A_live_stream_ends_with_what_let_its_reader_in(string how)
    {
        await using var host = await AccessHost.StartAsync();
        await host.Desk.EnlistAsync("olena", Desk.Give(Role.Analyst));
        var granted = await host.Desk.SignInAsync("olena");
        var token = await host.Desk.Accounts.IssueTokenAsync(
            granted.Principal,
            "olena",
            "listening",
            ["read-released"],
            host.Desk.Clock.Now + Duration.FromDays(1),
            Stop
        );
        var client = how == "revoked" ? host.Program(token.Secret) : host.Program(session: granted.Session);
        using var answer = await client.GetAsync("/m/easter/live", HttpCompletionOption.ResponseHeadersRead, Stop);
        using var stream = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));
        (await stream.ReadLineAsync(Stop)).ShouldBe("event: head");
        switch (how)
        {
            case "disabled":
                (await host.Desk.Accounts.DisableAsync(Principal.LocalOperator, "olena", "left", Stop)).Refusal.ShouldBeNull();
                break;
            case "another role":
                (
                    await host.Desk.Accounts.ChangeAsync(Principal.LocalOperator, "olena", Desk.Give(Role.Planner), Stop)
                ).Refusal.ShouldBeNull();
                break;
            case "expired":
                host.Desk.Clock.Advance(Duration.FromMinutes(31));
                break;
            default:
                var id = (await host.Desk.Accounts.BookAsync(Stop)).Accounts["olena"].Tokens.Keys.Single();
                (await host.Desk.Accounts.RevokeTokenAsync(granted.Principal, "olena", id, Stop)).Refusal.ShouldBeNull();
                break;
        }
        var rest = await stream.ReadToEndAsync(Stop);
        rest.ShouldContain("event: ended");
    }

    [Fact]
    public async Task A_token_does_what_it_was_made_for_and_nothing_else()
    {
        await using var host = await AccessHost.StartAsync();
        var olena = await host.EnlistAsync("olena", Role.Analyst);
        var made = await AccessHost.ReadAsync(
            await AccessHost.SendAsync(
                olena,
                "/account",
                "/account/tokens",
                ("called", "reports"),
                ("days", "7"),
                ("scope", "write-observations")
            )
        );
        var token = made.QuerySelector(".notice code.secret")?.TextContent ?? "";
        token.ShouldStartWith("hfp_");
        var program = host.Program(token);
        var fact = await program.PostAsJsonAsync("/api/v1/missions/easter/facts", new { name = "x" }, Stop);
        fact.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await fact.Content.ReadAsStringAsync(Stop)).ShouldContain("was not made for");
        var report = await program.PostAsJsonAsync("/api/v1/missions/easter/reports", new { }, Stop);
        report.StatusCode.ShouldBe(HttpStatusCode.BadRequest, "admitted; the report itself is wrong");
        (await program.GetAsync("/accounts", Stop)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var id = (await host.Desk.Accounts.BookAsync(Stop)).Accounts["olena"].Tokens.Keys.Single();
        (await AccessHost.SendAsync(olena, "/account", $"/account/tokens/{id}/revoke")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await program.GetAsync("/api/v1/missions", Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        host.Log.Text.ShouldNotContain(token);
    }

    [Fact]
    public async Task A_member_s_seat_needs_a_second_person()
    {
        await using var host = await AccessHost.StartAsync();
        var admin = await host.OperatorAsync();
        await host.Desk.EnlistAsync("marie", Desk.Give(Role.Commissioner));
        var given = await AccessHost.SendAsync(admin, "/accounts/marie", "/accounts/marie/seats", ("seat", "easter/fr"));
        (await given.Content.ReadAsStringAsync(Stop)).ShouldContain("waits until somebody else");
        var again = await AccessHost.PageAsync(admin, "/seats");
        again.QuerySelector("form button")?.TextContent.ShouldBeNull("the operator gave the seat and does not confirm it");

        var auditor = await host.EnlistAsync("aud", Role.Auditor);
        (await AccessHost.PageAsync(await host.SignedInAsync("marie"), "/account")).Body?.TextContent.ShouldNotContain("Seat fr");
        var confirmed = await AccessHost.SendAsync(
            auditor,
            "/seats",
            "/seats/confirm",
            ("account", "marie"),
            ("mission", "easter"),
            ("person", "fr")
        );
        confirmed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AccessHost.PageAsync(await host.SignedInAsync("marie"), "/account")).Body?.TextContent.ShouldContain("Seat fr");
        var said = await host.AuditAsync("?account=marie");
        said.ShouldContain("Seat given: fr in easter, member");
        said.ShouldContain("Seat confirmed: fr in easter");
    }
}
