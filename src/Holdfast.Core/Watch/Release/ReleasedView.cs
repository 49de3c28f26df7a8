using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Release;

/// <summary>
/// The rule that every view follows: first release, then filter, sort, count and cut into pages. A filter that saw the exact position would give it away: one
/// asks for smaller and smaller boxes and watches the count.
/// </summary>
public static class ReleasedView
{
    /// <summary>The released incidents that fit the filter, sorted by time, then id. The filter sees only what is released.</summary>
    public static ImmutableArray<Incident> Select(
        ReleasePolicy policy,
        IEnumerable<(Incident Incident, ReleaseContext Context)> all,
        Func<Incident, bool> filter
    ) =>
        [
            .. all.Select(i => policy.Apply(i.Incident, i.Context))
                .OfType<Incident>()
                .Where(filter)
                .OrderBy(i => i.When.Earliest)
                .ThenBy(i => i.Id),
        ];

    /// <summary>Whether the released place lies in a box of degrees: its centre counts, so that a cell is in or out as a whole.</summary>
    public static bool IsIn(Incident released, double west, double south, double east, double north)
    {
        var at = released.Where.Centre;
        return at.Longitude >= west && at.Longitude <= east && at.Latitude >= south && at.Latitude <= north;
    }

    /// <summary>The name of the first sector that holds the centre of the released place, or null: never the sector of the exact place.</summary>
    public static string? SectorOf(Incident released, IReadOnlyList<NamedShape> sectors, PlaceProbability places) =>
        sectors.FirstOrDefault(s => places.Inside(new PointPlace(released.Where.Centre, default), s) > 0.5)?.Name;
}
