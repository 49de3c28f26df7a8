using System.Collections.Immutable;
using NetTopologySuite.Geometries;

namespace Holdfast.Core.Values;

public enum ShapeKind
{
    Area,
    Line,
    Point,
}

/// <summary>A named geometry of a mission: an area of application, a line of contact, a town. Geometry is WGS 84, x = longitude, y = latitude.</summary>
/// <param name="Caption">Said beside it wherever it is drawn; an illustrative or disputed line says so here.</param>
public sealed record NamedShape(
    string Name,
    ShapeKind Kind,
    Geometry Geometry,
    Standing Standing,
    string Title,
    string Caption,
    string Source
);

/// <summary>The named geometries of a mission. Pure data; lookup by name.</summary>
public sealed class Atlas
{
    public static readonly Atlas Empty = new([]);

    public Atlas(IEnumerable<NamedShape> shapes)
    {
        Shapes = shapes.ToImmutableSortedDictionary(s => s.Name, s => s, StringComparer.Ordinal);
    }

    public ImmutableSortedDictionary<string, NamedShape> Shapes { get; }

    public NamedShape? Find(string name) => Shapes.GetValueOrDefault(name);
}
