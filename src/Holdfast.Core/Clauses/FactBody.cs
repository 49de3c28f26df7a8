using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses;

/// <summary>
/// The schema of <c>fact/1</c>: <c>{args, authority, name, source, valid_from?, valid_to?, value}</c>. All are strings but <c>args</c>, an array of strings, and
/// <c>value</c>, which is null in a retraction; the bounds are left out where the statement has none. Standing and known time belong to the entry
/// around the body.
/// </summary>
public static class FactBody
{
    public const string Kind = "fact/1";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body as JSON with its names in order; the door makes it canonical, since only the record knows how.</summary>
    public static byte[] Write(FactStatement statement)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("args");
            foreach (var argument in statement.Arguments)
            {
                writer.WriteStringValue(argument);
            }
            writer.WriteEndArray();
            writer.WriteString("authority", statement.Authority);
            writer.WriteString("name", statement.Name);
            writer.WriteString("source", statement.Source);
            if (statement.ValidFrom is { } from)
            {
                writer.WriteString("valid_from", Iso.Format(from));
            }
            if (statement.ValidTo is { } to)
            {
                writer.WriteString("valid_to", Iso.Format(to));
            }
            writer.WriteString("value", statement.Value);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a body back. Throws <see cref="FormatException"/> naming the member that is missing or is not what it should be.</summary>
    public static FactStatement Read(ReadOnlyMemory<byte> body, Standing standing, Instant knownAt)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return new FactStatement(
                Text(root, "name"),
                Arguments(root),
                Member(root, "value").ValueKind == JsonValueKind.Null ? null : Text(root, "value"),
                Bound(root, "valid_from"),
                Bound(root, "valid_to"),
                Text(root, "authority"),
                Text(root, "source"),
                standing,
                knownAt
            );
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"A body of {Kind} is not as it should be: {e.Message}", e);
        }
    }

    private static ImmutableArray<string> Arguments(JsonElement root) =>
        [
            .. Member(root, "args")
                .EnumerateArray()
                .Select(a => a.GetString() ?? throw new FormatException($"An argument of {Kind} is null.")),
        ];

    private static JsonElement Member(JsonElement root, string name) =>
        root.TryGetProperty(name, out var member) ? member : throw new FormatException($"A body of {Kind} has no '{name}'.");

    private static string Text(JsonElement root, string name) =>
        Member(root, name).GetString() ?? throw new FormatException($"'{name}' of {Kind} is null.");

    private static Instant? Bound(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var member))
        {
            return null;
        }
        return Iso.TryParse(member.GetString() ?? "", out var instant)
            ? instant
            : throw new FormatException($"'{name}' of {Kind} is not an instant: {member}.");
    }
}
