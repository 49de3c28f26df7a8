using System.Collections.Immutable;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Sensors.Hearing;

namespace Holdfast.App.Watch.Sensors;

/// <summary>Places of a region at which hearing counts: an even grid over the mission's sectors, or over the region's box where it has none.</summary>
public static class WatchedPoints
{
    private const int Most = 1_500;

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
