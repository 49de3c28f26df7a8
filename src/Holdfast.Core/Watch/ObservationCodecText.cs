using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch;

/// <summary>Writes canonical JSON (RFC 8785) into a buffer that is kept per thread; the caller gives members in order of their names.</summary>
internal sealed class ObservationCodecText
{
    private const int LargestKeptBuffer = 1 << 20;

    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\" + string.Concat(Enumerable.Range(0, 32).Select(c => (char)c))
    );

    [ThreadStatic]
    private static ObservationCodecText? _ofThread;

    private byte[] _buffer = new byte[4096];
    private int _length;
    private bool _comma;

    /// <summary>This thread's writer, emptied.</summary>
    public static ObservationCodecText Start()
    {
        var text = _ofThread ??= new ObservationCodecText();
        text._length = 0;
        text._comma = false;
        return text;
    }

    public byte[] Finish()
    {
        var bytes = _buffer.AsSpan(0, _length).ToArray();
        if (_buffer.Length > LargestKeptBuffer)
        {
            _buffer = new byte[4096];
        }
        return bytes;
    }

    public void Open(char bracket)
    {
        Byte((byte)bracket);
        _comma = false;
    }

    public void Close(char bracket)
    {
        Byte((byte)bracket);
        _comma = true;
    }

    /// <summary>Starts an element of an array.</summary>
    public void Element()
    {
        if (_comma)
        {
            Byte((byte)',');
        }
        _comma = true;
    }

    /// <summary>Writes a member's name, given as it stands in JSON with its quotes and colon.</summary>
    public void Key(ReadOnlySpan<byte> quoted)
    {
        Element();
        Ensure(quoted.Length);
        quoted.CopyTo(_buffer.AsSpan(_length));
        _length += quoted.Length;
    }

    /// <summary>Writes a member's name that only the data know.</summary>
    public void NamedKey(string name)
    {
        Element();
        String(name);
        Byte((byte)':');
    }

    public void Text(ReadOnlySpan<byte> quotedKey, string value)
    {
        Key(quotedKey);
        String(value);
    }

    public void TextUnlessEmpty(ReadOnlySpan<byte> quotedKey, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Text(quotedKey, value);
        }
    }

    public void Number(ReadOnlySpan<byte> quotedKey, double value)
    {
        Key(quotedKey);
        Double(value);
    }

    public void Number(ReadOnlySpan<byte> quotedKey, int? value)
    {
        if (value is { } number)
        {
            Key(quotedKey);
            Ensure(11);
            _ = Utf8Formatter.TryFormat(number, _buffer.AsSpan(_length), out var written);
            _length += written;
        }
    }

    public void Flag(ReadOnlySpan<byte> quotedKey, bool value)
    {
        if (value)
        {
            Key(quotedKey);
            Raw("true"u8);
        }
    }

    public void Time(ReadOnlySpan<byte> quotedKey, Instant value)
    {
        Key(quotedKey);
        Ensure(ObservationCodecTime.Length + 2);
        var target = _buffer.AsSpan(_length);
        if (ObservationCodecTime.TryFormat(value, target[1..]))
        {
            target[0] = (byte)'"';
            target[ObservationCodecTime.Length + 1] = (byte)'"';
            _length += ObservationCodecTime.Length + 2;
        }
        else
        {
            String(Iso.Format(value));
        }
    }

    public void String(string value)
    {
        Ensure((value.Length * 3) + 2);
        if (value.AsSpan().IndexOfAny(Escaped) >= 0)
        {
            EscapedString(value);
            return;
        }
        _buffer[_length++] = (byte)'"';
        _length += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length));
        _buffer[_length++] = (byte)'"';
    }

    /// <summary>A finite double in ECMAScript's form (RFC 8785, section 3.2.2.3): the shortest digits that read back as the same number.</summary>
    public void Double(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException($"{value} has no form in JSON.", nameof(value));
        }
        Ensure(32);
        var target = _buffer.AsSpan(_length);
        value = value == 0 ? 0 : value;
        _ = value.TryFormat(target, out var written, provider: CultureInfo.InvariantCulture);
        var exponentAt = target[..written].IndexOf((byte)'E');
        _length += exponentAt < 0 ? written : Rewrite(target, written, exponentAt);
    }

    // .NET writes "1.5E+16" and "1E-06"; ECMAScript writes plain digits from 1e-6 up to below 1e21 and "1.5e+21", "1e-7" beyond.
    private static int Rewrite(Span<byte> target, int written, int exponentAt)
    {
        var text = Encoding.ASCII.GetString(target[..written]);
        var sign = text[0] == '-' ? "-" : "";
        var mantissa = text[sign.Length..exponentAt];
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var exponent = int.Parse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var form = exponent switch
        {
            >= 0 and < 21 => digits.PadRight(exponent + 1, '0'),
            < 0 and >= -6 => "0." + new string('0', -exponent - 1) + digits,
            _ => mantissa + "e" + (exponent < 0 ? "-" : "+") + Math.Abs(exponent).ToString(CultureInfo.InvariantCulture),
        };
        return Encoding.ASCII.GetBytes(sign + form, target);
    }

    private void EscapedString(string value)
    {
        Ensure((value.Length * 6) + 2);
        _buffer[_length++] = (byte)'"';
        var rest = value.AsSpan();
        while (!rest.IsEmpty)
        {
            var plain = rest.IndexOfAny(Escaped);
            plain = plain < 0 ? rest.Length : plain;
            _length += Encoding.UTF8.GetBytes(rest[..plain], _buffer.AsSpan(_length));
            if (plain < rest.Length)
            {
                Escape(rest[plain]);
                plain++;
            }
            rest = rest[plain..];
        }
        _buffer[_length++] = (byte)'"';
    }

    private void Escape(char c)
    {
        var form = c switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\b' => "\\b",
            '\t' => "\\t",
            '\n' => "\\n",
            '\f' => "\\f",
            '\r' => "\\r",
            _ => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
        };
        _length += Encoding.ASCII.GetBytes(form, _buffer.AsSpan(_length));
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        Ensure(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Byte(byte value)
    {
        Ensure(1);
        _buffer[_length++] = value;
    }

    private void Ensure(int more)
    {
        if (_buffer.Length - _length < more)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + more));
        }
    }
}
