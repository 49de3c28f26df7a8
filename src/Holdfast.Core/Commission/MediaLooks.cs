using System.Collections.Immutable;
using System.Text;
using Holdfast.Core.Commission.Acts;

namespace Holdfast.Core.Commission;

/// <summary>
/// What a file looks like by the marks at its beginning and end (after the "magic numbers" of each format's own specification), whatever it is said to be. Nothing is trusted because of it:
/// it is a note for whoever opens the file. Several formats at once (a PDF that is a ZIP too, a script in an image) are a reason to be careful.
/// </summary>
public static class MediaLooks
{
    /// <summary>How much of each end is looked at, in bytes.</summary>
    public const int MarginBytes = 65_557;

    private const int PdfWithin = 1024;
    private const int EndOfZipBytes = 22;

    private static readonly (string Type, byte[] Mark, int At)[] Marks =
    [
        ("image/jpeg", [0xFF, 0xD8, 0xFF], 0),
        ("image/png", [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A], 0),
        ("image/gif", [.. "GIF87a"u8], 0),
        ("image/gif", [.. "GIF89a"u8], 0),
        ("image/tiff", [.. "II*\0"u8], 0),
        ("image/tiff", [.. "MM\0*"u8], 0),
        ("image/webp", [.. "WEBP"u8], 8),
        ("audio/wav", [.. "WAVE"u8], 8),
        ("video/x-msvideo", [.. "AVI "u8], 8),
        ("video/mp4", [.. "ftyp"u8], 4),
        ("video/x-matroska", [0x1A, 0x45, 0xDF, 0xA3], 0),
        ("application/ogg", [.. "OggS"u8], 0),
        ("audio/mpeg", [.. "ID3"u8], 0),
        ("audio/flac", [.. "fLaC"u8], 0),
        ("application/zip", [.. "PK\u0003\u0004"u8], 0),
        ("application/x-7z-compressed", [.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], 0),
        ("application/vnd.rar", [.. "Rar!\u001a\u0007"u8], 0),
        ("application/gzip", [0x1F, 0x8B, 0x08], 0),
        ("application/x-elf", [0x7F, .. "ELF"u8], 0),
        ("application/vnd.microsoft.portable-executable", [.. "MZ"u8], 0),
        ("application/x-ole-storage", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], 0),
        ("application/vnd.sqlite3", [.. "SQLite format 3\0"u8], 0),
        ("application/rtf", [.. "{\\rtf"u8], 0),
        ("application/warc", [.. "WARC/1."u8], 0),
        ("application/x-sh", [.. "#!"u8], 0),
    ];

    private static readonly ImmutableHashSet<string> Containers =
    [
        "application/zip",
        "application/x-7z-compressed",
        "application/vnd.rar",
        "application/gzip",
        "application/x-elf",
        "application/vnd.microsoft.portable-executable",
        "application/x-ole-storage",
        "application/vnd.sqlite3",
        "application/rtf",
        "application/warc",
        "application/x-sh",
    ];

    private static readonly string[] Page = ["<!doctype html", "<html", "<script", "<iframe", "javascript:"];

    // Names of formats that are archives underneath, and families whose one mark stands for several types.
    private static readonly (string Looks, string[] Said)[] Kin =
    [
        (
            "application/zip",
            ["application/vnd.openxmlformats", "application/vnd.oasis", "application/epub", "application/java", "application/x-zip"]
        ),
        ("application/x-ole-storage", ["application/msword", "application/vnd.ms-"]),
        ("video/mp4", ["video/quicktime", "image/heic", "image/heif", "image/avif", "audio/mp4", "video/3gpp"]),
        ("video/x-matroska", ["video/webm", "audio/webm"]),
        ("application/ogg", ["audio/ogg", "video/ogg"]),
        ("text/html", ["application/xhtml"]),
        ("image/svg+xml", ["text/xml", "application/xml"]),
        ("text/xml", ["application/", "image/svg+xml"]),
        ("audio/mpeg", ["audio/mp3"]),
        ("audio/wav", ["audio/x-wav", "audio/vnd.wave"]),
    ];

    /// <summary>The media types whose marks a file bears, sorted; empty where none is known.</summary>
    /// <param name="head">Its first bytes, at most <see cref="MarginBytes"/>.</param>
    /// <param name="tail">Its last bytes, at most <see cref="MarginBytes"/>; for a short file the same as its head.</param>
    public static ImmutableArray<string> Of(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        var found = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var (type, mark, at) in Marks)
        {
            if (head.Length >= at + mark.Length && head.Slice(at, mark.Length).SequenceEqual(mark))
            {
                found.Add(type);
            }
        }
        if (head[..Math.Min(head.Length, PdfWithin)].IndexOf("%PDF-"u8) is >= 0 and var where && !IsStoredIn(head, where))
        {
            found.Add("application/pdf");
        }
        if (EndsAsZip(tail))
        {
            found.Add("application/zip");
        }
        if (head.StartsWith("GIF8"u8) && head.Length > 8 && head[6..8].SequenceEqual("/*"u8))
        {
            found.Add("text/javascript");
        }
        AddText(found, head, tail);
        return [.. found];
    }

    /// <summary>What to say of an item beside the type that its collector named; null where the two agree or nothing is known.</summary>
    public static string? NoteOf(string said, string? looks)
    {
        if (string.IsNullOrEmpty(looks))
        {
            return null;
        }
        var types = looks.Split(", ");
        return types.Length > 1 ? $"looks like several formats at once ({looks}): open with care"
            : Agrees(said, types[0]) ? null
            : $"looks like {types[0]}, not {said}";
    }

    /// <summary>Whether a file bears the marks of several formats at once.</summary>
    public static bool IsSeveral(string? looks) => looks?.Contains(", ", StringComparison.Ordinal) == true;

    /// <summary>
    /// Why files that an act brings are not taken, or null: one that is several formats at once is read as one thing by who checks it and as another by who opens it. Asked where an act comes in, not
    /// where the record is read: what was taken stands.
    /// </summary>
    public static CaseRefusal? FaultOf(CaseAct act)
    {
        IEnumerable<EvidenceItem> items = act switch
        {
            EvidenceAdded added => [added.Item],
            CaseReopened reopened => reopened.NewEvidence,
            _ => [],
        };
        return items.FirstOrDefault(i => IsSeveral(i.Looks)) is { } item
            ? new CaseRefusal(
                "several-formats",
                $"The file of '{item.Id}' is several formats at once ({item.Looks}), such as one that hides a script in a picture. Pack it into a ZIP archive and add that: what is packed is opened on purpose.",
                []
            )
            : null;
    }

    private static bool Agrees(string said, string looks)
    {
        var type = said.Split(';')[0].Trim().ToLowerInvariant();
        return type == looks || Kin.Any(k => k.Looks == looks && k.Said.Any(s => type.StartsWith(s, StringComparison.Ordinal)));
    }

    // What lies whole and unpacked in an archive: the archive's first file begins exactly where the local header of it ends (APPNOTE 4.3.7), and is stored (method 0).
    private static bool IsStoredIn(ReadOnlySpan<byte> head, int at) =>
        head.StartsWith("PK\u0003\u0004"u8)
        && head.Length > 30
        && head[8] == 0
        && head[9] == 0
        && at == 30 + head[26] + (head[27] << 8) + head[28] + (head[29] << 8);

    // Archives, mailboxes, databases and programs hold pages without being one: nothing guesses at those that begin with their own mark.
    private static bool IsContainer(ReadOnlySpan<byte> head)
    {
        foreach (var (type, mark, at) in Marks)
        {
            if (Containers.Contains(type) && at == 0 && head.StartsWith(mark))
            {
                return true;
            }
        }
        return false;
    }

    // The end record of a ZIP says how long its own comment is: a chance match does not reach exactly to the end.
    private static bool EndsAsZip(ReadOnlySpan<byte> tail)
    {
        for (var at = tail.Length - EndOfZipBytes; at >= 0; at--)
        {
            if (tail[at..].StartsWith("PK\u0005\u0006"u8) && tail.Length - at - EndOfZipBytes == tail[at + 20] + (tail[at + 21] << 8))
            {
                return true;
            }
        }
        return false;
    }

    private static void AddText(ImmutableSortedSet<string>.Builder found, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        var start = Lower(head).TrimStart('\u00ef', '\u00bb', '\u00bf', ' ', '\t', '\r', '\n');
        if (found.Count > 0)
        {
            // In something else, any of a page's tags will do: browsers that guess look for them.
            var end = Lower(tail);
            if (
                !IsContainer(head)
                && Page.Any(p => start.Contains(p, StringComparison.Ordinal) || end.Contains(p, StringComparison.Ordinal))
            )
            {
                found.Add("text/html");
            }
        }
        else if (
            start.StartsWith("<svg", StringComparison.Ordinal)
            || (start.StartsWith("<?xml", StringComparison.Ordinal) && start.Contains("<svg", StringComparison.Ordinal))
        )
        {
            found.Add("image/svg+xml");
        }
        else if (start.StartsWith("<?xml", StringComparison.Ordinal))
        {
            found.Add("text/xml");
        }
        else if (Page.Any(p => start.StartsWith(p, StringComparison.Ordinal)))
        {
            found.Add("text/html");
        }
    }

    private static string Lower(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes).ToLowerInvariant();
}
