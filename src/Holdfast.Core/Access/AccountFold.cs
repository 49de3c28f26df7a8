using System.Collections.Immutable;
using NodaTime;

namespace Holdfast.Core.Access;

/// <summary>What a lawful event makes of an account.</summary>
internal static class AccountFold
{
    public static Account Step(Account before, AccountEvent happened, string by, Instant at) =>
        happened switch
        {
            // A live page must not go on showing what was taken away.
            AccountChanged e => before with { Grant = e.Grant.Canonical(), Sessions = before.Sessions.Clear() },
            LinkIssued e => Relinked(before, e, by),
            LinkRedeemed => Alone(before) with { Link = null, HasPassword = true, Enrolled = false, SealKey = null },
            SecondFactorEnrolled => before with { Enrolled = true },
            SealKeyMade e => before with { SealKey = e.Public, SealKeys = before.SealKeys.Add(e.Public) },
            PasswordChanged => before with { Sessions = before.Sessions.Clear() },
            AccountLocked e => before with { LockedUntil = e.Until },
            AccountUnlocked => before with { LockedUntil = null },
            // Who comes back later signs in again; tokens rest as long.
            AccountDisabled => before with { Disabled = true, Sessions = before.Sessions.Clear() },
            AccountEnabled => before with { Disabled = false },
            SeatGiven e => before with
            {
                Seats = before.Seats.SetItem(e.Mission, new Seat(e.Mission, e.Person, e.Kind, by, e.Kind != SeatKind.Member)),
            },
            SeatConfirmed e => before with
            {
                Seats = before.Seats.SetItem(e.Mission, before.Seats[e.Mission] with { Confirmed = true }),
                Sat = before.Sat.Add(Account.SatAs(e.Mission, e.Person)),
            },
            SeatTaken e => before with { Seats = before.Seats.Remove(e.Mission) },
            SessionBegun e => before with { Sessions = Room(before.Sessions, at).SetItem(e.Session, e) },
            SessionEnded e => before with { Sessions = before.Sessions.Remove(e.Session) },
            TokenIssued e => before with
            {
                Tokens = before
                    .Tokens.RemoveRange(before.Tokens.Where(t => t.Value.Issued.Expires <= at).Select(t => t.Key))
                    .SetItem(e.Token, new IssuedToken(e, by, at)),
            },
            TokenRevoked e => before with { Tokens = before.Tokens.Remove(e.Token) },
            _ => before,
        };

    /// <summary>Whoever opens the link becomes the holder: what the former one had open is closed, and a member's seat waits for two people again.</summary>
    private static Account Relinked(Account before, LinkIssued link, string by) =>
        before with
        {
            Link = link,
            LinkedBy = by,
            Seats = before.Seats.ToImmutableSortedDictionary(
                s => s.Key,
                s => s.Value.Kind == SeatKind.Member ? s.Value with { By = by, Confirmed = false } : s.Value,
                StringComparer.Ordinal
            ),
        };

    private static Account Alone(Account before) =>
        before with
        {
            Sessions = before.Sessions.Clear(),
            Tokens = before.Tokens.Clear(),
            LockedUntil = null,
        };

    private static ImmutableSortedDictionary<string, SessionBegun> Room(
        ImmutableSortedDictionary<string, SessionBegun> sessions,
        Instant at
    )
    {
        var open = sessions.RemoveRange(sessions.Where(s => s.Value.Until <= at).Select(s => s.Key));
        return open.Count < AccountBook.MostSessions ? open : open.Remove(open.MinBy(s => s.Value.Until).Key);
    }
}
