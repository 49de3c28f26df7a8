using Holdfast.Core.Watch;

namespace Holdfast.Core.Briefing.Daily;

/// <summary>What else a reader of the summary needs before any table: whether the periods compare at all, who was hurt, and where nobody was let through.</summary>
internal static class Leads
{
    public static IEnumerable<string> Of(DailyCount count) => new[] { Truce(count), Killed(count), Denied(count) }.OfType<string>();

    // A truce that began or ended within one of the two periods makes their difference no measure of anybody's conduct.
    private static string? Truce(DailyCount count) =>
        count.Input.Truce is not { } truce ? null
        : truce.Earliest > count.Before.From && truce.Earliest < count.Day.To
            ? $"The period of this mission begins at {count.Local(truce.Earliest)}: the two periods do not compare like with like."
        : truce.Latest > count.Before.From && truce.Latest < count.Day.To
            ? $"The period of this mission ends at {count.Local(truce.Latest)}: the two periods do not compare like with like."
        : null;

    private static string? Killed(DailyCount count)
    {
        var killed = Stated(count.OfDay);
        return killed.Length == 0
            ? null
            : $"Sources state {DailyCount.Number(killed.Sum())} killed in {DailyCount.Number(killed.Length)} of the incidents (previous period: {Before()}); not confirmed by this report.";

        string Before() => Stated(count.OfBefore) is { Length: > 0 } before ? DailyCount.Number(before.Sum()) : "not known";

        static long[] Stated(IEnumerable<Incident> incidents) =>
            [.. incidents.Select(i => i.Casualties?.Killed).OfType<int>().Select(n => (long)n)];
    }

    private static string? Denied(DailyCount count) =>
        count.Input.Coverage.Where(r => r.Day == count.Input.Date).Sum(r => r.Denials) is > 0 and var denials
            ? $"Denials of freedom of movement: {DailyCount.Number(denials)}."
            : null;
}
