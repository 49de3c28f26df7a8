using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Holdfast.Core.Access;

/// <summary>
/// One-time codes by time (RFC 6238): HMAC-SHA-1, steps of 30 seconds, six digits, as every authenticator reads them. A code of the step before or after is taken, for
/// clocks that differ; a step that was used, or an older one, never again.
/// </summary>
public static class Totp
{
    /// <summary>Length of a new secret (RFC 4226 section 4 asks for 160 bits).</summary>
    public const int SecretBytes = 20;
    public const int Digits = 6;
    public const int StepSeconds = 30;

    /// <summary>Steps before and after the present one whose codes are taken.</summary>
    public const int Tolerance = 1;

    private const string Base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static long StepAt(Instant at) => at.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of a step (RFC 4226 section 5.3).</summary>
    public static string Code(ReadOnlySpan<byte> secret, long step, int digits = Digits)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(secret, counter, mac);
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 0xF)..]) & int.MaxValue;
        var modulus = (int)Math.Pow(10, digits);
        return (number % modulus).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>The step whose code this is, later than the last one used; null when it is none. Takes the same time for every code.</summary>
    public static long? Match(ReadOnlySpan<byte> secret, string code, Instant at, long lastUsed)
    {
        var given = Encoding.UTF8.GetBytes(code.Length == Digits ? code : "------");
        long? found = null;
        for (var step = StepAt(at) - Tolerance; step <= StepAt(at) + Tolerance; step++)
        {
            var same = CryptographicOperations.FixedTimeEquals(given, Encoding.ASCII.GetBytes(Code(secret, step)));
            found ??= same && step > lastUsed ? step : null;
        }
        return found;
    }

    /// <summary>RFC 4648 section 6, without padding: how people type a secret.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (bits, held) = (0, 0);
        foreach (var b in bytes)
        {
            (bits, held) = (((bits << 8) | b) & 0xFFF, held + 8);
            for (; held >= 5; held -= 5)
            {
                text.Append(Base32Letters[(bits >> (held - 5)) & 31]);
            }
        }
        return held == 0 ? text.ToString() : text.Append(Base32Letters[(bits << (5 - held)) & 31]).ToString();
    }

    /// <summary>Reads base32, in capitals or not, blanks passed over; null for a letter that is none.</summary>
    public static byte[]? FromBase32(string text)
    {
        var bytes = new List<byte>();
        var (bits, held) = (0, 0);
        foreach (var c in text.Where(c => c is not (' ' or '-' or '=')))
        {
            var value = Base32Letters.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }
            (bits, held) = (((bits << 5) | value) & 0xFFF, held + 5);
            if (held >= 8)
            {
                held -= 8;
                bytes.Add((byte)((bits >> held) & 0xFF));
            }
        }
        return [.. bytes];
    }

    /// <summary>The address that authenticators read, as a QR code or a link.</summary>
    public static string Address(string installation, string account, ReadOnlySpan<byte> secret) =>
        $"otpauth://totp/{Uri.EscapeDataString(installation)}:{Uri.EscapeDataString(account)}?secret={Base32(secret)}"
        + $"&issuer={Uri.EscapeDataString(installation)}&algorithm=SHA1&digits={Digits}&period={StepSeconds}";
}
