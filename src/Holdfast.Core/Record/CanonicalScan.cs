using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Holdfast.Core.Record;

/// <summary>
/// Checks in one pass, without copying, that bytes are canonical JSON. The record runs it over every body before it hashes it: a body that were not one whole
/// JSON value could otherwise pretend to be other fields of the envelope it is embedded in.
/// </summary>
internal ref struct CanonicalScan(ReadOnlySpan<byte> json)
{
    private static readonly SearchValues<byte> StringStops = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Select(b => (byte)b),
        (byte)'"',
        (byte)'\\',
    ]);

    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789+-.eE"u8);

    private readonly ReadOnlySpan<byte> _json = json;
    private int _at;
    private string? _fault;

    public string? Fault()
    {
        if (_json.Length > CanonicalJson.MaxBytes)
        {
            return $"has {_json.Length} bytes; at most {CanonicalJson.MaxBytes} are allowed";
        }
        if (!Utf8.IsValid(_json))
        {
            return "is not valid UTF-8";
        }
        if (Value(0) && _at < _json.Length)
        {
            Fail("ends here but more bytes follow");
        }
        return _fault;
    }

    private bool Fail(string what)
    {
        _fault ??= $"is not canonical JSON at byte {_at}: {what}";
        return false;
    }

    private readonly byte Peek => _at < _json.Length ? _json[_at] : (byte)0;

    private bool Take(byte expected)
    {
        if (Peek != expected)
        {
            return Fail($"expected '{(char)expected}'");
        }
        _at++;
        return true;
    }

    private bool Value(int depth) =>
        Peek switch
        {
            (byte)'{' => Object(depth + 1),
            (byte)'[' => Array(depth + 1),
            (byte)'"' => Text(out _, out _),
            (byte)'t' => Word("true"u8),
            (byte)'f' => Word("false"u8),
            (byte)'n' => Word("null"u8),
            _ => Number(),
        };

    private bool Word(ReadOnlySpan<byte> word)
    {
        if (!_json[_at..].StartsWith(word))
        {
            return Fail("expected true, false or null");
        }
        _at += word.Length;
        return true;
    }

    private bool Object(int depth)
    {
        if (depth > CanonicalJsonWriter.MaxDepth)
        {
            return Fail($"nested deeper than {CanonicalJsonWriter.MaxDepth} levels");
        }
        _at++;
        if (Peek == '}')
        {
            _at++;
            return true;
        }
        ReadOnlySpan<byte> last = default;
        var (lastPlain, first) = (true, true);
        while (true)
        {
            if (!Text(out var name, out var plain))
            {
                return false;
            }
            if (!first && !Ascends(last, lastPlain, name, plain))
            {
                return Fail("names must ascend, each once");
            }
            last = name;
            lastPlain = plain;
            first = false;
            if (!Take((byte)':') || !Value(depth))
            {
                return false;
            }
            if (Peek != ',')
            {
                return Take((byte)'}');
            }
            _at++;
        }
    }

    private bool Array(int depth)
    {
        if (depth > CanonicalJsonWriter.MaxDepth)
        {
            return Fail($"nested deeper than {CanonicalJsonWriter.MaxDepth} levels");
        }
        _at++;
        if (Peek == ']')
        {
            _at++;
            return true;
        }
        while (Value(depth))
        {
            if (Peek != ',')
            {
                return Take((byte)']');
            }
            _at++;
        }
        return false;
    }

    /// <summary>A string; <paramref name="plain"/> when it is ASCII without escapes, so that its bytes sort as its UTF-16 code units do.</summary>
    private bool Text(out ReadOnlySpan<byte> content, out bool plain)
    {
        content = default;
        plain = true;
        if (!Take((byte)'"'))
        {
            return false;
        }
        var start = _at;
        while (true)
        {
            var stop = _json[_at..].IndexOfAny(StringStops);
            if (stop < 0)
            {
                return Fail("a string without its end");
            }
            _at += stop;
            if (_json[_at] == '"')
            {
                content = _json[start.._at];
                plain = plain && Ascii.IsValid(content);
                _at++;
                return true;
            }
            plain = false;
            if (!Escape())
            {
                return false;
            }
        }
    }

    private bool Escape()
    {
        if (_json[_at] != '\\')
        {
            return Fail("a control character that is not escaped");
        }
        var rest = _json[(_at + 1)..];
        if (rest.Length > 0 && "\"\\btnfr"u8.Contains(rest[0]))
        {
            _at += 2;
            return true;
        }
        if (rest.Length < 5 || !rest.StartsWith("u00"u8) || rest[3] is not ((byte)'0' or (byte)'1'))
        {
            return Fail("an escape that is not needed");
        }
        var low =
            rest[4] is >= (byte)'0' and <= (byte)'9' ? rest[4] - '0'
            : rest[4] is >= (byte)'a' and <= (byte)'f' ? rest[4] - 'a' + 10
            : -1;
        if (low < 0 || JsonEscapes.Letter((char)((rest[3] - '0') * 16 + low)) != 0)
        {
            return Fail("an escape in another than its shortest form");
        }
        _at += 6;
        return true;
    }

    private bool Number()
    {
        var end = _json[_at..].IndexOfAnyExcept(NumberBytes);
        var text = end < 0 ? _json[_at..] : _json.Slice(_at, end);
        if (!IsSmallWhole(text))
        {
            Span<byte> canonical = stackalloc byte[Es6Number.MaxBytes];
            if (
                text.IsEmpty
                || !Utf8Parser.TryParse(text, out double value, out var used)
                || used != text.Length
                || !double.IsFinite(value)
                || !canonical[..Es6Number.Format(value, canonical)].SequenceEqual(text)
            )
            {
                return Fail("expected a value, a number in its shortest form");
            }
        }
        _at += text.Length;
        return true;
    }

    private static bool IsSmallWhole(ReadOnlySpan<byte> text)
    {
        var digits = text.Length > 1 && text[0] == '-' ? text[1..] : text;
        if (digits.IsEmpty || digits.Length > 15 || digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
        {
            return false;
        }
        return digits[0] != '0' || text.Length == 1;
    }

    private static bool Ascends(ReadOnlySpan<byte> last, bool lastPlain, ReadOnlySpan<byte> next, bool nextPlain) =>
        lastPlain && nextPlain ? last.SequenceCompareTo(next) < 0 : string.CompareOrdinal(Decode(last), Decode(next)) < 0;

    /// <summary>The characters of a string's content, whose escapes are known to be well-formed.</summary>
    private static string Decode(ReadOnlySpan<byte> content)
    {
        var text = Encoding.UTF8.GetString(content);
        if (!text.Contains('\\'))
        {
            return text;
        }
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                plain.Append(text[i]);
                continue;
            }
            i++;
            if (text[i] == 'u')
            {
                plain.Append((char)Convert.ToInt32(text.Substring(i + 1, 4), 16));
                i += 4;
                continue;
            }
            plain.Append("\"\\\b\t\n\f\r"["\"\\btnfr".IndexOf(text[i])]);
        }
        return plain.ToString();
    }
}
