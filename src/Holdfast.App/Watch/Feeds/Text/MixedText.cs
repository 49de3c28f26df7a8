using System.Text;
using System.Text.Unicode;
using Holdfast.Core.Values;

namespace Holdfast.App.Watch.Feeds.Text;

/// <summary>
/// Text whose lines are of two encodings, as in files that were pasted together: a line that is valid UTF-8 is UTF-8, any other is windows-1252, in
/// which every byte stands for a character (the five unassigned ones for the C1 control of the same number, after the WHATWG encoding standard), so that
/// nothing is lost.
/// </summary>
internal static class MixedText
{
    public const string Fallback = "windows-1252";

    // 0x80 to 0x9F of windows-1252; everything else is the code point of the same number.
    private const string Upper = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

    /// <summary>Decodes, line by line; <paramref name="fellBack"/> is set when a line was not UTF-8, and left alone otherwise.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, ref bool fellBack)
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
            text.Append(Utf8.IsValid(line) ? Encoding.UTF8.GetString(line) : Single(line));
            bytes = bytes[line.Length..];
        }
        return text.ToString();
    }

    private static string Single(ReadOnlySpan<byte> line)
    {
        var characters = new char[line.Length];
        for (var i = 0; i < line.Length; i++)
        {
            characters[i] = line[i] is >= 0x80 and < 0xA0 ? Upper[line[i] - 0x80] : (char)line[i];
        }
        return new string(characters);
    }
}
