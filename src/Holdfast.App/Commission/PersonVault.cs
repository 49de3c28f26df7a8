using System.Security.Cryptography;
using System.Text;

namespace Holdfast.App.Commission;

/// <summary>
/// Keys of people who speak, one for each statement, outside the record and its backups. What is encrypted under a key (AES-256-GCM, a fresh nonce each time) can be
/// read as long as the key is there; destroying it makes every copy of the ciphertext unreadable, and no hash changes.
/// </summary>
public sealed class PersonVault(string folder)
{
    private const int KeyBytes = 32;
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
        using var cipher = new AesGcm(File.ReadAllBytes(PathOf(name)), TagBytes);
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
    /// Destroys a key: overwritten, then removed. On media that keep old blocks (flash, snapshots) the folder of keys belongs on a volume of its own that is encrypted, as
    /// the guide says.
    /// </summary>
    public void Destroy(string name)
    {
        var path = PathOf(name);
        if (!File.Exists(path))
        {
            return;
        }
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None))
        {
            file.Write(new byte[KeyBytes]);
            Disk.Sync(file);
        }
        File.Delete(path);
        Disk.SyncFolder(folder);
    }

    private byte[] KeyOf(string name)
    {
        var path = PathOf(name);
        if (File.Exists(path))
        {
            return File.ReadAllBytes(path);
        }
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        file.Write(key);
        Disk.Sync(file);
        Disk.SyncFolder(folder);
        return key;
    }

    // The name of the file tells nothing about the person.
    private string PathOf(string name) =>
        Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..32] + ".key");

    private static byte[] Bound(string name, string purpose) => Encoding.UTF8.GetBytes($"holdfast {purpose} {name}");
}
