using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Briefing.Daily;

/// <summary>
/// The daily report, in the structure of the OSCE Special Monitoring Mission's: as of a time of day with its zone, compared with the previous period, by region,
/// with denials of freedom of movement and with what could be seen stated beside every count. A pure function: the same input gives the same report.
/// </summary>
public static class DailyReport
{
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("d MMMM uuuu");
    private static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary>The day's period, which ends at the given time of the date, and the period before it.</summary>
    public static (ReportPeriod Day, ReportPeriod Before) Periods(LocalDate date, LocalTime asOf, DateTimeZone zone)
    {
        var ends = Enumerable.Range(-2, 3).Select(i => zone.AtLeniently(date.PlusDays(i) + asOf).ToInstant()).ToArray();
        return (new(ends[1], ends[2]), new(ends[0], ends[1]));
    }

    public static DailyReportModel Build(DailyReportInput input)
    {
        var count = new DailyCount(input);
        var asOf = $"{Time.Format(input.AsOf)}, {Day.Format(input.Date)}, {input.Zone.Id} (UTC{input.Zone.GetUtcOffset(count.Day.To)})";
        ImmutableArray<ReportSection> sections =
        [
            SummarySections.Summary(count),
            SummarySections.ByRegion(count),
            SummarySections.ByKind(count),
            SummarySections.ByTerm(count),
            HarmSections.Weapons(count),
            HarmSections.Casualties(count),
            HarmSections.Damage(count),
            HarmSections.Mines(count),
            MovementSections.Denials(count),
            MovementSections.Coverage(count),
            ClaimSections.Claims(count),
            AnnexSections.Table(count),
            AnnexSections.Rules(count),
            AnnexSections.Sources(count),
        ];
        return new(
            $"Daily report {Day.Format(input.Date)}",
            input.MissionTitle,
            input.Mode.ToString().ToLowerInvariant(),
            input.Date,
            asOf,
            input.Zone.Id,
            count.Day.From,
            count.Day.To,
            count.Before.From,
            input.KnownAt,
            sections
        );
    }
}
