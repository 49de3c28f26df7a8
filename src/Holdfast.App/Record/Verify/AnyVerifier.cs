using Holdfast.Core.Record.Verify;

namespace Holdfast.App.Record.Verify;

/// <summary>Tells by its first bytes what a file is, and verifies it.</summary>
public static class AnyVerifier
{
    /// <summary>
    /// Verifies a record, a bundle, an export or a proof. Where no key is given, one that lies beside the file is taken, and the report says so. Throws
    /// <see cref="InvalidDataException"/> or <see cref="IOException"/> for a file that is neither or cannot be read.
    /// </summary>
    public static VerifyReport Verify(string path, VerifyOptions options, CancellationToken cancellation = default)
    {
        var head = new byte[16];
        using (var file = File.OpenRead(path))
        {
            head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        }
        if (head.AsSpan().StartsWith("SQLite format 3"u8))
        {
            return Record(path, options, cancellation);
        }
        if (head.AsSpan().StartsWith("PK"u8))
        {
            return BundleVerifier.Verify(path, options, cancellation);
        }
        if (head.AsSpan().StartsWith("{"u8) && ExportVerifier.IsExport(path))
        {
            return ExportVerifier.Verify(path, options, cancellation);
        }
        return head.AsSpan().StartsWith("{"u8)
            ? ProofVerifier.Verify(path, options)
            : throw new InvalidDataException($"{Path.GetFileName(path)} is neither a record, nor a bundle, nor an export, nor a proof.");
    }

    private static VerifyReport Record(string path, VerifyOptions options, CancellationToken cancellation)
    {
        var beside = Path.Combine(Path.ChangeExtension(Path.GetFullPath(path), ".keys"), "log.pub");
        if (options.Keys.Any(k => !k.IsWitness) || !File.Exists(beside))
        {
            return RecordVerifier.Verify(path, options, cancellation);
        }
        var key = TrustedKey.Parse(File.ReadAllText(beside));
        var report = RecordVerifier.Verify(path, options with { Keys = [.. options.Keys, key] }, cancellation);
        return report with { Notes = [.. report.Notes, OwnKey(key)] };
    }

    internal static string OwnKey(TrustedKey key) =>
        $"The key of {key.Name} came with the file; compare its fingerprint with one you have from elsewhere: {key.Fingerprint}.";
}
