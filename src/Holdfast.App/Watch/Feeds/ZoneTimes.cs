using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Watch.Feeds;

/// <summary>
/// Local dates and times as ranges of instants in a zone. A day is as long as the zone makes it (23 to 25 hours). A clock time that comes twice (clocks
/// go back) gives the range of both; one that never comes (clocks go forward) is no time.
/// </summary>
internal static class ZoneTimes
{
    /// <summary>From the first instant of the first day to the last nanosecond of the last.</summary>
    public static TimeRange Days(LocalDate first, LocalDate last, DateTimeZone zone) =>
        new(zone.AtStartOfDay(first).ToInstant(), zone.AtStartOfDay(last.PlusDays(1)).ToInstant() - Duration.Epsilon);

    /// <summary>The range of a moment as read: a whole day for a date alone. Null where the clock time does not exist in the zone.</summary>
    public static TimeRange? Of(ReadMoment moment, DateTimeZone zone)
    {
        if (moment.NanosecondOfDay is null)
        {
            return Days(moment.Date, moment.Date, zone);
        }
        if (moment.OffsetSeconds is { } offset)
        {
            return TimeRange.At(moment.Local.WithOffset(NodaTime.Offset.FromSeconds(offset)).ToInstant());
        }
        var mapping = zone.MapLocal(moment.Local);
        return mapping.Count switch
        {
            0 => null,
            1 => TimeRange.At(mapping.Single().ToInstant()),
            _ => new TimeRange(mapping.First().ToInstant(), mapping.Last().ToInstant()),
        };
    }
}
