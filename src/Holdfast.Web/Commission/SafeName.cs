using System.Text;
using Holdfast.Core.Commission.Acts;

namespace Holdfast.Web.Commission;

/// <summary>Names of files that come in and go out: nothing that a sender chose becomes a path, a header or an ending that a system would run.</summary>
internal static class SafeName
{
    private const int MostCharacters = 60;
    private const int MostNameCharacters = 255;

    // Names that open a device on some systems, whatever ends them.
    private static readonly HashSet<string> Devices =
    [
        "CON",
        "PRN",
        "AUX",
        "NUL",
        .. Enumerable.Range(1, 9).SelectMany(n => new[] { FormattableString.Invariant($"COM{n}"), FormattableString.Invariant($"LPT{n}") }),
    ];

    // Endings of what viewers open and nothing runs; anything else is bytes.
    private static readonly Dictionary<string, string> Endings = new(StringComparer.Ordinal)
    {
        ["image/jpeg"] = ".jpg",
        ["image/png"] = ".png",
        ["image/gif"] = ".gif",
        ["image/webp"] = ".webp",
        ["image/tiff"] = ".tif",
        ["video/mp4"] = ".mp4",
        ["video/quicktime"] = ".mov",
        ["audio/mpeg"] = ".mp3",
        ["audio/wav"] = ".wav",
        ["application/pdf"] = ".pdf",
        ["text/plain"] = ".txt",
        ["text/csv"] = ".csv",
        ["application/json"] = ".json",
        ["application/zip"] = ".zip",
        ["application/warc"] = ".warc",
    };

    /// <summary>Under which name a working copy is handed out: letters, digits, hyphens, and one ending.</summary>
    public static string Of(string caseId, EvidenceItem item) =>
        $"{Plain(caseId)}-{Plain(item.Id)}{(Plain(item.Title) is { Length: > 0 } title ? "-" + title : "")}"
        + Endings.GetValueOrDefault(item.MediaType, ".bin");

    /// <summary>
    /// Why a file is not taken under the name that its sender gave it, or null. A browser sends the last part of a path alone: anything that steps elsewhere, names a device or
    /// a second stream, or hides how it ends, was made by hand.
    /// </summary>
    public static string? FaultOf(string fileName)
    {
        if (fileName.Length > MostNameCharacters)
        {
            return $"The file's name has {fileName.Length} characters; at most {MostNameCharacters} are taken. Give it a shorter one.";
        }
        var plain = fileName.Trim();
        var wrong =
            fileName.AsSpan().IndexOfAny('/', '\\', ':') >= 0 ? "a path"
            : plain is "" or "." or ".." || plain.StartsWith("..", StringComparison.Ordinal) ? "a step to another folder"
            : fileName.Any(c => char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format)
                ? "characters that are not seen and change how it reads"
            : Devices.Contains(plain.Split('.')[0].TrimEnd().ToUpperInvariant()) ? "the name of a device"
            : null;
        return wrong is null ? null : $"The file's name holds {wrong}. Give the file a plain name, and send it again.";
    }

    /// <summary>A title from the name a file had where it came from: its last part, without what steers terminals or pages.</summary>
    public static string TitleOf(string fileName)
    {
        var last = fileName.Split('/', '\\')[^1];
        var text = new string([
            .. last.Where(c =>
                !char.IsControl(c) && !char.IsSurrogate(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format
            ),
        ]).Trim(' ', '.');
        return text.Length == 0 ? "A file without a name" : text[..Math.Min(text.Length, 200)];
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var c in text.Take(4 * MostCharacters))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                plain.Append(c);
            }
            else if (plain.Length > 0 && plain[^1] != '-')
            {
                plain.Append('-');
            }
        }
        return plain.ToString()[..Math.Min(plain.Length, MostCharacters)].TrimEnd('-');
    }
}
