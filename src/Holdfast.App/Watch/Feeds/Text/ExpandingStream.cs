namespace Holdfast.App.Watch.Feeds.Text;

/// <summary>
/// A decompressed stream that keeps count: when it gives more than its bound, or more than a plausible multiple of what went in, it refuses instead of
/// filling memory or disk. Damage inside the compressed data becomes a refusal too.
/// </summary>
internal sealed class ExpandingStream(string file, Stream expanded, CountingStream compressed, FeedLimits limits) : ForwardStream
{
    private long _given;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Count(await expanded.ReadAsync(buffer, cancellationToken), buffer.Length);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Count(expanded.Read(buffer), buffer.Length);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            expanded.Dispose();
        }
        base.Dispose(disposing);
    }

    private int Count(int read, int wanted)
    {
        _given += read;
        if (read == 0 && wanted > 0 && !Whole)
        {
            throw Damaged(new InvalidDataException("the end is missing"));
        }
        if (_given > limits.ExpandedBytes)
        {
            throw FeedErrors.Refuse(
                file,
                "expands-too-far",
                $"The compressed input gives more than {limits.ExpandedBytes:N0} bytes, the bound."
            );
        }
        if (_given > limits.RatioFromBytes && _given / limits.ExpansionRatio > compressed.Taken)
        {
            throw FeedErrors.Refuse(
                file,
                "expansion-ratio",
                $"The compressed input gives {_given:N0} bytes from {compressed.Taken:N0}, more than the bound of {limits.ExpansionRatio} for one."
            );
        }
        return read;
    }

    // The library's gzip stream ends quietly where its input was cut off. A member states its length in its last four bytes; where there may be several
    // members, the last can only be shorter than all together.
    private bool Whole =>
        limits.RatioFromBytes == long.MaxValue
        || compressed.LastWord == unchecked((uint)_given)
        || (compressed.Members > 1 && compressed.LastWord < _given);

    private FeedFormatException Damaged(InvalidDataException e) =>
        FeedErrors.Refuse(
            file,
            "damaged-archive",
            $"The compressed input is damaged or cut off after {_given:N0} bytes of text: {e.Message}"
        );
}
