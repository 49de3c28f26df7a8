using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Record;

namespace Holdfast.App.Watch.Feeds;

/// <summary>
/// A quarantined line as the body of an entry of kind <c>quarantine.line/1</c> and back: canonical JSON with the members code, column, feed, file,
/// header, line, raw and reason, and mapping where the columns were mapped.
/// </summary>
public static class QuarantineBody
{
    public const string Kind = "quarantine.line/1";

    /// <summary>The entry that keeps a line. Its message id names feed, file, line and content: the same bad line again is the same entry.</summary>
    public static EntryDraft Draft(QuarantinedLine line, FeedInput input) =>
        new(input.Source.Id, MessageId(line), input.Source.Id, input.Standing, input.Label, input.Mode, Kind, null, Encode(line));

    public static ReadOnlyMemory<byte> Encode(QuarantinedLine line)
    {
        var json = new CanonicalJsonWriter();
        json.StartObject();
        json.String("code", Whole(line.Code));
        json.String("column", Whole(line.Column));
        json.String("feed", Whole(line.Feed));
        json.String("file", Whole(line.File));
        json.String("header", Whole(line.Header));
        json.Int64("line", line.Line);
        if (line.Mapping.Length > 0)
        {
            json.String("mapping", Whole(line.Mapping));
        }
        json.String("raw", Whole(line.Raw));
        json.String("reason", Whole(line.Reason));
        json.EndObject();
        return json.ToArray();
    }

    /// <summary>Throws <see cref="FormatException"/> when the body is not one of this kind.</summary>
    public static QuarantinedLine Decode(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var json = JsonDocument.ParseValue(ref reader);
            var root = json.RootElement;
            string Text(string name) => root.GetProperty(name).GetString() ?? "";
            return new QuarantinedLine(
                Text("feed"),
                Text("file"),
                long.Parse(Text("line"), NumberStyles.None, CultureInfo.InvariantCulture),
                Text("column"),
                Text("code"),
                Text("reason"),
                Text("raw"),
                Text("header")
            )
            {
                Mapping = root.TryGetProperty("mapping", out var mapping) ? mapping.GetString() ?? "" : "",
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"{Kind}: {e.Message}", e);
        }
    }

    private static string MessageId(QuarantinedLine line)
    {
        var hash = Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(line.Header + "\n" + line.Raw + "\n" + line.Code + line.Mapping))
        )[..16];
        var file = line.File.Length > 400 ? line.File[..400] : line.File;
        return ObservationCheck.Printable($"quarantine/{line.Feed}/{file}/{line.Line}/{hash}");
    }

    // A text that was cut between the two halves of a character would not be valid Unicode.
    private static string Whole(string text)
    {
        var cut = text.Length > 4 * FeedLimits.RawCharacters ? text[..(4 * FeedLimits.RawCharacters)] : text;
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut));
    }
}
