using System.Security.Cryptography;
using Holdfast.App.Record;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;

namespace Holdfast.App.Commission;

/// <summary>A file as it was stored.</summary>
/// <param name="Looks">What its first and last bytes look like, as <see cref="EvidenceItem.Looks"/> has it.</param>
public sealed record StoredFile(string Sha256, long Bytes, string? Looks);

/// <summary>
/// Evidentiary copies, by the SHA-256 of their content: files of any size, streamed in bounded memory, written once and read-only. Nothing is acknowledged before it
/// is durable. The same content again is the same file, also when two processes bring it at once. Working copies are made elsewhere and never come back under the
/// same name.
/// </summary>
public sealed class EvidenceStore(string root)
{
    private const int BufferBytes = 1 << 20;
    private const string Incoming = "incoming";

    /// <summary>Stores a stream. A cut-off or failed write leaves nothing under a hash.</summary>
    /// <param name="wanted">Asked when all of it is known; where it says no, nothing is kept, and the answer tells only what came.</param>
    public async ValueTask<StoredFile> AddAsync(
        Stream content,
        CancellationToken cancellation = default,
        Func<StoredFile, bool>? wanted = null
    )
    {
        var incoming = Path.Combine(root, Incoming);
        Disk.MakeFolder(root);
        Disk.MakeFolder(incoming);
        var temporary = Path.Combine(incoming, Path.GetRandomFileName());
        try
        {
            var stored = await WriteAsync(content, temporary, readOnly: true, cancellation);
            if (wanted?.Invoke(stored) == false)
            {
                return stored;
            }
            var place = PathOf(stored.Sha256);
            var folder = Path.GetDirectoryName(place) ?? root;
            Disk.MakeFolder(folder);
            // A file that stands there already is not trusted but replaced: it may have changed since, and a sweep may be about to take it for an orphan.
            if (OperatingSystem.IsWindows() && File.Exists(place))
            {
                return stored;
            }
            Disk.Rename(temporary, place);
            Disk.SyncFolder(folder);
            return stored;
        }
        finally
        {
            Disk.TryDelete(temporary);
        }
    }

    /// <summary>
    /// Opens an evidentiary copy for reading from beginning to end; the last bytes come only where the whole still has its hash, else an
    /// <see cref="InvalidDataException"/>. Throws <see cref="FileNotFoundException"/> where there is none.
    /// </summary>
    public Stream OpenRead(string sha256) => new HashCheckedStream(OpenFile(sha256), sha256);

    private FileStream OpenFile(string sha256) =>
        File.Exists(PathOf(sha256))
            ? new FileStream(
                PathOf(sha256),
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read | FileShare.Delete,
                bufferSize: 0,
                FileOptions.SequentialScan
            )
            : throw new FileNotFoundException($"No evidentiary copy has the hash {sha256}.");

    public bool Has(string sha256) => File.Exists(PathOf(sha256));

