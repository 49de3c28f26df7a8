using System.Collections.Immutable;
using Holdfast.App.Access;
using Holdfast.Core.Access;

namespace Holdfast.App.Commission.Sealing;

/// <summary>Keys of seats that accounts hold: public keys as the installation's own record tells them, and the private key that the caller's session or token carries.</summary>
/// <param name="secret">The session's or token's text; null for a caller who has neither, such as whoever comes by an outside issuer.</param>
/// <param name="otherwise">For seats that no account holds: the installation's own in exercises and tests, none in earnest.</param>
public sealed class AccountSeatKeys(Accounts accounts, string mission, string? secret, SeatKeys otherwise) : SeatKeys
{
    private const string NoSecret =
        "This sign-in carries no key to the seal: the member signs in with password and second factor, or uses a token made by the member after signing in so (at the terminal: "
        + "--token).";
    private const string OldSecret =
        "This sign-in carries no key to the seal: the session or token was begun before the account had a key pair, or before its last first link. Sign out and in again, and make a new token.";

    internal override async ValueTask<ImmutableArray<string>> PublicOfAsync(string person, CancellationToken cancellation)
    {
        var book = await accounts.BookAsync(cancellation);
        return HolderOf(book, person) is not { } holder ? await otherwise.PublicOfAsync(person, cancellation)
            : holder is { SealKey: { } key, Disabled: false } ? [key]
            : [];
    }

    internal override async ValueTask<bool> IsOfAsync(string person, string publicKey, CancellationToken cancellation)
    {
        var sat = Account.SatAs(mission, person);
        var book = await accounts.BookAsync(cancellation);
        return book.Accounts.Values.Any(a => a.Sat.Contains(sat) && a.SealKeys.Contains(publicKey))
            || await otherwise.IsOfAsync(person, publicKey, cancellation);
    }

    internal override async ValueTask<(SeatKey? Key, string Why)> OwnAsync(string person, CancellationToken cancellation)
    {
        var book = await accounts.BookAsync(cancellation);
        if (HolderOf(book, person) is not { } holder)
        {
            return await otherwise.OwnAsync(person, cancellation);
        }
        if (secret is null)
        {
            return (null, NoSecret);
        }
        var key = await accounts.SealKeyOfAsync(secret, cancellation);
        if (key is null || holder.SealKey == key.Public)
        {
            return (key, key is null ? OldSecret : "");
        }
        key.Dispose();
        return (null, NoSecret);
    }

    private Account? HolderOf(AccountBook book, string person) =>
        book.Accounts.Values.FirstOrDefault(a =>
            a.Seats.TryGetValue(mission, out var seat) && seat.Kind == SeatKind.Member && seat.Person == person && a.IsEffective(seat)
        );
}
