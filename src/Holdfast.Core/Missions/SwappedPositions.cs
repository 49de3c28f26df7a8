using Holdfast.Core.Values;
using NetTopologySuite.Geometries;

namespace Holdfast.Core.Missions;

/// <summary>
/// Finds zones drawn with latitude first. A swap often still gives a longitude and latitude that exist, so each zone is held against where the others
/// lie: far from their middle as drawn, near it when swapped.
/// </summary>
internal sealed class SwappedPositions(Complaints complaints)
{
    private const double FarDegrees = 8;

    public void Check(IReadOnlyList<Zone> zones)
    {
        var drawn = zones.Where(z => z.Feature.Geometry is not null).Select(z => (Zone: z, Box: Box(z))).ToArray();
        if (drawn.Length < 3)
        {
            return;
        }
        var x = Median([.. drawn.Select(d => d.Box.Centre.X)]);
        var y = Median([.. drawn.Select(d => d.Box.Centre.Y)]);
        foreach (var (zone, box) in drawn)
        {
            var centre = box.Centre;
            var asDrawn = Math.Max(Math.Abs(centre.X - x), Math.Abs(centre.Y - y));
            var swapped = Math.Max(Math.Abs(centre.Y - x), Math.Abs(centre.X - y));
            if (asDrawn > FarDegrees && swapped < FarDegrees)
            {
                zone.Error(
                    complaints,
                    zone.Feature.GeometryOffset,
                    "swapped-coordinates",
                    $"'{zone.Name}' lies far from the other zones but among them if latitude and longitude change places; GeoJSON puts the longitude first"
                );
            }
        }
    }

    private static Envelope Box(Zone zone) => zone.Feature.Geometry?.EnvelopeInternal ?? new Envelope();

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
