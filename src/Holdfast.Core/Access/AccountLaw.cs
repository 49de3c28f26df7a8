using System.Buffers.Text;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Access;

/// <summary>
/// Whether an event may happen: asked before it is recorded, and again when the record is folded, so that an entry that came by another way has no effect.
/// Who may: an administrator, for others; the holder, for the own account; the program itself, for locks and expiry.
/// </summary>
public static class AccountLaw
{
    /// <summary>The author of what the program does by itself.</summary>
    public const string System = "access";

    public const int MostAccounts = 10_000;
    private const int SealKeyBytes = 65;
    public static readonly Duration LongestLink = Duration.FromDays(14);
    public static readonly Duration LongestSession = Duration.FromHours(12);

    /// <summary>Null where it may happen.</summary>
    public static AccountRefusal? Check(AccountBook book, AccountEvent happened, string by, Instant at)
    {
        if (happened is AccountCreated created)
        {
            return ByManager(book, by) ?? Creation(book, created);
        }
        if (!book.Accounts.TryGetValue(happened.Account, out var account))
        {
            return book.Unknown(happened.Account);
        }
        return happened switch
        {
            AccountChanged e => ForAnother(book, by, account) ?? Change(account, e.Grant),
            LinkIssued e => ForAnother(book, by, account) ?? Lasts(e.Expires, at, LongestLink, "A link"),
            LinkRedeemed e => ByHolder(by, account) ?? Redemption(account, e.Link, at),
            SecondFactorEnrolled => ByHolder(by, account) ?? (account.HasPassword ? Enabled(account) : NotEnrolled()),
            PasswordChanged => ByHolder(by, account) ?? (account.Enrolled ? Enabled(account) : NotEnrolled()),
            SealKeyMade e => ByHolder(by, account) ?? Enabled(account) ?? SealKey(account, e.Public),
            AccountLocked e => BySystem(by) ?? Lasts(e.Until, at, LongestSession, "A lock"),
            AccountUnlocked => ForAnother(book, by, account),
            AccountDisabled => ForAnother(book, by, account)
                ?? (account.Disabled ? NoChange($"'{account.Name}' is disabled already.") : null),
            AccountEnabled => ForAnother(book, by, account) ?? (account.Disabled ? null : NoChange($"'{account.Name}' is not disabled.")),
            SeatGiven e => ForAnother(book, by, account) ?? SeatLaw.Giving(book, account, e),
            SeatConfirmed e => SeatLaw.Confirming(book, account, e, by, at),
            SeatTaken e => (by == account.Name ? null : ByManager(book, by)) ?? SeatLaw.Taking(account, e.Mission),
            SessionBegun e => ByHolder(by, account) ?? Entrance(account, at) ?? Lasts(e.Until, at, LongestSession, "A session"),
            SessionEnded e => ByHolderOrManager(book, by, account)
                ?? (account.Sessions.ContainsKey(e.Session) ? null : NoSession(e.Session)),
            TokenIssued e => ByHolderOrManager(book, by, account) ?? Enabled(account) ?? TokenLaw.Issuing(account, e, at),
            TokenRevoked e => ByHolderOrManager(book, by, account) ?? TokenLaw.Revoking(account, e.Token),
            _ => new AccountRefusal(RefusalCode.NotPermitted, "Nobody knows this event."),
        };
    }

    /// <summary>Whether the account's holder may come in at all, beside knowing its secrets.</summary>
    public static AccountRefusal? Entrance(Account account, Instant at) =>
        !account.Enrolled ? NotEnrolled()
        : account.IsLocked(at) ? new AccountRefusal(RefusalCode.Disabled, $"'{account.Name}' is locked for a while.")
        : Enabled(account);

    /// <summary>Whether somebody may manage accounts: an administrator whose account is not disabled, or the owner of the machine.</summary>
    public static AccountRefusal? ByManager(AccountBook book, string by) => Holding(book, by, Right.ManageAccounts);

