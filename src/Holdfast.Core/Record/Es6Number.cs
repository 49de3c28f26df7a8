using System.Buffers.Text;
using System.Globalization;

namespace Holdfast.Core.Record;

/// <summary>
/// Numbers as ECMAScript's <c>Number::toString</c> writes them, which is what RFC 8785 section 3.2.2.3 asks for: the shortest decimal that reads back as the
/// same double, nearest to it where several are equally short.
/// </summary>
public static class Es6Number
{
    /// <summary>The longest text of any finite double: sign, 17 digits, point, "e-324".</summary>
    public const int MaxBytes = 25;

    /// <summary>Below this every whole double is printed digit by digit, by the short way.</summary>
    private const double WholeLimit = 1e15;

    /// <summary>Writes a finite double as ASCII and returns its length. Throws for NaN and the infinities, which JSON cannot hold.</summary>
    public static int Format(double value, Span<byte> destination)
    {
        if (!double.IsFinite(value))
        {
            throw new CanonicalJsonException($"{value.ToString(CultureInfo.InvariantCulture)} is not a JSON number.");
        }
        if (Math.Abs(value) < WholeLimit && Math.Truncate(value) == value)
        {
            Utf8Formatter.TryFormat((long)value, destination, out var length); // Also turns -0 into 0, as ECMAScript does.
            return length;
        }
        Span<byte> shortest = stackalloc byte[32];
        value.TryFormat(shortest, out var written, "R", CultureInfo.InvariantCulture);
        return Layout(shortest[..written], destination);
    }

    /// <summary>Takes the shortest digits as the runtime writes them apart and lays them out as ECMAScript does.</summary>
    private static int Layout(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        Span<byte> digits = stackalloc byte[20];
        var count = 0;
        var at = text[0] == '-' ? 1 : 0;
        var point = 0;
        var pointSeen = false;
        for (; at < text.Length && text[at] != 'E'; at++)
        {
            if (text[at] == '.')
            {
                pointSeen = true;
                continue;
            }
            if (count > 0 || text[at] != '0')
            {
                digits[count++] = text[at];
                point += pointSeen ? 0 : 1;
            }
            else if (pointSeen)
            {
                point--;
            }
        }
        if (at < text.Length)
        {
            var signed = text[at + 1] == '+' ? text[(at + 2)..] : text[(at + 1)..];
            Utf8Parser.TryParse(signed, out int exponent, out _);
            point += exponent;
        }
        while (count > 1 && digits[count - 1] == '0')
        {
            count--;
        }
        return Place(digits[..count], point, text[0] == '-', destination);
    }

    /// <summary>The value is 0.DIGITS times ten to the <paramref name="point"/>; the four cases are those of ECMA-262 section 6.1.6.1.20.</summary>
    private static int Place(ReadOnlySpan<byte> digits, int point, bool negative, Span<byte> destination)
    {
        var n = 0;
        if (negative)
        {
            destination[n++] = (byte)'-';
        }
        if (point is > 0 and <= 21)
        {
            for (var i = 0; i < Math.Max(point, digits.Length); i++)
            {
                if (i == point)
                {
                    destination[n++] = (byte)'.';
                }
                destination[n++] = i < digits.Length ? digits[i] : (byte)'0';
            }
            return n;
        }
        if (point is > -6 and <= 0)
        {
            "0."u8.CopyTo(destination[n..]);
            n += 2;
            destination.Slice(n, -point).Fill((byte)'0');
            n -= point;
            digits.CopyTo(destination[n..]);
            return n + digits.Length;
        }
        destination[n++] = digits[0];
        if (digits.Length > 1)
        {
            destination[n++] = (byte)'.';
            digits[1..].CopyTo(destination[n..]);
            n += digits.Length - 1;
        }
        destination[n++] = (byte)'e';
        destination[n++] = point > 0 ? (byte)'+' : (byte)'-';
        Utf8Formatter.TryFormat(Math.Abs(point - 1), destination[n..], out var exponentLength);
        return n + exponentLength;
    }
}
