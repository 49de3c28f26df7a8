using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Access;

/// <summary>
/// Who may sit in a commission. A member's seat takes two people, neither of them the holder, neither of them who could hold the account's link; no administrator holds one;
/// a new link for the account lays the seat down until it is confirmed again.
/// </summary>
internal static class SeatLaw
{
    public static AccountRefusal? Giving(AccountBook book, Account account, SeatGiven e)
    {
        if (!IsId(e.Mission) || !IsId(e.Person) || !Enum.IsDefined(e.Kind))
        {
            return Bad("A seat names a mission and a person by their ids: letters, digits, '-' and '.'.");
        }
        var role = Seat.RoleOf(e.Kind);
        if (!account.HasRole(role))
        {
            return Bad(
                $"'{account.Name}' has not the role '{AccessWords.Of(role)}', which the seat of a {AccessWords.Plain(e.Kind)} needs: give it first."
            );
        }
        if (e.Kind == SeatKind.Member && account.HasRole(Role.Administrator))
        {
            return Bad($"'{account.Name}' is an administrator, and no administrator holds a member's seat.");
        }
        if (account.Seats.TryGetValue(e.Mission, out var held))
        {
            return Bad($"'{account.Name}' holds the seat of '{held.Person}' in '{e.Mission}' already: take it first.");
        }
        var other = book.Accounts.Values.FirstOrDefault(a => a.Seats.TryGetValue(e.Mission, out var s) && s.Person == e.Person);
        return other is null ? null : Bad($"'{other.Name}' holds the seat of '{e.Person}' in '{e.Mission}' already.");
    }

    public static AccountRefusal? Confirming(AccountBook book, Account account, SeatConfirmed e, string by, Instant at)
    {
        if (AccountLaw.Holding(book, by, Right.ConfirmSeat) is { } refusal)
        {
            return refusal;
        }
        if (!account.Seats.TryGetValue(e.Mission, out var seat) || seat.Person != e.Person || seat.Confirmed)
        {
            return Bad(
                $"No seat of '{AccountName.Printable(e.Person)}' in '{AccountName.Printable(e.Mission)}' waits to be confirmed for '{account.Name}'."
            );
        }
        if (by == account.Name || by == seat.By || by == account.LinkedBy)
        {
            return new AccountRefusal(
                RefusalCode.SamePerson,
                "The second person is neither the account's holder, nor who gave the seat, nor who issued the account's last link."
            );
        }
        // As long as a link is about, nobody knows who will hold the account.
        return account.Enrolled && !(account.Link is { } link && at < link.Expires)
            ? null
            : new AccountRefusal(
                RefusalCode.NotEnrolled,
                $"'{account.Name}' has not opened its link yet: confirm once its holder has signed up."
            );
    }

    public static AccountRefusal? Taking(Account account, string mission) =>
        account.Seats.ContainsKey(mission) ? null : Bad($"'{account.Name}' holds no seat in '{AccountName.Printable(mission)}'.");

    private static bool IsId(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');

    private static AccountRefusal Bad(string message) => new(RefusalCode.BadSeat, message);
}
