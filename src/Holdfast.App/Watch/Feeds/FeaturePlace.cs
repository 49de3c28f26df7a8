using System.Text.Json;
using Holdfast.Core.Values;

namespace Holdfast.App.Watch.Feeds;

/// <summary>A GeoJSON geometry as an uncertain place: a point with its error, anything else as the disc that covers it. Positions are longitude first.</summary>
internal static class FeaturePlace
{
    private const int MostPositions = 200_000;
    private const double MetresPerDegree = 111_200;

    public static Place? Read(JsonElement geometry, string name, double sigmaMetres, out RowFault? fault)
    {
        var kind =
            geometry.ValueKind == JsonValueKind.Object
            && geometry.TryGetProperty("type", out var type)
            && type.ValueKind == JsonValueKind.String
                ? type.GetString()
                : null;
        if (kind is null || !geometry.TryGetProperty("coordinates", out var coordinates))
        {
            fault = new RowFault("geometry", "missing-field", "'geometry' is empty or has no 'coordinates'.");
            return null;
        }
        var box = new Box();
        if (!Walk(coordinates, ref box, 0) || box.Count == 0)
        {
            fault = new RowFault("geometry", "bad-coordinates", "'coordinates' holds something that is no position (longitude, latitude).");
            return null;
        }
        foreach (var (north, east) in new[] { (box.South, box.West), (box.North, box.East) })
        {
            // Of several positions one may well be 0, 0.
            if (!Coordinates.TryMake(north, east, "latitude", "longitude", out _, out fault) && fault?.Code != "zero-coordinates")
            {
                return null;
            }
        }
        if (
            !Coordinates.TryMake((box.South + box.North) / 2, (box.West + box.East) / 2, "latitude", "longitude", out var centre, out fault)
        )
        {
            return null;
        }
        if (box.Count == 1)
        {
            return new PointPlace(centre, ErrorEllipse.Circle(sigmaMetres));
        }
        var height = (box.North - box.South) * MetresPerDegree;
        var width = (box.East - box.West) * MetresPerDegree * Math.Cos(centre.Latitude * Math.PI / 180);
        return new AreaPlace(name.Length > 0 ? name : kind, centre, Math.Max(1, Math.Sqrt((height * height) + (width * width)) / 2));
    }

    private struct Box()
    {
        public double South = double.PositiveInfinity;
        public double North = double.NegativeInfinity;
        public double West = double.PositiveInfinity;
        public double East = double.NegativeInfinity;
        public int Count;
    }

    private static bool Walk(JsonElement element, ref Box box, int level)
    {
        if (element.ValueKind != JsonValueKind.Array || level > 4 || box.Count > MostPositions || element.GetArrayLength() == 0)
        {
            return false;
        }
        if (element[0].ValueKind != JsonValueKind.Number)
        {
            foreach (var item in element.EnumerateArray())
            {
                if (!Walk(item, ref box, level + 1))
                {
                    return false;
                }
            }
            return true;
        }
        if (element.GetArrayLength() < 2 || element[1].ValueKind != JsonValueKind.Number)
        {
            return false;
        }
        if (
            !element[0].TryGetDouble(out var east)
            || !element[1].TryGetDouble(out var north)
            || !double.IsFinite(east)
            || !double.IsFinite(north)
        )
        {
            return false;
        }
        box.South = Math.Min(box.South, north);
        box.North = Math.Max(box.North, north);
        box.West = Math.Min(box.West, east);
        box.East = Math.Max(box.East, east);
        box.Count++;
        return true;
    }
}
