using System.Text;

namespace Holdfast.App.Watch.Feeds.Text;

/// <summary>
/// Cuts elements of one name, with any prefix, out of a stream of XML without reading the rest of it: bounded memory, and one that is damaged does not take
/// the others with it. A document type anywhere before, between or after them is refused: entities are how XML attacks its reader.
/// </summary>
internal sealed class XmlPieces(string file, Stream stream, string element, FeedLimits limits)
{
    private const int Chunk = 64 * 1024;

    private readonly byte[] _name = Encoding.ASCII.GetBytes(element);
    private byte[] _buffer = new byte[Chunk];
    private int _at;
    private int _end;
    private bool _ended;
    private long _before;
    private long _line = 1;

    /// <summary>The line on which the current piece starts, from 1.</summary>
    public long Line { get; private set; }

    public long BytesRead => _before + _at;

    public bool FoundAny { get; private set; }

    /// <summary>Why the piece is not whole, or null.</summary>
    public string? Flaw { get; private set; }

    /// <summary>From the opening tag to the end of the closing one; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Current { get; private set; }

    public async ValueTask<bool> ReadAsync(CancellationToken cancellation)
    {
        Advance(_at);
        while (!Seek())
        {
            if (_ended)
            {
                Advance(_end);
                return false;
            }
            await FillAsync(cancellation);
        }
        (Line, Flaw, FoundAny) = (_line, null, true);
        var from = 1;
        int length;
        while ((length = Close(ref from)) == 0 && !_ended && _end - _at <= limits.RowBytes)
        {
            await FillAsync(cancellation);
        }
        if (length <= 0 || length > limits.RowBytes)
        {
            return Broken(length >= 0 && _end - _at > limits.RowBytes);
        }
        Current = _buffer.AsMemory(_at, length);
        _at += length;
        Pending = length;
        return true;
    }

    // Bytes of the current piece, whose lines are counted when the reader moves on.
    private int Pending { get; set; }

    private bool Broken(bool tooLong)
    {
        Flaw = tooLong ? $"it is longer than {limits.RowBytes:N0} bytes" : "the text ends, or another begins, before it is closed";
        var kept = Math.Min(_end - _at, FeedLimits.RawCharacters * 3);
        Current = _buffer.AsMemory(_at, kept);
        // Reading goes on behind the opening bracket: what else is in it may be whole.
        Pending = 1;
        _at += 1;
        return true;
    }

    // Lines up to here are counted once.
    private void Advance(int to)
    {
        var from = to - Pending;
        _line += _buffer.AsSpan(from, Pending).Count((byte)'\n');
        Pending = 0;
    }

    // Moves to the next opening tag; everything before it is let go.
    private bool Seek()
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_at, _end - _at);
            var open = rest.IndexOf((byte)'<');
            if (open < 0)
            {
                Skip(rest.Length);
                return false;
            }
            Skip(open);
            rest = rest[open..];
            // Enough to know the tag's name, a long prefix included.
            if (rest.Length < 100 && !_ended)
            {
                return false;
            }
            if (rest.StartsWith("<!DOCTYPE"u8) || rest.StartsWith("<!doctype"u8) || rest.StartsWith("<!ENTITY"u8))
            {
                throw FeedErrors.Refuse(file, "document-type", "The XML declares a document type; none is read here.", line: _line);
            }
            if (Named(rest[1..]))
            {
                return true;
            }
            Skip(1);
        }
    }

    private void Skip(int length)
    {
        _line += _buffer.AsSpan(_at, length).Count((byte)'\n');
        _at += length;
    }

    // Whether a tag's text is "alert" or "prefix:alert", followed by what may follow a name.
    private bool Named(ReadOnlySpan<byte> tag)
    {
        var end = tag.IndexOfAny(" \t\r\n/>"u8);
        if (end <= 0)
        {
            return false;
        }
        var name = tag[..end];
        var colon = name.LastIndexOf((byte)':');
        return name[(colon + 1)..].SequenceEqual(_name);
    }

    // The length of the piece that starts at _at: 0 when its end is not there yet, -1 when another piece begins before it.
    private int Close(ref int from)
    {
        while (true)
        {
            var rest = _buffer.AsSpan(_at + from, _end - _at - from);
            var next = rest.IndexOf((byte)'<');
            if (next < 0)
            {
                from = _end - _at;
                return 0;
            }
            var tag = rest[(next + 1)..];
            from += next;
            if (tag.Length < 100 && !tag.Contains((byte)'>') && !_ended)
            {
                return 0;
            }
            if (tag.StartsWith((byte)'/') && tag.IndexOf((byte)'>') is var end && end > 0 && Named(tag[1..(end + 1)]))
            {
                return from + end + 2;
            }
            if (Named(tag))
            {
                return -1;
            }
            from++;
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        if (_at > 0)
        {
            _buffer.AsSpan(_at, _end - _at).CopyTo(_buffer);
            _before += _at;
            _end -= _at;
            _at = 0;
        }
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
        _end += read;
        _ended = read == 0;
    }
}
