using Holdfast.App.Access;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Access;

/// <summary>Accounts from the first link to the last session, as their holders and administrators meet them.</summary>
public sealed class AccountsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_first_link_makes_an_account_whose_holder_signs_in()
    {
        await using var desk = await Desk.OpenAsync();
        (await desk.Accounts.AnyAsync(Stop)).ShouldBeFalse();
        await desk.EnlistAsync("olena", Desk.Give(Role.WatchOfficer) with { Nationality = "FR" });
        (await desk.Accounts.AnyAsync(Stop)).ShouldBeTrue();

        var granted = await desk.SignInAsync("olena");
        granted.Principal.Reader.Nationality.ShouldBe("FR");
        granted.Principal.May(Right.MendQuarantine).ShouldBeTrue();
        granted.Principal.May(Right.ManageAccounts).ShouldBeFalse();

        var admitted = await desk.Accounts.PrincipalOfSessionAsync(granted.Session, cancellation: Stop);
        admitted.Principal.ShouldNotBeNull().Account.ShouldBe("olena");
        (await desk.Accounts.SessionsAsync("olena", Stop)).ShouldHaveSingleItem().From.ShouldBe("test");

        await desk.Accounts.SignOutAsync(granted.Session, Stop);
        (await desk.Accounts.PrincipalOfSessionAsync(granted.Session, cancellation: Stop)).Fault.ShouldBe(AdmissionFault.Unknown);
    }
}
