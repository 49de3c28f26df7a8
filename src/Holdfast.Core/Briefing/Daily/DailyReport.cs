using System.Collections.Immutable;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
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

    public static ReportModel Build(DailyReportInput input)
    {
        var count = new DailyCount(input);
        var asOf = $"{Time.Format(input.AsOf)}, {Day.Format(input.Date)}, {input.Zone.Id} (UTC{input.Zone.GetUtcOffset(count.Day.To)})";
        ImmutableArray<ReportSection> sections =
        [
            SummarySections.Summary(count),
            SummarySections.ByRegion(count),
            SummarySections.ByKind(count),
            SummarySections.ByTerm(count),
            HarmSections.Casualties(count),
            HarmSections.Weapons(count),
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
            [.. sections.Select(s => Traced(s, count))]
        )
        {
            Places = [.. count.OfDay.Select(Place)],
        };
    }

    // Each number leads to the page that shows what it counts; its standing is that of the least certain of it.
    private static ReportSection Traced(ReportSection section, DailyCount count)
    {
        var standing = count.OfDay.Select(i => i.Standing).Append(Standing.Recorded).Max();
        var path = section.Id switch
        {
            "claims" => "claims",
            "coverage" or "denials" => "coverage",
            "terms" => "violations",
            "sources" => "sources",
            _ => "incidents",
        };
        string Path(string figure) =>
            figure switch
            {
                "apparent-breaches" or "undeterminable" => "violations",
                "established" => "commission",
                "claims" => "claims",
                _ => path,
            };
        return section with
        {
            Figures = [.. section.Figures.Select(f => f with { Standing = standing, Path = Path(f.Id) })],
            Tables = [.. section.Tables.Select(t => t with { Path = path })],
        };
    }

    private static string Iso(Instant at) => InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss'Z'").Format(at);

    private static ReportPlace Place(Incident incident) =>
        new(
            incident.Id.Value,
            incident.BestKind,
            DailyCount.Words(incident.BestKind),
            Math.Round(incident.Where.Centre.Latitude, 4),
            Math.Round(incident.Where.Centre.Longitude, 4),
            Math.Round(
                incident.Where switch
                {
                    AreaPlace area => area.RadiusMetres,
                    BoxPlace box => Math.Max(box.WidthMetres, box.HeightMetres) / 2,
                    _ => incident.Where.Ellipse.SemiMajorMetres,
                }
            ),
            // A time interval of ISO 8601, for machines.
            $"{Iso(incident.When.Earliest)}/{Iso(incident.When.Latest)}"
        )
        {
            Standing = incident.Standing.ToString().ToLowerInvariant(),
        };
}
