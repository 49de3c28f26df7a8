using Holdfast.App.Access;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using Shouldly;

namespace Holdfast.Tests.Access;

/// <summary>Outside issuers: their file, and whom their claims let in.</summary>
public sealed class IssuersTests
{
    private const string Good = """
        issuers:
          - issuer: https://login.example.org/realms/mission
            audience: holdfast
            keys: keys.json
            account: sub
            scopes: scope
            accounts:
              3f1c: olena
              9a2b: petro
          - issuer: https://other.example.org
            audience: holdfast
            account: preferred_username
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_file_says_who_may_vouch_for_whom()
    {
        var (issuers, complaints) = IssuersFile.Read("issuers.yaml", Good);
        complaints.ShouldBeEmpty();
        var first = issuers.Find("https://login.example.org/realms/mission").ShouldNotBeNull();
        (first.Audience, first.KeysFile, first.AccountClaim, first.ScopesClaim).ShouldBe(("holdfast", "keys.json", "sub", "scope"));
        first.Accounts["9a2b"].ShouldBe("petro");
        issuers.Find("https://other.example.org").ShouldNotBeNull().KeysFile.ShouldBeNull();
        issuers.Find("https://LOGIN.example.org/realms/mission").ShouldBeNull();
        issuers.Find("https://other.example.org/").ShouldBeNull();
    }

    [Theory]
    [InlineData("issuer: x", "issuers.yaml:1:1: error unknown-key", "Did you mean 'issuers'?")]
    [InlineData("issuers: 7", "issuers.yaml:1:10: error wrong-type", "expected a list")]
    [InlineData("issuers:\n  - 7", "issuers.yaml:2:5: error wrong-type", "expected an issuer")]
    [InlineData(
        "issuers:\n  - isuer: https://a.example\n    audience: a\n    account: sub",
        "issuers.yaml:2:5: error unknown-key",
        "'issuer'"
    )]
    [InlineData("issuers:\n  - issuer: https://a.example\n    account: sub", "issuers.yaml:2:5: error missing-key", "needs 'audience'")]
    [InlineData("issuers:\n  - {issuer: 'http://a.example', audience: a, account: sub}", "issuers.yaml:2:14: error bad-issuer", "https")]
    [InlineData(
        "issuers:\n  - {issuer: 'https://a.example', audience: a, account: sub, keys: discovry}",
        "error bad-keys",
        "Did you mean 'discovery'?"
    )]
    [InlineData(
        "issuers:\n  - {issuer: 'https://a.example', audience: a, account: sub, keys: ../k.json}",
        "error bad-keys",
        "beside this one"
    )]
    [InlineData(
        "issuers:\n  - {issuer: 'https://a.example', audience: a, account: sub, accounts: {x: Olena}}",
        "error bad-name",
        "Did you mean 'olena'?"
    )]
    [InlineData("issuers:\n  - {issuer: 'https://a.example', audience: a, account: sub, accounts: {}}", "error empty", "names nobody")]
    [InlineData(
        "issuers:\n  - {issuer: 'https://a.example', audience: a, account: sub, accounts: {x: olena, x: petro}}",
        "error duplicate-key",
        "twice"
    )]
    [InlineData("issuers: [", "error yaml-syntax", "")]
    [InlineData("", "error empty-file", "")]
    [InlineData("issuers: &a []", "error yaml-anchor", "")]
    public void What_is_wrong_is_named_with_its_place_and_nobody_is_let_in(string text, string where, string what)
    {
        var (issuers, complaints) = IssuersFile.Read("issuers.yaml", text);
        issuers.All.ShouldBeEmpty();
        var said = string.Join('\n', complaints);
        said.ShouldContain(where);
        said.ShouldContain(what);
    }

    [Fact]
    public void The_same_issuer_twice_is_an_error()
    {
        var one = "\n  - {issuer: 'https://a.example', audience: a, account: sub}";
        var (issuers, complaints) = IssuersFile.Read("issuers.yaml", "issuers:" + one + one);
        complaints.ShouldHaveSingleItem().ToString().ShouldStartWith("issuers.yaml:3:5: error twice");
        issuers.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Claims_let_in_whom_they_name_and_nobody_else()
    {
        await using var desk = await WithIssuersAsync();
        const string issuer = "https://login.example.org/realms/mission";
        (await Fault("https://evil.example.org", "holdfast", ("sub", "3f1c"))).ShouldBe(ClaimFault.UnknownIssuer);
        (await Fault(issuer, "another", ("sub", "3f1c"))).ShouldBe(ClaimFault.WrongAudience);
        (await Fault(issuer, "holdfast", ("preferred_username", "olena"))).ShouldBe(ClaimFault.NoAccountClaim);
        (await Fault(issuer, "holdfast", ("sub", "3f1c"), ("sub", "9a2b"))).ShouldBe(ClaimFault.NoAccountClaim);
        // Where accounts are mapped, a name is no way around it.
        (await Fault(issuer, "holdfast", ("sub", "olena"), ("scope", "watch-room"))).ShouldBe(ClaimFault.UnknownAccount);
        (await Fault(issuer, "holdfast", ("sub", "9a2b"), ("scope", "watch-room"))).ShouldBe(ClaimFault.UnknownAccount);
        (await Fault(issuer, "holdfast", ("sub", "3f1c"), ("scope", "openid profile"))).ShouldBe(ClaimFault.NoScope);
        (await Fault(issuer, "holdfast", ("sub", "3f1c"))).ShouldBe(ClaimFault.NoScope);
        (await Fault("https://other.example.org", "holdfast", ("preferred_username", "OLENA"))).ShouldBe(ClaimFault.UnknownAccount);

        var narrow = await Admit(issuer, "holdfast", ("sub", "3f1c"), ("scope", "openid watch-room read-labelled manage-accounts"));
        var who = narrow.Principal.ShouldNotBeNull();
        who.Account.ShouldBe("olena");
        (who.May(Right.WatchRoom), who.May(Right.MendQuarantine), who.May(Right.ManageAccounts)).ShouldBe((true, false, false));
        var whole = (await Admit("https://other.example.org", "holdfast", ("preferred_username", "olena"))).Principal.ShouldNotBeNull();
        whole.May(Right.MendQuarantine).ShouldBeTrue();

        (await desk.Accounts.DisableAsync(Principal.LocalOperator, "olena", "", Stop)).Refusal.ShouldBeNull();
        (await Fault(issuer, "holdfast", ("sub", "3f1c"), ("scope", "watch-room"))).ShouldBe(ClaimFault.Disabled);

        async Task<ClaimAnswer> Admit(string from, string audience, params (string, string)[] claims) =>
            await desk.Accounts.PrincipalOfClaimsAsync(from, ["account", audience], claims, Stop);

        async Task<ClaimFault> Fault(string from, string audience, params (string, string)[] claims) =>
            (await Admit(from, audience, claims)).Fault;
    }

    [Fact]
    public async Task Whom_an_outside_issuer_lets_in_manages_nothing_and_deliberates_nowhere()
    {
        await using var desk = await WithIssuersAsync(Role.Administrator);
        await desk.EnlistAsync("marie", Desk.Give(Role.Commissioner));
        await desk.EnlistAsync("auditor-a", Desk.Give(Role.Auditor));
        await SeatTests.Seat(desk, "marie", "fr", SeatKind.Member);
        var auditor = (await desk.SignInAsync("auditor-a")).Principal;
        (await desk.Accounts.ConfirmSeatAsync(auditor, "marie", "ukraine", "fr", Stop)).Refusal.ShouldBeNull();
        (await Who("marie")).Seats.ShouldBeEmpty();
        var admin = await Who("olena");
        admin.May(Right.ManageAccounts).ShouldBeFalse();
        admin.May(Right.ReadAudit).ShouldBeTrue();
        (await desk.Accounts.DisableAsync(admin, "marie", "", Stop)).Refusal?.Code.ShouldBe(RefusalCode.NotPermitted);

        async Task<Principal> Who(string name)
        {
            (string, string)[] claims = [("preferred_username", name)];
            return (
                await desk.Accounts.PrincipalOfClaimsAsync("https://other.example.org", ["holdfast"], claims, Stop)
            ).Principal.ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task An_installation_with_a_wrong_file_does_not_open()
    {
        await using var desk = await Desk.OpenAsync();
        await File.WriteAllTextAsync(Path.Combine(desk.Var, "access", "issuers.yaml"), "isuers: []", Stop);
        var said = await Should.ThrowAsync<InvalidDataException>(async () => await desk.AnotherAsync());
        said.Message.ShouldContain("issuers.yaml:1:1: error unknown-key");
    }

    private static async Task<Desk> WithIssuersAsync(Role role = Role.WatchOfficer)
    {
        var desk = await Desk.OpenAsync();
        await File.WriteAllTextAsync(Path.Combine(desk.Var, "access", "issuers.yaml"), Good, Stop);
        await desk.ReopenAsync();
        await desk.EnlistAsync("olena", Desk.Give(role));
        return desk;
    }
}
