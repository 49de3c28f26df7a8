using System.Security.Cryptography;

namespace Holdfast.App.Commission;

/// <summary>
/// A file read from beginning to end whose last bytes are handed out only when the whole has the hash it should have; otherwise the last reading throws
/// <see cref="InvalidDataException"/>. So whoever received everything received what was promised. Cannot seek.
/// </summary>
internal sealed class HashCheckedStream(FileStream file, string sha256) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _position;
    private bool _checked;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length { get; } = file.Length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException("Evidence is read from beginning to end.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await file.ReadAsync(buffer, cancellationToken);
        return Took(buffer.Span, read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Took(buffer.AsSpan(offset), file.Read(buffer, offset, count));

    public override int Read(Span<byte> buffer) => Took(buffer, file.Read(buffer));

    private int Took(Span<byte> buffer, int read)
    {
        _hash.AppendData(buffer[..read]);
        _position += read;
        if ((_position >= Length || read == 0) && !_checked)
        {
            var found = Convert.ToHexStringLower(_hash.GetCurrentHash());
            if (found != sha256)
            {
                buffer.Clear();
                throw new InvalidDataException($"The evidentiary copy {sha256} has changed: its content now has the hash {found}.");
            }
            _checked = read == 0;
        }
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            file.Dispose();
        }
        base.Dispose(disposing);
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("Evidence is read from beginning to end.");

    public override void SetLength(long value) => throw new NotSupportedException("Evidence is never written again.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Evidence is never written again.");
}
