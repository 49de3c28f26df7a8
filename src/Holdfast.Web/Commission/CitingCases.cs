using System.Collections.Immutable;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Watch;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Commission;

/// <summary>Cases that cite what an incident rests on, as the visitor may see them.</summary>
/// <param name="Open">The address that opens a case from this incident; null for visitors who may open none.</param>
public sealed record CitingCases(ImmutableArray<Case> Cases, string Root, string Query, string? Open)
{
    public const int MostShown = 12;

    /// <summary>Null where the mission has no commission, or the visitor has no seat in it.</summary>
    internal static async ValueTask<CitingCases?> OfAsync(Visit visit, Incident incident)
    {
        if (
            visit.Mission.Commission is not { } rules
            || Commission.Seat.Usual(visit, rules) is not { } seat
            || CaseRoom.Of(visit) is not { } room
        )
        {
            return null;
        }
        var cited = incident.Observations.Select(o => o.ToString()).ToHashSet(StringComparer.Ordinal);
        var cases = await room.Desk.Registry.CasesAsync(seat, null, visit.Cancellation);
        var query = visit.Principal.Local ? $"?as={Uri.EscapeDataString(seat)}" : "";
        return new CitingCases(
            [.. cases.Where(c => Cites(c, cited) || c.Allegations.Any(a => a.Incident == incident.Id.Value))],
            room.Root,
            query,
            $"{room.Root}/open{query}{(query.Length == 0 ? '?' : '&')}incident={Uri.EscapeDataString(incident.Id.Value)}"
        );
    }

    /// <summary>The address that opens a case, to which an incident is added; null for visitors without a seat.</summary>
    internal static string? OpenFor(Visit visit) =>
        visit.Mission.Commission is { } rules && Commission.Seat.Usual(visit, rules) is { } seat
            ? $"/m/{visit.Mission.Name}/commission/open?as={Uri.EscapeDataString(seat)}"
            : null;

    private static bool Cites(Case of, HashSet<string> observations) =>
        of.Allegations.SelectMany(a => a.Observations).Concat(of.Evidence.SelectMany(e => e.Observations)).Any(observations.Contains);
}
