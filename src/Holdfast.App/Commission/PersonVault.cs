using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Record;
using Holdfast.Core.Record;
using Holdfast.Core.Values;

namespace Holdfast.App.Commission;

/// <summary>
/// Keys of people who speak, one for each statement, outside the record and its backups. A key is durable before anything is encrypted under it. What is encrypted under a key (AES-256-GCM, a fresh nonce each time) can be
/// read as long as the key is there; destroying it makes every copy of the ciphertext unreadable, and no hash changes.
/// </summary>
public sealed class PersonVault(string folder)
{
    internal const int KeyBytes = 32;
    private const string KeyEnd = ".key";
    private const string DraftEnd = ".new";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Longest text that is encrypted, in bytes; recordings are evidence files.</summary>
    public const int MaxBytes = 8 << 20;

    /// <summary>Encrypts under the key of that name, which is made where there is none. Gives nonce, tag and ciphertext, one after another.</summary>
    /// <param name="purpose">Bound to the ciphertext: a text cannot be passed off as an identity.</param>
    public byte[] Encrypt(string name, string purpose, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        if (plain.Length > MaxBytes)
        {
            throw new ArgumentException($"The text has {plain.Length} bytes; at most {MaxBytes} are taken.", nameof(text));
        }
        var sealedText = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(sealedText.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(KeyOf(name), TagBytes);
        cipher.Encrypt(
            sealedText.AsSpan(0, NonceBytes),
            plain,
            sealedText.AsSpan(NonceBytes + TagBytes),
            sealedText.AsSpan(NonceBytes, TagBytes),
            Bound(name, purpose)
        );
        return sealedText;
    }

    /// <summary>The text, or null where the key was destroyed. Throws <see cref="InvalidDataException"/> where the ciphertext is not what was encrypted.</summary>
    public string? Decrypt(string name, string purpose, ReadOnlySpan<byte> sealedText)
    {
        if (!File.Exists(PathOf(name)))
        {
            return null;
        }
        if (sealedText.Length < NonceBytes + TagBytes)
        {
            throw new InvalidDataException("The ciphertext is cut off.");
        }
        var plain = new byte[sealedText.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(Read(PathOf(name)), TagBytes);
        try
        {
            cipher.Decrypt(
                sealedText[..NonceBytes],
                sealedText[(NonceBytes + TagBytes)..],
                sealedText.Slice(NonceBytes, TagBytes),
                plain,
                Bound(name, purpose)
            );
        }
        catch (CryptographicException e)
        {
            throw new InvalidDataException("The ciphertext has changed, or belongs to another person or purpose.", e);
        }
        return Encoding.UTF8.GetString(plain);
    }

    public bool Has(string name) => File.Exists(PathOf(name));

    /// <summary>
    /// Destroys a key: overwritten, then removed; done when both are durable, and an <see cref="IOException"/> before. On media that keep old blocks (flash, snapshots)
    /// the folder of keys belongs on a volume of its own that is encrypted, as the guide says.
    /// </summary>
    public void Destroy(string name) => DestroyFile(PathOf(name));

    /// <summary>Every file in the folder of keys, sorted: the names that keys have on disk, and whatever a cut-off write left.</summary>
    internal IEnumerable<StoredName> Names() =>
        Directory.Exists(folder)
            ? new DirectoryInfo(folder)
                .EnumerateFiles()
                .OrderBy(f => f.Name, StringComparer.Ordinal)
                .Select(f => new StoredName(f.Name, f.Name, StoredPlace.Elsewhere, f.Length, f.LastWriteTimeUtc))
            : [];

    internal void Destroy(StoredName file) => DestroyFile(Path.Combine(folder, file.Name));

    private void DestroyFile(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None))
        {
            file.Write(new byte[Math.Max(KeyBytes, file.Length)]);
            Disk.Sync(file);
        }
        File.Delete(path);
        Disk.SyncFolder(folder);
    }

    /// <summary>The key of that name, made where there is none and durable before anything is encrypted under it. Two processes that make it at once get the same.</summary>
    private byte[] KeyOf(string name)
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Disk.MakeFolder(folder, Owner | UnixFileMode.UserExecute);
        var path = PathOf(name);
        if (File.Exists(path))
        {
            // A sweep is to see that it is wanted; and whoever made it may not have come as far as the sync.
            Disk.Touch(path);
            Disk.SyncFolder(folder);
            return Read(path);
        }
        var temporary = Path.Combine(folder, Path.GetRandomFileName() + DraftEnd);
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = Owner;
            }
            using (var file = new FileStream(temporary, options))
            {
                file.Write(RandomNumberGenerator.GetBytes(KeyBytes));
                Disk.Sync(file);
            }
            _ = Disk.LinkNew(temporary, path);
        }
        finally
        {
            Disk.TryDelete(temporary);
        }
        Disk.SyncFolder(folder);
        return Read(path);
    }

    private static byte[] Read(string path)
    {
        var key = File.ReadAllBytes(path);
        return key.Length == KeyBytes
            ? key
            : throw new InvalidDataException("The person's key is damaged: it has not the length of a key.");
    }

    // The name of the file tells nothing about the person.
    private string PathOf(string name) => Path.Combine(folder, FileOf(name));

    /// <summary>What the key of that name is called on disk.</summary>
    internal static string FileOf(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..32] + KeyEnd;

    /// <summary>The name of a statement's key. Modes never share one: what is forgotten in an exercise stands in earnest.</summary>
    public static string NameOf(Mode mode, string caseId, string statement) => $"{Words.Of(mode)} {caseId}/{statement}";

    internal static bool IsKeyFile(string name) => name.Length == 32 + KeyEnd.Length && name.EndsWith(KeyEnd, StringComparison.Ordinal);

    internal static bool IsLeftover(string name) => name.EndsWith(DraftEnd, StringComparison.Ordinal);

    private static byte[] Bound(string name, string purpose) => Encoding.UTF8.GetBytes($"holdfast {purpose} {name}");
}
