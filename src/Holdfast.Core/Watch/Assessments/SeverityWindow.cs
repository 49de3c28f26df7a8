using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Assessments;

/// <summary>
/// The meaning of "at least N of them within W and R", in its plainest form, quadratic: the reference that the index is tested against. For incident i,
/// over all closed intervals of length W:
/// <list type="bullet">
/// <item>true when one of them contains i's whole time range and those of N incidents (i included) that are breaches of the term, lie within R of i (from
/// best point to best point) and are known to R or better (one standard deviation);</item>
/// <item>false when none touches i's range and those of N incidents that are breaches or undeterminable and lie within R plus what the place of either
/// leaves open beyond R;</item>
/// <item>unknown otherwise, for the reasons that keep the two apart.</item>
/// </list>
/// Only incidents of one mode are ever counted together.
/// </summary>
internal static class SeverityWindow
{
    public static Truth Naive(IReadOnlyList<WindowItem> items, int self, int count, long windowTicks, double radiusMetres)
    {
        var me = items[self];
        var (sure, possible) = (new WindowSweep(), new WindowSweep());
        var reasons = UnknownReason.None;
        for (var j = 0; j < items.Count; j++)
        {
            var distance = j == self ? 0 : me.DistanceMetres(items[j]);
            if (IsPossible(me, items[j], distance, radiusMetres) && possible.AddTouching(me, items[j], windowTicks))
            {
                reasons |= Reasons(items[j], windowTicks, radiusMetres);
            }
            if (j == self ? me.Breach && me.Latest - me.Earliest <= windowTicks : IsSure(me, items[j], distance, windowTicks, radiusMetres))
            {
                sure.AddContaining(me, items[j], windowTicks);
            }
        }
        var selfSure = me.Breach && me.Latest - me.Earliest <= windowTicks;
        return selfSure && sure.Most() >= count ? Truth.True
            : possible.Most() < count ? Truth.False
            : Truth.Unknown(reasons == UnknownReason.None ? UnknownReason.Date : reasons);
    }

    public static bool IsSure(WindowItem me, WindowItem other, double distance, long windowTicks, double radiusMetres) =>
        distance <= radiusMetres && me.SpreadMetres <= radiusMetres && other.IsSure(windowTicks, radiusMetres);

    public static bool IsPossible(WindowItem me, WindowItem other, double distance, double radiusMetres) =>
        distance <= radiusMetres + OpenBeyond(me, radiusMetres) + OpenBeyond(other, radiusMetres);

    /// <summary>A place that is not known to the radius may be this much nearer than its best point (two standard deviations).</summary>
    public static double OpenBeyond(WindowItem item, double radiusMetres) => item.SpreadMetres <= radiusMetres ? 0 : 2 * item.SpreadMetres;

    public static UnknownReason Reasons(WindowItem item, long windowTicks, double radiusMetres) =>
        (item.Breach ? UnknownReason.None : UnknownReason.Undetermined)
        | (item.SpreadMetres > radiusMetres ? UnknownReason.Footprint : UnknownReason.None)
        | (item.Latest - item.Earliest > windowTicks ? UnknownReason.Date : UnknownReason.None);
}
