using System.Collections.Immutable;
using NodaTime;

namespace Holdfast.Core.Access;

/// <summary>Something that happened to an account: an entry of the installation's own record. No secret is ever part of one.</summary>
public abstract record AccountEvent(string Account);

public sealed record AccountCreated(string Account, Grant Grant) : AccountEvent(Account);

/// <summary>The whole new grant, not the difference.</summary>
public sealed record AccountChanged(string Account, Grant Grant) : AccountEvent(Account);

/// <summary>A one-time link by which the account's holder sets password and second factor. It replaces what was set before, and any earlier link.</summary>
/// <param name="Link">The link's public id, which opens nothing.</param>
public sealed record LinkIssued(string Account, string Link, Instant Expires) : AccountEvent(Account);

public sealed record LinkRedeemed(string Account, string Link) : AccountEvent(Account);

public sealed record SecondFactorEnrolled(string Account) : AccountEvent(Account);

public sealed record PasswordChanged(string Account) : AccountEvent(Account);

/// <summary>The holder has a key pair to seals of deliberations. Made once after each first link; the private key is nowhere in the clear.</summary>
/// <param name="Public">An uncompressed point of P-256 (SEC 1, 2.3.3) in base64url.</param>
public sealed record SealKeyMade(string Account, string Public) : AccountEvent(Account);

public sealed record AccountLocked(string Account, int Failures, Instant Until) : AccountEvent(Account);

public sealed record AccountUnlocked(string Account) : AccountEvent(Account);

public sealed record AccountDisabled(string Account, string Reason) : AccountEvent(Account);

public sealed record AccountEnabled(string Account) : AccountEvent(Account);

public sealed record SeatGiven(string Account, string Mission, string Person, SeatKind Kind) : AccountEvent(Account);

public sealed record SeatConfirmed(string Account, string Mission, string Person) : AccountEvent(Account);

public sealed record SeatTaken(string Account, string Mission) : AccountEvent(Account);

/// <param name="Session">The session's public id, which opens nothing.</param>
/// <param name="From">From where, as the host saw it; empty where it does not tell.</param>
public sealed record SessionBegun(string Account, string Session, string From, Instant Until) : AccountEvent(Account);

public sealed record SessionEnded(string Account, string Session) : AccountEvent(Account);

/// <param name="Token">The token's public id, which opens nothing.</param>
/// <param name="Scopes">Words of rights, sorted.</param>
public sealed record TokenIssued(string Account, string Token, string Name, ImmutableArray<string> Scopes, Instant Expires)
    : AccountEvent(Account);

public sealed record TokenRevoked(string Account, string Token) : AccountEvent(Account);
