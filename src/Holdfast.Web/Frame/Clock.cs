using System.Globalization;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Web.Frame;

/// <summary>Times as pages write them: the mission's zone, 24 hours, the offset said where hours are shown.</summary>
internal static class Clock
{
    private static readonly InstantPattern Second = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss'Z'");
    private static readonly ZonedDateTimePattern MinutePattern = ZonedDateTimePattern.CreateWithInvariantCulture(
        "d MMM uuuu, HH:mm o<G>",
        null
    );
    private static readonly ZonedDateTimePattern HourPattern = ZonedDateTimePattern.CreateWithInvariantCulture("HH:mm o<G>", null);
    private static readonly LocalDatePattern DatePattern = LocalDatePattern.CreateWithInvariantCulture("d MMM uuuu");

    public static string Machine(Instant at) => Second.Format(at);

    public static string Utc(Instant at) => at.ToString("uuuu-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Minute(Instant at, DateTimeZone zone) =>
        MinutePattern.Format(at.InZone(zone)).Replace("Z", "UTC", StringComparison.Ordinal);

    /// <summary>A stretch of time: its day once where it ends on the day on which it began, and the offset once where it is the same.</summary>
    public static (string From, string To) Stretch(Instant from, Instant to, DateTimeZone zone)
    {
        var (start, end) = (from.InZone(zone), to.InZone(zone));
        return start.Date == end.Date && start.Offset == end.Offset
            ? (
                DatePattern.Format(start.Date) + start.TimeOfDay.ToString(", HH:mm", CultureInfo.InvariantCulture),
                HourPattern.Format(end).Replace("Z", "UTC", StringComparison.Ordinal)
            )
            : (Minute(from, zone), Minute(to, zone));
    }

    public static string Date(Instant at, DateTimeZone zone) => DatePattern.Format(at.InZone(zone).Date);

    public static string Date(LocalDate date) => DatePattern.Format(date);

    public static string Day(Instant at, DateTimeZone zone) => LocalDatePattern.Iso.Format(at.InZone(zone).Date);

    /// <summary>Whether the range is exactly one day of the zone, give or take its last second.</summary>
    public static bool IsDay(TimeRange range, DateTimeZone zone)
    {
        var start = range.Earliest.InZone(zone);
        var hours = range.Width.TotalHours;
        return start.TimeOfDay == LocalTime.Midnight && hours is > 22.99 and < 25.01;
    }

    public static string Length(Duration duration) =>
        duration.TotalHours < 1 ? $"{duration.TotalMinutes.ToString("0", CultureInfo.InvariantCulture)} minutes"
        : duration.TotalHours < 48 ? $"{duration.TotalHours.ToString("0.#", CultureInfo.InvariantCulture)} hours"
        : $"{duration.TotalDays.ToString("0.#", CultureInfo.InvariantCulture)} days";
}
