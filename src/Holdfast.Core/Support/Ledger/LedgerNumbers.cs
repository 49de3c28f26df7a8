using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Holdfast.Core.Support.Ledger;

/// <summary>What is said of a text that should have been an exact decimal.</summary>
public static class LedgerNumbers
{
    private const NumberStyles Plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;

    // Shorter texts always fit; a longer one may have been rounded without a word.
    private const int AlwaysKept = 28;
    private const int MostPlaces = 200;

    // Below 10^18 in any case.
    private const int ShortMost = 18;

    /// <summary>A plain decimal with a point, in full; null for anything else: thousands, powers of ten, and more digits than a decimal keeps.</summary>
    public static decimal? Read(string text) =>
        decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var value)
        && (text.Length <= AlwaysKept || IsExactly(value, Encoding.UTF8.GetBytes(text)))
            ? value
            : null;

    /// <summary>The same from UTF-8.</summary>
    /// <param name="powers">Whether a power of ten may follow, as programs write very small numbers.</param>
    public static bool TryRead(ReadOnlySpan<byte> cell, bool powers, out decimal value) =>
        TryShort(cell, out value)
        || Utf8Parser.TryParse(cell, out value, out var used, powers ? 'G' : 'F')
            && used == cell.Length
            && (cell.Length <= AlwaysKept && !cell.ContainsAny((byte)'e', (byte)'E') || IsExactly(value, cell));

    // Digits, or digits, a point and digits, that 64 bits hold: nearly every amount there is.
    private static bool TryShort(ReadOnlySpan<byte> cell, out decimal value)
    {
        value = 0;
        if (cell.Length is 0 or > ShortMost)
        {
            return false;
        }
        var (units, point) = (0ul, -1);
        for (var i = 0; i < cell.Length; i++)
        {
            var digit = unchecked((uint)(cell[i] - '0'));
            if (digit <= 9)
            {
                units = (units * 10) + digit;
            }
            else if (cell[i] == '.' && point < 0 && i > 0 && i < cell.Length - 1)
            {
                point = i;
            }
            else
            {
                return false;
            }
        }
        var scale = point < 0 ? 0 : cell.Length - 1 - point;
        value = new decimal(unchecked((int)units), unchecked((int)(units >> 32)), 0, false, unchecked((byte)scale));
        return true;
    }

    // Compared as whole numbers of the finer of the two scales.
    private static bool IsExactly(decimal value, ReadOnlySpan<byte> cell)
    {
        var power = cell.IndexOfAny((byte)'e', (byte)'E');
        var exponent = 0;
        if (power >= 0 && (!Utf8Parser.TryParse(cell[(power + 1)..], out exponent, out var used) || used != cell.Length - power - 1))
        {
            return false;
        }
        var (written, places, behind) = (BigInteger.Zero, -(long)exponent, false);
        foreach (var c in power < 0 ? cell : cell[..power])
        {
            behind |= c == '.';
            if (c is >= (byte)'0' and <= (byte)'9')
            {
                written = (written * 10) + (c - '0');
                places += behind ? 1 : 0;
            }
        }
        if (places is < -MostPlaces or > MostPlaces)
        {
            return false;
        }
        var scale = value.Scale;
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var kept = unchecked(((BigInteger)(uint)bits[2] << 64) + ((BigInteger)(uint)bits[1] << 32) + (uint)bits[0]);
        return places >= scale
            ? written == kept * BigInteger.Pow(10, (int)places - scale)
            : written * BigInteger.Pow(10, scale - (int)places) == kept;
    }

    /// <summary>A sentence that names what was found and, where one reading is plain, what may have been meant.</summary>
    public static string Complaint(string column, string text)
    {
        var meant = Meant(text) is { } near ? $" Did you mean {near}?" : "";
        return $"'{column}' is '{text}': a number is written with a point and without thousands, such as 1250000.50, with up to 28 digits.{meant}";
    }

    // A comma followed by exactly three digits may part thousands or decimals: then nobody may guess.
    private static string? Meant(string text)
    {
        var bare = text.Replace(" ", "", StringComparison.Ordinal).Replace("\u00a0", "", StringComparison.Ordinal);
        var (comma, point) = (bare.LastIndexOf(','), bare.LastIndexOf('.'));
        var candidate =
            comma >= 0 && point >= 0
                ? comma > point
                    ? bare.Replace(".", "", StringComparison.Ordinal).Replace(',', '.')
                    : bare.Replace(",", "", StringComparison.Ordinal)
                : comma >= 0 && bare.IndexOf(',') != comma
                    ? bare.Replace(",", "", StringComparison.Ordinal)
                    : comma >= 0
                        ? bare.Length - comma - 1 == 3
                            ? null
                            : bare.Replace(',', '.')
                        : bare;
        return candidate is not null && candidate != text && Read(candidate) is not null ? candidate : null;
    }
}
