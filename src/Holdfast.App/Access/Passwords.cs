using System.Security.Cryptography;
using System.Text;
using Holdfast.Core.Access;

namespace Holdfast.App.Access;

/// <summary>A password as it is kept: PBKDF2 with HMAC-SHA-256 (RFC 8018), salted, with its own number of rounds.</summary>
internal sealed record PasswordHash(int Rounds, byte[] Salt, byte[] Hash);

/// <summary>Hashes and checks passwords. Every check costs the same work, whether there is an account or not.</summary>
/// <param name="rounds">Rounds of a new hash; fewer than <see cref="Least"/> only in tests.</param>
internal sealed class Passwords(int rounds)
{
    /// <summary>What OWASP's password storage cheat sheet asks of PBKDF2-HMAC-SHA256.</summary>
    public const int Least = 600_000;

    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    private static readonly byte[] NobodysSalt = RandomNumberGenerator.GetBytes(SaltBytes);

    /// <exception cref="ArgumentException">The text is not valid Unicode; <see cref="PasswordRules"/> says so before.</exception>
    public PasswordHash Hash(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new PasswordHash(rounds, salt, Derive(password, salt, rounds));
    }

    /// <summary>Whether it is the password; false, after the same work, where there is none to compare with.</summary>
    public bool Check(string password, PasswordHash? kept)
    {
        // Longer ones were never taken; hashing them would only cost us.
        var text = password.Length > PasswordRules.Most || PasswordRules.Normalize(password) is null ? "" : password;
        var derived = Derive(text, kept?.Salt ?? NobodysSalt, kept?.Rounds ?? rounds);
        if (kept is { } old && old.Rounds < rounds)
        {
            Derive(text, NobodysSalt, rounds - old.Rounds);
        }
        var expected = kept?.Hash ?? new byte[HashBytes];
        return CryptographicOperations.FixedTimeEquals(derived, expected) && kept is not null && text.Length > 0;
    }

    /// <summary>A key that follows from a password: what the same hash makes of another salt.</summary>
    public static byte[] KeyFrom(string password, byte[] salt, int rounds) => Derive(password, salt, rounds);

    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltBytes);

    public int Rounds => rounds;

    public bool IsOutdated(PasswordHash kept) => kept.Rounds < rounds;

    private static byte[] Derive(string password, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(PasswordRules.Normalize(password) ?? ""),
            salt,
            rounds,
            HashAlgorithmName.SHA256,
            HashBytes
        );
}
