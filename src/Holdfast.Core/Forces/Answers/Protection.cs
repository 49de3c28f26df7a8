using System.Collections.Immutable;
using Holdfast.Core.Forces.Model;
using Holdfast.Core.Forces.Optimisation;
using Holdfast.Core.Values;

namespace Holdfast.Core.Forces.Answers;

/// <summary>How far what protects an area is there.</summary>
public enum Protected
{
    /// <summary>No line of the size is about it.</summary>
    NotPlanned,
    Unprotected,
    Partly,
    Fully,
}

/// <summary>A reserve that can reach an area.</summary>
/// <param name="Hours">From the order until it is there: reaction and the way.</param>
/// <param name="Units">Hundredths of a unit that stand by.</param>
/// <param name="Route">How it moves; null where the reserve stands in the area itself.</param>
/// <param name="Stated">Where the time of the way comes from.</param>
public sealed record Reinforcement(string Line, int Hours, int Units, RouteClass? Route, Stated Stated);

/// <summary>One area in one month.</summary>
/// <param name="Lines">Lines that protect it, with hundredths filled and needed.</param>
/// <param name="Reinforcements">Reserves that stand by, the nearest first.</param>
public sealed record AreaProtection(
    ForceArea Area,
    Protected Protected,
    ImmutableArray<(string Line, int Fill, int Need)> Lines,
    ImmutableArray<Reinforcement> Reinforcements
)
{
    /// <summary>Hundredths of units there within so many hours.</summary>
    public int Within(int hours) => Reinforcements.Where(r => r.Hours <= hours).Sum(r => r.Units);

    /// <summary>Soldiers stand there, and nothing comes to their help within 72 hours: a tripwire without reinforcement (seed-003 page 7).</summary>
    public bool IsTripwire => Lines.Any(l => l.Fill > 0) && Within(72) == 0;
}

/// <summary>What a plan protects, area by area, and what reinforces it by which hour.</summary>
public static class ProtectionMap
{
    /// <summary>By area, in a month of the plan. Areas that are no place to protect (headquarters, waters, soil of a neighbour) are left out.</summary>
    public static ImmutableArray<AreaProtection> Of(ForceModel model, RequirementSet set, ForcePlan plan, int month)
    {
        var lines = plan.Lines.ToDictionary(l => l.Id, StringComparer.Ordinal);
        var reserves = set
            .Lines.Where(l => l.IsReserve && lines[l.Id].Fill[month] > 0)
            .Select(l => (Line: l, Units: lines[l.Id].Fill[month]))
            .ToArray();
        return
        [
            .. model
                .Areas.Where(a =>
                    a.Kind is AreaKind.City or AreaKind.Port or AreaKind.Airport or AreaKind.PowerPlant or AreaKind.SafeZone or AreaKind.Hub
                )
                .Select(area =>
                {
                    ImmutableArray<(string Line, int Fill, int Need)> about =
                    [
                        .. set
                            .Lines.Where(l => l.Protects.Contains(area.Id) && lines[l.Id].Need[month] > 0)
                            .Select(l => (l.Id, lines[l.Id].Fill[month], lines[l.Id].Need[month])),
                    ];
                    return new AreaProtection(
                        area,
                        Degree(about, set.Lines.Any(l => l.Protects.Contains(area.Id))),
                        about,
                        [
                            .. reserves
                                .Select(r => Reach(model, r.Line, r.Units, area))
                                .OfType<Reinforcement>()
                                .OrderBy(r => r.Hours)
                                .ThenBy(r => r.Line, StringComparer.Ordinal),
                        ]
                    );
                }),
        ];
    }

    private static Protected Degree(ImmutableArray<(string Line, int Fill, int Need)> about, bool planned) =>
        !planned ? Protected.NotPlanned
        : about.All(l => l.Fill == 0) ? Protected.Unprotected
        : about.All(l => l.Fill == l.Need) ? Protected.Fully
        : Protected.Partly;

    private static Reinforcement? Reach(ForceModel model, RequirementLine reserve, int units, ForceArea area)
    {
        var reaction = reserve.Reserve?.Value ?? 0;
        if (reserve.Area == area.Id)
        {
            return new Reinforcement(reserve.Id, reaction, units, null, reserve.Stated);
        }
        return Ways.Shortest(model, reserve.Area, area.Id) is { } way
            ? new Reinforcement(reserve.Id, reaction + way.Hours, units, way.By, way.Stated)
            : null;
    }
}
