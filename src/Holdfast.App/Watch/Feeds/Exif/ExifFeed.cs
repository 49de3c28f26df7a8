using System.IO.Compression;
using System.Runtime.CompilerServices;
using Holdfast.App.Watch.Feeds.Text;

namespace Holdfast.App.Watch.Feeds.Exif;

/// <summary>
/// Photos with the place and time that a telephone or camera wrote into them (EXIF 2.32, CIPA DC-008): one file, a zip archive, or a folder. The number of a photo in
/// the archive or folder stands for a line.
/// </summary>
internal sealed class ExifFeed : IFeed
{
    /// <summary>The largest photo, in bytes.</summary>
    private const int MostBytes = 128 * 1024 * 1024;

    private const int MostPhotos = 100_000;

    public string Name => "exif";

    public string Summary => "Photos (JPEG, HEIC; one, a zip or a folder): place, time and direction as the camera wrote them.";

    internal FeedLimits Limits { get; init; } = FeedLimits.Default;

    public async IAsyncEnumerable<FeedItem> ReadAsync(FeedInput input, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var reader = new PhotoReader(input);
        var number = 0L;
        long bytes = 0;
        await foreach (var (name, photo, fault) in PhotosAsync(input, cancellation))
        {
            number++;
            bytes += photo.Length;
            if (number > input.ResumeAfterLine)
            {
                yield return Item(input, reader, number, bytes, name, photo, fault);
            }
        }
    }

    private static FeedItem Item(FeedInput input, PhotoReader reader, long number, long bytes, string name, byte[] photo, RowFault? fault)
    {
        if (
            fault is null
            && reader.Read(name, photo, out fault) is { } observation
            && (fault = ObservationCheck.FaultOf(observation)) is null
        )
        {
            return new FeedItem(observation, null, number, bytes);
        }
        fault ??= new RowFault("", "unreadable", "The photo gives no observation.");
        var raw = photo.Length > 0 ? $"{name} sha256:{PhotoReader.Hash(photo)}" : name;
        return new FeedItem(
            null,
            new QuarantinedLine("exif", input.File, number, fault.Column, fault.Code, fault.Reason, raw),
            number,
            bytes
        );
    }

    private async IAsyncEnumerable<(string Name, byte[] Photo, RowFault? Fault)> PhotosAsync(
        FeedInput input,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        if (input.Folder is { } folder)
        {
            foreach (var path in Listed(folder, input.File))
            {
                await using var file = File.OpenRead(path);
                yield return await TakeAsync(Path.GetFileName(path), file, file.Length, cancellation);
            }
            yield break;
        }
        using var archive = input.Content.CanSeek ? Archive(input) : null;
        if (archive is null)
        {
            yield return await TakeAsync(input.File, input.Content, 0, cancellation);
            yield break;
        }
        foreach (var entry in Entries(archive, input.File))
        {
            await using var content = Open(entry, input.File);
            yield return await TakeAsync(entry.Name, content, entry.Length, cancellation);
        }
    }

    private static string[] Listed(string folder, string file)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 8,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint,
        };
        var paths = Directory.EnumerateFiles(folder, "*", options).Take(MostPhotos + 1).ToArray();
        Array.Sort(paths, StringComparer.Ordinal);
        return paths.Length <= MostPhotos
            ? paths
            : throw FeedErrors.Refuse(file, "too-many-rows", $"A folder has at most {MostPhotos:N0} photos.");
    }

    private static ZipArchive? Archive(FeedInput input)
    {
        var start = input.Content.Position;
        Span<byte> magic = stackalloc byte[4];
        var read = input.Content.ReadAtLeast(magic, 4, throwOnEndOfStream: false);
        input.Content.Position = start;
        if (read < 4 || !magic.SequenceEqual("PK\u0003\u0004"u8))
        {
            return null;
        }
        try
        {
            return new ZipArchive(input.Content, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException e)
        {
            throw FeedErrors.Refuse(input.File, "damaged-archive", $"This zip archive cannot be read: {e.Message}");
        }
    }

    private static IEnumerable<ZipArchiveEntry> Entries(ZipArchive archive, string file)
    {
        // Directories, and what a Mac adds, are no photos.
        var entries = archive.Entries.Where(e =>
            !e.FullName.EndsWith('/') && !e.FullName.StartsWith("__MACOSX", StringComparison.Ordinal) && !e.Name.StartsWith('.')
        );
        return archive.Entries.Count <= MostPhotos
            ? entries.OrderBy(e => e.FullName, StringComparer.Ordinal)
            : throw FeedErrors.Refuse(file, "too-many-rows", $"An archive has at most {MostPhotos:N0} photos.");
    }

    private static Stream Open(ZipArchiveEntry entry, string file)
    {
        try
        {
            return entry.Open();
        }
        catch (InvalidDataException e)
        {
            throw FeedErrors.Refuse(file, "damaged-archive", $"'{RowFault.Cut(entry.Name)}' cannot be read: {e.Message}");
        }
    }

    private async ValueTask<(string, byte[], RowFault?)> TakeAsync(string name, Stream content, long stated, CancellationToken cancellation)
    {
        var most = (int)Math.Min(MostBytes, Limits.ExpandedBytes);
        if (stated > most)
        {
            return (name, [], TooLarge(most));
        }
        try
        {
            var photo = new MemoryStream();
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await content.ReadAsync(buffer, cancellation)) > 0)
            {
                if (photo.Length + read > most)
                {
                    return (name, [], TooLarge(most));
                }
                photo.Write(buffer, 0, read);
            }
            return (name, photo.ToArray(), null);
        }
        catch (InvalidDataException e)
        {
            return (name, [], new RowFault("", "damaged-archive", $"The photo cannot be unpacked: {e.Message}"));
        }
    }

    private static RowFault TooLarge(int most) => new("", "too-large", $"The photo has more than {most:N0} bytes.");
}
