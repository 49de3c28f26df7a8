using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Access;

/// <summary>Somebody at work: the account, what it may read, where it sits, and what the token in use was made for.</summary>
/// <param name="Account">The account's name; the author of what is done.</param>
/// <param name="Reader">For reading what labels decide. A token's reader may be less than its account's.</param>
/// <param name="Seats">Effective seats: mission to the person's id in its <c>commission.yaml</c>.</param>
/// <param name="Scopes">Words of the rights that the token in use was made for; null for all of the account's.</param>
/// <param name="Local">Whether this is the owner of the machine, signed in by the link that is printed at the start.</param>
public sealed record Principal(
    string Account,
    Reader Reader,
    ImmutableSortedDictionary<string, string> Seats,
    ImmutableSortedSet<string>? Scopes,
    bool Local
)
{
    private static readonly ImmutableSortedDictionary<string, string> NoSeats = ImmutableSortedDictionary.Create<string, string>(
        StringComparer.Ordinal
    );

    /// <summary>Anybody, without signing in.</summary>
    public static readonly Principal Anyone = new(Reader.Anyone.Name, Reader.Anyone, NoSeats, null, false);

    /// <summary>The owner of the machine. Holds no seat of its own; pages and verbs let it act for an officer, and in exercises for a member.</summary>
    public static readonly Principal LocalOperator = new(Reader.LocalOperator.Name, Reader.LocalOperator, NoSeats, null, true);

    /// <summary>Missions in which the seat is a confirmed member's.</summary>
    public ImmutableSortedSet<string> MemberOf { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public bool SignedIn => !Reader.Roles.IsEmpty && !(Reader.Roles.Count == 1 && Reader.IsIn(Role.PublicReader));

    /// <summary>Whether a role gives the right and the token in use was made for it.</summary>
    public RightDecision Decide(Right right) =>
        Rights.Decide(Reader, right) is var decision and not RightDecision.Granted ? decision
        : Scopes is null || Scopes.Contains(AccessWords.Of(right)) ? RightDecision.Granted
        : RightDecision.OutsideScope;

    public bool May(Right right) => Decide(right) == RightDecision.Granted;

    /// <summary>
    /// The person for whom this principal acts in a mission, or null. A member's seat counts only where it was confirmed as one: a person whom the rules of procedure
    /// made a member after an officer's seat was given holds none.
    /// </summary>
    public string? SeatIn(string mission, bool isMember) =>
        Seats.TryGetValue(mission, out var person) && MemberOf.Contains(mission) == isMember ? person : null;

    /// <summary>
    /// The principal behind a token made for these scopes: reads no more than what is released where it was not made for reading, and no event undelayed where it was
    /// not made for the watch room.
    /// </summary>
    public Principal Within(ImmutableSortedSet<string> scopes)
    {
        var reader = Reader with { Veiled = Reader.Veiled || !scopes.Contains(AccessWords.Of(Right.WatchRoom)) };
        return this with { Scopes = scopes, Reader = scopes.Contains(AccessWords.Of(Right.ReadLabelled)) ? reader : Released(reader) };
    }

    private static Reader Released(Reader reader) =>
        reader with
        {
            Clearance = Classification.Public,
            Categories = [],
            Policies = [],
            Nationality = null,
        };

    /// <summary>Without seats that deliberate: for whoever did not sign in here with both factors.</summary>
    public Principal WithoutMemberSeats() => this with { Seats = Seats.RemoveRange(MemberOf), MemberOf = MemberOf.Clear() };
}
