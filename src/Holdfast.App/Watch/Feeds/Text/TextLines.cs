namespace Holdfast.App.Watch.Feeds.Text;

/// <summary>
/// Physical lines of a text, one at a time, in bounded memory. A line beyond the bound is given cut short and flagged; the rest of it is read and let go.
/// </summary>
internal sealed class TextLines(Stream stream, FeedLimits limits)
{
    private const int Chunk = 64 * 1024;

    private byte[] _buffer = new byte[Chunk];
    private int _start;
    private int _length;
    private int _next;
    private int _end;
    private int _lastRead;
    private bool _ended;

    /// <summary>From 1.</summary>
    public long Line { get; private set; }

    public long BytesRead { get; private set; }

    public bool TooLong { get; private set; }

    /// <summary>The line without its end; valid until the next call.</summary>
    public ReadOnlySpan<byte> Current => _buffer.AsSpan(_start, _length).TrimEnd((byte)'\r');

    public async ValueTask<bool> ReadAsync(CancellationToken cancellation)
    {
        TooLong = false;
        _start = _next;
        var scanned = _start;
        while (true)
        {
            var newline = _buffer.AsSpan(scanned, _end - scanned).IndexOf((byte)'\n');
            if (newline >= 0 || (_ended && _end > _start))
            {
                _length = (newline >= 0 ? scanned + newline : _end) - _start;
                _next = newline >= 0 ? scanned + newline + 1 : _end;
                BytesRead += _next - _start;
                Line++;
                return true;
            }
            if (_ended)
            {
                return false;
            }
            if (_end - _start > limits.RowBytes)
            {
                TooLong = true;
            }
            if (TooLong && _end - _start > Chunk)
            {
                BytesRead += _end - _start - Chunk;
                _end = _start + Chunk;
            }
            await FillAsync(cancellation);
            scanned = TooLong ? _start : Math.Max(_start, _end - _lastRead);
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        _lastRead = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
        _end += _lastRead;
        _ended = _lastRead == 0;
    }
}
