using System.Globalization;
using System.Text.Json;
using Holdfast.Core.Record;

namespace Holdfast.App.Watch.Feeds;

/// <summary>A quarantined line that somebody has mended; when is the time of the record.</summary>
/// <param name="Entry">The index of the entry that keeps the line aside.</param>
/// <param name="By">The name of whoever mended it.</param>
/// <param name="Before">The line as it stood.</param>
/// <param name="After">The text that could be read.</param>
public sealed record Mending(long Entry, string By, string Before, string After);

/// <summary>
/// A mending as the body of an entry of kind <c>quarantine.mended/1</c> and back: canonical JSON with the members after, before, by and entry. The line
/// itself stays in the record as it was.
/// </summary>
public static class MendedBody
{
    public const string Kind = "quarantine.mended/1";

    /// <summary>Mendings have one producer and are named by the line they mend: a second mending of one line is a conflict, and the first stands.</summary>
    public const string Producer = "mending";

    public static string MessageId(long entry) => "mended " + entry.ToString(CultureInfo.InvariantCulture);

    /// <param name="line">The entry that keeps the line aside: the mending is read by whoever may read that.</param>
    public static EntryDraft Draft(Mending mending, Entry line) =>
        new(Producer, MessageId(mending.Entry), mending.By, line.Standing, line.Label, line.Mode, Kind, null, Encode(mending));

    public static ReadOnlyMemory<byte> Encode(Mending mending)
    {
        var json = new CanonicalJsonWriter();
        json.StartObject();
        json.String("after", mending.After);
        json.String("before", mending.Before);
        json.String("by", mending.By);
        json.Int64("entry", mending.Entry);
        json.EndObject();
        return json.ToArray();
    }

    /// <summary>Throws <see cref="FormatException"/> when the body is not one of this kind.</summary>
    public static Mending Decode(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var json = JsonDocument.ParseValue(ref reader);
            var root = json.RootElement;
            string Text(string name) => root.GetProperty(name).GetString() ?? "";
            return new Mending(
                long.Parse(Text("entry"), NumberStyles.None, CultureInfo.InvariantCulture),
                Text("by"),
                Text("before"),
                Text("after")
            );
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"{Kind}: {e.Message}", e);
        }
    }
}
