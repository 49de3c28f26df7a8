using Holdfast.Core.Values;

namespace Holdfast.App.Watch.Feeds.Text;

/// <summary>What is wrong with a row as such.</summary>
internal enum RowFlaw
{
    None,

    /// <summary>A quoted field is not closed before the input ends.</summary>
    Truncated,
    FieldTooLong,
    RowTooLong,
    TooManyFields,

    /// <summary>Text follows a closing quote.</summary>
    TextAfterQuote,

    /// <summary>A NUL byte.</summary>
    NotText,
}

/// <summary>
/// Reads rows after RFC 4180 from bytes, one at a time, in bounded memory. A row that cannot be read takes its first physical line with it and reading
/// goes on at the next line, so a stray quote costs one row and not the rest of the file. Quotes inside an unquoted field are taken as they are; empty
/// lines are passed over. Lines end in LF, CR LF or CR.
/// </summary>
internal sealed class CsvRows(Stream stream, byte delimiter, FeedLimits limits, SingleByte? fallback = null)
{
    private const int Chunk = 64 * 1024;

    private byte[] _buffer = new byte[Chunk];
    private (int Start, int Length, bool Escaped)[] _fields = new (int, int, bool)[64];
    private int _start;
    private int _end;
    private int _next;
    private bool _ended;
    private long _lineOfNext = 1;
    private long _before;
    private byte[] _scratch = [];
    private bool _fellBack;

    /// <summary>How a line that is not UTF-8 is read.</summary>
    public SingleByte Fallback { get; } = fallback ?? SingleByte.Western;

    /// <summary>The physical line on which the current row starts, from 1.</summary>
    public long Line { get; private set; }

    public int Count { get; private set; }
    public RowFlaw Flaw { get; private set; }

    /// <summary>Bytes of text up to the end of the current row.</summary>
    public long BytesRead => _before + _next;

    /// <summary>Whether a text taken from the current row was not UTF-8.</summary>
    public bool FellBack => _fellBack;

    /// <summary>Whether the input ends with this row, and not with the end of a line: it may have been cut off.</summary>
    public bool EndsWithoutLineEnd => _ended && _next == _end && _end > _start && _buffer[_end - 1] is not ((byte)'\n' or (byte)'\r');

    /// <summary>Moves to the next row, well-formed or not; false at the end.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellation)
    {
        _start = _next;
        _fellBack = false;
        while (true)
        {
            Line = _lineOfNext;
            var complete = Scan();
            if (complete && (Flaw != RowFlaw.None || Count > 1 || _fields[0].Length > 0 || _buffer[_start] == '"'))
            {
                return Flaw == RowFlaw.None || await PassFirstLineAsync(cancellation);
            }
            if (complete)
            {
                _start = _next;
                continue;
            }
            if (_ended)
            {
                return false;
            }
            if (_end - _start >= limits.RowBytes)
            {
                Flaw = RowFlaw.RowTooLong;
                return await PassFirstLineAsync(cancellation);
            }
            await FillAsync(cancellation);
        }
    }

