using System.IO.Compression;
using System.Text;

namespace Holdfast.App.Watch.Feeds.Text;

/// <summary>
/// Opens any input as bytes of text: gzip and a zip archive of one file are expanded within bounds, byte order marks taken off, UTF-16 turned into
/// UTF-8; what is not text is refused. Lines of another 8-bit encoding pass as they are: see <see cref="MixedText"/>.
/// </summary>
internal static class FeedText
{
    private const int Ahead = 4_096;

    private static readonly (byte[] Magic, string What)[] NotText =
    [
        ([0x42, 0x5A, 0x68], "a bzip2 archive"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "an xz archive"),
        ([0x28, 0xB5, 0x2F, 0xFD], "a zstd archive"),
        ([0x37, 0x7A, 0xBC, 0xAF], "a 7z archive"),
        ([0x52, 0x61, 0x72, 0x21], "a rar archive"),
        ([0x25, 0x50, 0x44, 0x46], "a PDF document"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Office document"),
        ([0x53, 0x51, 0x4C, 0x69, 0x74, 0x65], "an SQLite database"),
        ([0x50, 0x41, 0x52, 0x31], "a Parquet file"),
        ([0x89, 0x50, 0x4E, 0x47], "a PNG image"),
        ([0xFF, 0xD8, 0xFF], "a JPEG image"),
    ];

    public static async ValueTask<Stream> OpenAsync(string file, Stream content, FeedLimits limits, CancellationToken cancellation)
    {
        var (ahead, stream) = await PeekAsync(content, cancellation);
        if (ahead.Span.StartsWith<byte>([0x1F, 0x8B]))
        {
            var expanded = new ExpandingStream(file, new GZipStream(stream, CompressionMode.Decompress), stream, limits);
            (ahead, stream) = await PeekAsync(expanded, cancellation);
        }
        else if (ahead.Span.StartsWith("PK"u8))
        {
            var expanded = OpenZip(file, content, limits);
            (ahead, stream) = await PeekAsync(expanded, cancellation);
        }
        return Decode(file, ahead, stream);
    }

    private static async ValueTask<(ReadOnlyMemory<byte> Ahead, CountingStream Whole)> PeekAsync(
        Stream stream,
        CancellationToken cancellation
    )
    {
        var buffer = new byte[Ahead];
        var read = await stream.ReadAtLeastAsync(buffer, Ahead, throwOnEndOfStream: false, cancellation);
        var ahead = buffer.AsMemory(0, read);
        return (ahead, new CountingStream(ahead, stream));
    }

    private static ExpandingStream OpenZip(string file, Stream content, FeedLimits limits)
    {
        const string Unpack = "unpack it and give the file itself";
        if (!content.CanSeek)
        {
            throw FeedErrors.Refuse(file, "zip-archive", $"This is a zip archive that cannot be read from a pipe; {Unpack}.");
        }
        content.Position = 0;
        ZipArchive archive;
        try
        {
            archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            var files = archive.Entries.Where(e => !e.FullName.EndsWith('/')).Take(2).ToArray();
            if (files.Length != 1)
            {
                var workbook = archive.GetEntry("[Content_Types].xml") is null
                    ? ""
                    : " It looks like an Office document: save the sheet as CSV.";
                throw FeedErrors.Refuse(
                    file,
                    "zip-archive",
                    $"This zip archive holds {archive.Entries.Count} files, not one; {Unpack}.{workbook}"
                );
            }
            var compressed = new CountingStream(default, content);
            // The archive reads the content itself, so what was taken is bounded by what the directory states for this one file.
            return
                files[0].Length / Math.Max(1, files[0].CompressedLength) > limits.ExpansionRatio && files[0].Length > limits.RatioFromBytes
                ? throw FeedErrors.Refuse(file, "expansion-ratio", $"The zip archive would expand more than {limits.ExpansionRatio} times.")
                : new ExpandingStream(file, files[0].Open(), compressed, limits with { RatioFromBytes = long.MaxValue });
        }
        catch (InvalidDataException e)
        {
            throw FeedErrors.Refuse(file, "damaged-archive", $"This zip archive cannot be read: {e.Message}");
        }
    }

    private static Stream Decode(string file, ReadOnlyMemory<byte> ahead, CountingStream stream)
    {
        var head = ahead.Span;
        foreach (var (magic, what) in NotText)
        {
            if (head.StartsWith(magic))
            {
                throw FeedErrors.Refuse(file, "not-text", $"This is {what}, not text; unpack or export it as text first.");
            }
        }
        if (head.StartsWith<byte>([0xFF, 0xFE, 0, 0]) || head.StartsWith<byte>([0, 0, 0xFE, 0xFF]))
        {
            throw FeedErrors.Refuse(file, "utf-32", "This text is encoded in UTF-32; save it as UTF-8.");
        }
        if (head.StartsWith<byte>([0xFF, 0xFE]) || head.StartsWith<byte>([0xFE, 0xFF]))
        {
            Encoding wide = head[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode;
            stream.ReadExactly(stackalloc byte[2]);
            return Encoding.CreateTranscodingStream(stream, wide, Encoding.UTF8);
        }
        if (head.Contains((byte)0))
        {
            var nul = head.IndexOf((byte)0);
            var zeros = head.Count((byte)0);
            var pairs = zeros > head.Length / 3 && zeros < head.Length * 2 / 3;
            throw FeedErrors.Refuse(
                file,
                pairs ? "utf-16" : "not-text",
                pairs
                    ? "This text looks like UTF-16 without a byte order mark; save it as UTF-8."
                    : $"This is not text: byte {nul + 1:N0} is NUL."
            );
        }
        if (head.StartsWith<byte>([0xEF, 0xBB, 0xBF]))
        {
            stream.ReadExactly(stackalloc byte[3]);
        }
        return stream;
    }
}
