using System.Globalization;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Valid;

namespace Holdfast.Core.Values;

/// <summary>Builds one geometry from nested coordinates and checks it; every complaint points at the position or ring at fault.</summary>
internal sealed class GeoJsonGeometry(GeoJsonWalk walk)
{
    private static readonly string[] Types = ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"];
    private static readonly GeometryFactory Factory = new(new PrecisionModel(), 4326);

    // Every segment drawn, with the place of its first position, to find the one at fault.
    private readonly List<(Coordinate From, Coordinate To, long Offset)> segments = [];

    public Geometry? Build(string type, long typeAt, GeoJsonCoordinates at)
    {
        var before = walk.Problems.Count;
        Geometry? result = type switch
        {
            "Point" => Position(at) is { } p ? Factory.CreatePoint(p) : null,
            "MultiPoint" => Factory.CreateMultiPointFromCoords(Positions(at, 1)),
            "LineString" => Line(at),
            "MultiLineString" => Factory.CreateMultiLineString([.. at.Items.Select(Line).OfType<LineString>()]),
            "Polygon" => Polygon(at),
            "MultiPolygon" => Factory.CreateMultiPolygon([.. at.Items.Select(Polygon).OfType<Polygon>()]),
            _ => null,
        };
        if (!Types.Contains(type))
        {
            walk.Complain(
                typeAt,
                "unknown-geometry",
                $"'{type}' is not a geometry that is read here ({string.Join(", ", Types)})",
                NearestWord.To(type, Types)
            );
        }
        else if (result is not null && result.IsEmpty && walk.Problems.Count == before)
        {
            walk.Complain(at.Offset, "empty-geometry", "the geometry has no positions");
        }
        return result is null || walk.Problems.Count > before || !IsValid(result, at) ? null : result;
    }

    private LineString? Line(GeoJsonCoordinates at)
    {
        var positions = Positions(at, 2);
        return positions.Length < 2 ? null : Factory.CreateLineString(positions);
    }

    private Polygon? Polygon(GeoJsonCoordinates at)
    {
        if (at.Position is not null || at.Items.Count == 0)
        {
            walk.Complain(at.Offset, "wrong-type", "expected a polygon: a list of rings, each a list of positions");
            return null;
        }
        var rings = at.Items.Select(Ring).ToArray();
        return rings.Any(r => r is null) ? null : Factory.CreatePolygon(rings[0], [.. rings.Skip(1).OfType<LinearRing>()]);
    }

    private LinearRing? Ring(GeoJsonCoordinates at)
    {
        var positions = Positions(at, 1);
        if (positions.Length != at.Items.Count || positions.Length == 0)
        {
            return null;
        }
        if (!positions[0].Equals2D(positions[^1]))
        {
            walk.Complain(
                at.Items[^1].Offset,
                "unclosed-ring",
                $"the ring ends at {Show(positions[^1])} but starts at {Show(positions[0])}; its last position must repeat its first",
                Show(positions[0])
            );
            return null;
        }
        if (positions.Length < 4)
        {
            walk.Complain(
                at.Offset,
                "short-ring",
                $"a ring needs at least 4 positions (the last repeats the first), found {positions.Length}"
            );
            return null;
        }
        return Factory.CreateLinearRing(positions);
    }

    private Coordinate[] Positions(GeoJsonCoordinates at, int least)
    {
        if (at.Position is not null || at.Items.Count < least)
        {
            var what = least > 1 ? $"at least {least} positions" : "a list of positions";
            walk.Complain(
                at.Offset,
                "wrong-type",
                $"expected {what}, found {(at.Position is null ? at.Items.Count.ToString(CultureInfo.InvariantCulture) : "a single one")}"
            );
            return [];
        }
        var result = at.Items.Select(i => (Position: Position(i), i.Offset)).Where(p => p.Position is not null).ToArray();
        for (var i = 1; i < result.Length; i++)
        {
            segments.Add((result[i - 1].Position ?? new Coordinate(), result[i].Position ?? new Coordinate(), result[i - 1].Offset));
        }
        return [.. result.Select(p => p.Position).OfType<Coordinate>()];
    }

    private Coordinate? Position(GeoJsonCoordinates at)
    {
        if (at.Position is not { Length: >= 2 and <= 3 } p)
        {
            walk.Complain(at.Offset, "wrong-type", "expected a position: [longitude, latitude]");
            return null;
        }
        var (longitude, latitude) = (p[0], p[1]);
        if (latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180)
        {
            return new Coordinate(longitude, latitude);
        }
        var swapped = new Coordinate(latitude, longitude);
        var canSwap = longitude is >= -90 and <= 90 && latitude is >= -180 and <= 180;
        walk.Complain(
            at.Offset,
            canSwap ? "swapped-coordinates" : "out-of-range",
            $"[{Show(longitude)}, {Show(latitude)}] is no longitude and latitude" + (canSwap ? "; GeoJSON puts the longitude first" : ""),
            canSwap ? Show(swapped) : null
        );
        return null;
    }

    private bool IsValid(Geometry geometry, GeoJsonCoordinates at)
    {
        if (new IsValidOp(geometry).ValidationError is not { } error)
        {
            return true;
        }
        var place = error.Coordinate;
        // The later of the crossing segments: the one whose drawing caused the crossing.
        var nearest =
            segments.Count == 0 || place is null
                ? at.Offset
                : segments
                    .OrderBy(s => Math.Round(DistanceComputer.PointToSegment(place, s.From, s.To), 9))
                    .ThenByDescending(s => s.Offset)
                    .First()
                    .Offset;
        var code = error.ErrorType is TopologyValidationErrors.SelfIntersection or TopologyValidationErrors.RingSelfIntersection
            ? "self-intersection"
            : "invalid-geometry";
        var what = code == "self-intersection" ? "the outline crosses or touches itself" : error.Message.ToLowerInvariant();
        walk.Complain(nearest, code, $"{what} near {(place is null ? "here" : Show(place))}");
        return false;
    }

    private static string Show(Coordinate c) => $"[{Show(c.X)}, {Show(c.Y)}]";

    private static string Show(double degrees) => Math.Round(degrees, 6).ToString("0.######", CultureInfo.InvariantCulture);
}
