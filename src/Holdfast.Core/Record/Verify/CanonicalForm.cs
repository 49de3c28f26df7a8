using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Holdfast.Core.Record.Verify;

/// <summary>
/// Whether bytes are one JSON object in the canonical form of RFC 8785: no white space, names ascending by UTF-16 code units, the fewest escapes, numbers
/// as ECMAScript writes them. Without this check a body could end its own object and pretend to be other members of the envelope around it.
/// </summary>
internal ref struct CanonicalForm(ReadOnlySpan<byte> text)
{
    private const int Deepest = 64;
    private static readonly SearchValues<byte> Stops = SearchValues.Create([
        .. Enumerable.Range(0, 32).Select(i => (byte)i),
        (byte)'"',
        (byte)'\\',
    ]);
    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789+-.eE"u8);
    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>How far the text was canonical.</summary>
    public int Position { get; private set; }

    public bool IsObject() => Next == '{' && Utf8.IsValid(_text) && Value(Deepest) && Position == _text.Length;

    private readonly byte Next => Position < _text.Length ? _text[Position] : (byte)0;

    private bool Take(char c)
    {
        var found = Next == c;
        Position += found ? 1 : 0;
        return found;
    }

    private bool Take(ReadOnlySpan<byte> word)
    {
        var found = _text[Position..].StartsWith(word);
        Position += found ? word.Length : 0;
        return found;
    }

    private bool Value(int depth)
    {
        switch (Next)
        {
            case (byte)'{':
                return depth > 0 && Members(depth - 1);
            case (byte)'[':
                return depth > 0 && Items(depth - 1);
            case (byte)'"':
                return Text(out _);
            case (byte)'t':
                return Take("true"u8);
            case (byte)'f':
                return Take("false"u8);
            case (byte)'n':
                return Take("null"u8);
            default:
                return Number();
        }
    }

    private bool Members(int depth)
    {
        Position++;
        if (Take('}'))
        {
            return true;
        }
        ReadOnlySpan<byte> last = default;
        var first = true;
        do
        {
            if (!Text(out var name) || !(first || Follows(last, name)) || !Take(':') || !Value(depth))
            {
                return false;
            }
            last = name;
            first = false;
        } while (Take(','));
        return Take('}');
    }

    private bool Items(int depth)
    {
        Position++;
        if (Take(']'))
        {
            return true;
        }
        do
        {
            if (!Value(depth))
            {
                return false;
            }
        } while (Take(','));
        return Take(']');
    }

    private bool Text(out ReadOnlySpan<byte> inside)
    {
        inside = default;
        if (!Take('"'))
        {
            return false;
        }
        var start = Position;
        while (true)
        {
            var stop = _text[Position..].IndexOfAny(Stops);
            if (stop < 0)
            {
                return false;
            }
            Position += stop;
            if (Take('"'))
            {
                inside = _text[start..(Position - 1)];
                return true;
            }
            if (!Escape())
            {
                return false;
            }
        }
    }

    private bool Escape()
    {
        if (!Take('\\'))
        {
            return false;
        }
        if ("\"\\bfnrt"u8.Contains(Next))
        {
            Position++;
            return true;
        }
        var four = _text[Position..];
        if (!Take("u00"u8) || !(Take('0') || Take('1')))
        {
            return false;
        }
        var shorter = four[3] == '0' && Next is (byte)'8' or (byte)'9' or (byte)'a' or (byte)'c' or (byte)'d';
        var hex = Next is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'f');
        Position += hex ? 1 : 0;
        return hex && !(four[3] == '0' && shorter);
    }

    private bool Number()
    {
        var start = Position;
        var end = _text[start..].IndexOfAnyExcept(NumberBytes);
        Position = end < 0 ? _text.Length : start + end;
        var digits = _text[start..Position];
        if (IsPlain(digits))
        {
            return true;
        }
        if (IsShortest(digits))
        {
            return true;
        }
        var text = Encoding.ASCII.GetString(digits);
        var read = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value);
        if (read && Ecma(value) == text)
        {
            return true;
        }
        Position = start;
        return false;
    }

    /// <summary>
    /// Plain decimals of at most 15 digits are always the shortest text of their double, so nothing has to be worked out; those below 10^-6 are written
    /// with an exponent and go the long way.
    /// </summary>
    private static bool IsPlain(ReadOnlySpan<byte> text)
    {
        var digits = text.Length > 1 && text[0] == '-' ? text[1..] : text;
        var point = digits.IndexOf((byte)'.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? default : digits[(point + 1)..];
        if (
            whole.IsEmpty
            || digits.Length > 16
            || whole.Length + fraction.Length > 15
            || whole.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0
            || fraction.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0
        )
        {
            return false;
        }
        if (whole[0] == '0' && (whole.Length > 1 || (point < 0 && text.Length > 1)))
        {
            return false;
        }
        return point < 0 || (!fraction.IsEmpty && fraction[^1] != '0' && (whole[0] != '0' || !fraction.StartsWith("000000"u8)));
    }

    /// <summary>
    /// Whether a text without an exponent is what .NET writes for its double: the shortest digits that give it back, and where they need no exponent
    /// (from 10^-5 to below 10^15) ECMAScript writes the very same.
    /// </summary>
    private static bool IsShortest(ReadOnlySpan<byte> text)
    {
        Span<byte> shortest = stackalloc byte[32];
        return text.IndexOf((byte)'e') < 0
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value != 0
            && value.TryFormat(shortest, out var length, default, CultureInfo.InvariantCulture)
            && shortest[..length].SequenceEqual(text);
    }

    /// <summary>A double as ECMA-262 section 6.1.6.1.20 writes it, from its shortest digits in scientific form.</summary>
    private static string Ecma(double value)
    {
        if (value == 0)
        {
            return "0";
        }
        var shortest = value.ToString("R", CultureInfo.InvariantCulture).TrimStart('-').Split('E');
        var exponent = shortest.Length > 1 ? int.Parse(shortest[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var halves = shortest[0].Split('.');
        var fraction = halves.Length > 1 ? halves[1] : "";
        var digits = (halves[0] + fraction).TrimStart('0').TrimEnd('0');
        // The value is 0.DIGITS times ten to the n.
        var n = exponent + (halves[0] == "0" ? fraction.TrimStart('0').Length - fraction.Length : halves[0].Length);
        var sign = value < 0 ? "-" : "";
        var k = digits.Length;
        var rest = k > 1 ? "." + digits[1..] : "";
        return sign
            + n switch
            {
                > 0 and <= 21 when k <= n => digits + new string('0', n - k),
                > 0 and <= 21 => digits[..n] + "." + digits[n..],
                > -6 and <= 0 => "0." + new string('0', -n) + digits,
                > 0 => digits[..1] + rest + "e+" + (n - 1).ToString(CultureInfo.InvariantCulture),
                _ => digits[..1] + rest + "e" + (n - 1).ToString(CultureInfo.InvariantCulture),
            };
    }

    private static bool Follows(ReadOnlySpan<byte> last, ReadOnlySpan<byte> next) =>
        Ascii.IsValid(last) && Ascii.IsValid(next) && !last.Contains((byte)'\\') && !next.Contains((byte)'\\')
            ? last.SequenceCompareTo(next) < 0
            : string.CompareOrdinal(Plain(last), Plain(next)) < 0;

    private static string Plain(ReadOnlySpan<byte> inside)
    {
        var text = Encoding.UTF8.GetString(inside);
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                plain.Append(text[i]);
                continue;
            }
            i++;
            var at = "bfnrt".IndexOf(text[i], StringComparison.Ordinal);
            plain.Append(
                at >= 0 ? "\b\f\n\r\t"[at]
                : text[i] == 'u' ? (char)int.Parse(text.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                : text[i]
            );
            i += text[i] == 'u' ? 4 : 0;
        }
        return plain.ToString();
    }
}
