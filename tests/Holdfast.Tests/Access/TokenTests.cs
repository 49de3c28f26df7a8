using Holdfast.App.Access;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Access;

/// <summary>Tokens for programs: scopes, expiry, and forgeries.</summary>
public sealed class TokenTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_does_what_it_was_made_for_until_its_day()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.EnlistAsync("olena", Desk.Give(Role.WatchOfficer));
        var made = await Issue(desk, Principal.LocalOperator, "write-observations", "read-released");
        var text = made.Secret.ShouldNotBeNull();
        text.ShouldStartWith("hfp_");
        var who = (await desk.Accounts.PrincipalOfTokenAsync(text, Stop)).Principal.ShouldNotBeNull();
        who.May(Right.WriteObservations).ShouldBeTrue();
        who.Decide(Right.MendQuarantine).ShouldBe(RightDecision.OutsideScope);

        desk.Clock.Advance(Duration.FromDays(30));
        var late = await desk.Accounts.PrincipalOfTokenAsync(text, Stop);
        (late.Principal, late.Fault, late.Account).ShouldBe((null, AdmissionFault.Expired, "olena"));
    }

    [Fact]
    public async Task A_revoked_token_and_a_disabled_account_are_kept_out_at_once()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.EnlistAsync("olena", Desk.Give(Role.WatchOfficer));
        var text = (await Issue(desk, Principal.LocalOperator, "watch-room")).Secret ?? "";
        (await desk.Accounts.DisableAsync(Principal.LocalOperator, "olena", "", Stop)).Refusal.ShouldBeNull();
        (await desk.Accounts.PrincipalOfTokenAsync(text, Stop)).Fault.ShouldBe(AdmissionFault.Disabled);
        (await desk.Accounts.EnableAsync(Principal.LocalOperator, "olena", Stop)).Refusal.ShouldBeNull();
        (await desk.Accounts.PrincipalOfTokenAsync(text, Stop)).Principal.ShouldNotBeNull();

        var id = (await desk.Accounts.BookAsync(Stop)).Accounts["olena"].Tokens.Keys.Single();
        (await desk.Accounts.RevokeTokenAsync(Principal.LocalOperator, "olena", "000000000000", Stop)).Refusal?.Code.ShouldBe(
            RefusalCode.NoSuchToken
        );
        (await desk.Accounts.RevokeTokenAsync(Principal.LocalOperator, "olena", id, Stop)).Refusal.ShouldBeNull();
        (await desk.Accounts.PrincipalOfTokenAsync(text, Stop)).Fault.ShouldBe(AdmissionFault.Unknown);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hfp_")]
    [InlineData("hfp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("hfp_\u0000\n")]
    [InlineData("' OR 1=1 --")]
    public async Task A_forged_token_is_unknown(string text)
    {
        await using var desk = await Desk.OpenAsync();
        await desk.EnlistAsync("olena", Desk.Give(Role.WatchOfficer));
        await Issue(desk, Principal.LocalOperator, "watch-room");
        (await desk.Accounts.PrincipalOfTokenAsync(text, Stop)).Fault.ShouldBe(AdmissionFault.Unknown);
        (await desk.Accounts.PrincipalOfTokenAsync(text + new string('x', 1_000_000), Stop)).Fault.ShouldBe(AdmissionFault.Unknown);
        (await desk.Accounts.PrincipalOfSessionAsync(text, cancellation: Stop)).Fault.ShouldBe(AdmissionFault.Unknown);
    }

    [Fact]
    public async Task One_changed_letter_makes_a_token_unknown()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.EnlistAsync("olena", Desk.Give(Role.WatchOfficer));
        var text = (await Issue(desk, Principal.LocalOperator, "watch-room")).Secret ?? "";
        for (var i = 0; i < text.Length; i++)
        {
            var forged = text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..];
            (await desk.Accounts.PrincipalOfTokenAsync(forged, Stop)).Fault.ShouldBe(AdmissionFault.Unknown);
        }
    }

    [Fact]
    public async Task A_token_is_made_for_rights_that_the_account_has_and_for_a_year_at_most()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.EnlistAsync("olena", Desk.Give(Role.WatchOfficer));
        await desk.EnlistAsync("admin-a", Desk.Give(Role.Administrator));
        var wrong = (await Issue(desk, Principal.LocalOperator, "watch-rom")).Refusal.ShouldNotBeNull();
        (wrong.Code, wrong.Suggestion).ShouldBe((RefusalCode.BadScope, "watch-room"));
        (await Issue(desk, Principal.LocalOperator, "keep-record")).Refusal?.Code.ShouldBe(RefusalCode.BadScope);
        (await Issue(desk, Principal.LocalOperator)).Refusal?.Code.ShouldBe(RefusalCode.BadScope);
        (await Issue(desk, Principal.LocalOperator, 400, "watch-room")).Refusal?.Code.ShouldBe(RefusalCode.BadTime);
        (await Issue(desk, Principal.LocalOperator, -1, "watch-room")).Refusal?.Code.ShouldBe(RefusalCode.BadTime);
        var managing = await desk.Accounts.IssueTokenAsync(
            Principal.LocalOperator,
            "admin-a",
            "x",
            ["manage-accounts"],
            desk.Clock.Now + Duration.FromDays(1),
            Stop
        );
        managing.Refusal?.Code.ShouldBe(RefusalCode.BadScope);
        for (var i = 0; i < TokenLaw.MostTokens; i++)
        {
            (await Issue(desk, Principal.LocalOperator, "watch-room")).Refusal.ShouldBeNull();
        }
        (await Issue(desk, Principal.LocalOperator, "watch-room")).Refusal?.Code.ShouldBe(RefusalCode.TooMany);
    }

    [Fact]
    public async Task Only_the_holders_own_token_carries_a_members_seat()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.EnlistAsync("olena", Desk.Give(Role.Commissioner));
        await desk.EnlistAsync("auditor-a", Desk.Give(Role.Auditor));
        await SeatTests.Seat(desk, "olena", "fr", SeatKind.Member);
        var auditor = (await desk.SignInAsync("auditor-a")).Principal;
        (await desk.Accounts.ConfirmSeatAsync(auditor, "olena", "ukraine", "fr", Stop)).Refusal.ShouldBeNull();
        var olena = (await desk.SignInAsync("olena")).Principal;
        var own = (await Issue(desk, olena, "act-in-commission")).Secret ?? "";
        var others = (await Issue(desk, Principal.LocalOperator, "act-in-commission")).Secret ?? "";
        (await Of(own)).SeatIn("ukraine", isMember: true).ShouldBe("fr");
        (await Of(others)).SeatIn("ukraine", isMember: true).ShouldBeNull();
        (await Of(others)).Seats.ShouldBeEmpty();

        async Task<Principal> Of(string text) => (await desk.Accounts.PrincipalOfTokenAsync(text, Stop)).Principal.ShouldNotBeNull();
    }

    private static ValueTask<AccountAnswer> Issue(Desk desk, Principal by, params string[] scopes) => Issue(desk, by, 30, scopes);

    private static ValueTask<AccountAnswer> Issue(Desk desk, Principal by, int days, params string[] scopes) =>
        desk.Accounts.IssueTokenAsync(by, "olena", "nightly import", scopes, desk.Clock.Now + Duration.FromDays(days), Stop);
}
