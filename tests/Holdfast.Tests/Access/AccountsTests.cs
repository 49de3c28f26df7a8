using Holdfast.App.Access;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Access;

/// <summary>Accounts as administrators give them, and what nobody gets from any.</summary>
public sealed class AccountsTests
{
    private static readonly Principal Local = Principal.LocalOperator;

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

    [Theory]
    [InlineData("")]
    [InlineData("o")]
    [InlineData("Olena")]
    [InlineData("оlena")] // the first letter is Cyrillic
    [InlineData("ｏlena")] // full width
    [InlineData("olena\n")]
    [InlineData("olena\u0000")]
    [InlineData("ole\u202Ena")]
    [InlineData("olena olena")]
    [InlineData("1olena")]
    [InlineData("local operator")]
    [InlineData("access")]
    [InlineData("anyone")]
    [InlineData("a-name-that-is-longer-than-32-letters")]
    [InlineData("ole\uD800na")]
    public async Task A_name_that_could_deceive_is_refused(string name)
    {
        await using var desk = await Desk.OpenAsync();
        var refusal = (await desk.Accounts.CreateAsync(Local, name, Desk.Give(Role.Analyst), Stop)).Refusal.ShouldNotBeNull();
        refusal.Code.ShouldBe(RefusalCode.BadName);
        refusal.ToString().ShouldAllBe(c => c >= ' ' && c <= '~');
        (await desk.Accounts.AnyAsync(Stop)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Olena", "olena")]
    [InlineData("ｏｌｅｎａ", "olena")]
    [InlineData("olena_k", "olena-k")]
    [InlineData("оlena", null)]
    public void A_name_that_was_meant_is_suggested(string typed, string? meant) =>
        AccountName.Fault(typed).ShouldNotBeNull().Suggestion.ShouldBe(meant);

    [Theory]
    [InlineData("COMMISSION")]
    [InlineData("commission")]
    [InlineData("SEAL.2026-0001")]
    [InlineData("seal.x")]
    [InlineData("PARTY.UA")]
    [InlineData("AUDIT")]
    public async Task Categories_that_follow_from_seats_are_given_to_nobody(string category)
    {
        await using var desk = await Desk.OpenAsync();
        var grant = Desk.Give(Role.Administrator) with { Categories = [category] };
        (await desk.Accounts.CreateAsync(Local, "olena", grant, Stop)).Refusal?.Code.ShouldBe(RefusalCode.ReservedCategory);
        await desk.EnlistAsync("olena", Desk.Give(Role.Administrator));
        (await desk.Accounts.ChangeAsync(Local, "olena", grant, Stop)).Refusal?.Code.ShouldBe(RefusalCode.ReservedCategory);
    }

    [Theory]
    [InlineData("A B")]
    [InlineData("")]
    [InlineData("A,B")]
    [InlineData("А")] // Cyrillic
    [InlineData("A\u0007")]
    public void A_word_that_no_label_could_carry_is_refused(string word)
    {
        (Desk.Give(Role.Analyst) with { Categories = [word] }).Fault()?.Code.ShouldBe(RefusalCode.BadWord);
        (Desk.Give(Role.Analyst) with { Policies = [word] }).Fault()?.Code.ShouldBe(RefusalCode.BadWord);
        (Desk.Give(Role.Analyst) with { Nationality = word }).Fault()?.Code.ShouldBe(RefusalCode.BadWord);
    }

    [Fact]
    public void Roles_and_clearances_that_nobody_knows_are_refused()
    {
        Desk.Give().Fault()?.Code.ShouldBe(RefusalCode.NoRole);
        Desk.Give(Role.PublicReader).Fault()?.Code.ShouldBe(RefusalCode.NoRole);
        Desk.Give((Role)77).Fault()?.Code.ShouldBe(RefusalCode.NoRole);
        Desk.Give((Role)(-1)).Fault()?.Code.ShouldBe(RefusalCode.NoRole);
        (Desk.Give(Role.Analyst) with { Clearance = (Classification)9 }).Fault()?.Code.ShouldBe(RefusalCode.BadWord);
        Desk.Give(Role.Analyst).Fault().ShouldBeNull();
    }

    [Fact]
    public async Task Only_an_administrator_changes_accounts_and_never_the_own()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.EnlistAsync("admin-a", Desk.Give(Role.Administrator));
        await desk.EnlistAsync("olena", Desk.Give(Role.WatchOfficer));
        var (admin, olena) = ((await desk.SignInAsync("admin-a")).Principal, (await desk.SignInAsync("olena")).Principal);
        var all = Desk.Give(Role.Administrator, Role.WatchOfficer);

        (await desk.Accounts.ChangeAsync(olena, "admin-a", all, Stop)).Refusal?.Code.ShouldBe(RefusalCode.NotPermitted);
        (await desk.Accounts.CreateAsync(olena, "friend", all, Stop)).Refusal?.Code.ShouldBe(RefusalCode.NotPermitted);
        (await desk.Accounts.IssueLinkAsync(olena, "admin-a", Stop)).Refusal?.Code.ShouldBe(RefusalCode.NotPermitted);
        (await desk.Accounts.CreateAsync(Principal.Anyone, "friend", all, Stop)).Refusal?.Code.ShouldBe(RefusalCode.NotPermitted);
        (await desk.Accounts.ChangeAsync(admin.Within(["manage-accounts"]), "olena", all, Stop)).Refusal?.Code.ShouldBe(
            RefusalCode.NotPermitted
        );
        (await desk.Accounts.ChangeAsync(admin, "admin-a", all, Stop)).Refusal?.Code.ShouldBe(RefusalCode.OwnAccount);
        (await desk.Accounts.UnlockAsync(admin, "admin-a", Stop)).Refusal?.Code.ShouldBe(RefusalCode.OwnAccount);
        (await desk.Accounts.ChangeAsync(admin, "olena", Desk.Give(Role.Analyst), Stop)).Refusal.ShouldBeNull();
        var missing = (await desk.Accounts.ChangeAsync(admin, "olenna", all, Stop)).Refusal.ShouldNotBeNull();
        (missing.Code, missing.Suggestion).ShouldBe((RefusalCode.NoSuchAccount, "olena"));

        // What was refused is there for the auditor.
        var audit = await desk.Accounts.AuditAsync(Local, new(Kinds: [Accounts.RefusedKind]), Stop);
        (await audit.ShouldNotBeNull().CountAsync(Stop)).ShouldBeGreaterThanOrEqualTo(4);
        (await desk.Accounts.AuditAsync(olena, new(), Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Another_role_ends_what_was_open_and_holds_from_the_next_sign_in()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.EnlistAsync("olena", Desk.Give(Role.WatchOfficer));
        var session = (await desk.SignInAsync("olena")).Session;
        await using var other = await desk.AnotherAsync();
        (await other.ChangeAsync(Local, "olena", Desk.Give(Role.Planner), Stop)).Refusal.ShouldBeNull();
        (await desk.Accounts.PrincipalOfSessionAsync(session, cancellation: Stop)).Fault.ShouldBe(AdmissionFault.Expired);
        var again = await desk.SignInAsync("olena");
        again.Principal.May(Right.WatchRoom).ShouldBeFalse();
        session = again.Session;
        (await other.DisableAsync(Local, "olena", "", Stop)).Refusal.ShouldBeNull();
        (await desk.Accounts.PrincipalOfSessionAsync(session, cancellation: Stop)).Principal.ShouldBeNull();
    }

    [Fact]
    public async Task Two_processes_that_make_the_same_account_make_one()
    {
        await using var desk = await Desk.OpenAsync();
        await using var other = await desk.AnotherAsync();
        var made = await Task.WhenAll(
            new[] { desk.Accounts, other, desk.Accounts, other }.Select(a =>
                Task.Run(async () => await a.CreateAsync(Local, "olena", Desk.Give(Role.Analyst), Stop), Stop)
            )
        );
        made.Count(m => m.Done).ShouldBe(1);
        made.Where(m => !m.Done).ShouldAllBe(m => m.Refusal!.Code == RefusalCode.NameTaken || m.Refusal.Code == RefusalCode.Overtaken);
        (await other.BookAsync(Stop)).Accounts.Keys.ShouldBe(["olena"]);
        await desk.SignUpAsync("olena", made.Single(m => m.Done).Secret ?? "");
    }
}
