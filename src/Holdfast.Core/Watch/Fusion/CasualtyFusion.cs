using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// One statement about people hurt from several. The range of the dead is the intersection of the stated ranges where they agree, otherwise
/// their union; the best figure is the largest stated one inside that range. Civilians likewise: the largest stated. Null where nobody says.
/// </summary>
internal static class CasualtyFusion
{
    public static Casualties? Fuse(FixObservation[] members)
    {
        if (!Array.Exists(members, m => m.Casualties is not null))
        {
            return null;
        }
        var stated = members.Select(m => m.Casualties).OfType<Casualties>().ToArray();
        if (stated.Length < 2)
        {
            return stated[0];
        }
        var ranges = stated.Select(Range).Where(r => r.Low is not null).ToArray();
        var low = ranges.Max(r => r.Low);
        var high = ranges.Min(r => r.High);
        if (low > high)
        {
            (low, high) = (ranges.Min(r => r.Low), ranges.Max(r => r.High));
        }
        var best = stated.Select(s => s.Killed).Where(k => k >= low && k <= high).Max();
        var confirmation = stated
            .Select(s => s.Confirmation)
            .Where(c => c.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return new Casualties(
            stated.Max(s => s.CiviliansKilled),
            stated.Max(s => s.CiviliansInjured),
            best,
            low,
            high,
            string.Join("; ", confirmation)
        );
    }

    private static (int? Low, int? High) Range(Casualties stated)
    {
        var low = stated.KilledLow ?? stated.Killed ?? stated.KilledHigh;
        var high = stated.KilledHigh ?? stated.Killed ?? stated.KilledLow;
        return low <= high ? (low, high) : (high, low);
    }
}
