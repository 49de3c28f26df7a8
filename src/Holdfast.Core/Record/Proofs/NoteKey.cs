using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Core.Record.Proofs;

/// <summary>What a key signs.</summary>
public enum NoteKeyUse
{
    /// <summary>The note itself: signature type 0x02 of C2SP signed-note (ECDSA with SHA-256 over the text, DER; key id from the SPKI alone).</summary>
    Log,

    /// <summary>A witness's cosignature, type 0xff with <see cref="NoteKey.CosignatureIdentifier"/>, since C2SP assigns none for P-256.</summary>
    Witness,
}

/// <summary>
/// A public key of a log or a witness (c2sp.org/signed-note): its name, and the DER of its SubjectPublicKeyInfo on the curve P-256.
/// </summary>
public sealed class NoteKey
{
    /// <summary>The longer identifier that signed-note recommends after 0xff.</summary>
    public const string CosignatureIdentifier = "holdfast-ecdsa-p256-cosignature/v1";

    private const byte EcdsaType = 0x02;
    private const byte UnassignedType = 0xff;
    private const string P256 = "1.2.840.10045.3.1.7";
    private readonly byte[] _spki;

    public NoteKey(string name, NoteKeyUse use, ReadOnlySpan<byte> spki)
    {
        if (!IsName(name))
        {
            throw new FormatException($"'{name}' is no name of a key: it must not be empty nor hold spaces or '+'.");
        }
        (Name, Use, _spki) = (name, use, spki.ToArray());
        using var key = Open();
        KeyId = use switch
        {
            NoteKeyUse.Log => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(_spki)),
            NoteKeyUse.Witness => BinaryPrimitives.ReadUInt32BigEndian(
                SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', .. TypedKey()])
            ),
        };
    }

    public string Name { get; }
    public NoteKeyUse Use { get; }
    public uint KeyId { get; }

    /// <summary>The public key, DER of its SubjectPublicKeyInfo (RFC 5480).</summary>
    public ReadOnlySpan<byte> Spki => _spki;

    /// <summary>SHA-256 of the SubjectPublicKeyInfo in hexadecimal: what two people compare by telephone.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(_spki));

    /// <summary>The verifier key as one line: <c>name+hex(key id)+base64(type || key)</c>.</summary>
    public string ToVerifierKey() => $"{Name}+{KeyId.ToString("x8", CultureInfo.InvariantCulture)}+{Convert.ToBase64String(TypedKey())}";

    /// <summary>Reads a verifier key; says in words what is wrong with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NoteKey? key, out string fault)
    {
        key = null;
        var parts = text.Trim().Split('+', 3);
        var typed = new byte[1024];
        if (parts.Length != 3 || !Convert.TryFromBase64String(parts[2], typed, out var length) || length < 2)
        {
            fault = "expected name+hex(key id)+base64(type and key)";
            return false;
        }
        var witness = (byte[])[UnassignedType, .. Encoding.ASCII.GetBytes(CosignatureIdentifier)];
        var bytes = typed.AsSpan(0, length);
        if (bytes[0] != EcdsaType && !bytes.StartsWith(witness))
        {
            fault = $"the key has signature type 0x{bytes[0]:x2}; ECDSA P-256 is 0x02";
            return false;
        }
        try
        {
            key =
                bytes[0] == EcdsaType
                    ? new NoteKey(parts[0], NoteKeyUse.Log, bytes[1..])
                    : new NoteKey(parts[0], NoteKeyUse.Witness, bytes[witness.Length..]);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            fault = e.Message;
            return false;
        }
        fault = parts[1] == key.KeyId.ToString("x8", CultureInfo.InvariantCulture) ? "" : $"the key's id is {key.KeyId:x8}, not {parts[1]}";
        return fault.Length == 0;
    }

    /// <summary>
    /// Whether a signature over these bytes is this key's (ECDSA P-256 with SHA-256, FIPS 186-5), in DER. The platform takes numbers without their leading zero too
    /// (Wycheproof, test 6); here one signature has one form.
    /// </summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (!IsDer(signature))
        {
            return false;
        }
        using var key = Open();
        return key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    // Ecdsa-Sig-Value (RFC 5480): a sequence of r and s. On P-256 all lengths fit one byte.
    private static bool IsDer(ReadOnlySpan<byte> signature) =>
        signature.Length is >= 8 and < 0x80
        && signature[0] == 0x30
        && signature[1] == signature.Length - 2
        && AfterNumber(signature[2..], out var second)
        && AfterNumber(second, out var rest)
        && rest.IsEmpty;

    /// <summary>Passes over a positive integer in as few bytes as it needs.</summary>
    private static bool AfterNumber(ReadOnlySpan<byte> der, out ReadOnlySpan<byte> rest)
    {
        rest = [];
        if (der.Length < 3 || der[0] != 0x02 || der[1] == 0 || der[1] > der.Length - 2 || der[2] >= 0x80)
        {
            return false;
        }
        rest = der[(2 + der[1])..];
        return der[2] != 0 || (der[1] > 1 && der[3] >= 0x80);
    }

    internal static bool IsName(string name) =>
        name.Length > 0 && !name.Contains('+') && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    private byte[] TypedKey() =>
        Use switch
        {
            NoteKeyUse.Log => [EcdsaType, .. _spki],
            NoteKeyUse.Witness => [UnassignedType, .. Encoding.ASCII.GetBytes(CosignatureIdentifier), .. _spki],
        };

    private ECDsa Open()
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(_spki, out var read);
            var parameters = key.ExportParameters(includePrivateParameters: false);
            if (read != _spki.Length || parameters.Curve.Oid.Value != P256)
            {
                throw new FormatException("the key is not on the curve P-256");
            }
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
