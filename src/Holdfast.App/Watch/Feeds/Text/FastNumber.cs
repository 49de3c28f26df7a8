using System.Globalization;

namespace Holdfast.App.Watch.Feeds.Text;

/// <summary>Numbers from bytes. Plain decimals of at most fifteen digits take a short way that rounds exactly (Clinger 1990); the rest the library's.</summary>
internal static class FastNumber
{
    private static readonly double[] Powers = [.. Enumerable.Range(0, 16).Select(i => Math.Pow(10, i))];

    /// <summary>A finite number, blanks around it allowed; <paramref name="mark"/> is the decimal mark.</summary>
    public static bool TryDouble(ReadOnlySpan<byte> text, out double value, byte mark = (byte)'.')
    {
        text = text.Trim((byte)' ');
        var at = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        long mantissa = 0;
        var digits = 0;
        var afterMark = -1;
        for (; at < text.Length && digits <= 15; at++)
        {
            var digit = text[at] - '0';
            if (digit is >= 0 and <= 9)
            {
                mantissa = (mantissa * 10) + digit;
                digits++;
                afterMark += afterMark >= 0 ? 1 : 0;
            }
            else if (text[at] == mark && afterMark < 0)
            {
                afterMark = 0;
            }
            else
            {
                break;
            }
        }
        if (at < text.Length || digits is 0 or > 15)
        {
            return Slow(text, mark, out value);
        }
        value = afterMark > 0 ? mantissa / Powers[afterMark] : mantissa;
        value = text[0] == '-' ? -value : value;
        return true;
    }

    /// <summary>A whole number that fits 32 bits, blanks around it allowed; a fraction of zeros ("3.0") too.</summary>
    public static bool TryInt(ReadOnlySpan<byte> text, out int value)
    {
        var read = TryDouble(text, out var number) && number == Math.Truncate(number) && Math.Abs(number) <= int.MaxValue;
        value = read ? (int)number : 0;
        return read;
    }

    private static bool Slow(ReadOnlySpan<byte> text, byte mark, out double value)
    {
        value = 0;
        if (text.Length is 0 or > 64)
        {
            return false;
        }
        Span<byte> copy = stackalloc byte[text.Length];
        text.CopyTo(copy);
        copy.Replace(mark, (byte)'.');
        return double.TryParse(copy, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }
}
