using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Briefing.Daily;

/// <summary>Half-open: from the first instant up to, but without, the last.</summary>
public readonly record struct ReportPeriod(Instant From, Instant To)
{
    private static readonly LocalDateTimePattern Pattern = LocalDateTimePattern.CreateWithInvariantCulture("d MMMM uuuu HH:mm");

    /// <summary>Whether an incident is counted here: by the middle of its time range, if that is no longer than the period and an hour.</summary>
    public bool Counts(Incident incident) => IsDated(incident) && Contains(incident.When.Middle);

    /// <summary>An incident known only to a span of days belongs to no single day.</summary>
    public static bool IsDated(Incident incident) => incident.When.Width <= Duration.FromHours(25);

    public bool Contains(Instant instant) => From <= instant && instant < To;

    public bool Overlaps(TimeRange when) => when.Earliest < To && when.Latest >= From;

    /// <summary>"19 April 2025 19:30 to 20 April 2025 19:30 (Europe/Kyiv, UTC+03)".</summary>
    public string InWords(DateTimeZone zone) =>
        $"{Pattern.Format(From.InZone(zone).LocalDateTime)} to {Pattern.Format(To.InZone(zone).LocalDateTime)} ({zone.Id}, UTC{zone.GetUtcOffset(To)})";
}
