namespace Holdfast.Core.Watch;

/// <summary>
/// Short strings that come back again and again (names of columns, kinds, sources), kept per thread so that reading a million observations does not
/// make a million copies of them. A bounded, direct-mapped table: a newcomer replaces what stood in its place.
/// </summary>
internal sealed class ObservationCodecStrings
{
    private const int Slots = 4096;
    private const int LongestBytes = 48;

    [ThreadStatic]
    private static ObservationCodecStrings? _ofThread;

    private readonly (byte[] Bytes, string Text)[] _table = new (byte[], string)[Slots];

    public static ObservationCodecStrings OfThread => _ofThread ??= new ObservationCodecStrings();

    /// <summary>The string of these UTF-8 bytes (which must be valid and without escapes).</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestBytes)
        {
            return System.Text.Encoding.UTF8.GetString(utf8);
        }
        ref var slot = ref _table[Hash(utf8) & (Slots - 1)];
        if (slot.Bytes is { } bytes && utf8.SequenceEqual(bytes))
        {
            return slot.Text;
        }
        slot = (utf8.ToArray(), System.Text.Encoding.UTF8.GetString(utf8));
        return slot.Text;
    }

    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            var hash = 2_166_136_261u;
            foreach (var b in bytes)
            {
                hash = (hash ^ b) * 16_777_619u;
            }
            return hash ^ (hash >> 15);
        }
    }
}
