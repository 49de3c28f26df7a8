using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Values;

namespace Holdfast.App.Commission.Sealing;

/// <summary>
/// The arithmetic of seals, all of it the base library's. Acts: AES-256-GCM (NIST SP 800-38D) under the seal's key, a random 96-bit nonce each; a seal has at most 20,000, far
/// from the 2^32 of section 8.3. Wraps: One-Pass Unified Model, C(1e, 2s, ECC CDH) of NIST SP 800-56A rev. 3, section 6.2.1.2, as in the authenticated mode of HPKE (RFC 9180,
/// 5.1.3): one agreement with a key used once, one with the sender's own, both through HKDF-SHA-256 (RFC 5869). Only a holder of the sender's private key makes one that opens.
/// </summary>
internal static class SealCipher
{
    public const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>What a key is called: it follows from the key and tells nothing of it, and no ciphertext opens under two keys of one name.</summary>
    public static string IdOf(byte[] key) =>
        Convert.ToHexStringLower(HKDF.Expand(HashAlgorithmName.SHA256, key, 16, "holdfast seal id"u8.ToArray()));

    public static Sealed Seal(byte[] key, byte[] plain, byte[] bound)
    {
        var (nonce, text) = Encrypt(key, plain, bound);
        return new Sealed(IdOf(key), nonce, text);
    }

    public static (string Nonce, string Text) Encrypt(byte[] key, byte[] plain, byte[] bound)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        return (Base64Url.EncodeToString(nonce), Base64Url.EncodeToString(Encrypt(key, nonce, plain, bound)));
    }

    /// <summary>The plaintext; null where the ciphertext is not what was encrypted, or is bound to something else.</summary>
    public static byte[]? Decrypt(byte[] key, string nonce, string text, byte[] bound) =>
        Base64Url.IsValid(nonce, out var length) && length == NonceBytes && Base64Url.IsValid(text)
            ? Decrypt(key, Base64Url.DecodeFromChars(nonce), Base64Url.DecodeFromChars(text), bound)
            : null;

    /// <summary>Wraps a seal's key; null where the recipient's public key is none.</summary>
    public static SealWrap? Wrap(byte[] key, string person, string to, SeatKey from, Mode mode, string caseId, string by)
    {
        using var once = SeatKey.New();
        var wrap = new SealWrap(IdOf(key), person, to, once.Public, "");
        var bound = SealedForm.Bound(mode, caseId, by, from.Public, wrap);
        if (KeyFor(once.Agree(to), from.Agree(to), bound) is not { } wrapping)
        {
            return null;
        }
        // The key is used this once, so its nonce may be nothing (RFC 9180, 5.2).
        return wrap with { Text = Base64Url.EncodeToString(Encrypt(wrapping, new byte[NonceBytes], key, bound)) };
    }

    /// <summary>Unwraps a seal's key.</summary>
    /// <param name="from">The sender's public key, which the caller knows to be the seat's of <paramref name="by"/>.</param>
    public static (byte[]? Key, SealFault Fault) Unwrap(SealWrap wrap, SeatKey own, string from, Mode mode, string caseId, string by)
    {
        if (wrap.To != own.Public)
        {
            return (null, SealFault.NotForYou);
        }
        var bound = SealedForm.Bound(mode, caseId, by, from, wrap);
        if (
            KeyFor(own.Agree(wrap.Ephemeral), own.Agree(from), bound) is not { } wrapping
            || !Base64Url.IsValid(wrap.Text)
            || Decrypt(wrapping, new byte[NonceBytes], Base64Url.DecodeFromChars(wrap.Text), bound) is not { Length: KeyBytes } key
        )
        {
            return (null, SealFault.Tampered);
        }
        return IdOf(key) == wrap.Key ? (key, SealFault.None) : (null, SealFault.OtherKey);
    }

    /// <summary>A mark of some text that only holders of the key can compute: of few possible texts none can be tried.</summary>
    public static string MarkOf(byte[] key, ReadOnlySpan<byte> text)
    {
        var marking = HKDF.Expand(HashAlgorithmName.SHA256, key, KeyBytes, "holdfast seal mark"u8.ToArray());
        return Convert.ToHexStringLower(HMACSHA256.HashData(marking, text));
    }

    /// <summary>Encrypts under a secret that is no key yet, such as a token's text: the nonce, then ciphertext and tag.</summary>
    public static byte[] Under(byte[] secret, byte[] plain, string bound)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        return [.. nonce, .. Encrypt(secret, nonce, plain, Encoding.UTF8.GetBytes(bound))];
    }

    public static byte[]? FromUnder(byte[] secret, byte[] stored, string bound) =>
        stored.Length < NonceBytes + TagBytes
            ? null
            : Decrypt(secret, stored[..NonceBytes], stored[NonceBytes..], Encoding.UTF8.GetBytes(bound));

    private static byte[]? KeyFor(byte[]? once, byte[]? standing, byte[] bound)
    {
        if (once is null || standing is null)
        {
            return null;
        }
        byte[] both = [.. once, .. standing];
        try
        {
            return HKDF.DeriveKey(HashAlgorithmName.SHA256, both, KeyBytes, [], bound);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(both);
            CryptographicOperations.ZeroMemory(once);
            CryptographicOperations.ZeroMemory(standing);
        }
    }

    private static byte[] Encrypt(byte[] key, byte[] nonce, byte[] plain, byte[] bound)
    {
        var sealedText = new byte[plain.Length + TagBytes];
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(nonce, plain, sealedText.AsSpan(0, plain.Length), sealedText.AsSpan(plain.Length), bound);
        return sealedText;
    }

    private static byte[]? Decrypt(byte[] key, byte[] nonce, byte[] text, byte[] bound)
    {
        if (text.Length < TagBytes)
        {
            return null;
        }
        var plain = new byte[text.Length - TagBytes];
        using var cipher = new AesGcm(key, TagBytes);
        try
        {
            cipher.Decrypt(nonce, text.AsSpan(0, plain.Length), text.AsSpan(plain.Length), plain, bound);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