    /// <summary>
    /// Copies an item out for work, checking its hash on the way. Throws <see cref="InvalidDataException"/> where the evidentiary copy is no longer what its
    /// hash says, <see cref="IOException"/> where the copy cannot be written; it is then not left behind. Never overwrites.
    /// </summary>
    public async ValueTask CopyOutAsync(string sha256, string destination, CancellationToken cancellation = default)
    {
        if (File.Exists(destination))
        {
            throw new IOException($"'{Path.GetFileName(destination)}' is there already: working copies never overwrite.");
        }
        await using var from = OpenRead(sha256);
        _ = await WriteAsync(from, destination, readOnly: false, cancellation);
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
            }
            else if (await HashAsync(sha256, cancellation) is var found && found != sha256)
            {
                wrong.Add($"{sha256} has changed to {found}");
            }
        }
        return wrong;
    }

    /// <summary>What the content hashes to now.</summary>
    internal async ValueTask<string> HashAsync(string sha256, CancellationToken cancellation)
    {
        await using var content = OpenFile(sha256);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellation)) > 0)
        {
            hash.AppendData(buffer, 0, read);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Where an evidentiary copy lies. Throws <see cref="FileNotFoundException"/> where there is none.</summary>
    internal string PathTo(string sha256) =>
        Has(sha256) ? PathOf(sha256) : throw new FileNotFoundException($"No evidentiary copy has the hash {sha256}.");

    /// <summary>The file under a hash, or null where there is none.</summary>
    internal StoredName? Find(string sha256)
    {
        if (!IsHash(sha256) || new FileInfo(PathOf(sha256)) is not { Exists: true } file)
        {
            return null;
        }
        var relative = Path.GetRelativePath(root, file.FullName);
        return new StoredName(sha256, relative, StoredPlace.UnderItsHash, file.Length, file.LastWriteTimeUtc);
    }

    /// <summary>Every file in the store, sorted by path: those under a hash, what a cut-off write left, and what does not belong here.</summary>
    internal IEnumerable<StoredName> Names()
    {
        if (!Directory.Exists(root))
        {
            yield break;
        }
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 4,
            AttributesToSkip = FileAttributes.None,
        };
        foreach (var file in new DirectoryInfo(root).EnumerateFiles("*", options).OrderBy(f => f.FullName, StringComparer.Ordinal))
        {
            var relative = Path.GetRelativePath(root, file.FullName);
            var parts = relative.Split(Path.DirectorySeparatorChar);
            var place =
                parts.Length == 2 && IsHash(parts[1]) && parts[1].StartsWith(parts[0], StringComparison.Ordinal) && parts[0].Length == 2
                    ? StoredPlace.UnderItsHash
                : parts is [Incoming, _] ? StoredPlace.Incoming
                : StoredPlace.Elsewhere;
            yield return new StoredName(parts[^1], relative, place, file.Length, file.LastWriteTimeUtc);
        }
    }

    /// <summary>
    /// Removes a file that no entry cites, unless it was written since <paramref name="before"/>: taken out of its place first, then looked at, so that a file which
    /// another process brings in the same moment is put back. False where it was, or was gone.
    /// </summary>
    internal bool Remove(StoredName file, DateTime before)
    {
        var path = Path.Combine(root, file.Relative);
        var aside = Path.Combine(root, Incoming, "swept-" + Path.GetRandomFileName());
        if (!File.Exists(path))
        {
            return false;
        }
        Disk.MakeFolder(Path.Combine(root, Incoming));
        Disk.Rename(path, aside);
        if (File.GetLastWriteTimeUtc(aside) >= before)
        {
            _ = Disk.LinkNew(aside, path);
            Disk.SyncFolder(Path.GetDirectoryName(path) ?? root);
            Disk.TryDelete(aside);
            return false;
        }
        File.Delete(aside);
        Disk.SyncFolder(Path.Combine(root, Incoming));
        Disk.SyncFolder(Path.GetDirectoryName(path) ?? root);
        return true;
    }

    private static async ValueTask<StoredFile> WriteAsync(Stream content, string path, bool readOnly, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            // The evidentiary copy is born read-only: whoever made it may still write it through this one handle.
            options.UnixCreateMode = readOnly
                ? UnixFileMode.UserRead | UnixFileMode.GroupRead
                : UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        await using var file = new FileStream(path, options);
        try
        {
            var buffer = new byte[BufferBytes];
            var margins = new Margins();
            var length = 0L;
            int read;
            while ((read = await content.ReadAsync(buffer, cancellation)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                margins.Take(buffer.AsSpan(0, read));
                await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
                length += read;
            }
            Disk.Sync(file);
            return new StoredFile(Convert.ToHexStringLower(hash.GetHashAndReset()), length, margins.Looks());
        }
        catch (Exception)
        {
            Disk.TryDelete(path);
            throw;
        }
    }

    // A hash is 64 hexadecimal digits and nothing else: no name from outside becomes a path.
    private string PathOf(string sha256) =>
        IsHash(sha256)
            ? Path.Combine(root, sha256[..2], sha256)
            : throw new ArgumentException("A SHA-256 is 64 lower-case hexadecimal digits.", nameof(sha256));

    internal static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}

/// <summary>Keeps the first and the last bytes of what streams past.</summary>
internal sealed class Margins
{
    private readonly byte[] _head = new byte[MediaLooks.MarginBytes];
    private readonly byte[] _tail = new byte[MediaLooks.MarginBytes];
    private int _headBytes;
    private int _tailBytes;

    public void Take(ReadOnlySpan<byte> bytes)
    {
        var first = bytes[..Math.Min(bytes.Length, _head.Length - _headBytes)];
        first.CopyTo(_head.AsSpan(_headBytes));
        _headBytes += first.Length;
        var last = bytes[Math.Max(0, bytes.Length - _tail.Length)..];
        var kept = Math.Min(_tailBytes, _tail.Length - last.Length);
        _tail.AsSpan(_tailBytes - kept, kept).CopyTo(_tail);
        last.CopyTo(_tail.AsSpan(kept));
        _tailBytes = kept + last.Length;
    }

    public string? Looks()
    {
        var types = MediaLooks.Of(_head.AsSpan(0, _headBytes), _tail.AsSpan(0, _tailBytes));
        return types.IsEmpty ? null : string.Join(", ", types);
    }
}

/// <summary>Where a file of the store lies.</summary>
internal enum StoredPlace
{
    UnderItsHash,

    /// <summary>Being written, or left by a write that was cut off.</summary>
    Incoming,
    Elsewhere,
}

/// <summary>A file of the store by name, and when it was last written.</summary>
internal sealed record StoredName(string Name, string Relative, StoredPlace Place, long Bytes, DateTime Written);
