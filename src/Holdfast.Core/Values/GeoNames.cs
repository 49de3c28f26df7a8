using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Holdfast.Core.Values;

/// <summary>
/// Finds an area of an atlas by what people call it: its name or its title, whatever the case, accents, apostrophes and hyphens, with or without "oblast",
/// "region", "province", "raion" or "district"; a title may give several names, parted by a slash or in brackets. A name that fits two areas finds none.
/// </summary>
public sealed class GeoNames
{
    private static readonly HashSet<string> Common = new(StringComparer.Ordinal)
    {
        "oblast",
        "region",
        "province",
        "raion",
        "district",
        "the",
        "of",
    };

    private const int MostAsked = 20_000;

    private readonly ConcurrentDictionary<string, NamedShape?> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NamedShape?> _areas = new(StringComparer.Ordinal);

    public GeoNames(Atlas atlas)
    {
        foreach (var shape in atlas.Shapes.Values.Where(s => s.Kind == ShapeKind.Area))
        {
            var names = shape.Title.Split('/', '(', ')', ';').Append(shape.Title).Append(shape.Name).Select(Key).Distinct();
            foreach (var key in names.Where(key => key.Length > 0))
            {
                _areas[key] = _areas.TryGetValue(key, out var other) && other != shape ? null : shape;
            }
        }
        foreach (var shape in atlas.Shapes.Values.Where(s => s.Kind == ShapeKind.Area))
        {
            _areas[Key(shape.Name)] = shape;
        }
    }

    public NamedShape? FindArea(string name)
    {
        if (_areas.Count == 0)
        {
            return null;
        }
        if (_asked.TryGetValue(name, out var known))
        {
            return known;
        }
        var found = _areas.GetValueOrDefault(Key(name));
        if (_asked.Count < MostAsked)
        {
            _asked[name] = found;
        }
        return found;
    }

    private static string Key(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name.Normalize(NormalizationForm.FormD))
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(c);
            if (char.IsLetterOrDigit(c))
            {
                text.Append(char.ToLowerInvariant(c));
            }
            else if (category != UnicodeCategory.NonSpacingMark && c is not ('\'' or '’' or 'ʼ' or '`'))
            {
                text.Append(' ');
            }
        }
        var words = text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var telling = words.Where(w => !Common.Contains(w)).ToArray();
        return string.Join(' ', telling.Length == 0 ? words : telling);
    }
}
