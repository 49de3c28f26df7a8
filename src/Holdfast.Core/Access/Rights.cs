using System.Collections.Frozen;
using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Access;

/// <summary>Which role gives which right: the one table of the whole system. Anything it does not know is denied.</summary>
public static class Rights
{
    // Whoever signs in, whatever the role.
    private static readonly ImmutableArray<Right> SignedIn = [Right.ReadReleased, Right.ReadLabelled, Right.UseOwnAccount];

    private static readonly FrozenDictionary<Role, ImmutableArray<Right>> Table = new Dictionary<Role, ImmutableArray<Right>>
    {
        [Role.PublicReader] = [Right.ReadReleased],
        [Role.WatchOfficer] =
        [
            .. SignedIn,
            Right.WatchRoom,
            Right.WriteObservations,
            Right.MendQuarantine,
            Right.DecideIncidents,
            Right.StateFacts,
            Right.ReadAnalysis,
            Right.ProposeRelease,
            Right.ConfirmRelease,
            Right.ActInCell,
        ],
        [Role.Analyst] =
        [
            .. SignedIn,
            Right.WatchRoom,
            Right.WriteObservations,
            Right.MendQuarantine,
            Right.DecideIncidents,
            Right.StateFacts,
            Right.ReadAnalysis,
            Right.ProposeRelease,
            Right.ActInCell,
        ],
        [Role.Investigator] = [.. SignedIn, Right.ActInCommission],
        [Role.Commissioner] =
        [
            .. SignedIn,
            Right.StateFacts,
            Right.ReadAnalysis,
            Right.ActInCommission,
            Right.ProposeRelease,
            Right.ConfirmRelease,
        ],
        [Role.Secretary] =
        [
            .. SignedIn,
            Right.StateFacts,
            Right.ReadAnalysis,
            Right.ActInCommission,
            Right.ProposeRelease,
            Right.ConfirmSeat,
        ],
        [Role.LegalOfficer] =
        [
            .. SignedIn,
            Right.StateFacts,
            Right.ReadAnalysis,
            Right.ProposeRelease,
            Right.ConfirmRelease,
            Right.ConfirmSeat,
            Right.ActInCell,
        ],
        [Role.Planner] = [.. SignedIn, Right.ReadAnalysis, Right.ActInCell],
        [Role.NationalLiaison] = [.. SignedIn, Right.SpeakForNation],
        [Role.PartyRepresentative] = [.. SignedIn, Right.ReplyAsParty],
        [Role.Administrator] =
        [
            .. SignedIn,
            Right.ManageAccounts,
            Right.ConfirmSeat,
            Right.ReadAudit,
            Right.KeepRecord,
            Right.ManageMission,
        ],
        [Role.Auditor] = [.. SignedIn, Right.ConfirmSeat, Right.ReadAudit, Right.KeepRecord],
    }.ToFrozenDictionary();

    public static RightDecision Decide(Reader reader, Right right)
    {
        if (!Enum.IsDefined(right))
        {
            return RightDecision.UnknownRight;
        }
        return reader.Roles.Any(r => Of(r).Contains(right)) ? RightDecision.Granted : RightDecision.NotOfAnyRole;
    }

    public static bool Allows(Reader reader, Right right) => Decide(reader, right) == RightDecision.Granted;

    /// <summary>What a role gives; nothing for a role that nobody here knows.</summary>
    public static ImmutableArray<Right> Of(Role role) => Table.TryGetValue(role, out var rights) ? rights : [];

    /// <summary>Roles that give a right, for a sentence that says who may.</summary>
    public static ImmutableArray<Role> RolesWith(Right right) => [.. Enum.GetValues<Role>().Where(r => Of(r).Contains(right))];

    /// <summary>Why not, as a sentence for who was refused; empty when granted.</summary>
    public static string Explain(RightDecision decision, Right right) =>
        decision switch
        {
            RightDecision.Granted => "",
            RightDecision.OutsideScope => $"This token was not made for '{AccessWords.Of(right)}'.",
            RightDecision.NotOfAnyRole when RolesWith(right) is { Length: > 0 } roles =>
                $"This is for: {string.Join(", ", roles.Select(AccessWords.Plain))}.",
            _ => "Nobody may do this.",
        };
}
