using System.Text.Json;

namespace Holdfast.Core.Record;

/// <summary>
/// Canonical JSON after RFC 8785 (JCS): no white space, names sorted by UTF-16 code units, numbers as ECMAScript writes them, the fewest escapes.
/// Two texts that mean the same value have the same canonical bytes, so bytes can be hashed and compared.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Largest text that is read, in bytes.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>
    /// The canonical form of any JSON text. Throws <see cref="CanonicalJsonException"/> naming line and column for a text that is no JSON, is larger
    /// than <paramref name="maxBytes"/>, is nested deeper than <see cref="CanonicalJsonWriter.MaxDepth"/>, repeats a name within one object, holds half a
    /// surrogate pair, or a number beyond the range of a double.
    /// </summary>
    public static byte[] Canonicalize(ReadOnlySpan<byte> json, int maxBytes = MaxBytes)
    {
        if (json.Length > maxBytes)
        {
            throw new CanonicalJsonException($"The text has {json.Length} bytes; at most {maxBytes} are read.");
        }
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = CanonicalJsonWriter.MaxDepth });
            var output = new CanonicalCopy(json.Length);
            reader.Read();
            output.Value(ref reader, json);
            reader.Read(); // Anything after the one value is an error, which the reader reports.
            return output.ToArray();
        }
        catch (JsonException e)
        {
            throw new CanonicalJsonException(Plain(e), (e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1);
        }
    }

    /// <summary>Whether these bytes are canonical already: what <see cref="Canonicalize"/> would give back unchanged.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> json) => FaultOf(json) is null;

    /// <summary>Why these bytes are not canonical, in words, or null when they are. One pass, without copying.</summary>
    public static string? FaultOf(ReadOnlySpan<byte> json) => new CanonicalScan(json).Fault();

    internal static CanonicalJsonException At(ReadOnlySpan<byte> json, long offset, string message)
    {
        var before = json[..(int)Math.Min(offset, json.Length)];
        return new CanonicalJsonException(message, before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
    }

    /// <summary>The reader's own words without the position, which is said first.</summary>
    private static string Plain(JsonException e)
    {
        var cut = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return cut < 0 ? e.Message : e.Message[..cut];
    }
}
