namespace Holdfast.App.Watch.Feeds.SensorThings;

/// <summary>
/// Programs write NaN and Infinity where JSON has no word for them. Put in quotes they make the page readable again, so that one of them costs its own observation and not
/// all that came with it.
/// </summary>
internal static class BareNumbers
{
    private static readonly byte[][] Words = ["NaN"u8.ToArray(), "nan"u8.ToArray(), "Infinity"u8.ToArray(), "inf"u8.ToArray()];

    /// <summary>The page with every such word in quotes; null where there is none.</summary>
    public static ReadOnlyMemory<byte>? Quoted(ReadOnlySpan<byte> page)
    {
        List<byte>? quoted = null;
        var (copied, inText) = (0, false);
        for (var i = 0; i < page.Length; i++)
        {
            if (page[i] == '\\' && inText)
            {
                i++;
                continue;
            }
            inText ^= page[i] == '"';
            if (inText || WordAt(page[i..]) is not (> 0 and var length))
            {
                continue;
            }
            quoted ??= new List<byte>(page.Length + 64);
            quoted.AddRange(page[copied..i]);
            quoted.Add((byte)'"');
            quoted.AddRange(page[i..(i + length)]);
            quoted.Add((byte)'"');
            copied = i + length;
            i = copied - 1;
        }
        quoted?.AddRange(page[copied..]);
        return quoted?.ToArray();
    }

    private static int WordAt(ReadOnlySpan<byte> at)
    {
        var sign = at[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        foreach (var word in Words)
        {
            if (at[sign..].StartsWith(word))
            {
                return sign + word.Length;
            }
        }
        return 0;
    }
}
