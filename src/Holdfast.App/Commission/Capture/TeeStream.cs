namespace Holdfast.App.Commission.Capture;

/// <summary>A connection that keeps what goes over it, as it goes: both directions, at most so many bytes received.</summary>
internal sealed class TeeStream(Stream inner, Stream sent, Stream received, long mostReceived) : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException("A connection has no length.");

    public override long Position
    {
        get => throw new NotSupportedException("A connection has no position.");
        set => throw new NotSupportedException("A connection has no position.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        if (received.Length + read > mostReceived)
        {
            throw new CaptureException($"The answer is longer than {mostReceived} bytes; raise the bound if it is wanted.");
        }
        await received.WriteAsync(buffer[..read], cancellationToken);
        return read;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await sent.WriteAsync(buffer, cancellationToken);
        await inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Captures wait without blocking.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Captures wait without blocking.");

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A connection has no position.");

    public override void SetLength(long value) => throw new NotSupportedException("A connection has no length.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
        base.Dispose(disposing);
    }
}

/// <summary>A capture that could not be made, and why, in words for whoever asked for it.</summary>
public sealed class CaptureException : Exception
{
    public CaptureException(string message)
        : base(message) { }

    public CaptureException(string message, Exception inner)
        : base(message, inner) { }
}
