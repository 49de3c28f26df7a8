using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Core.Values;

/// <summary>
/// Says in the terms of a document what keeps it from being read as a type: the place as a path from <c>$</c>, what was found there, and the nearest right member.
/// For documents that people write; the serializer's own messages speak of types.
/// </summary>
public static class JsonShape
{
    /// <summary>The first member that is unknown, missing or no object or list where one must stand; null where there is none.</summary>
    public static string? Fault(string json, Type type, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = options.MaxDepth });
        return Fault(document.RootElement, options.GetTypeInfo(type), options, "$");
    }

    /// <summary>The reason of a refused value, with its place and without names of types.</summary>
    public static string Refused(JsonException refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        var place = refusal.Path is { Length: > 0 } path ? path : "$";
        if (refusal.LineNumber is { } line && refusal.InnerException is JsonException)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"line {line + 1}, column {(refusal.BytePositionInLine ?? 0) + 1}: this is not JSON."
            );
        }
        return refusal.Message.Contains("could not be converted", StringComparison.Ordinal)
            ? $"the value at {place} is not one that may stand there."
            : $"{refusal.Message} (at {place})";
    }

    private static string? Fault(JsonElement found, JsonTypeInfo type, JsonSerializerOptions options, string path)
    {
        if (found.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when found.ValueKind != JsonValueKind.Object:
                return $"{path}: expected an object, found {Name(found.ValueKind)}.";
            case JsonTypeInfoKind.Object:
                return OfMembers(found, type, options, path);
            case JsonTypeInfoKind.Enumerable when found.ValueKind != JsonValueKind.Array:
                return $"{path}: expected a list, found {Name(found.ValueKind)}.";
            case JsonTypeInfoKind.Enumerable when type.ElementType is { } element:
                var item = options.GetTypeInfo(element);
                return found
                    .EnumerateArray()
                    .Select((value, i) => Fault(value, item, options, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]")))
                    .FirstOrDefault(fault => fault is not null);
            default:
                return null;
        }
    }

    private static string? OfMembers(JsonElement found, JsonTypeInfo type, JsonSerializerOptions options, string path)
    {
        var members = type.Properties.Where(p => p.Get is not null).ToDictionary(p => p.Name, StringComparer.Ordinal);
        foreach (var member in found.EnumerateObject())
        {
            if (!members.TryGetValue(member.Name, out var known))
            {
                var near = NearestWord.To(member.Name, members.Keys);
                return $"{path}: there is no member '{member.Name}'; the members are {string.Join(", ", members.Keys)}."
                    + (near is null ? "" : $" Did you mean '{near}'?");
            }
            if (Fault(member.Value, options.GetTypeInfo(known.PropertyType), options, $"{path}.{member.Name}") is { } fault)
            {
                return fault;
            }
        }
        var missing = members.Values.Where(p => p.IsRequired && !found.TryGetProperty(p.Name, out _)).Select(p => p.Name).ToArray();
        return missing.Length == 0 ? null : $"{path}: {string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} missing.";
    }

    private static string Name(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            JsonValueKind.True or JsonValueKind.False => "true or false",
            JsonValueKind.Null or JsonValueKind.Undefined => "nothing",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
}
