using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;

namespace Holdfast.App.Missions;

/// <summary>What loading a folder gave: the mission, or null exactly when some diagnostic is an error.</summary>
public sealed record MissionLoad(Mission? Mission, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>The mission, or an exception that lists every error; for callers that cannot go on without.</summary>
    public Mission OrThrow() =>
        Mission
        ?? throw new InvalidDataException(
            string.Join(Environment.NewLine, Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()))
        );
}

/// <summary>
/// Reads a mission's folder from disk: the files' texts with their hashes, within bounds, then <see cref="MissionReader"/>. Hidden files and symbolic
/// links are passed over. A file that is not UTF-8 is an error at its first wrong byte.
/// </summary>
public static class MissionFolder
{
    public const int MaximumFiles = 500;
    public const long MaximumFileBytes = 8L << 20;
    public const long MaximumTotalBytes = 32L << 20;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async ValueTask<MissionLoad> LoadAsync(string directory, CancellationToken cancellation = default)
    {
        var root = Path.GetFullPath(directory);
        if (!Directory.Exists(root))
        {
            return new MissionLoad(null, [NoFolder(root)]);
        }
        var diagnostics = new List<Diagnostic>();
        var files = new List<MissionFile>();
        var total = 0L;
        foreach (var path in Paths(root, diagnostics))
        {
            var relative = Path.GetRelativePath(root, path).Replace('\\', '/');
            var length = new FileInfo(path).Length;
            total += length;
            if (length > MaximumFileBytes || total > MaximumTotalBytes)
            {
                var bound =
                    length > MaximumFileBytes
                        ? $"{MaximumFileBytes >> 20} MiB for one file"
                        : $"{MaximumTotalBytes >> 20} MiB for the folder";
                diagnostics.Add(
                    Diagnostic.Error(
                        relative,
                        1,
                        1,
                        "too-large",
                        $"Larger than the bound of {bound}; name a large feed on the command line instead."
                    )
                );
                continue;
            }
            var bytes = await File.ReadAllBytesAsync(path, cancellation);
            files.Add(new MissionFile(relative, Convert.ToHexStringLower(SHA256.HashData(bytes)), Decode(relative, bytes, diagnostics)));
        }
        if (diagnostics.Count > 0)
        {
            return new MissionLoad(null, [.. diagnostics]);
        }
        var (mission, found) = MissionReader.Read(Path.GetFileName(root.TrimEnd('/', '\\')), files);
        return new MissionLoad(mission, found);
    }

    private static string[] Paths(string root, List<Diagnostic> diagnostics)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 4,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
        };
        var paths = Directory.EnumerateFiles(root, "*", options).Take(MaximumFiles + 1).Order(StringComparer.Ordinal).ToArray();
        if (paths.Length <= MaximumFiles)
        {
            return paths;
        }
        diagnostics.Add(
            Diagnostic.Error(
                MissionReader.MainFile,
                1,
                1,
                "too-many-files",
                $"The folder holds more than {MaximumFiles} files; is it a mission's?"
            )
        );
        return [];
    }

    private static Diagnostic NoFolder(string root)
    {
        var parent = Path.GetDirectoryName(root);
        var name = Path.GetFileName(root);
        string[] siblings = Directory.Exists(parent)
            ? [.. Directory.EnumerateDirectories(parent).Take(1000).Select(d => Path.GetFileName(d))]
            : [];
        return Diagnostic.Error(name, 1, 1, "no-such-folder", $"There is no folder '{name}'.", NearestWord.To(name, siblings));
    }

    // A feed may be compressed: it is then hashed but has no text here, its reader opens it.
    private static string Decode(string path, byte[] bytes, List<Diagnostic> diagnostics)
    {
        if (path.StartsWith("feeds/", StringComparison.Ordinal) && bytes is [0x1F, 0x8B, ..])
        {
            return "";
        }
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            diagnostics.Add(Diagnostic.Error(path, 1, 1, "wrong-encoding", "The file is UTF-16; save it as UTF-8."));
            return "";
        }
        var content = bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes.AsSpan(3) : bytes.AsSpan();
        try
        {
            var text = Strict.GetString(content);
            if (text.IndexOf('\0', StringComparison.Ordinal) is var nul && nul >= 0)
            {
                diagnostics.Add(At(path, bytes, Array.IndexOf(bytes, (byte)0), "This is not a text file."));
            }
            return text;
        }
        catch (DecoderFallbackException e)
        {
            // The decoder's index counts from the block it was given: here the whole content.
            var offset = bytes.Length - content.Length + Math.Max(0, e.Index);
            var shown = e.BytesUnknown is { Length: > 0 } unknown ? $" (found byte 0x{unknown[0]:X2})" : "";
            diagnostics.Add(At(path, bytes, offset, $"Not UTF-8 here{shown}; the file may be in an older code page: save it as UTF-8."));
            return "";
        }
    }

    private static Diagnostic At(string path, byte[] bytes, int offset, string message)
    {
        var (line, column) = new TextPositions(bytes).At(offset);
        return Diagnostic.Error(path, line, column, "wrong-encoding", message);
    }
}
