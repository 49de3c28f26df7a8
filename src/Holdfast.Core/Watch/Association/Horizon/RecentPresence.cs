using System.Runtime.CompilerServices;

namespace Holdfast.Core.Watch.Association.Horizon;

/// <summary>Whether a channel has an arrival that is not of a firm origin within a short stretch of the last minutes: one bit for each fifth of a second.</summary>
internal sealed class RecentPresence
{
    private const double BinsPerSecond = 5;
    private const int BitsPerWord = 64;

    private readonly int words;
    private readonly int bins;
    private readonly ulong[] bits;
    private readonly double from;

    public RecentPresence(PickWindow picks, bool[] firm)
    {
        from = picks.From;
        words = ((int)((picks.To - picks.From) * BinsPerSecond) / BitsPerWord) + 2;
        bins = words * BitsPerWord;
        bits = new ulong[picks.Net.Count * words];
        for (var pick = 0; pick < picks.Time.Length; pick++)
        {
            if (!firm[pick])
            {
                var bin = Math.Clamp((int)((picks.Time[pick] - from) * BinsPerSecond), 0, bins - 1);
                bits[(picks.Channel[pick] * words) + (bin / BitsPerWord)] |= 1UL << (bin % BitsPerWord);
            }
        }
    }

    /// <summary>The range may be twelve seconds long at most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Any(int channel, double earliest, double latest)
    {
        unchecked
        {
            var (low, high) = ((int)((earliest - from) * BinsPerSecond), (int)((latest - from) * BinsPerSecond));
            if (earliest < from || high >= bins)
            {
                return false;
            }
            var at = channel * words;
            var (word, last) = (low / BitsPerWord, high / BitsPerWord);
            var (after, before) = (ulong.MaxValue << (low % BitsPerWord), ulong.MaxValue >> (BitsPerWord - 1 - (high % BitsPerWord)));
            return word == last
                ? (bits[at + word] & after & before) != 0
                : (bits[at + word] & after) != 0 || (bits[at + last] & before) != 0;
        }
    }
}
