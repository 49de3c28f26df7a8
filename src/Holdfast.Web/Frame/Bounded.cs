namespace Holdfast.Web.Frame;

/// <summary>Reads what a caller sends, up to a bound.</summary>
internal static class Bounded
{
    /// <summary>Copies at most <paramref name="most"/> bytes; more is a bad request.</summary>
    public static async Task CopyAsync(Stream from, Stream to, long most, CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        long total = 0;
        for (int read; (read = await from.ReadAsync(buffer, cancellation)) > 0; )
        {
            total += read;
            if (total > most)
            {
                throw new BadHttpRequestException(
                    $"What was sent is larger than {most / 1024:N0} KiB.",
                    StatusCodes.Status413PayloadTooLarge
                );
            }
            await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
    }
}
