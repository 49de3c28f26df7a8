namespace Holdfast.App.Watch.Feeds.Text;

/// <summary>Which separator a table's header uses: the one that its first line holds most often outside quotes, the first named where none does.</summary>
internal static class DelimiterSniff
{
    private const int Ahead = 16 * 1024;

    /// <param name="among">ASCII characters, the likeliest first.</param>
    public static async ValueTask<(Stream Content, byte Delimiter)> OfAsync(Stream text, string among, CancellationToken cancellation)
    {
        var head = new byte[Ahead];
        var length = await text.ReadAtLeastAsync(head, Ahead, throwOnEndOfStream: false, cancellation);
        var counts = new int[among.Length];
        var quoted = false;
        foreach (var b in head.AsSpan(0, length))
        {
            if (b is (byte)'\n' or (byte)'\r' && !quoted)
            {
                break;
            }
            quoted ^= b == '"';
            var which = quoted ? -1 : among.IndexOf((char)b, StringComparison.Ordinal);
            if (which >= 0)
            {
                counts[which]++;
            }
        }
        var best = Array.IndexOf(counts, counts.Max());
        return (new PrefixedStream(head.AsMemory(0, length), text), (byte)among[best]);
    }
}
