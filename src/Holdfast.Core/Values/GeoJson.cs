using System.Collections.Immutable;
using System.Text.Json;
using NetTopologySuite.Geometries;

namespace Holdfast.Core.Values;

/// <summary>A complaint about GeoJSON, at a byte offset of the text; <see cref="TextPositions"/> gives its line and column.</summary>
public readonly record struct GeoJsonProblem(long Offset, string Code, string Message, string? Suggestion = null);

/// <summary>A member of a feature's <c>properties</c>, with the byte offsets of its name and of its value.</summary>
public sealed record GeoJsonProperty(string Name, long NameOffset, long ValueOffset, JsonElement Value)
{
    /// <summary>The value when it is a string, otherwise null.</summary>
    public string? Text => Value.ValueKind == JsonValueKind.String ? Value.GetString() : null;
}

/// <summary>One feature: WGS 84, x = longitude, y = latitude in degrees. The geometry is null when the text says so or when it could not be read.</summary>
/// <param name="Offset">Where the feature starts, in bytes.</param>
/// <param name="GeometryOffset">Where its geometry starts; the feature's own offset when it has none.</param>
public sealed record GeoJsonFeature(
    long Offset,
    string? Id,
    ImmutableArray<GeoJsonProperty> Properties,
    Geometry? Geometry,
    long GeometryOffset
)
{
    public GeoJsonProperty? Property(string name) => Properties.FirstOrDefault(p => p.Name == name);
}

/// <summary>What was read, and everything that was wrong with it.</summary>
public sealed record GeoJsonDocument(ImmutableArray<GeoJsonFeature> Features, ImmutableArray<GeoJsonProblem> Problems);

/// <summary>
/// Reads GeoJSON (RFC 7946) and keeps positions in the text, so that a ring that crosses itself is reported where it stands. Bounded: nesting, features
/// and positions have limits. Never throws for bad input: it comes back as problems. Geometry collections are not read.
/// </summary>
public static class GeoJson
{
    public const int MaximumFeatures = 20_000;
    public const int MaximumPositions = 500_000;
    internal const int MaximumDepth = 16;
    internal const int MaximumProblems = 100;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaximumDepth, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>Reads a FeatureCollection, or a single Feature as a collection of one.</summary>
    public static GeoJsonDocument Read(ReadOnlySpan<byte> utf8)
    {
        var walk = new GeoJsonWalk();
        try
        {
            var type = TypeOf(utf8, walk);
            var reader = new Utf8JsonReader(utf8, Options);
            reader.Read();
            switch (type)
            {
                case "FeatureCollection":
                    walk.Collection(ref reader);
                    break;
                case "Feature":
                    walk.Feature(ref reader);
                    break;
                case null:
                    break;
                default:
                    walk.Complain(
                        0,
                        "not-geojson",
                        $"expected a FeatureCollection, found '{type}'",
                        NearestWord.To(type, ["FeatureCollection", "Feature"])
                    );
                    break;
            }
        }
        catch (JsonException e)
        {
            var offset = new TextPositions(utf8.ToArray()).Offset(e.LineNumber ?? 0, e.BytePositionInLine ?? 0);
            walk.Complain(offset, "json-syntax", "not valid JSON here: " + FirstSentence(e.Message));
        }
        return new GeoJsonDocument([.. walk.Features], [.. walk.Problems]);
    }

    private static string? TypeOf(ReadOnlySpan<byte> utf8, GeoJsonWalk walk)
    {
        var reader = new Utf8JsonReader(utf8, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            walk.Complain(0, "not-geojson", "expected an object with a 'type' of FeatureCollection");
            return null;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type");
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
            {
                return reader.GetString();
            }
            reader.Skip();
        }
        walk.Complain(0, "not-geojson", "the object has no 'type'; expected FeatureCollection");
        return null;
    }

    internal static string FirstSentence(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
