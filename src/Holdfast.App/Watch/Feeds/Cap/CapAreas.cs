using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;

namespace Holdfast.App.Watch.Feeds.Cap;

/// <summary>
/// An area of an alert as a place: the disc that covers its polygons ("lat,lon lat,lon ...") and circles ("lat,lon kilometres"), or, where it has neither, the
/// area that the atlas or the list of regions draws under its name or a geocode's value.
/// </summary>
internal sealed class CapAreas(FeedInput input)
{
    private const double MetresPerDegree = 111_200;
    private const int MostPositions = 50_000;

    private readonly NamedAreas _named = new(input.Atlas);

    /// <summary>What tells two areas apart, whatever their names in two languages.</summary>
    public static string Geometry(CapElement area)
    {
        var shapes = area.Children.Where(c => c.Name is "polygon" or "circle").Select(c => c.Text);
        var codes = area.All("geocode").Select(g => g["value"]);
        var all = string.Join(' ', shapes.Concat(codes));
        return all.Length > 0 ? all : area["areaDesc"];
    }

    public Place? Make(CapElement area, out RowFault? fault)
    {
        var name = area["areaDesc"] is { Length: > 0 } described ? described : "unnamed area";
        name = name.Length > 300 ? name[..300] : name;
        var box = new Bounds();
        foreach (var polygon in area.All("polygon"))
        {
            if (!Polygon(polygon.Text, box, out fault))
            {
                return null;
            }
        }
        foreach (var circle in area.All("circle"))
        {
            if (!Circle(circle.Text, box, out fault))
            {
                return null;
            }
        }
        fault = null;
        return box.Count > 0 ? Disc(name, box, out fault) : ByName(area, name, out fault);
    }

    private AreaPlace? Disc(string name, Bounds box, out RowFault? fault)
    {
        var (north, east) = ((box.South + box.North) / 2, (box.West + box.East) / 2);
        if (!Coordinates.TryMake(north, east, "polygon", "polygon", out var centre, out fault))
        {
            return null;
        }
        var height = (box.North - box.South) * MetresPerDegree;
        var width = (box.East - box.West) * MetresPerDegree * Math.Cos(centre.Latitude * Math.PI / 180);
        return _named.Make(name, centre, Math.Max(1, Math.Sqrt((height * height) + (width * width)) / 2));
    }

    private AreaPlace? ByName(CapElement area, string name, out RowFault? fault)
    {
        fault = null;
        foreach (var candidate in area.All("geocode").Select(g => g["value"]).Prepend(name).Take(50))
        {
            if (input.Atlas.Find(candidate) is { Kind: ShapeKind.Area } shape)
            {
                var envelope = shape.Geometry.EnvelopeInternal;
                var box = new Bounds();
                box.Add(envelope.MinY, envelope.MinX);
                box.Add(envelope.MaxY, envelope.MaxX);
                return Disc(shape.Name, box, out fault);
            }
            if (Oblasts.Find(candidate) is { } region)
            {
                return _named.Make(region.Name, region.Middle, region.RadiusMetres);
            }
        }
        var known = input.Atlas.Shapes.Values.Where(s => s.Kind == ShapeKind.Area).Select(s => s.Name).Concat(Oblasts.Names);
        var near = NearestWord.To(name, known) is { } word ? $" Did you mean '{word}'?" : "";
        fault = new RowFault(
            "area",
            "unknown-place",
            $"The area '{RowFault.Cut(name)}' has no polygon and no circle, and the mission's atlas draws none of that name or code.{near}"
        );
        return null;
    }

    private static bool Polygon(string text, Bounds box, out RowFault? fault)
    {
        var positions = text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (positions.Length is < 4 or > MostPositions)
        {
            fault = new RowFault(
                "polygon",
                "bad-coordinates",
                $"'polygon' has {positions.Length} positions, expected 4 or more, the last as the first."
            );
            return false;
        }
        foreach (var position in positions)
        {
            if (!Position(position, "polygon", out var north, out var east, out fault))
            {
                return false;
            }
            box.Add(north, east);
        }
        fault = null;
        return true;
    }

    private static bool Circle(string text, Bounds box, out RowFault? fault)
    {
        var parts = text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (
            parts.Length != 2
            || !FastNumber.TryDouble(System.Text.Encoding.UTF8.GetBytes(parts[1]), out var kilometres)
            || kilometres is not (>= 0 and <= 5_000)
        )
        {
            fault = new RowFault(
                "circle",
                "bad-coordinates",
                $"'circle' is '{RowFault.Cut(text)}', not \"latitude,longitude kilometres\"."
            );
            return false;
        }
        if (!Position(parts[0], "circle", out var north, out var east, out fault))
        {
            return false;
        }
        // The square whose half diagonal is the radius: the disc that covers it again is the circle.
        var up = kilometres * 1_000 / MetresPerDegree / Math.Sqrt(2);
        var across = up / Math.Max(0.01, Math.Cos(north * Math.PI / 180));
        box.Add(north - up, east - across);
        box.Add(north + up, east + across);
        return true;
    }

    private static bool Position(string text, string column, out double north, out double east, out RowFault? fault)
    {
        (north, east) = (0, 0);
        var parts = text.Split(',');
        if (
            parts.Length != 2
            || !FastNumber.TryDouble(System.Text.Encoding.UTF8.GetBytes(parts[0]), out north)
            || !FastNumber.TryDouble(System.Text.Encoding.UTF8.GetBytes(parts[1]), out east)
        )
        {
            fault = new RowFault(
                column,
                "bad-coordinates",
                $"'{column}' holds '{RowFault.Cut(text)}', not a position \"latitude,longitude\"."
            );
            return false;
        }
        return Coordinates.TryMake(north, east, column, column, out _, out fault) || fault?.Code == "zero-coordinates";
    }

    private sealed class Bounds
    {
        public double South { get; private set; } = double.PositiveInfinity;
        public double North { get; private set; } = double.NegativeInfinity;
        public double West { get; private set; } = double.PositiveInfinity;
        public double East { get; private set; } = double.NegativeInfinity;
        public int Count { get; private set; }

        public void Add(double north, double east)
        {
            (South, North) = (Math.Min(South, Math.Clamp(north, -90, 90)), Math.Max(North, Math.Clamp(north, -90, 90)));
            (West, East) = (Math.Min(West, Math.Clamp(east, -180, 180)), Math.Max(East, Math.Clamp(east, -180, 180)));
            Count++;
        }
    }
}