    /// <summary>The bytes of a field, without its quotes; valid until the next call or the next row.</summary>
    public ReadOnlySpan<byte> Field(int index)
    {
        var (start, length, escaped) = _fields[index];
        var raw = _buffer.AsSpan(start, length);
        if (!escaped)
        {
            return raw;
        }
        if (_scratch.Length < length)
        {
            _scratch = new byte[Math.Max(length, 1024)];
        }
        var to = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            _scratch[to++] = raw[i];
            i += raw[i] == '"' ? 1 : 0;
        }
        return _scratch.AsSpan(0, to);
    }

    /// <summary>The text of a field, trimmed.</summary>
    public string Text(int index) => MixedText.Decode(Field(index).Trim(" \t\r\n"u8), ref _fellBack, Fallback);

    /// <summary>The row as it stood, cut short.</summary>
    public string Raw()
    {
        var end = Math.Min(_next, _start + (FeedLimits.RawCharacters * 3));
        var ignored = false;
        var text = MixedText.Decode(_buffer.AsSpan(_start, Math.Max(0, end - _start)).TrimEnd("\r\n"u8), ref ignored, Fallback);
        return text.Length <= FeedLimits.RawCharacters ? text : text[..FeedLimits.RawCharacters];
    }

    // Reads the row that starts at _start; false when more bytes are needed (or none are left). Sets _next, _lineOfNext, Count and Flaw.
    private bool Scan()
    {
        Count = 0;
        Flaw = RowFlaw.None;
        var at = _start;
        var lines = 0;
        if (at == _end)
        {
            return false;
        }
        while (true)
        {
            if (Count == _fields.Length && !Widen())
            {
                return Fault(RowFlaw.TooManyFields);
            }
            var quoted = at < _end && _buffer[at] == '"';
            var found = quoted ? Quoted(ref at, ref lines) : Plain(ref at);
            if (!found)
            {
                return Flaw != RowFlaw.None;
            }
            if (at < _end && _buffer[at] == delimiter)
            {
                at++;
                continue;
            }
            return EndRow(at, lines);
        }
    }

    private bool EndRow(int at, int lines)
    {
        if (at < _end && _buffer[at] is not ((byte)'\n' or (byte)'\r'))
        {
            return Fault(RowFlaw.TextAfterQuote);
        }
        if (at < _end)
        {
            if (_buffer[at] == '\r' && at + 1 == _end && !_ended)
            {
                return false;
            }
            at += _buffer[at] == '\r' && at + 1 < _end && _buffer[at + 1] == '\n' ? 2 : 1;
            lines++;
        }
        else if (!_ended)
        {
            return false;
        }
        if (_buffer.AsSpan(_start, at - _start).Contains((byte)0))
        {
            return Fault(RowFlaw.NotText);
        }
        _next = at;
        _lineOfNext = Line + lines;
        return true;
    }

    private bool Plain(ref int at)
    {
        var rest = _buffer.AsSpan(at, _end - at);
        var length = rest.IndexOfAny(delimiter, (byte)'\n', (byte)'\r');
        if (length < 0)
        {
            length = rest.Length;
            if (!_ended && length <= limits.FieldBytes)
            {
                return false;
            }
        }
        if (length > limits.FieldBytes)
        {
            Flaw = RowFlaw.FieldTooLong;
            return false;
        }
        _fields[Count++] = (at, length, false);
        at += length;
        return true;
    }

    private bool Quoted(ref int at, ref int lines)
    {
        var start = at + 1;
        var from = start;
        var escaped = false;
        while (true)
        {
            var quote = _buffer.AsSpan(from, _end - from).IndexOf((byte)'"');
            if (quote < 0 || (from + quote + 1 == _end && !_ended))
            {
                var length = (quote < 0 ? _end : from + quote) - start;
                Flaw =
                    length > limits.FieldBytes ? RowFlaw.FieldTooLong
                    : _ended ? RowFlaw.Truncated
                    : RowFlaw.None;
                return false;
            }
            from += quote + 1;
            if (from < _end && _buffer[from] == '"')
            {
                escaped = true;
                from++;
                continue;
            }
            break;
        }
        var span = _buffer.AsSpan(start, from - 1 - start);
        if (span.Length > limits.FieldBytes)
        {
            Flaw = RowFlaw.FieldTooLong;
            return false;
        }
        lines += span.Count((byte)'\n');
        _fields[Count++] = (start, span.Length, escaped);
        at = from;
        return true;
    }

    private bool Fault(RowFlaw flaw)
    {
        Flaw = flaw;
        return true;
    }

    private bool Widen()
    {
        if (_fields.Length >= limits.Fields)
        {
            return false;
        }
        Array.Resize(ref _fields, Math.Min(limits.Fields, _fields.Length * 2));
        return true;
    }

    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _before += _start;
            _end -= _start;
            _start = 0;
        }
        _next = 0;
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        var room = _buffer.AsMemory(_end);
        var read = await stream.ReadAtLeastAsync(room, Math.Min(room.Length, Chunk / 2), throwOnEndOfStream: false, cancellation);
        _end += read;
        _ended = read < Math.Min(room.Length, Chunk / 2);
    }

    // The row is malformed: what is kept of it is its first physical line (or the first part of a line that is longer than the buffer).
    private async ValueTask<bool> PassFirstLineAsync(CancellationToken cancellation)
    {
        var from = _start;
        while (true)
        {
            var rest = _buffer.AsSpan(from, _end - from);
            var newline = rest.IndexOfAny((byte)'\n', (byte)'\r');
            var split = newline >= 0 && from + newline + 1 == _end && _buffer[from + newline] == '\r' && !_ended;
            if (newline >= 0 && !split)
            {
                var at = from + newline;
                _next = at + (_buffer[at] == '\r' && at + 1 < _end && _buffer[at + 1] == '\n' ? 2 : 1);
                _lineOfNext = Line + 1;
                return true;
            }
            if (_ended)
            {
                _next = _end;
                _lineOfNext = Line + 1;
                return true;
            }
            var flaw = Flaw;
            if (_end - _start > Chunk)
            {
                // Only the beginning is kept: the rest of an over-long line is read and let go.
                _before += _end - _start - Chunk;
                _end = _start + Chunk;
            }
            await FillAsync(cancellation);
            Flaw = flaw;
            from = _start;
        }
    }
}
