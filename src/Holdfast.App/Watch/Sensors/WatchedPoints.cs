using System.Collections.Immutable;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Sensors.Hearing;

namespace Holdfast.App.Watch.Sensors;

/// <summary>Places of a region at which hearing counts: an even grid over the mission's sectors, or over the region's box where it has none.</summary>
public static class WatchedPoints
{
    private const int Most = 1_500;

    /// <summary>So much of the weight is spread evenly: what was heard lies where somebody listens, and silence elsewhere proves no peace.</summary>
    public const double EvenShare = 0.3;

    /// <summary>An event counts for places about so far from it (one standard deviation), metres.</summary>
    public const double SpreadMetres = 4_000;

    /// <summary>The points with the weight of the events near them; evenly where there were none.</summary>
    public static ImmutableArray<WatchedPoint> Of(Mission mission, HearingArea area, IReadOnlyList<GeoPoint> events)
    {
        var points = Of(mission, area);
        var plane = new GeoPlane(area.Region.Centre);
        var fired = events.Where(area.Holds).Select(plane.Project).ToArray();
        var density = points.Select(p => Density(plane.Project(p.At), fired)).ToArray();
        var total = density.Sum();
        return total <= 0
            ? points
            : [.. points.Select((p, at) => p with { Weight = EvenShare + ((1 - EvenShare) * density[at] * points.Length / total) })];
    }

    private static double Density(PlanePoint at, PlanePoint[] fired)
    {
        var sum = 0.0;
        foreach (var place in fired)
        {
            var square = ((place.X - at.X) * (place.X - at.X)) + ((place.Y - at.Y) * (place.Y - at.Y));
            sum += square < 16 * SpreadMetres * SpreadMetres ? Math.Exp(-0.5 * square / (SpreadMetres * SpreadMetres)) : 0;
        }
        return sum;
    }

    public static ImmutableArray<WatchedPoint> Of(Mission mission, HearingArea area)
    {
        var (east, north) = GeoPlane.MetresPerDegree((area.South + area.North) / 2);
        var (wide, high) = ((area.East - area.West) * east, (area.North - area.South) * north);
        var side = Math.Max(1_000, Math.Sqrt(wide * high / Most));
        var (columns, rows) = ((int)Math.Ceiling(wide / side), (int)Math.Ceiling(high / side));
        var places = new PlaceProbability(mission.Atlas);
        NamedShape[] sectors = [.. mission.Sectors.Select(mission.Atlas.Find).OfType<NamedShape>()];
        var points = ImmutableArray.CreateBuilder<WatchedPoint>();
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var at = new GeoPoint(
                    area.South + ((row + 0.5) / rows * (area.North - area.South)),
                    area.West + ((column + 0.5) / columns * (area.East - area.West))
                );
                var sector = sectors.FirstOrDefault(s => places.Inside(new PointPlace(at, default), s) > 0.5);
                if (sector is not null || sectors.Length == 0)
                {
                    points.Add(new WatchedPoint(at, sector?.Name ?? area.Region.Id));
                }
            }
        }
        return points.ToImmutable();
    }
}
