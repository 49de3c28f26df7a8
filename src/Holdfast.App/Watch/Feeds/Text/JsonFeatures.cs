namespace Holdfast.App.Watch.Feeds.Text;

/// <summary>
/// Cuts a GeoJSON text into its features, one at a time, in bounded memory: the objects of the array <c>features</c> of one object (RFC 7946), or a sequence
/// of objects, one a line (RFC 8142 with or without its separators). A feature that is damaged or too long is given as a flaw, and reading goes on at the
/// next line that starts a feature.
/// </summary>
internal sealed class JsonFeatures(Stream stream, FeedLimits limits)
{
    private const int Chunk = 64 * 1024;
    private const int Lookahead = 64;

    private enum Where
    {
        Preamble,
        Collection,
        Sequence,
        Ended,
    }

    private byte[] _buffer = new byte[Chunk];
    private int _start;
    private int _at;
    private int _end;
    private bool _streamEnded;
    private long _before;
    private long _lineAt = 1;

    private Where _where = Where.Preamble;
    private int _depth;
    private bool _inString;
    private bool _escaped;
    private int _keyStart;
    private bool _keyIsFeatures;
    private bool _inside;

    /// <summary>The physical line on which the feature starts, from 1.</summary>
    public long Line { get; private set; }

    public long BytesRead => _before + _at;

    /// <summary>What is wrong with the current feature as a text, or null.</summary>
    public string? Flaw { get; private set; }

    /// <summary>Whether the text is a collection whose array was found, or at least one object.</summary>
    public bool FoundAny { get; private set; }

    /// <summary>Whether the end of the text came where it should.</summary>
    public bool Complete { get; private set; }

    /// <summary>The feature's bytes; valid until the next call.</summary>
    public ReadOnlySpan<byte> Current => _buffer.AsSpan(_start, _at - _start);

    public async ValueTask<bool> ReadAsync(CancellationToken cancellation)
    {
        Flaw = null;
        _start = _at;
        _inside = _where == Where.Preamble && _inside;
        while (_where != Where.Ended)
        {
            if (Scan())
            {
                return true;
            }
            if (_streamEnded)
            {
                return AtEnd();
            }
            if (_at - _start > limits.RowBytes)
            {
                Drop();
            }
            await FillAsync(cancellation);
        }
        return false;
    }

    // Whether a feature, whole or flawed, ends at _at.
    private bool Scan()
    {
        while (_at < _end)
        {
            var b = _buffer[_at];
            if (b == '\n' && !_streamEnded && _end - _at < Lookahead)
            {
                return false;
            }
            _at++;
            if (b == '\n')
            {
                _lineAt++;
                if (_inside && _where != Where.Preamble && BreaksOff())
                {
                    Flaw ??= _inString
                        ? "a text is not closed before the end of its line"
                        : "it is not closed before the next feature starts";
                    return EndItem();
                }
            }
            if (_inString ? InString(b) : Outside(b))
            {
                return true;
            }
        }
        return false;
    }

    private bool InString(byte b)
    {
        if (_escaped)
        {
            _escaped = false;
        }
        else if (b == '\\')
        {
            _escaped = true;
        }
        else if (b == '"')
        {
            _inString = false;
            _keyIsFeatures =
                _where == Where.Preamble && _depth == 1 && _buffer.AsSpan(_keyStart, _at - 1 - _keyStart).SequenceEqual("features"u8);
        }
        return false;
    }

    private bool Outside(byte b)
    {
        switch (b)
        {
            case (byte)'"':
                _inString = true;
                _keyStart = _at;
                break;
            case (byte)'{':
                Begin();
                _depth++;
                break;
            case (byte)'[' when _where == Where.Preamble && _depth == 1 && _keyIsFeatures:
                _where = Where.Collection;
                FoundAny = true;
                _inside = false;
                _start = _at;
                _depth = 0;
                break;
            case (byte)'[':
                Begin();
                _depth++;
                break;
            case (byte)']' when _where == Where.Collection && !_inside:
                Complete = true;
                _where = Where.Ended;
                break;
            case (byte)'}' or (byte)']':
                _depth--;
                return _inside && _depth <= 0 && EndItem();
            case (byte)',' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)':' or 0x1E:
                break;
            default:
                _keyIsFeatures = false;
                Begin();
                break;
        }
        return false;
    }

    // A feature starts with this byte, unless one is open already.
    private void Begin()
    {
        if (!_inside)
        {
            _inside = true;
            _start = _at - 1;
            Line = _lineAt;
            _depth = 0;
        }
    }

    private bool EndItem()
    {
        if (_where == Where.Preamble)
        {
            _where = Where.Sequence;
        }
        FoundAny = true;
        _inside = false;
        _inString = false;
        _escaped = false;
        _depth = 0;
        return true;
    }

    // At the start of a line inside a feature: a text that is still open, or the start of another feature, mean that this one is damaged.
    private bool BreaksOff()
    {
        var rest = _buffer.AsSpan(_at, _end - _at).TrimStart(" \t\r\u001e"u8);
        if (_inString)
        {
            return true;
        }
        if (rest.IsEmpty || rest[0] != '{')
        {
            return false;
        }
        rest = rest[1..].TrimStart((byte)' ');
        if (!rest.StartsWith("\"type\""u8))
        {
            return false;
        }
        rest = rest[6..].TrimStart(" :"u8);
        return rest.StartsWith("\"Feature\""u8);
    }

    private bool AtEnd()
    {
        Complete = _where == Where.Sequence && !_inside;
        var open = _inside && _at > _start;
        _where = Where.Ended;
        if (open)
        {
            Flaw ??= "the text ends before it is closed";
        }
        return open;
    }

    // Too long to keep: the beginning stays, the rest is let go as it is read.
    private void Drop()
    {
        Flaw = $"it is longer than {limits.RowBytes:N0} bytes";
        var keep = Math.Min(Chunk / 2, _at - _start);
        var gone = _at - _start - keep;
        _buffer.AsSpan(_at, _end - _at).CopyTo(_buffer.AsSpan(_start + keep));
        _before += gone;
        _at -= gone;
        _end -= gone;
        _keyStart = Math.Max(0, Math.Min(_keyStart, _at));
    }

    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _before += _start;
            _at -= _start;
            _end -= _start;
            _keyStart = Math.Max(0, _keyStart - _start);
            _start = 0;
        }
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
        _end += read;
        _streamEnded = read == 0;
    }
}
