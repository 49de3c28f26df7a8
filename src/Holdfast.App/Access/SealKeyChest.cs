using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Commission.Sealing;
using Holdfast.Core.Access;
using Holdfast.Core.Values;

namespace Holdfast.App.Access;

/// <summary>A private key as it is kept: under a key that follows from the password with a salt of its own.</summary>
internal sealed record StoredSealKey(string Public, int Rounds, byte[] Salt, byte[] Wrapped);

/// <summary>
/// Key pairs of accounts to seals of deliberations. A private key is kept under the password (PBKDF2, AES-256-GCM), and under the secret of each session and token (HKDF, RFC 5869), of
/// which only hashes are kept: whoever has the file opens none of it. The secrets come first and the entry after them: a pair that nobody was told of is used for nothing.
/// </summary>
internal sealed class SealKeyChest(AccountLedger ledger, SecretStore secrets, Passwords passwords)
{
    /// <summary>The account's pair, opened with its password, which was checked before; made where there is none. Null for accounts that can hold no member's seat.</summary>
    public async ValueTask<SeatKey?> OpenOrMakeAsync(string name, string password, CancellationToken cancellation)
    {
        var account = (await ledger.BookAsync(cancellation)).Accounts.GetValueOrDefault(name);
        if (account is null || !account.HasRole(Role.Commissioner))
        {
            return null;
        }
        var stored = secrets.Read(rows => rows.SealKey(name));
        var key = stored is null ? null : Open(name, password, stored);
        if (key is null && account.SealKey is null)
        {
            key = SeatKey.New();
            var made = Under(name, password, key);
            secrets.Change(rows => rows.PutSealKey(name, made));
        }
        if (key is null || account.SealKey == key.Public)
        {
            return key;
        }
        if ((await ledger.AppendAsync(new SealKeyMade(name, key.Public), name, cancellation)).Done)
        {
            return key;
        }
        key.Dispose();
        return null;
    }

    /// <summary>The same private key under another password; null where the account has none that the present password opens.</summary>
    public StoredSealKey? Rewrapped(string name, string password, string next)
    {
        if (secrets.Read(rows => rows.SealKey(name)) is not { } stored || Open(name, password, stored) is not { } key)
        {
            return null;
        }
        using (key)
        {
            return Under(name, next, key);
        }
    }

    /// <summary>The private key under the secret of a session or a token.</summary>
    public static byte[] Under(string name, string secret, byte[] hash, SeatKey key)
    {
        var (wrapping, plain) = (KeyOf(secret), key.Write());
        var wrapped = SealCipher.Under(wrapping, plain, Bound(name, Secret.IdOf(hash)));
        CryptographicOperations.ZeroMemory(wrapping);
        CryptographicOperations.ZeroMemory(plain);
        return wrapped;
    }

    /// <summary>The pair that a session or a token opens; null where it carries none, or the account has another since.</summary>
    public async ValueTask<SeatKey?> OfSecretAsync(string secret, CancellationToken cancellation)
    {
        var hash = Secret.HashOf(secret);
        if (secrets.Read(rows => rows.SealWrap(hash)) is not { } row)
        {
            return null;
        }
        var wrapping = KeyOf(secret);
        var key = Read(SealCipher.FromUnder(wrapping, row.Wrapped, Bound(row.Account, Secret.IdOf(hash))));
        CryptographicOperations.ZeroMemory(wrapping);
        if (key is null || (await ledger.BookAsync(cancellation)).Accounts.GetValueOrDefault(row.Account)?.SealKey == key.Public)
        {
            return key;
        }
        key.Dispose();
        return null;
    }

    private StoredSealKey Under(string name, string password, SeatKey key)
    {
        var salt = Passwords.NewSalt();
        var (wrapping, plain) = (Passwords.KeyFrom(password, salt, passwords.Rounds), key.Write());
        var wrapped = SealCipher.Under(wrapping, plain, Bound(name, key.Public));
        CryptographicOperations.ZeroMemory(wrapping);
        CryptographicOperations.ZeroMemory(plain);
        return new StoredSealKey(key.Public, passwords.Rounds, salt, wrapped);
    }

    private static SeatKey? Open(string name, string password, StoredSealKey stored)
    {
        var wrapping = Passwords.KeyFrom(password, stored.Salt, stored.Rounds);
        var plain = SealCipher.FromUnder(wrapping, stored.Wrapped, Bound(name, stored.Public));
        CryptographicOperations.ZeroMemory(wrapping);
        return Read(plain);
    }

    private static SeatKey? Read(byte[]? plain)
    {
        if (plain is null)
        {
            return null;
        }
        try
        {
            return SeatKey.Read(plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    // A session's secret and a token have 256 random bits: one expansion is enough, and tells nothing of the hash that is kept.
    private static byte[] KeyOf(string secret) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            Encoding.UTF8.GetBytes(secret),
            SealCipher.KeyBytes,
            [],
            "holdfast seal key of a secret"u8.ToArray()
        );

    private static string Bound(string name, string what) => $"holdfast seal key {name} {what}";
}