    internal static AccountRefusal? Holding(AccountBook book, string by, Right right)
    {
        var reader =
            by == Principal.LocalOperator.Account ? Reader.LocalOperator
            : book.Accounts.TryGetValue(by, out var account) && !account.Disabled ? account.Grant.ReaderFor(by)
            : Reader.Anyone;
        var decision = Rights.Decide(reader, right);
        return decision == RightDecision.Granted ? null : new AccountRefusal(RefusalCode.NotPermitted, Rights.Explain(decision, right));
    }

    private static AccountRefusal? ForAnother(AccountBook book, string by, Account account) =>
        ByManager(book, by)
        ?? (
            by == account.Name
                ? new AccountRefusal(RefusalCode.OwnAccount, "Nobody does this to the own account: ask another administrator.")
                : null
        );

    private static AccountRefusal? ByHolder(string by, Account account) =>
        by == account.Name ? null : new AccountRefusal(RefusalCode.NotPermitted, "Only the account's holder does this.");

    private static AccountRefusal? ByHolderOrManager(AccountBook book, string by, Account account) =>
        by == account.Name || by == System ? null : ByManager(book, by);

    private static AccountRefusal? BySystem(string by) =>
        by == System ? null : new AccountRefusal(RefusalCode.NotPermitted, "Only the program itself does this.");

    private static AccountRefusal? Creation(AccountBook book, AccountCreated e) =>
        AccountName.Fault(e.Account)
        ?? (
            book.Accounts.ContainsKey(e.Account)
                ? new AccountRefusal(RefusalCode.NameTaken, $"There is an account '{e.Account}' already.")
                : null
        )
        ?? (
            book.Accounts.Count >= MostAccounts
                ? new AccountRefusal(RefusalCode.TooMany, $"There are {MostAccounts} accounts; no more are kept.")
                : null
        )
        ?? e.Grant.Fault();

    private static AccountRefusal? Change(Account account, Grant grant) =>
        grant.Fault()
        ?? (
            grant.Roles.Contains(Role.Administrator) && account.Seats.Values.Any(s => s.Kind == SeatKind.Member)
                ? new AccountRefusal(
                    RefusalCode.BadSeat,
                    $"'{account.Name}' holds a member's seat, and no administrator does: take the seat first."
                )
                : null
        );

    private static AccountRefusal? Redemption(Account account, string link, Instant at) =>
        account.Link is { } waiting && waiting.Link == link && at < waiting.Expires
            ? Enabled(account)
            : new AccountRefusal(
                RefusalCode.DeadLink,
                "This link does not work any more: it was used, replaced, or is too old. Ask an administrator for another."
            );

    // Another pair takes another first link, and with it a seat that two people confirm again: nobody slips a key of their own under a member's name.
    private static AccountRefusal? SealKey(Account account, string key) =>
        !account.HasPassword ? NotEnrolled()
        : account.SealKey is not null ? NoChange($"'{account.Name}' has a key pair since its last first link.")
        : Base64Url.IsValid(key, out var bytes) && bytes == SealKeyBytes ? null
        : new AccountRefusal(RefusalCode.NotPermitted, "This is no public key of P-256.");

    private static AccountRefusal? Enabled(Account account) =>
        account.Disabled ? new AccountRefusal(RefusalCode.Disabled, $"'{account.Name}' is disabled.") : null;

    private static AccountRefusal? Lasts(Instant until, Instant at, Duration longest, string what) =>
        until > at && until - at <= longest
            ? null
            : new AccountRefusal(RefusalCode.BadTime, $"{what} ends after it begins and lasts at most {longest.TotalHours:0} hours.");

    private static AccountRefusal NotEnrolled() =>
        new(RefusalCode.NotEnrolled, "This account has no password and second factor yet: its first link waits to be opened.");

    private static AccountRefusal NoChange(string message) => new(RefusalCode.NoChange, message);

    private static AccountRefusal NoSession(string id) =>
        new(RefusalCode.NoSuchSession, $"There is no session '{AccountName.Printable(id)}'.");
}
