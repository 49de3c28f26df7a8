using Holdfast.Core.Values;
using Holdfast.Core.Watch.Phrases;
using NetTopologySuite.Geometries;

namespace Holdfast.App.Watch.Feeds.Osce;

/// <summary>
/// Places that a table names in words: "Svitlodarsk (government-controlled, 57km NE of Donetsk)", "about 1.5km NW of Betmanove". A name is one of the mission's
/// atlas; a direction and a distance are taken from there.
/// </summary>
internal sealed class OscePlaces
{
    /// <summary>One standard deviation of "at" a settlement, as for event files.</summary>
    private const double SettlementSigmaMetres = 1_500;

    private const double MetresPerDegree = 111_200;

    private static readonly string[] Prefixes =
    [
        "smm camera at entry/exit checkpoint in",
        "smm camera at the",
        "smm camera in",
        "smm camera at",
        "smm camera near",
        "smm camera",
        "smm long-range uav near",
        "smm mid-range uav near",
        "smm mini-uav near",
        "in the vicinity of",
        "at the",
        "near the",
        "near",
        "in",
        "at",
        "inside",
    ];

    private readonly Dictionary<string, NamedShape> _known = new(StringComparer.Ordinal);

    public OscePlaces(Atlas atlas)
    {
        foreach (
            var shape in atlas.Shapes.Values.OrderBy(s => s.Kind == ShapeKind.Point ? 0 : 1).ThenBy(s => s.Name, StringComparer.Ordinal)
        )
        {
            foreach (var name in shape.Aliases.Prepend(shape.Title).Prepend(shape.Name))
            {
                _known.TryAdd(Plain(name), shape);
            }
        }
        _known.Remove("");
    }

    /// <summary>The place in these words, or null with the name that no atlas draws.</summary>
    public Place? Find(string text, out string unknown)
    {
        var phrase = RosePhrase.Parse(text);
        // What stands in brackets explains the name before it: it is tried when the name itself is not known.
        var bracket = text.IndexOf('(', StringComparison.Ordinal);
        var name = bracket > 0 ? text[..bracket] : text;
        unknown = name.Trim();
        var head = bracket > 0 ? RosePhrase.Parse(name) : phrase;
        if (head.Of.Length > 0)
        {
            unknown = head.Of;
            return ByName(head.Of) is { } from ? Offset(from, head) : null;
        }
        if (ByName(name) is { } named)
        {
            return named;
        }
        var inner = bracket > 0 ? RosePhrase.Parse(text[bracket..]) : null;
        return inner is { Of.Length: > 0 } && ByName(inner.Of) is { } near ? Offset(near, inner) : null;
    }

    public string? Nearest(string name) =>
        NearestWord.To(Bare(Plain(name)), _known.Keys.Order(StringComparer.Ordinal)) is { } near ? _known[near].Title : null;

    private Place? ByName(string text)
    {
        var name = Plain(text);
        if (!_known.TryGetValue(name, out var shape) && !_known.TryGetValue(Bare(name), out shape))
        {
            return null;
        }
        var middle = shape.Geometry.Centroid;
        if (middle.IsEmpty || !(middle.Y is >= -90 and <= 90 && middle.X is >= -180 and <= 180))
        {
            return null;
        }
        var point = new GeoPoint(middle.Y, middle.X);
        return shape.Kind == ShapeKind.Point
            ? new PointPlace(point, ErrorEllipse.Circle(SettlementSigmaMetres))
            : new AreaPlace(shape.Name, point, Math.Max(SettlementSigmaMetres, Radius(shape.Geometry)));
    }

    private static string Bare(string name) =>
        Prefixes.FirstOrDefault(p => name.StartsWith(p + " ", StringComparison.Ordinal)) is { } prefix ? name[(prefix.Length + 1)..] : name;

    private static double Radius(Geometry geometry)
    {
        var box = geometry.EnvelopeInternal;
        var width = box.Width * MetresPerDegree * Math.Cos(box.Centre.Y * Math.PI / 180);
        return Math.Sqrt((width * width) + (box.Height * MetresPerDegree * box.Height * MetresPerDegree)) / 2;
    }

    // "3 km SE of X": X moved, as uncertain as the direction, the distance and X itself.
    private static Place Offset(Place from, RosePhrase phrase)
    {
        if (phrase is not { Azimuth: { } azimuth, Range: { } range })
        {
            return from;
        }
        var (middle, half) = ((range.LowMetres + range.HighMetres) / 2, (range.HighMetres - range.LowMetres) / 2);
        var angle = azimuth.Degrees * Math.PI / 180;
        var across = middle * azimuth.SigmaDegrees * Math.PI / 180;
        var along = half / Math.Sqrt(3);
        var own = from.Ellipse.SemiMajorMetres;
        var latitude = Math.Clamp(from.Centre.Latitude + (middle * Math.Cos(angle) / MetresPerDegree), -89.9, 89.9);
        var east = middle * Math.Sin(angle) / (MetresPerDegree * Math.Max(0.01, Math.Cos(from.Centre.Latitude * Math.PI / 180)));
        var longitude = from.Centre.Longitude + east;
        longitude =
            longitude > 180 ? longitude - 360
            : longitude < -180 ? longitude + 360
            : longitude;
        var (a, b) = (Math.Sqrt((along * along) + (own * own)), Math.Sqrt((across * across) + (own * own)));
        var error = a >= b ? new ErrorEllipse(a, b, azimuth.Degrees % 180) : new ErrorEllipse(b, a, (azimuth.Degrees + 90) % 180);
        return new PointPlace(new GeoPoint(latitude, longitude), error);
    }

    private static string Plain(string name) =>
        string.Join(
            ' ',
            name.ToLowerInvariant().Split([' ', '\t', '\n', '\r', '_', ',', '"', '\u00A0'], StringSplitOptions.RemoveEmptyEntries)
        );
}
