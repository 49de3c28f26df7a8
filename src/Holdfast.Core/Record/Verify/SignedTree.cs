using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Core.Record.Verify;

/// <summary>A public key as a verifier reads it from its one line, <c>name+hex(key id)+base64(type || SPKI)</c> (docs/guide/proofs.md).</summary>
public sealed record TrustedKey(string Name, string KeyId, bool IsWitness, byte[] Spki)
{
    private const string P256 = "1.2.840.10045.3.1.7";
    private static readonly byte[] WitnessType = [0xff, .. "holdfast-ecdsa-p256-cosignature/v1"u8];

    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Spki));

    /// <summary>Throws <see cref="FormatException"/> for anything that is no such line, or whose key id is not its key's.</summary>
    public static TrustedKey Parse(string line)
    {
        var parts = line.Trim().Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0]))
        {
            throw new FormatException("A verifier key has the form name+hex+base64.");
        }
        var typed = Convert.FromBase64String(parts[2]);
        var witness = typed.AsSpan().StartsWith(WitnessType);
        if (!witness && (typed.Length == 0 || typed[0] != 2))
        {
            throw new FormatException($"The key of {parts[0]} is not of a type that is known here (ECDSA P-256, 0x02).");
        }
        var spki = typed[(witness ? WitnessType.Length : 1)..];
        var digest = SHA256.HashData(witness ? [.. Encoding.UTF8.GetBytes(parts[0] + "\n"), .. typed] : spki);
        var id = Convert.ToHexStringLower(digest.AsSpan(0, 4));
        if (id != parts[1])
        {
            throw new FormatException($"The key id of {parts[0]} is {id}, not {parts[1]}.");
        }
        return IsOnP256(spki)
            ? new TrustedKey(parts[0], id, witness, spki)
            : throw new FormatException($"The key of {parts[0]} is not the SubjectPublicKeyInfo of a key on the curve P-256.");
    }

    /// <summary>Whether a DER signature over these bytes is this key's; only the one proper DER counts, so that nobody makes a second signature of one.</summary>
    public bool Signed(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (!IsDer(signature))
        {
            return false;
        }
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Spki, out _);
        return key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <summary>Whether signed-note lets a key have that name: no spaces, no plus.</summary>
    internal static bool IsName(string name) => name.Length > 0 && !name.Any(c => c == '+' || char.IsWhiteSpace(c) || char.IsControl(c));

    /// <summary>A sequence of two positive numbers in DER, and nothing else: the platform itself takes a number whose leading zero is missing.</summary>
    private static bool IsDer(ReadOnlySpan<byte> signature)
    {
        try
        {
            AsnDecoder.ReadSequence(signature, AsnEncodingRules.DER, out var start, out var length, out var all);
            var inner = signature.Slice(start, length);
            var r = AsnDecoder.ReadInteger(inner, AsnEncodingRules.DER, out var first);
            var s = AsnDecoder.ReadInteger(inner[first..], AsnEncodingRules.DER, out var second);
            return r.Sign > 0 && s.Sign > 0 && first + second == length && all == signature.Length;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static bool IsOnP256(byte[] spki)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(spki, out var read);
            return read == spki.Length && key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}

/// <summary>A checkpoint that a verifier has read: what it says, and the signature lines it carries.</summary>
public sealed record SignedTree(
    string Source,
    string Text,
    string Origin,
    long Size,
    byte[] Root,
    IReadOnlyList<(string Name, string KeyId, byte[] Bytes)> Lines
)
{
    private const int MaxLines = 64;

    /// <summary>The lines after the root.</summary>
    public IReadOnlyList<string> Extensions => Text.Split('\n')[3..^1];

    /// <summary>Reads a note. Throws <see cref="FormatException"/> that says what is wrong.</summary>
    public static SignedTree Parse(string source, string note)
    {
        var blank = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (blank < 0 || note.Length > 1 << 16)
        {
            throw new FormatException("is no signed note: a blank line stands before the signatures");
        }
        if (note.Any(c => (c < ' ' && c != '\n') || c == '\uFFFD'))
        {
            throw new FormatException("is no signed note: it holds a control character or is not UTF-8");
        }
        var text = note[..(blank + 1)];
        var lines = text.Split('\n');
        if (
            lines.Length < 4
            || !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || size.ToString(CultureInfo.InvariantCulture) != lines[1]
        )
        {
            throw new FormatException("is no checkpoint: origin, size and root are expected, a line each");
        }
        var root = Strict(lines[2]);
        if (root.Length != 32 || lines[..^1].Any(l => l.Length == 0) || !note.EndsWith('\n'))
        {
            throw new FormatException("is no checkpoint: the root does not have 32 bytes, or a line is empty or has no end");
        }
        var signatures = note[(blank + 2)..].Split('\n')[..^1];
        return signatures.Length is > 0 and <= MaxLines
            ? new SignedTree(source, text, lines[0], size, root, [.. signatures.Select(Line)])
            : throw new FormatException($"has {signatures.Length} signatures; 1 to {MaxLines} are read");
    }

    /// <summary>Whether a key signed it: null where it carries no signature of that key.</summary>
    public bool? SignedBy(TrustedKey key)
    {
        var mine = Lines.Where(l => l.Name == key.Name && l.KeyId == key.KeyId).ToList();
        return mine.Count == 0 ? null : mine.TrueForAll(l => key.Signed(Encoding.UTF8.GetBytes(Text), l.Bytes));
    }

    /// <summary>When a witness cosigned it, in seconds since 1970, and whether the cosignature is right; null where it carries none.</summary>
    public (long Seconds, bool Right)? CosignedBy(TrustedKey witness)
    {
        var mine = Lines.Where(l => l.Name == witness.Name && l.KeyId == witness.KeyId && l.Bytes.Length > 8).ToList();
        if (mine.Count == 0)
        {
            return null;
        }
        var seconds = BinaryPrimitives.ReadInt64BigEndian(mine[0].Bytes);
        var message = $"cosignature/v1\ntime {seconds.ToString(CultureInfo.InvariantCulture)}\n{Text}";
        return (seconds, witness.Signed(Encoding.UTF8.GetBytes(message), mine[0].Bytes.AsSpan(8)));
    }

    /// <summary>Base64 in its one proper form: bits that mean nothing, or white space, would be a second text for the same bytes.</summary>
    private static byte[] Strict(string base64)
    {
        var bytes = Convert.FromBase64String(base64);
        return Convert.ToBase64String(bytes) == base64
            ? bytes
            : throw new FormatException($"has '{base64}', which is not base64 in its one proper form");
    }

    private static (string Name, string KeyId, byte[] Bytes) Line(string line)
    {
        var parts = line.Split(' ');
        if (parts.Length != 3 || parts[0] != "—" || !TrustedKey.IsName(parts[1]))
        {
            throw new FormatException($"has the line '{line}', which is no signature");
        }
        var bytes = Strict(parts[2]);
        return bytes.Length > 4
            ? (parts[1], Convert.ToHexStringLower(bytes.AsSpan(0, 4)), bytes[4..])
            : throw new FormatException($"has the line '{line}', whose signature is too short");
    }
}
