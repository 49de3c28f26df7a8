using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Access;

/// <summary>An account as the record tells it. Whether somebody knows its password is not the record's to know.</summary>
/// <param name="Version">How many entries concern it, lawful or not: what the next one builds on.</param>
public sealed record Account(string Name, Grant Grant, Instant CreatedAt, string CreatedBy, int Version)
{
    private static readonly ImmutableSortedDictionary<string, Seat> NoSeats = ImmutableSortedDictionary.Create<string, Seat>(
        StringComparer.Ordinal
    );
    private static readonly ImmutableSortedDictionary<string, SessionBegun> NoSessions = ImmutableSortedDictionary.Create<
        string,
        SessionBegun
    >(StringComparer.Ordinal);
    private static readonly ImmutableSortedDictionary<string, IssuedToken> NoTokens = ImmutableSortedDictionary.Create<string, IssuedToken>(
        StringComparer.Ordinal
    );

    public bool Disabled { get; init; }

    /// <summary>The link that waits for its holder, if any.</summary>
    public LinkIssued? Link { get; init; }

    /// <summary>Who issued the last link: whoever holds a link could have taken it.</summary>
    public string? LinkedBy { get; init; }

    /// <summary>A password was set by the last link.</summary>
    public bool HasPassword { get; init; }

    /// <summary>The second factor was proven; only then can the holder sign in.</summary>
    public bool Enrolled { get; init; }

    public Instant? LockedUntil { get; init; }

    /// <summary>By mission; among them such as wait for confirmation.</summary>
    public ImmutableSortedDictionary<string, Seat> Seats { get; init; } = NoSeats;

    /// <summary>By public id; some may have expired.</summary>
    public ImmutableSortedDictionary<string, SessionBegun> Sessions { get; init; } = NoSessions;

    /// <summary>By public id; some may have expired.</summary>
    public ImmutableSortedDictionary<string, IssuedToken> Tokens { get; init; } = NoTokens;

    /// <summary>The public key to which seals of deliberations are wrapped; null until the holder has one since the last first link.</summary>
    public string? SealKey { get; init; }

    /// <summary>All that the account ever had, in order.</summary>
    public ImmutableArray<string> SealKeys { get; init; } = [];

    /// <summary>Members' seats that were ever confirmed, as <see cref="SatAs"/> writes them.</summary>
    public ImmutableSortedSet<string> Sat { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public static string SatAs(string mission, string person) => $"{mission} {person}";

    public bool IsLocked(Instant at) => LockedUntil is { } until && at < until;

    public bool HasRole(Role role) => Grant.Roles.Contains(role);

    /// <summary>Whether a seat has effect: confirmed where it is a member's, and its role is still held.</summary>
    public bool IsEffective(Seat seat) =>
        seat.Confirmed && HasRole(Seat.RoleOf(seat.Kind)) && !(seat.Kind == SeatKind.Member && HasRole(Role.Administrator));

    /// <summary>Who this account is at work.</summary>
    public Principal Principal()
    {
        var seats = Seats.Values.Where(IsEffective).ToList();
        return new Principal(
            Name,
            Grant.ReaderFor(Name),
            seats.ToImmutableSortedDictionary(s => s.Mission, s => s.Person, StringComparer.Ordinal),
            null,
            false
        )
        {
            MemberOf = seats.Where(s => s.Kind == SeatKind.Member).Select(s => s.Mission).ToImmutableSortedSet(StringComparer.Ordinal),
        };
    }
}

/// <summary>A token as the record tells it, and who issued it: only one's own token carries a member's seat.</summary>
public sealed record IssuedToken(TokenIssued Issued, string By, Instant At);
