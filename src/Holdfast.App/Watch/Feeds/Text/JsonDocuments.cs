namespace Holdfast.App.Watch.Feeds.Text;

/// <summary>
/// Cuts a text into its JSON objects and arrays, one after another, whatever lies between their lines; bounded memory. What is damaged or too long is given as a flaw,
/// and reading goes on with the next line that starts one.
/// </summary>
internal sealed class JsonDocuments(Stream stream, int mostBytes)
{
    private const int Chunk = 64 * 1024;

    private byte[] _buffer = new byte[Chunk];
    private int _start;
    private int _at;
    private int _end;
    private bool _ended;
    private long _before;
    private long _line = 1;

    /// <summary>The line on which the current document starts, from 1.</summary>
    public long Line { get; private set; }

    public long BytesRead => _before + _at;

    /// <summary>Why the current document is none, or null.</summary>
    public string? Flaw { get; private set; }

    /// <summary>Valid until the next call.</summary>
    public ReadOnlyMemory<byte> Current => _buffer.AsMemory(_start, _at - _start);

    public async ValueTask<bool> ReadAsync(CancellationToken cancellation)
    {
        Flaw = null;
        if (!await SkipBlankAsync(cancellation))
        {
            return false;
        }
        (Line, _start) = (_line, _at);
        var opens = _buffer[_at] is (byte)'{' or (byte)'[';
        var (depth, inString, escaped) = (0, false, false);
        while (true)
        {
            if (_at == _end && !await MoreAsync(cancellation))
            {
                Flaw ??= opens ? "the text ends before it is closed" : "it is no JSON object";
                return true;
            }
            var b = _buffer[_at++];
            if (b == '\n')
            {
                _line++;
                if (!opens || inString)
                {
                    Flaw ??= opens ? "a text is not closed before the end of its line" : "it is no JSON object";
                    return true;
                }
            }
            if (_at - _start > mostBytes)
            {
                Flaw ??= $"it is longer than {mostBytes:N0} bytes";
                return await PassLineAsync(cancellation);
            }
            if (!opens)
            {
                continue;
            }
            if (inString)
            {
                inString = escaped || b != '"';
                escaped = !escaped && b == '\\';
                continue;
            }
            inString = b == '"';
            depth +=
                b is (byte)'{' or (byte)'[' ? 1
                : b is (byte)'}' or (byte)']' ? -1
                : 0;
            if (depth == 0)
            {
                return true;
            }
        }
    }

    // The beginning stays for the quarantine; the rest of the line is read and let go.
    private async ValueTask<bool> PassLineAsync(CancellationToken cancellation)
    {
        var kept = _at;
        while (true)
        {
            var newline = _buffer.AsSpan(_at, _end - _at).IndexOf((byte)'\n');
            var gone = newline < 0 ? _end - _at : newline;
            _buffer.AsSpan(_at + gone, _end - _at - gone).CopyTo(_buffer.AsSpan(kept));
            (_before, _end) = (_before + gone, _end - gone);
            if (newline >= 0 || !await MoreAsync(cancellation))
            {
                return true;
            }
            kept = _at;
        }
    }

    private async ValueTask<bool> SkipBlankAsync(CancellationToken cancellation)
    {
        while (true)
        {
            // Blanks, and the commas and separators with which documents are strung together (RFC 7464, RFC 8142).
            while (_at < _end && _buffer[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or 0x1E)
            {
                _line += _buffer[_at++] == '\n' ? 1 : 0;
            }
            if (_at < _end)
            {
                return true;
            }
            _start = _at;
            if (!await MoreAsync(cancellation))
            {
                return false;
            }
        }
    }

    private async ValueTask<bool> MoreAsync(CancellationToken cancellation)
    {
        if (_ended)
        {
            return false;
        }
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _before += _start;
            (_at, _end, _start) = (_at - _start, _end - _start, 0);
        }
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
        _end += read;
        _ended = read == 0;
        return read > 0;
    }
}
