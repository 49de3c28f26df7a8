using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Record.Proofs;

namespace Holdfast.App.Record.Proofs;

/// <summary>
/// A private key (ECDSA P-256) that signs checkpoints, or cosigns them. It lies in a PEM file (PKCS #8, RFC 5958) that only its owner may read, beside
/// a file with the public verifier key; neither is ever an entry of a record.
/// </summary>
public sealed class LogKey : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly ECDsa _pair;

    private LogKey(string name, NoteKeyUse use, ECDsa pair)
    {
        _pair = pair;
        Public = new NoteKey(name, use, pair.ExportSubjectPublicKeyInfo());
    }

    public NoteKey Public { get; }

    /// <summary>The folder in which a record's keys lie: <c>record.keys/</c> beside <c>record.db</c>.</summary>
    public static string FolderFor(string recordPath) => Path.ChangeExtension(Path.GetFullPath(recordPath), ".keys");

    /// <summary>The file of the log's public key.</summary>
    public static string PublicPath(string folder) => Path.Combine(folder, "log.pub");

    /// <summary>A log's name where none is given: <c>holdfast/</c> and the name of the record's folder, or of its file where that is not <c>record</c>.</summary>
    public static string NameFor(string recordPath)
    {
        var file = Path.GetFileNameWithoutExtension(recordPath);
        var folder = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(recordPath)) ?? "");
        var name = file == "record" && folder.Length > 0 ? folder : file;
        return "holdfast/" + string.Concat(name.Select(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '+' ? '-' : c));
    }

    /// <summary>The public key of a record, or null when none was made yet.</summary>
    public static NoteKey? PublicOf(string recordPath)
    {
        var path = PublicPath(FolderFor(recordPath));
        return File.Exists(path) ? ReadPublic(path) : null;
    }

    /// <summary>Reads a verifier key from a file. Throws <see cref="FormatException"/> naming the file.</summary>
    public static NoteKey ReadPublic(string path) =>
        NoteKey.TryParse(File.ReadAllText(path), out var key, out var fault)
            ? key
            : throw new FormatException($"{Path.GetFileName(path)} is no verifier key: {fault}.");

    /// <summary>Opens the key <c>log.pem</c> of a folder, made on first use.</summary>
    public static LogKey OpenOrCreate(string folder, string name, NoteKeyUse use = NoteKeyUse.Log)
    {
        Disk.MakeFolder(folder);
        KeyFiles.FinishPromotion(folder);
        return OpenOrCreate(folder, "log", name, use);
    }

    /// <summary>The key to which a log is about to be handed over: <c>next.pem</c>, made on first use.</summary>
    public static LogKey OpenOrCreateNext(string folder, string name) => OpenOrCreate(folder, "next", name, NoteKeyUse.Log);

    private static LogKey OpenOrCreate(string folder, string file, string name, NoteKeyUse use)
    {
        var secret = Path.Combine(folder, file + ".pem");
        if (!File.Exists(secret))
        {
            Create(secret);
        }
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(secret) & ~OwnerOnly) != 0)
        {
            throw new RecordException(RecordFault.Failed, $"{secret} may be read by others. Set its mode to 600, or make a new key.");
        }
        var pair = ECDsa.Create();
        pair.ImportFromPem(File.ReadAllText(secret));
        var known = Path.Combine(folder, file + ".pub");
        // A log keeps its name for ever, also where the record was moved.
        var key = new LogKey(File.Exists(known) ? ReadPublic(known).Name : name, use, pair);
        var line = key.Public.ToVerifierKey() + "\n";
        if (!File.Exists(known))
        {
            Disk.Replace(known, Encoding.UTF8.GetBytes(line));
        }
        else if (File.ReadAllText(known) != line)
        {
            key.Dispose();
            throw new RecordException(
                RecordFault.Failed,
                $"{known} is not the public key of {file}.pem beside it. One of the two was replaced."
            );
        }
        return key;
    }

    /// <summary>Signs a checkpoint as a note.</summary>
    public SignedNote Sign(Checkpoint checkpoint)
    {
        var text = checkpoint.ToText();
        return new SignedNote(text, [Signature(text)]);
    }

    /// <summary>Adds this key's signature to a note.</summary>
    public SignedNote SignToo(SignedNote note) => note with { Signatures = note.Signatures.Add(Signature(note.Text)) };

    private NoteSignature Signature(string text) => new(Public.Name, Public.KeyId, [.. Sign(Encoding.UTF8.GetBytes(text))]);

    /// <summary>A witness's cosignature on a note, as of that second.</summary>
    public NoteSignature Cosign(SignedNote note, long unixSeconds) =>
        Cosignature.Of(Public, unixSeconds, Sign(Cosignature.Message(note.Text, unixSeconds)));

    public void Dispose() => _pair.Dispose();

    private byte[] Sign(byte[] message) => _pair.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>
    /// Writes a new key under another name first: whoever comes second takes the key of whoever was first. It is durable before anything is signed with it: a log whose
    /// key is lost cannot go on under its name.
    /// </summary>
    private static void Create(string path)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var draft = path + "." + Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }
        try
        {
            using (var file = new FileStream(draft, options))
            {
                file.Write(Encoding.ASCII.GetBytes(pair.ExportPkcs8PrivateKeyPem() + "\n"));
                Disk.Sync(file);
            }
            _ = Disk.LinkNew(draft, path);
        }
        finally
        {
            Disk.TryDelete(draft);
        }
        Disk.SyncFolder(Path.GetDirectoryName(path) ?? path);
    }
}
