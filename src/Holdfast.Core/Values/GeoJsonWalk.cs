using System.Collections.Immutable;
using System.Text.Json;
using NetTopologySuite.Geometries;

namespace Holdfast.Core.Values;

/// <summary>One pass over a GeoJSON text, collecting features and problems.</summary>
internal sealed class GeoJsonWalk
{
    private int positions;

    public List<GeoJsonFeature> Features { get; } = [];
    public List<GeoJsonProblem> Problems { get; } = [];

    public void Complain(long offset, string code, string message, string? suggestion = null)
    {
        if (Problems.Count < GeoJson.MaximumProblems)
        {
            Problems.Add(new GeoJsonProblem(offset, code, message, suggestion));
        }
    }

    public void Collection(ref Utf8JsonReader reader)
    {
        var seen = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            var at = reader.TokenStartIndex;
            reader.Read();
            if (name == "features" && reader.TokenType == JsonTokenType.StartArray)
            {
                seen = true;
                FeatureList(ref reader);
                continue;
            }
            if (name == "crs")
            {
                CheckReferenceSystem(ref reader, at);
                continue;
            }
            reader.Skip();
        }
        if (!seen)
        {
            Complain(0, "missing-key", "the collection has no list of 'features'");
        }
        // Reading on finds anything that follows the collection, which is an error of syntax.
        reader.Read();
    }

    private void CheckReferenceSystem(ref Utf8JsonReader reader, long at)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        var text = value.RootElement.GetRawText();
        if (!text.Contains("CRS84", StringComparison.Ordinal) && !text.Contains("4326", StringComparison.Ordinal))
        {
            Complain(
                at,
                "other-crs",
                "coordinates must be WGS 84 longitude and latitude (RFC 7946); this text names another reference system"
            );
        }
    }

    private void FeatureList(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Features.Count >= GeoJson.MaximumFeatures)
            {
                Complain(reader.TokenStartIndex, "too-many-features", $"more than {GeoJson.MaximumFeatures} features");
                throw new JsonException("Too many features. ");
            }
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                Feature(ref reader);
            }
            else
            {
                Complain(reader.TokenStartIndex, "wrong-type", "expected a feature (an object)");
                reader.Skip();
            }
        }
    }

    /// <summary>Reads one feature; the reader stands on its opening brace and ends on its closing one.</summary>
    public void Feature(ref Utf8JsonReader reader)
    {
        var start = reader.TokenStartIndex;
        var geometryAt = start;
        string? id = null;
        string? type = null;
        ImmutableArray<GeoJsonProperty> properties = [];
        Geometry? geometry = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "type":
                    type = Text(ref reader);
                    break;
                case "id":
                    id = reader.TokenType == JsonTokenType.Number ? JsonElement.ParseValue(ref reader).GetRawText() : Text(ref reader);
                    break;
                case "properties":
                    properties = Properties(ref reader);
                    break;
                case "geometry":
                    geometryAt = reader.TokenType == JsonTokenType.Null ? start : reader.TokenStartIndex;
                    geometry = ReadGeometry(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        if (type != "Feature")
        {
            Complain(start, "not-geojson", $"expected an object of type Feature, found {(type is null ? "none" : $"'{type}'")}", "Feature");
        }
        Features.Add(new GeoJsonFeature(start, id, properties, geometry, geometryAt));
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        reader.Skip();
        return text;
    }

    private ImmutableArray<GeoJsonProperty> Properties(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return [];
        }
        var result = ImmutableArray.CreateBuilder<GeoJsonProperty>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var nameAt = reader.TokenStartIndex;
            var name = reader.GetString() ?? "";
            reader.Read();
            var valueAt = reader.TokenStartIndex;
            var value = JsonElement.ParseValue(ref reader);
            if (result.Any(p => p.Name == name))
            {
                Complain(nameAt, "duplicate-key", $"'{name}' is given twice");
                continue;
            }
            result.Add(new GeoJsonProperty(name, nameAt, valueAt, value));
        }
        return result.ToImmutable();
    }

    private Geometry? ReadGeometry(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            if (reader.TokenType != JsonTokenType.Null)
            {
                Complain(reader.TokenStartIndex, "wrong-type", "expected a geometry (an object) or null");
                reader.Skip();
            }
            return null;
        }
        var start = reader.TokenStartIndex;
        string? type = null;
        var typeAt = start;
        GeoJsonCoordinates? coordinates = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "type":
                    typeAt = reader.TokenStartIndex;
                    type = Text(ref reader);
                    break;
                case "coordinates":
                    coordinates = Coordinates(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
        if (type is null || coordinates is null)
        {
            Complain(start, "missing-key", $"the geometry has no '{(type is null ? "type" : "coordinates")}'");
            return null;
        }
        return new GeoJsonGeometry(this).Build(type, typeAt, coordinates);
    }

    private GeoJsonCoordinates? Coordinates(ref Utf8JsonReader reader)
    {
        var at = reader.TokenStartIndex;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Complain(at, "wrong-type", "expected coordinates: a list in square brackets");
            reader.Skip();
            return null;
        }
        var numbers = new List<double>();
        var items = new List<GeoJsonCoordinates>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Number)
            {
                numbers.Add(reader.GetDouble());
            }
            else if (Coordinates(ref reader) is { } item)
            {
                items.Add(item);
            }
            if (++positions > GeoJson.MaximumPositions * 4)
            {
                Complain(at, "too-many-positions", $"more than {GeoJson.MaximumPositions} positions");
                throw new JsonException("Too many positions. ");
            }
        }
        return new GeoJsonCoordinates(at, numbers.Count > 0 ? [.. numbers] : null, items);
    }
}

/// <summary>Nested coordinates with the place where they stand: a position (numbers) or a list.</summary>
internal sealed record GeoJsonCoordinates(long Offset, double[]? Position, IReadOnlyList<GeoJsonCoordinates> Items);
