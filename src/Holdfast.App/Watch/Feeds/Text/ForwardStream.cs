namespace Holdfast.App.Watch.Feeds.Text;

/// <summary>A stream that is read once, from its start to its end.</summary>
internal abstract class ForwardStream : Stream
{
    private const string Only = "This stream is only read, and only forwards.";

    public sealed override bool CanRead => true;
    public sealed override bool CanSeek => false;
    public sealed override bool CanWrite => false;
    public sealed override long Length => throw new InvalidOperationException(Only);

    public sealed override long Position
    {
        get => throw new InvalidOperationException(Only);
        set => throw new InvalidOperationException(Only);
    }

    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public sealed override void Flush() { }

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new InvalidOperationException(Only);

    public sealed override void SetLength(long value) => throw new InvalidOperationException(Only);

    public sealed override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException(Only);
}
