using System.Net;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using Shouldly;

namespace Holdfast.Tests.Web.Access;

/// <summary>Whatever is refused is refused with a reason, and the auditor can see it.</summary>
public sealed class RefusedAndNotedTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_denied_right_and_an_unknown_mission_are_noted_with_the_account()
    {
        await using var host = await AccessHost.StartAsync();
        var client = await host.EnlistAsync("olena", Role.Planner);
        (await client.GetAsync("/audit", Stop)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await client.GetAsync("/m/nowhere/facts", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var said = await host.AuditAsync("?account=olena&kind=refusals");
        said.ShouldContain("GET /audit");
        said.ShouldContain("denied: not of any role");
        said.ShouldContain("unknown-mission");
        said.ShouldNotContain("nowhere");
    }

    [Fact]
    public async Task A_form_sent_twice_acts_once()
    {
        await using var host = await AccessHost.StartAsync();
        var admin = await host.OperatorAsync();
        var token = await AccessHost.TokenAsync(admin, "/accounts", "/accounts");
        (string, string)[] fields = [("name", "olena"), ("role", "analyst"), ("clearance", "public")];
        (await AccessHost.PostAsync(admin, "/accounts", token, fields)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (string, string)[] other = [("name", "taras"), ("role", "analyst"), ("clearance", "public")];
        var again = await AccessHost.PostAsync(admin, "/accounts", token, other);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await again.Content.ReadAsStringAsync(Stop)).ShouldContain("A form acts once");
        (await host.Desk.Accounts.BookAsync(Stop)).Accounts.Keys.ShouldBe(["olena"]);
        (await host.AuditAsync("?kind=refusals")).ShouldContain("replay");
    }

    [Fact]
    public async Task A_form_of_another_session_or_an_old_one_or_none_is_refused()
    {
        await using var host = await AccessHost.StartAsync();
        var admin = await host.OperatorAsync();
        var other = await host.EnlistAsync("root", Role.Administrator);
        var stolen = await AccessHost.TokenAsync(other, "/accounts", "/accounts");
        (await AccessHost.PostAsync(admin, "/accounts", stolen, ("name", "evil"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await AccessHost.PostAsync(admin, "/accounts", "", ("name", "evil"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await host.Desk.Accounts.BookAsync(Stop)).Accounts.Keys.ShouldBe(["root"]);
        (await host.AuditAsync("?kind=refusals")).ShouldContain("forgery: token missing, old, or another session's");
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task A_post_from_another_site_is_refused_even_with_a_good_token(string header, string value)
    {
        await using var host = await AccessHost.StartAsync();
        var admin = await host.OperatorAsync();
        var token = await AccessHost.TokenAsync(admin, "/accounts", "/accounts");
        admin.DefaultRequestHeaders.Add(header, value);
        var answer = await AccessHost.PostAsync(admin, "/accounts", token, ("name", "evil"), ("role", "administrator"));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await host.Desk.Accounts.AnyAsync(Stop)).ShouldBeFalse();
        (await host.AuditAsync("?kind=refusals")).ShouldContain("cross-site");
    }

    [Fact]
    public async Task Forged_tokens_are_refused_on_every_route_and_noted()
    {
        await using var desk = await Desk.OpenAsync();
        using var issuer = new TokenIssuer();
        await desk.EnlistAsync("olena", Desk.Give(Role.Analyst));
        File.WriteAllText(
            Path.Combine(desk.Var, "access", "issuers.yaml"),
            $"issuers:\n  - issuer: {TokenIssuer.Name}\n    audience: {TokenIssuer.Audience}\n    account: sub\n"
        );
        await using var accounts = await desk.AnotherAsync();
        await using var host = await AccessHost.WithAsync(desk, accounts, new DiscoveryChannel(issuer));
        var now = desk.Clock.GetUtcNow();
        (await host.Program(issuer.Good(now)).GetAsync("/m/easter", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (string Token, string Says)[] forged =
        [
            (issuer.Forged(now, """{"alg":"none","typ":"JWT","kid":"rsa-1"}""", []), "its algorithm 'none' is not allowed"),
            (issuer.Confused(now), "its algorithm 'HS256' is not allowed"),
            (issuer.Good(now.AddHours(-2)), "it has expired, or is not valid yet"),
            (issuer.Good(now, "nobody"), "its claims let nobody in: unknown account"),
            ("hfp_0000000000000000000000000000", "nobody knows this token"),
            ("rubbish", "nobody knows this token"),
        ];
        foreach (var (token, _) in forged)
        {
            foreach (var path in new[] { "/m/easter", "/api/v1/missions", "/audit" })
            {
                (await host.Program(token).GetAsync(path, Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
            }
        }
        var said = await host.AuditAsync("?kind=refusals");
        forged.Select(f => f.Says).ShouldAllBe(says => said.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Guessing_at_the_door_runs_into_a_wall()
    {
        await using var host = await AccessHost.StartAsync();
        var client = host.Browser();
        var walls = 0;
        for (var i = 0; i < 24 && walls == 0; i++)
        {
            var answer = await AccessHost.PostAsync(client, "/sign-in", "", ("name", "olena"));
            walls += answer.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
        }
        walls.ShouldBe(1);
        (await client.GetAsync("/m/easter", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK, "reading has a bucket of its own");
        (await host.AuditAsync("?kind=refusals")).ShouldContain("too-many: rate limit");
    }

    [Fact]
    public async Task An_auditor_without_clearance_reads_the_audit_and_nothing_else()
    {
        await using var host = await AccessHost.StartAsync();
        await host.Desk.EnlistAsync("aud", Desk.Give(Role.Auditor) with { Clearance = Classification.Public });
        var page = await AccessHost.PageAsync(await host.SignedInAsync("aud"), "/audit");
        page.QuerySelector("tbody")?.TextContent.ShouldContain("Account made: auditor; public");
    }

    [Fact]
    public async Task The_audit_is_filtered_by_account_kind_and_day_and_says_what_it_does_not_understand()
    {
        await using var host = await AccessHost.StartAsync();
        await host.EnlistAsync("olena", Role.Planner);
        (await host.AuditAsync("?kind=sign-ins")).ShouldContain("Signed in");
        (await host.AuditAsync("?kind=accounts")).ShouldNotContain("Signed in");
        (await host.AuditAsync("?day=2026-03-01&account=olena")).ShouldContain("Account made: planner");
        (await host.AuditAsync("?day=2026-02-28")).ShouldContain("Nothing to show");
        var operators = await host.OperatorAsync();
        var wrong = await AccessHost.PageAsync(operators, "/audit?kind=refusal", HttpStatusCode.BadRequest);
        wrong.Body?.TextContent.ShouldContain("Did you mean 'refusals'?");
    }
}
