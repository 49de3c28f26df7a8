using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.Core.Values;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;

namespace Holdfast.Core.Missions;

/// <summary>
/// <c>zones/*.geojson</c>: named areas, lines and points. A feature may be drawn, may be a buffer around what is drawn (<c>buffer_metres</c>), or may be
/// the union of other areas (<c>union_of</c>, with a null geometry).
/// </summary>
internal sealed partial class ZoneFiles(Complaints complaints, Citations citations)
{
    private static readonly string[] Keys =
    [
        "name",
        "kind",
        "title",
        "caption",
        "standing",
        "source",
        "aliases",
        "union_of",
        "buffer_metres",
    ];

    private readonly SortedDictionary<string, Zone> zones = new(StringComparer.Ordinal);

    public Atlas Read(IEnumerable<MissionFile> files)
    {
        foreach (var file in files)
        {
            ReadFile(file);
        }
        new SwappedPositions(complaints).Check([.. zones.Values]);
        var shapes = zones.Values.Select(z => Shape(z, [])).OfType<NamedShape>().ToArray();
        return new Atlas(shapes);
    }

    /// <summary>Every name a feature carries, right or wrong, so that one faulty outline does not make its name unknown elsewhere.</summary>
    public IEnumerable<string> Names => zones.Keys;

    /// <summary>Names of zones that could not be read: they have been complained about.</summary>
    public HashSet<string> Missing(Atlas atlas) => Names.Where(n => atlas.Find(n) is null).ToHashSet(StringComparer.Ordinal);

    private void ReadFile(MissionFile file)
    {
        var utf8 = Encoding.UTF8.GetBytes(file.Text);
        var positions = new TextPositions(utf8);
        var document = GeoJson.Read(utf8);
        foreach (var problem in document.Problems)
        {
            var (line, column) = positions.At(problem.Offset);
            complaints.Add(Diagnostic.Error(file.Path, line, column, problem.Code, problem.Message, problem.Suggestion));
        }
        foreach (var feature in document.Features)
        {
            new Zone(file.Path, positions, feature, document.Problems.Length > 0).Register(complaints, zones, Keys);
        }
    }

    private NamedShape? Shape(Zone zone, ImmutableArray<string> chain)
    {
        var kind = zone.Choice(complaints, "kind", ("area", ShapeKind.Area), ("line", ShapeKind.Line), ("point", ShapeKind.Point));
        var standing = zone.Choice(
            complaints,
            "standing",
            ("recorded", Standing.Recorded),
            ("attributed", Standing.Attributed),
            ("illustrative", Standing.Illustrative)
        );
        var source = zone.Text(complaints, "source", required: true);
        if (source.Length > 0 && citations.Check(source, standing) is { } complaint)
        {
            zone.Error(complaints, zone.Offset("source"), complaint.Code, complaint.Message, complaint.Suggestion);
        }
        var caption = zone.Text(complaints, "caption", required: standing == Standing.Illustrative);
        var geometry = Geometry(zone, chain);
        if (geometry is not null && !Fits(geometry, kind))
        {
            zone.Error(
                complaints,
                zone.Offset("kind"),
                "wrong-kind",
                $"'{zone.Name}' says it is {Say(kind)} but is drawn as a {geometry.GeometryType}"
            );
        }
        return geometry is null
            ? null
            : new NamedShape(zone.Name, kind, geometry, standing, zone.Text(complaints, "title", required: true), caption, source)
            {
                Aliases = [.. zone.Texts(complaints, "aliases").Select(a => a.Text).Order(StringComparer.Ordinal)],
            };
    }

    private Geometry? Geometry(Zone zone, ImmutableArray<string> chain)
    {
        var parts = zone.Texts(complaints, "union_of");
        if (parts.IsEmpty)
        {
            return zone.Drawn(complaints);
        }
        var geometries = new List<Geometry>();
        foreach (var (name, offset) in parts)
        {
            var circle = chain.Add(zone.Name);
            if (circle.IndexOf(name) is var at && at >= 0)
            {
                // Every zone is read in turn, so a circle is met from each of its members: it is reported once, from the least of them.
                if (at > 0 || circle.Any(c => string.CompareOrdinal(c, name) < 0))
                {
                    return null;
                }
                zone.Error(
                    complaints,
                    offset,
                    "cyclic-zone",
                    "these zones are parts of each other in a circle: " + string.Join(" -> ", [.. circle.Skip(at), name])
                );
                return null;
            }
            if (!zones.TryGetValue(name, out var part))
            {
                zone.Error(complaints, offset, "unknown-zone", $"there is no zone '{name}'", NearestWord.To(name, zones.Keys));
            }
            else if (Geometry(part, circle) is { } geometry)
            {
                geometries.Add(geometry);
            }
        }
        return geometries.Count == parts.Length ? UnaryUnionOp.Union(geometries) : null;
    }

    private static bool Fits(Geometry geometry, ShapeKind kind) =>
        kind switch
        {
            ShapeKind.Area => geometry is IPolygonal,
            ShapeKind.Line => geometry is ILineal,
            ShapeKind.Point => geometry is IPuntal,
        };

    private static string Say(ShapeKind kind) =>
        kind switch
        {
            ShapeKind.Area => "an area",
            ShapeKind.Line => "a line",
            ShapeKind.Point => "a point",
        };
}
