using System.Text;

namespace Holdfast.Core.Values;

/// <summary>
/// Short strings that come back again and again (names of columns, kinds, sources), kept per thread so that reading a million observations does not
/// make a million copies of them. A bounded, direct-mapped table: a newcomer replaces what stood in its place.
/// </summary>
public sealed class ShortStrings
{
    private const int Slots = 4096;
    private const int LongestBytes = 48;

    [ThreadStatic]
    private static ShortStrings? _ofThread;

    private readonly (byte[] Bytes, string Text)[] _table = new (byte[], string)[Slots];

    public static ShortStrings OfThread => _ofThread ??= new ShortStrings();

    /// <summary>The string of these UTF-8 bytes (which must be valid and without escapes).</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestBytes)
        {
            return Encoding.UTF8.GetString(utf8);
        }
        ref var slot = ref _table[Hash(utf8) & (Slots - 1)];
        if (slot.Bytes is { } bytes && utf8.SequenceEqual(bytes))
        {
            return slot.Text;
        }
        slot = (utf8.ToArray(), Encoding.UTF8.GetString(utf8));
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
