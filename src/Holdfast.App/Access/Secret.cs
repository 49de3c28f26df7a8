using System.Security.Cryptography;
using System.Text;

namespace Holdfast.App.Access;

/// <summary>Random texts that open something (links, sessions, tokens). They are handed out once; what is kept is their hash, and an id that opens nothing.</summary>
internal static class Secret
{
    private const int Bytes = 32;
    private const int Longest = 128;

    /// <summary>A new one: 256 random bits, as letters that need no escaping in an address.</summary>
    public static string New(string prefix = "") =>
        prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>What is kept of it; of a text too long to be one, the hash of nothing.</summary>
    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text.Length > Longest ? "" : text));

    /// <summary>The id under which lists and the record name it.</summary>
    public static string IdOf(byte[] hash) => Convert.ToHexStringLower(hash)[..12];
}
