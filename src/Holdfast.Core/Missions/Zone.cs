using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.Core.Values;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;

namespace Holdfast.Core.Missions;

/// <summary>One feature of a zones file, with strict access to its properties and complaints that name line and column.</summary>
internal sealed partial class Zone(string file, TextPositions positions, GeoJsonFeature feature, bool fileIsFaulty)
{
    private const double MetresPerDegree = 111_320;
    private const double MaximumBufferMetres = 200_000;

    public string Name => feature.Property("name")?.Text ?? "";
    public GeoJsonFeature Feature => feature;

    public long Offset(string key) => feature.Property(key)?.ValueOffset ?? feature.Offset;

    public void Error(Complaints complaints, long offset, string code, string message, string? suggestion = null)
    {
        var (line, column) = positions.At(offset);
        complaints.Add(Diagnostic.Error(file, line, column, code, message, suggestion));
    }

    /// <summary>Checks name and keys and enters it among the zones.</summary>
    public void Register(Complaints complaints, SortedDictionary<string, Zone> zones, string[] keys)
    {
        foreach (var property in feature.Properties.Where(p => !keys.Contains(p.Name)))
        {
            Error(
                complaints,
                property.NameOffset,
                "unknown-key",
                $"a zone has no '{property.Name}' (it has {string.Join(", ", keys)})",
                NearestWord.To(property.Name, keys)
            );
        }
        var name = Text(complaints, "name", required: true);
        if (name.Length == 0)
        {
            return;
        }
        if (!NameShape().IsMatch(name))
        {
            var suggestion = NotNameCharacters().Replace(name.ToLowerInvariant(), "_").Trim('_');
            Error(
                complaints,
                Offset("name"),
                "bad-name",
                $"a zone's name is lower-case letters, digits and underscores; found '{name}'",
                NameShape().IsMatch(suggestion) ? suggestion : null
            );
        }
        if (!zones.TryAdd(name, this))
        {
            Error(complaints, Offset("name"), "duplicate-id", $"there are two zones '{name}'");
        }
    }

    public string Text(Complaints complaints, string key, bool required)
    {
        var property = feature.Property(key);
        if (
            property is null
            || property.Value.ValueKind == JsonValueKind.Null
            || (required && property.Text is { } t && t.Trim().Length == 0)
        )
        {
            if (required)
            {
                Error(complaints, Offset(key), "missing-key", $"the zone {(Name.Length > 0 ? $"'{Name}' " : "")}needs a '{key}'");
            }
            return "";
        }
        if (property.Text is null)
        {
            Error(complaints, property.ValueOffset, "wrong-type", $"'{key}' of a zone: expected a text");
        }
        return property.Text?.Trim() ?? "";
    }

    public T Choice<T>(Complaints complaints, string key, params (string Word, T Value)[] words)
    {
        var text = Text(complaints, key, required: true);
        foreach (var (word, value) in words)
        {
            if (word == text)
            {
                return value;
            }
        }
        if (text.Length > 0)
        {
            var all = words.Select(w => w.Word).ToArray();
            Error(
                complaints,
                Offset(key),
                "unknown-word",
                $"'{key}' of a zone is one of {string.Join(", ", all)}; found '{text}'",
                NearestWord.To(text, all)
            );
        }
        return words[0].Value;
    }

    public ImmutableArray<(string Text, long Offset)> Texts(Complaints complaints, string key)
    {
        if (feature.Property(key) is not { } property)
        {
            return [];
        }
        var items = property.Value.ValueKind == JsonValueKind.Array ? property.Value.EnumerateArray().ToArray() : [];
        if (items.Length == 0 || items.Any(i => i.ValueKind != JsonValueKind.String))
        {
            Error(complaints, property.ValueOffset, "wrong-type", $"'{key}' of a zone: expected a list of texts");
            return [];
        }
        return [.. items.Select(i => (i.GetString() ?? "", property.ValueOffset))];
    }

    /// <summary>The geometry as drawn, with its buffer; null when there is none that can be used.</summary>
    public Geometry? Drawn(Complaints complaints)
    {
        if (feature.Geometry is null)
        {
            if (!fileIsFaulty)
            {
                Error(complaints, feature.Offset, "missing-key", $"the zone '{Name}' has neither a geometry nor 'union_of'");
            }
            return null;
        }
        if (feature.Property("buffer_metres") is not { } buffer)
        {
            return feature.Geometry;
        }
        if (buffer.Value.ValueKind != JsonValueKind.Number || !(buffer.Value.GetDouble() is > 0 and <= MaximumBufferMetres and var metres))
        {
            Error(
                complaints,
                buffer.ValueOffset,
                "out-of-range",
                string.Create(CultureInfo.InvariantCulture, $"'buffer_metres' lies between 0 and {MaximumBufferMetres}")
            );
            return null;
        }
        return Buffered(feature.Geometry, metres);
    }

    // Buffers each part in a plane scaled at its own middle: within 1 % for parts of up to a degree of latitude, within 7 % for five.
    private static Geometry Buffered(Geometry geometry, double metres)
    {
        var parts = new List<Geometry>();
        for (var i = 0; i < geometry.NumGeometries; i++)
        {
            var part = geometry.GetGeometryN(i);
            var scale = Math.Max(0.01, Math.Cos(part.EnvelopeInternal.Centre.Y * Math.PI / 180));
            var flat = AffineTransformation.ScaleInstance(scale, 1).Transform(part);
            parts.Add(AffineTransformation.ScaleInstance(1 / scale, 1).Transform(flat.Buffer(metres / MetresPerDegree, 6)));
        }
        return parts.Count == 1 ? parts[0] : NetTopologySuite.Operation.Union.UnaryUnionOp.Union(parts);
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex NameShape();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotNameCharacters();
}
