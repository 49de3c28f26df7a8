using Holdfast.Core.Access;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;

namespace Holdfast.App.Access;

/// <summary>Where seats meet the rules of procedure of a mission: what a person is there, and for whom a principal acts there.</summary>
public static class CommissionSeats
{
    /// <summary>What a person is in a commission, or null for nobody.</summary>
    public static SeatKind? KindOf(CommissionRules rules, string person) =>
        rules.Member(person) is not null
            ? SeatKind.Member
            : rules.Officer(person)?.Office switch
            {
                Office.Secretary => SeatKind.Secretary,
                Office.Investigator => SeatKind.Investigator,
                Office.PartyRepresentative => SeatKind.PartyRepresentative,
                _ => null,
            };

    /// <summary>The person for whom a principal acts in a mission; null without a seat, or where the rules of procedure have made the seat another since.</summary>
    public static string? PersonOf(Principal principal, Mission mission) =>
        mission.Commission is { } rules
        && principal.Seats.TryGetValue(mission.Name, out var person)
        && KindOf(rules, person) is { } kind
        && principal.Reader.IsIn(Seat.RoleOf(kind))
            ? principal.SeatIn(mission.Name, kind == SeatKind.Member)
            : null;

    /// <summary>Why a mission has no such seat, with the nearest person; null where it has.</summary>
    public static AccountRefusal? Fault(Mission mission, string person)
    {
        if (mission.Commission is not { } rules)
        {
            return new AccountRefusal(RefusalCode.BadSeat, $"The mission '{mission.Name}' has no commission.");
        }
        var all = rules.Members.Select(m => m.Id).Concat(rules.Officers.Select(o => o.Id)).ToList();
        return KindOf(rules, person) is not null
            ? null
            : new AccountRefusal(
                RefusalCode.BadSeat,
                $"Nobody in the commission of '{mission.Name}' has the id '{AccountName.Printable(person)}'; it has {string.Join(", ", all)}.",
                NearestWord.To(person, all)
            );
    }
}
