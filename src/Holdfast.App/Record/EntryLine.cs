using System.Text;
using System.Text.Json;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.App.Record;

/// <summary>
/// Entries as lines of JSON, for other programs: <c>{author, body, index, kind, label, leaf_hash, message_id, mode, producer, recorded_at, salt, standing,
/// valid_from?, valid_to?}</c>, hashes and salt in hexadecimal. A line to be appended needs no index, hash, salt or recorded time; where it has them
/// they are passed over, since the record gives its own.
/// </summary>
public static class EntryLine
{
    private static readonly string[] Passed = ["index", "leaf_hash", "recorded_at", "salt"];

    private static readonly string[] Members =
    [
        "author",
        "body",
        "kind",
        "label",
        "message_id",
        "mode",
        "producer",
        "standing",
        "valid_from",
        "valid_to",
        .. Passed,
    ];

    /// <summary>An entry as one line of canonical JSON, without the end of line.</summary>
    public static byte[] Write(Entry entry)
    {
        var writer = new CanonicalJsonWriter(entry.Body.Length + 768);
        writer.StartObject();
        writer.String("author", entry.Author);
        writer.Canonical("body", entry.Body.Span);
        writer.Number("index", entry.Index);
        writer.String("kind", entry.Kind);
        writer.String("label", entry.Label.ToString());
        writer.String("leaf_hash", Convert.ToHexStringLower(entry.LeafHash.Span));
        writer.String("message_id", entry.MessageId);
        writer.String("mode", Words.Of(entry.Mode));
        writer.String("producer", entry.Producer);
        writer.Instant("recorded_at", entry.RecordedAt);
        if (entry.RecordedLabel is null)
        {
            // With it the label under which a released entry was recorded could be guessed from the leaf hash.
            writer.String("salt", Convert.ToHexStringLower(entry.Salt.Span));
        }
        writer.String("standing", Words.Of(entry.Standing));
        if (entry.Valid is { } valid)
        {
            writer.Instant("valid_from", valid.Earliest);
            writer.Instant("valid_to", valid.Latest);
        }
        writer.EndObject();
        return writer.ToArray();
    }

    /// <summary>Reads a draft from a line. Throws <see cref="FormatException"/> naming the member that is missing, unknown or wrong.</summary>
    public static EntryDraft Parse(ReadOnlySpan<byte> line)
    {
        using var document = JsonDocument.Parse(CanonicalJson.Canonicalize(line));
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("An entry is a JSON object.");
        }
        foreach (var member in root.EnumerateObject().Where(m => !Members.Contains(m.Name)))
        {
            var nearest = NearestWord.To(member.Name, Members);
            throw new FormatException($"An entry has no '{member.Name}'." + (nearest is null ? "" : $" Did you mean '{nearest}'?"));
        }
        var label = Text(root, "label");
        return new EntryDraft(
            Text(root, "producer"),
            Text(root, "message_id"),
            Text(root, "author"),
            Words.ToStanding(Text(root, "standing")),
            Label.TryParse(label, out var parsed)
                ? parsed
                : throw new FormatException($"'{label}' is not a label, such as 'restricted rel:FR'."),
            Words.ToMode(Text(root, "mode")),
            Text(root, "kind"),
            Valid(root),
            root.TryGetProperty("body", out var body) ? Encoding.UTF8.GetBytes(body.GetRawText()) : throw Missing("body")
        );
    }

    private static TimeRange? Valid(JsonElement root)
    {
        if (!root.TryGetProperty("valid_from", out _) && !root.TryGetProperty("valid_to", out _))
        {
            return null;
        }
        var (from, to) = (Text(root, "valid_from"), Text(root, "valid_to"));
        if (!Iso.TryParse(from, out var earliest) || !Iso.TryParse(to, out var latest) || latest < earliest)
        {
            throw new FormatException($"'{from}' to '{to}' is not a time: two instants in UTC are expected, such as 2025-04-19T15:00:00Z.");
        }
        return new TimeRange(earliest, latest);
    }

    private static string Text(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var member))
        {
            throw Missing(name);
        }
        return member.ValueKind == JsonValueKind.String && member.GetString() is { } text
            ? text
            : throw new FormatException($"'{name}' is not a string.");
    }

    private static FormatException Missing(string name) => new($"An entry needs '{name}'.");
}
