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
)
{
    /// <summary>Other names under which sources know it (an event file's spelling of an oblast). Sorted, ordinal.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];
}

/// <summary>The named geometries of a mission. Pure data; lookup by name or by alias. Names win over aliases, and the least name over the others.</summary>
public sealed class Atlas
{
    public static readonly Atlas Empty = new([]);

    public Atlas(IEnumerable<NamedShape> shapes)
    {
        Shapes = shapes.ToImmutableSortedDictionary(s => s.Name, s => s, StringComparer.Ordinal);
        var aliases = ImmutableSortedDictionary.CreateBuilder<string, NamedShape>(StringComparer.Ordinal);
        foreach (var shape in Shapes.Values)
        {
            foreach (var alias in shape.Aliases)
            {
                aliases.TryAdd(alias, shape);
            }
        }
        byAlias = aliases.ToImmutable();
    }

    private readonly ImmutableSortedDictionary<string, NamedShape> byAlias;

    public ImmutableSortedDictionary<string, NamedShape> Shapes { get; }

    public NamedShape? Find(string name) => Shapes.GetValueOrDefault(name) ?? byAlias.GetValueOrDefault(name);
}
