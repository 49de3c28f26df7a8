using System.Text;
using System.Text.Unicode;
using Holdfast.Core.Values;

namespace Holdfast.App.Watch.Feeds.Text;

/// <summary>
/// Text whose lines are of two encodings, as in files that were pasted together: a line that is valid UTF-8 is UTF-8, any other is of
/// one byte a character (<see cref="SingleByte"/>), so that nothing is lost.
/// </summary>
internal static class MixedText
{
    /// <summary>Decodes, line by line; <paramref name="fellBack"/> is set when a line was not UTF-8, and left alone otherwise.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, ref bool fellBack, SingleByte? fallback = null)
    {
        if (Utf8.IsValid(bytes))
        {
            return bytes.Length <= 32 ? ShortStrings.OfThread.Get(bytes) : Encoding.UTF8.GetString(bytes);
        }
        fellBack = true;
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = bytes[..(end < 0 ? bytes.Length : end + 1)];
            text.Append(Utf8.IsValid(line) ? Encoding.UTF8.GetString(line) : (fallback ?? SingleByte.Western).Decode(line));
            bytes = bytes[line.Length..];
        }
        return text.ToString();
    }
}
