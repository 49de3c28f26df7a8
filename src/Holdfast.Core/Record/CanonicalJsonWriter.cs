using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using NodaTime;

namespace Holdfast.Core.Record;

/// <summary>
/// Writes canonical JSON (RFC 8785) as UTF-8, forward only. The caller hands in the names of an object in ascending order of their UTF-16 code units
/// (ordinal order); the writer refuses any other order, so what comes out is canonical by construction. Numbers are finite doubles; by the
/// record's convention 64-bit integers, decimals and instants are strings, and the methods for them write strings.
/// Not thread-safe; reuse with <see cref="Clear"/>.
/// </summary>
public sealed class CanonicalJsonWriter(int capacity = 512)
{
    /// <summary>Deepest nesting of objects and arrays that is written or read.</summary>
    public const int MaxDepth = 64;

    /// <summary>Characters that cannot be copied as they stand: those to escape, and surrogates, which must come in pairs.</summary>
    private static readonly SearchValues<char> Special = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Select(c => (char)c),
        '"',
        '\\',
        .. Enumerable.Range(0xD800, 0x800).Select(c => (char)c),
    ]);

    private readonly Level[] _levels = new Level[MaxDepth];
    private byte[] _buffer = new byte[Math.Max(16, capacity)];
    private int _length;
    private int _start;
    private int _depth;
    private bool _afterName;

    private struct Level
    {
        public bool IsObject;
        public bool HasItems;
        public string? LastName;
    }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);
    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, _length);

    public byte[] ToArray() => Written.ToArray();

    public void Clear()
    {
        _length = 0;
        _start = 0;
        _depth = 0;
        _afterName = false;
    }

    /// <summary>Puts bytes that are no part of the JSON before it, for a hash over both; only at the very start.</summary>
    internal void Prefix(ReadOnlySpan<byte> bytes)
    {
        Append(bytes);
        _start = _length;
    }

    public void StartObject() => Open((byte)'{', isObject: true);

    public void EndObject() => Close((byte)'}', isObject: true);

    public void StartArray() => Open((byte)'[', isObject: false);

    public void EndArray() => Close((byte)']', isObject: false);

    /// <summary>Writes a property's name; its value must follow. Throws when the name does not come after the one before it.</summary>
    public void Name(string name)
    {
        if (_depth == 0 || !_levels[_depth - 1].IsObject || _afterName)
        {
            throw new InvalidOperationException($"The name '{name}' stands outside an object.");
        }
        ref var level = ref _levels[_depth - 1];
        if (level.LastName is { } last && string.CompareOrdinal(last, name) >= 0)
        {
            throw new InvalidOperationException($"The name '{name}' must not follow '{last}': names ascend in ordinal order.");
        }
        level.LastName = name;
        Separate(ref level);
        Quote(name);
        Append((byte)':');
        _afterName = true;
    }

    public void String(string name, string value)
    {
        Name(name);
        String(value);
    }

    public void String(string value)
    {
        BeforeValue();
        Quote(value);
    }

    /// <summary>Writes a finite double as a JSON number.</summary>
    public void Number(string name, double value)
    {
        Name(name);
        Number(value);
    }

    public void Number(double value)
    {
        BeforeValue();
        Reserve(Es6Number.MaxBytes);
        _length += Es6Number.Format(value, _buffer.AsSpan(_length));
    }

    /// <summary>Writes a 64-bit integer as a string of digits.</summary>
    public void Int64(string name, long value)
    {
        Name(name);
        BeforeValue();
        Reserve(22);
        _buffer[_length++] = (byte)'"';
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out var written);
        _length += written;
        _buffer[_length++] = (byte)'"';
    }

    /// <summary>Writes a decimal as a string.</summary>
    public void Decimal(string name, decimal value) => String(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes an instant as a string: UTC, nine fractional digits.</summary>
    public void Instant(string name, Instant value)
    {
        Name(name);
        BeforeValue();
        Reserve(InstantText.Length + 2);
        _buffer[_length++] = (byte)'"';
        InstantText.Format(value, _buffer.AsSpan(_length));
        _length += InstantText.Length;
        _buffer[_length++] = (byte)'"';
    }

    public void Boolean(string name, bool value)
    {
        Name(name);
        Boolean(value);
    }

    public void Boolean(bool value)
    {
        BeforeValue();
        Append(value ? "true"u8 : "false"u8);
    }

    public void Null(string name)
    {
        Name(name);
        Null();
    }

    public void Null()
    {
        BeforeValue();
        Append("null"u8);
    }

    /// <summary>Embeds a value that is canonical JSON already, byte for byte.</summary>
    public void Canonical(string name, ReadOnlySpan<byte> canonical)
    {
        Name(name);
        Canonical(canonical);
    }

    public void Canonical(ReadOnlySpan<byte> canonical)
    {
        BeforeValue();
        Append(canonical);
    }

    private void Open(byte bracket, bool isObject)
    {
        BeforeValue();
        if (_depth == MaxDepth)
        {
            throw new CanonicalJsonException($"Nested deeper than {MaxDepth} levels.");
        }
        _levels[_depth++] = new Level { IsObject = isObject };
        Append(bracket);
    }

    private void Close(byte bracket, bool isObject)
    {
        if (_depth == 0 || _levels[_depth - 1].IsObject != isObject || _afterName)
        {
            throw new InvalidOperationException($"'{(char)bracket}' closes nothing.");
        }
        _depth--;
        Append(bracket);
    }

    private void BeforeValue()
    {
        if (_afterName)
        {
            _afterName = false;
            return;
        }
        if (_depth == 0)
        {
            if (_length > _start)
            {
                throw new InvalidOperationException("One value was written already.");
            }
            return;
        }
        ref var level = ref _levels[_depth - 1];
        if (level.IsObject)
        {
            throw new InvalidOperationException("A value in an object needs a name.");
        }
        Separate(ref level);
    }

    private void Separate(ref Level level)
    {
        if (level.HasItems)
        {
            Append((byte)',');
        }
        level.HasItems = true;
    }

    private void Quote(string text)
    {
        Reserve(text.Length * 3 + 2);
        _buffer[_length++] = (byte)'"';
        var rest = text.AsSpan();
        for (var special = rest.IndexOfAny(Special); special >= 0; special = rest.IndexOfAny(Special))
        {
            _length += Encoding.UTF8.GetBytes(rest[..special], _buffer.AsSpan(_length));
            rest = rest[(special + Escape(rest[special..]))..];
        }
        Reserve(rest.Length * 3 + 1);
        _length += Encoding.UTF8.GetBytes(rest, _buffer.AsSpan(_length));
        _buffer[_length++] = (byte)'"';
    }

    /// <summary>Writes the escape, or the surrogate pair, at the start of the text; returns how many characters that was.</summary>
    private int Escape(ReadOnlySpan<char> text)
    {
        Reserve(text.Length * 3 + 8);
        var c = text[0];
        if (char.IsSurrogate(c))
        {
            if (text.Length < 2 || !char.IsSurrogatePair(c, text[1]))
            {
                throw new CanonicalJsonException($"The text holds half a surrogate pair (U+{(int)c:X4}).");
            }
            _length += Encoding.UTF8.GetBytes(text[..2], _buffer.AsSpan(_length));
            return 2;
        }
        _buffer[_length++] = (byte)'\\';
        var letter = JsonEscapes.Letter(c);
        if (letter != 0)
        {
            _buffer[_length++] = letter;
            return 1;
        }
        Append("u00"u8);
        _buffer[_length++] = JsonEscapes.Hex(c >> 4);
        _buffer[_length++] = JsonEscapes.Hex(c & 15);
        return 1;
    }

    private void Append(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Reserve(int more)
    {
        if (_buffer.Length - _length < more)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + more));
        }
    }
}

/// <summary>The escapes that RFC 8785 section 3.2.2.2 allows, and no others.</summary>
internal static class JsonEscapes
{
    /// <summary>The letter of a two-character escape, or 0 where a character has none.</summary>
    public static byte Letter(char c) =>
        c switch
        {
            '"' => (byte)'"',
            '\\' => (byte)'\\',
            '\b' => (byte)'b',
            '\t' => (byte)'t',
            '\n' => (byte)'n',
            '\f' => (byte)'f',
            '\r' => (byte)'r',
            _ => 0,
        };

    public static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
}
