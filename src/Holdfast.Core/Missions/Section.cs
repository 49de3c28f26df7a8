using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Nations;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Missions;

/// <summary>
/// Strict access to one mapping: unknown keys are complained about at once with the nearest right one, missing and ill-typed ones when they are asked
/// for. After a complaint a harmless value is returned, so that one reading finds every fault.
/// </summary>
internal sealed class Section
{
    private readonly YamlMapping map;
    private readonly Complaints complaints;
    private readonly string what;

    public Section(YamlMapping map, Complaints complaints, string what, params string[] keys)
    {
        this.map = map;
        this.complaints = complaints;
        this.what = what;
        foreach (var pair in map.Pairs.Where(p => !keys.Contains(p.Key.Text)))
        {
            complaints.Error(
                pair.Key,
                "unknown-key",
                $"{what} has no '{pair.Key.Text}' (it has {string.Join(", ", keys)})",
                NearestWord.To(pair.Key.Text, keys)
            );
        }
    }

    public YamlMapping Node => map;
    public Complaints Complaints => complaints;

    public YamlNode? Find(string key) => map.Find(key)?.Value is { } value and not YamlScalar { IsNull: true } ? value : null;

    /// <summary>Where a key's value stands, or the mapping itself.</summary>
    public YamlNode At(string key) => Find(key) ?? map;

    private YamlNode? Required(string key)
    {
        var found = Find(key);
        if (found is null)
        {
            complaints.Error(map.Find(key)?.Key ?? (YamlNode)map, "missing-key", $"{what} needs '{key}'");
        }
        return found;
    }

    private string? Scalar(YamlNode? node, string key)
    {
        switch (node)
        {
            case null:
                return null;
            case YamlScalar scalar:
                return scalar.Text;
            default:
                complaints.Error(node, "wrong-type", $"'{key}' of {what}: expected a text, found {node.Kind}");
                return null;
        }
    }

    public string? TextOrNull(string key) => Scalar(Find(key), key);

    public string Text(string key) => Scalar(Required(key), key)?.Trim() ?? "";

    /// <summary>One of a few words; the first is returned after a complaint.</summary>
    public T Choice<T>(string key, T? fallback, params (string Word, T Value)[] words)
        where T : struct
    {
        if (Find(key) is null && fallback is { } given)
        {
            return given;
        }
        var node = Required(key);
        var text = Scalar(node, key);
        foreach (var (word, value) in words)
        {
            if (word == text)
            {
                return value;
            }
        }
        if (node is not null && text is not null)
        {
            var all = words.Select(w => w.Word).ToArray();
            complaints.Error(
                node,
                "unknown-word",
                $"'{key}' of {what} is one of {string.Join(", ", all)}; found '{text}'",
                NearestWord.To(text, all)
            );
        }
        return words[0].Value;
    }

    public Standing Standing(string key = "standing", Standing? fallback = null) =>
        Choice(
            key,
            fallback,
            ("recorded", Values.Standing.Recorded),
            ("attributed", Values.Standing.Attributed),
            ("illustrative", Values.Standing.Illustrative)
        );

    public LocalDate? DateOrNull(string key)
    {
        var node = Find(key);
        if (Scalar(node, key) is not { } text || node is null)
        {
            return null;
        }
        var date = YamlDates.Date(text, out var problem, out var suggestion);
        if (date is null)
        {
            complaints.Error(node, "bad-date", $"'{key}' of {what}: {problem}", suggestion);
        }
        return date;
    }

    /// <summary>A day, a month or a year.</summary>
    public PartialDate? PartialDateOrNull(string key)
    {
        var node = Find(key);
        if (Scalar(node, key) is not { } text || node is null)
        {
            return null;
        }
        var date = YamlDates.Partial(text, out var problem, out var suggestion);
        if (date is null)
        {
            complaints.Error(node, "bad-date", $"'{key}' of {what}: {problem}", suggestion);
        }
        return date;
    }

    public PartialDate PartialDate(string key) => Required(key) is null ? default : PartialDateOrNull(key) ?? default;

    public LocalDate Date(string key) => Required(key) is null ? default : DateOrNull(key) ?? default;

