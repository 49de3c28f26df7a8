using System.Collections.Concurrent;
using Holdfast.Core.Values;

namespace Holdfast.App.Watch.Feeds;

/// <summary>
/// Places that a file names as an area. Where the mission's atlas draws an area of that name, the atlas's own name is used, so that its outline counts;
/// names are compared without case, blanks, hyphens and the words for the level ("oblast", "raion", ...).
/// </summary>
internal sealed class NamedAreas(Atlas atlas)
{
    private readonly Dictionary<string, string> _known = Index(atlas);
    private readonly ConcurrentDictionary<(string, GeoPoint, double), AreaPlace> _made = new();

    public AreaPlace Make(string name, GeoPoint point, double radiusMetres)
    {
        if (_made.Count > 10_000)
        {
            _made.Clear();
        }
        return _made.GetOrAdd((name, point, radiusMetres), key => new AreaPlace(Known(key.Item1), point, radiusMetres));
    }

    private string Known(string name) =>
        atlas.Find(name) is { Kind: ShapeKind.Area } shape ? shape.Name : _known.GetValueOrDefault(Plain(name), name);

    private static Dictionary<string, string> Index(Atlas atlas)
    {
        var index = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var shape in atlas.Shapes.Values.Where(s => s.Kind == ShapeKind.Area))
        {
            index.TryAdd(Plain(shape.Name), shape.Name);
            index.TryAdd(Plain(shape.Title), shape.Name);
        }
        index.Remove("");
        return index;
    }

    private static string Plain(string name)
    {
        var words = name.ToLowerInvariant()
            .Split([' ', '-', '_', '.', ',', '\''], StringSplitOptions.RemoveEmptyEntries)
            .Where(w => w is not ("oblast" or "raion" or "region" or "province" or "rayon" or "district" or "special" or "republican"));
        return string.Concat(words);
    }
}
