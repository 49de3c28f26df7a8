using Holdfast.Core.Access;
using Holdfast.Core.Values;
using Shouldly;

namespace Holdfast.Tests.Access;

/// <summary>Seats in a commission: two people for a member's, and no way in for an administrator.</summary>
public sealed class SeatTests
{
    private const string Mission = "ukraine";
    private static readonly Principal Local = Principal.LocalOperator;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_members_seat_has_effect_once_a_second_person_confirmed_it()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.EnlistAsync("marie", Desk.Give(Role.Commissioner));
        await desk.EnlistAsync("auditor-a", Desk.Give(Role.Auditor));
        var auditor = (await desk.SignInAsync("auditor-a")).Principal;
        await Seat(desk, "marie", "fr", SeatKind.Member);
        (await Who(desk, "marie")).SeatIn(Mission, isMember: true).ShouldBeNull();

        (await Confirm(Local)).ShouldBe(RefusalCode.SamePerson);
        (await Confirm((await desk.SignInAsync("marie")).Principal)).ShouldBe(RefusalCode.NotPermitted);
        (await Confirm(Principal.Anyone)).ShouldBe(RefusalCode.NotPermitted);
        (await desk.Accounts.ConfirmSeatAsync(auditor, "marie", Mission, "gb", Stop)).Refusal?.Code.ShouldBe(RefusalCode.BadSeat);
        (await Confirm(auditor)).ShouldBeNull();

        var marie = await Who(desk, "marie");
        marie.SeatIn(Mission, isMember: true).ShouldBe("fr");
        // A member's seat is not an officer's, should the rules of procedure name the person otherwise one day.
        marie.SeatIn(Mission, isMember: false).ShouldBeNull();
        marie.SeatIn("another", isMember: true).ShouldBeNull();
        (await Confirm(auditor)).ShouldBe(RefusalCode.BadSeat);

        async Task<RefusalCode?> Confirm(Principal by) =>
            (await desk.Accounts.ConfirmSeatAsync(by, "marie", Mission, "fr", Stop)).Refusal?.Code;
    }

    [Fact]
    public async Task No_administrator_holds_a_members_seat_by_any_order_of_steps()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.EnlistAsync("both", Desk.Give(Role.Administrator, Role.Commissioner));
        (await desk.Accounts.SeatAsync(Local, "both", Mission, "fr", SeatKind.Member, Stop)).Refusal?.Code.ShouldBe(RefusalCode.BadSeat);

        await desk.EnlistAsync("marie", Desk.Give(Role.Commissioner));
        await Seat(desk, "marie", "fr", SeatKind.Member);
        var promoted = Desk.Give(Role.Commissioner, Role.Administrator);
        (await desk.Accounts.ChangeAsync(Local, "marie", promoted, Stop)).Refusal?.Code.ShouldBe(RefusalCode.BadSeat);
        (await desk.Accounts.UnseatAsync(Local, "marie", Mission, Stop)).Refusal.ShouldBeNull();
        (await desk.Accounts.ChangeAsync(Local, "marie", promoted, Stop)).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task A_new_link_lays_a_members_seat_down_and_who_issued_it_cannot_confirm()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.EnlistAsync("marie", Desk.Give(Role.Commissioner));
        await desk.EnlistAsync("admin-a", Desk.Give(Role.Administrator));
        await desk.EnlistAsync("auditor-a", Desk.Give(Role.Auditor));
        await Seat(desk, "marie", "fr", SeatKind.Member);
        var auditor = (await desk.SignInAsync("auditor-a")).Principal;
        (await desk.Accounts.ConfirmSeatAsync(auditor, "marie", Mission, "fr", Stop)).Refusal.ShouldBeNull();
        (await Who(desk, "marie")).SeatIn(Mission, isMember: true).ShouldBe("fr");

        // An administrator who would like to be the member for an evening.
        var admin = (await desk.SignInAsync("admin-a")).Principal;
        var link = (await desk.Accounts.IssueLinkAsync(admin, "marie", Stop)).Secret ?? "";
        (await Who(desk, "marie")).SeatIn(Mission, isMember: true).ShouldBeNull();
        (await desk.Accounts.ConfirmSeatAsync(auditor, "marie", Mission, "fr", Stop)).Refusal?.Code.ShouldBe(RefusalCode.NotEnrolled);
        await desk.SignUpAsync("marie", link);
        (await Who(desk, "marie")).SeatIn(Mission, isMember: true).ShouldBeNull();
        (await desk.Accounts.ConfirmSeatAsync(admin, "marie", Mission, "fr", Stop)).Refusal?.Code.ShouldBe(RefusalCode.SamePerson);
        (await desk.Accounts.ConfirmSeatAsync(auditor, "marie", Mission, "fr", Stop)).Refusal.ShouldBeNull();
        (await Who(desk, "marie")).SeatIn(Mission, isMember: true).ShouldBe("fr");
    }

    [Fact]
    public async Task A_seat_needs_its_role_and_goes_to_one_account()
    {
        await using var desk = await Desk.OpenAsync();
        await desk.EnlistAsync("olena", Desk.Give(Role.Secretary));
        await desk.EnlistAsync("petro", Desk.Give(Role.Secretary, Role.Investigator));
        (await Seating("olena", "rep-ua", SeatKind.PartyRepresentative)).ShouldBe(RefusalCode.BadSeat);
        (await Seating("olena", "secretary", SeatKind.Secretary)).ShouldBeNull();
        (await Seating("petro", "secretary", SeatKind.Secretary)).ShouldBe(RefusalCode.BadSeat);
        (await Seating("olena", "investigator-1", SeatKind.Investigator)).ShouldBe(RefusalCode.BadSeat);
        (await Seating("petro", "../x", SeatKind.Investigator)).ShouldBe(RefusalCode.BadSeat);
        (await Seating("petro", "investigator-1", (SeatKind)7)).ShouldBe(RefusalCode.BadSeat);
        (await Who(desk, "olena")).SeatIn(Mission, isMember: false).ShouldBe("secretary");

        // Without the role the seat has no effect.
        (await desk.Accounts.ChangeAsync(Local, "olena", Desk.Give(Role.Analyst), Stop)).Refusal.ShouldBeNull();
        (await Who(desk, "olena")).Seats.ShouldBeEmpty();

        async Task<RefusalCode?> Seating(string name, string person, SeatKind kind) =>
            (await desk.Accounts.SeatAsync(Local, name, Mission, person, kind, Stop)).Refusal?.Code;
    }

    internal static async Task Seat(Desk desk, string name, string person, SeatKind kind) =>
        (await desk.Accounts.SeatAsync(Local, name, Mission, person, kind, Stop)).Refusal.ShouldBeNull();

    private static async Task<Principal> Who(Desk desk, string name) => (await desk.Accounts.BookAsync(Stop)).Accounts[name].Principal();
}