    public Instant? InstantOrNull(string key, DateTimeZone zone)
    {
        var node = Find(key);
        if (Scalar(node, key) is not { } text || node is null)
        {
            return null;
        }
        var instant = YamlDates.Instant(text, zone, out var problem, out var suggestion);
        if (instant is null)
        {
            complaints.Error(node, "bad-date", $"'{key}' of {what}: {problem}", suggestion);
        }
        return instant;
    }

    public Instant? Instant(string key, DateTimeZone zone) => Required(key) is null ? null : InstantOrNull(key, zone);

    /// <summary>A number between two bounds; the fallback when it is not given.</summary>
    public double Number(string key, double fallback, double least, double most)
    {
        var node = Find(key);
        if (Scalar(node, key) is not { } text || node is null)
        {
            return fallback;
        }
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || double.IsNaN(value))
        {
            complaints.Error(
                node,
                "wrong-type",
                $"'{key}' of {what}: expected a number, found '{text}'",
                text.Contains(',', StringComparison.Ordinal) ? text.Replace(',', '.') : null
            );
            return fallback;
        }
        if (value < least || value > most)
        {
            complaints.Error(
                node,
                "out-of-range",
                string.Create(CultureInfo.InvariantCulture, $"'{key}' of {what} lies between {least} and {most}; found {text}")
            );
            return fallback;
        }
        return value;
    }

    /// <summary>A quantity such as <c>25 km</c> or <c>3 days</c>, in the base unit of the table.</summary>
    public double Quantity(string key, double fallback, params (string Unit, double Factor)[] units)
    {
        var node = Find(key);
        if (Scalar(node, key) is not { } text || node is null)
        {
            return fallback;
        }
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var all = units.Select(u => u.Unit).ToArray();
        if (
            parts.Length != 2
            || !double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            || !(value >= 0)
            || value > 1e9
        )
        {
            complaints.Error(
                node,
                "wrong-type",
                $"'{key}' of {what}: expected a number and a unit ({string.Join(", ", all)}), found '{text}'"
            );
            return fallback;
        }
        if (Array.IndexOf(all, parts[1]) is var at && at < 0)
        {
            complaints.Error(
                node,
                "unknown-unit",
                $"'{key}' of {what}: the unit is one of {string.Join(", ", all)}; found '{parts[1]}'",
                NearestWord.To(parts[1], all)
            );
            return fallback;
        }
        return value * units[at].Factor;
    }

    /// <summary>The items of a list; empty when the key is not given.</summary>
    public ImmutableArray<YamlNode> Items(string key)
    {
        switch (Find(key))
        {
            case null:
                return [];
            case YamlSequence sequence:
                return sequence.Items;
            case var other:
                complaints.Error(
                    other,
                    "wrong-type",
                    $"'{key}' of {what}: expected a list (lines that start with '- '), found {other.Kind}"
                );
                return [];
        }
    }

    /// <summary>The texts of a list with the nodes they stand at.</summary>
    public ImmutableArray<(string Text, YamlNode At)> Texts(string key) =>
        [.. Items(key).Select(n => (Text: Scalar(n, key), At: n)).Where(t => t.Text is not null).Select(t => (t.Text ?? "", t.At))];

    /// <summary>A text, or a list of texts, as a list; empty when the key is not given.</summary>
    public ImmutableArray<string> TextOrTexts(string key) =>
        Find(key) is YamlScalar scalar ? [scalar.Text.Trim()] : [.. Texts(key).Select(t => t.Text.Trim())];

    /// <summary>The mappings of a list, each as a section with the given keys.</summary>
    public IEnumerable<Section> Sections(string key, string itemIs, params string[] keys)
    {
        foreach (var item in Items(key))
        {
            if (item is YamlMapping mapping)
            {
                yield return new Section(mapping, complaints, itemIs, keys);
            }
            else
            {
                complaints.Error(item, "wrong-type", $"'{key}' of {what}: expected {itemIs} (a mapping), found {item.Kind}");
            }
        }
    }

    public Section? Child(string key, string itIs, params string[] keys)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlMapping mapping:
                return new Section(mapping, complaints, itIs, keys);
            case var other:
                complaints.Error(other, "wrong-type", $"'{key}' of {what}: expected a mapping, found {other.Kind}");
                return null;
        }
    }

    /// <summary>Complains when a required mapping or list is not there.</summary>
    public void Need(string key) => Required(key);
}
