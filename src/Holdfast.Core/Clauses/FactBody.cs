using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses;

/// <summary>
/// The schema of <c>fact/1</c>: <c>{args, authority, name, provisional?, source, stated_at?, valid_from?, valid_to?, value}</c>. All are strings but <c>args</c>, an array
/// of strings, <c>value</c>, which is null in a retraction, and <c>provisional</c>, true where it is given; the bounds are left out where the statement has none, and
/// <c>stated_at</c> (when it was said publicly) where only its recording is known. Standing and known time belong to the entry
/// around the body.
/// </summary>
public static class FactBody
{
    public const string Kind = "fact/1";

    /// <summary>The body, as canonical JSON.</summary>
    public static byte[] Write(FactStatement statement)
    {
        var writer = new CanonicalJsonWriter();
        writer.StartObject();
        writer.Name("args");
        writer.StartArray();
        foreach (var argument in statement.Arguments)
        {
            writer.String(argument);
        }
        writer.EndArray();
        writer.String("authority", statement.Authority);
        writer.String("name", statement.Name);
        if (statement.Provisional)
        {
            writer.Name("provisional");
            writer.Boolean(true);
        }
        writer.String("source", statement.Source);
        if (statement.StatedAt is { } stated)
        {
            writer.Instant("stated_at", stated);
        }
        if (statement.ValidFrom is { } from)
        {
            writer.Instant("valid_from", from);
        }
        if (statement.ValidTo is { } to)
        {
            writer.Instant("valid_to", to);
        }
        writer.Name("value");
        if (statement.Value is { } value)
        {
            writer.String(value);
        }
        else
        {
            writer.Null();
        }
        writer.EndObject();
        return writer.ToArray();
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
            )
            {
                StatedAt = Bound(root, "stated_at"),
                Provisional = root.TryGetProperty("provisional", out var provisional) && provisional.GetBoolean(),
            };
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
