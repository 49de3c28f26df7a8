using System.Security.Cryptography;

namespace Holdfast.App.Commission;

/// <summary>A file as it was stored.</summary>
public sealed record StoredFile(string Sha256, long Bytes);

/// <summary>
/// Evidentiary copies, by the SHA-256 of their content: files of any size, streamed in bounded memory, written once and read-only. Nothing is acknowledged before it
/// is durable. The same content again is the same file. Working copies are made elsewhere and never come back under the same name.
/// </summary>
public sealed class EvidenceStore(string root)
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Stores a stream. A cut-off or failed write leaves nothing under a hash.</summary>
    public async ValueTask<StoredFile> AddAsync(Stream content, CancellationToken cancellation = default)
    {
        var incoming = Path.Combine(root, "incoming");
        Directory.CreateDirectory(incoming);
        var temporary = Path.Combine(incoming, Path.GetRandomFileName());
        try
        {
            var stored = await WriteAsync(content, temporary, cancellation);
            var place = PathOf(stored.Sha256);
            var folder = Path.GetDirectoryName(place) ?? root;
            if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder);
                Disk.SyncFolder(root);
            }
            if (!File.Exists(place))
            {
                File.SetAttributes(temporary, FileAttributes.ReadOnly);
                File.Move(temporary, place);
            }
            Disk.SyncFolder(folder);
            return stored;
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.SetAttributes(temporary, FileAttributes.Normal);
                File.Delete(temporary);
            }
        }
    }

    /// <summary>Opens an evidentiary copy for reading. Throws <see cref="FileNotFoundException"/> where there is none.</summary>
    public Stream OpenRead(string sha256) =>
        File.Exists(PathOf(sha256))
            ? new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan)
            : throw new FileNotFoundException($"No evidentiary copy has the hash {sha256}.");

    public bool Has(string sha256) => File.Exists(PathOf(sha256));

    /// <summary>
    /// Copies an item out for work, checking its hash on the way. Throws <see cref="InvalidDataException"/> where the evidentiary copy is no longer what its
    /// hash says; the copy is then not left behind. Never overwrites.
    /// </summary>
    public async ValueTask CopyOutAsync(string sha256, string destination, CancellationToken cancellation = default)
    {
        await using var from = OpenRead(sha256);
        var copied = await WriteAsync(from, destination, cancellation);
        if (copied.Sha256 != sha256)
        {
            File.Delete(destination);
            throw new InvalidDataException($"The evidentiary copy {sha256} has changed: its content now has the hash {copied.Sha256}.");
        }
    }

    /// <summary>Hashes that are wanted and not there, or whose content has changed; empty when all is well.</summary>
    public async ValueTask<IReadOnlyList<string>> CheckAsync(IEnumerable<string> wanted, CancellationToken cancellation = default)
    {
        var wrong = new List<string>();
        foreach (var sha256 in wanted.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (!Has(sha256))
            {
                wrong.Add($"{sha256} is missing");
                continue;
            }
            await using var content = OpenRead(sha256);
            var found = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));
            if (found != sha256)
            {
                wrong.Add($"{sha256} has changed to {found}");
            }
        }
        return wrong;
    }

    private static async ValueTask<StoredFile> WriteAsync(Stream content, string path, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: false);
        var buffer = new byte[BufferBytes];
        var length = 0L;
        int read;
        while ((read = await content.ReadAsync(buffer, cancellation)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
            length += read;
        }
        Disk.Sync(file);
        return new StoredFile(Convert.ToHexStringLower(hash.GetHashAndReset()), length);
    }

    // A hash is 64 hexadecimal digits and nothing else: no name from outside becomes a path.
    private string PathOf(string sha256) =>
        sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)
            ? Path.Combine(root, sha256[..2], sha256)
            : throw new ArgumentException("A SHA-256 is 64 lower-case hexadecimal digits.", nameof(sha256));
}
