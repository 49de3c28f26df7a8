using Holdfast.Core.Values;

namespace Holdfast.Core.Access;

/// <summary>What a person named in a mission's <c>commission.yaml</c> is there.</summary>
public enum SeatKind
{
    /// <summary>A member, who deliberates and votes: two people are needed to seat one.</summary>
    Member,
    Secretary,
    Investigator,
    PartyRepresentative,
}

/// <summary>A seat in a mission's commission that an account holds, or shall hold once a second person has confirmed it.</summary>
/// <param name="Person">The person's id in the mission's <c>commission.yaml</c>.</param>
/// <param name="By">Who proposed it; somebody else confirms.</param>
public sealed record Seat(string Mission, string Person, SeatKind Kind, string By, bool Confirmed)
{
    /// <summary>The role without which a seat has no effect.</summary>
    public static Role RoleOf(SeatKind kind) =>
        kind switch
        {
            SeatKind.Member => Role.Commissioner,
            SeatKind.Secretary => Role.Secretary,
            SeatKind.Investigator => Role.Investigator,
            SeatKind.PartyRepresentative => Role.PartyRepresentative,
        };
}
