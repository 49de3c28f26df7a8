using System.Buffers.Binary;

namespace Holdfast.App.Watch.Feeds.Text;

/// <summary>Gives first the bytes that were read ahead, then the rest of a stream; counts what was taken. Leaves the inner stream open.</summary>
internal sealed class CountingStream(ReadOnlyMemory<byte> ahead, Stream rest) : ForwardStream
{
    private ReadOnlyMemory<byte> _ahead = ahead;

    private static ReadOnlySpan<byte> MemberStart => [0x1F, 0x8B, 0x08];

    private readonly byte[] _tail = new byte[4];

    /// <summary>Bytes given so far.</summary>
    public long Taken { get; private set; }

    /// <summary>How often the bytes given look like the start of a gzip member.</summary>
    public int Members { get; private set; }

    /// <summary>The last four bytes given, as a little-endian number: the length that a gzip member states of itself (RFC 1952, ISIZE).</summary>
    public uint LastWord => BinaryPrimitives.ReadUInt32LittleEndian(_tail);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = FromAhead(buffer.Span);
        read = read > 0 ? read : await rest.ReadAsync(buffer, cancellationToken);
        Note(buffer.Span[..read]);
        return read;
    }

    public override int Read(Span<byte> buffer)
    {
        var read = FromAhead(buffer);
        read = read > 0 ? read : rest.Read(buffer);
        Note(buffer[..read]);
        return read;
    }

    private void Note(ReadOnlySpan<byte> given)
    {
        Taken += given.Length;
        Members += given.Count(MemberStart);
        Span<byte> seam = stackalloc byte[4];
        _tail.AsSpan(2).CopyTo(seam);
        var joined = Math.Min(2, given.Length);
        given[..joined].CopyTo(seam[2..]);
        Members += seam[..(2 + joined)].Count(MemberStart);
        if (given.Length >= 4)
        {
            given[^4..].CopyTo(_tail);
        }
        else
        {
            _tail.AsSpan(given.Length).CopyTo(_tail);
            given.CopyTo(_tail.AsSpan(4 - given.Length));
        }
    }

    private int FromAhead(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _ahead.Length);
        _ahead.Span[..count].CopyTo(buffer);
        _ahead = _ahead[count..];
        return count;
    }
}
