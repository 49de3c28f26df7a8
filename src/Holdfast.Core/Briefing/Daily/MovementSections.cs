using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Coverage;

namespace Holdfast.Core.Briefing.Daily;

/// <summary>Where monitors could not go, and what could have been seen.</summary>
internal static class MovementSections
{
    public static ReportSection Denials(DailyCount count)
    {
        var rows = count
            .Input.Denials.Where(d => count.Day.Overlaps(d.When))
            .OrderBy(d => d.When.Earliest)
            .ThenBy(d => d.Id)
            .Select(d =>
                SummarySections.Row(
                    count.Local(d.When),
                    count.PlaceInWords(d.Where),
                    d.Description,
                    d.Attributes.GetValueOrDefault("by", ""),
                    d.Attributes.GetValueOrDefault("reason", ""),
                    d.Attributes.GetValueOrDefault("duration", "")
                )
            )
            .ToImmutableArray();
        var counted = count.Input.Coverage.Where(r => r.Day == count.Input.Date).Sum(r => r.Denials);
        var before = count.Input.Coverage.Where(r => r.Day == count.Input.Date.PlusDays(-1)).Sum(r => r.Denials);
        var table = SummarySections.Table(
            count,
            "denials",
            "Denials of freedom of movement",
            "reports by those who were turned back",
            [
                new("Time", count.Input.Zone.Id),
                new("Place", ""),
                new("What", ""),
                new("By", ""),
                new("Reason given", ""),
                new("How long", ""),
            ],
            rows
        );
        return new(
            "denials",
            "Freedom of movement",
            counted == 0 && rows.IsEmpty ? ["No denial of movement was reported."] : [],
            [
                SummarySections.Figure(
                    count,
                    "denials",
                    "Denials of movement",
                    counted,
                    before,
                    "denials",
                    "by calendar day and sector, in the coverage ledger"
                ),
            ],
            rows.IsEmpty ? [] : [table]
        );
    }

    public static ReportSection Coverage(DailyCount count)
    {
        var rows = count.Input.Coverage.Where(r => r.Day == count.Input.Date).ToArray();
        var table = new ReportTable(
            "coverage",
            "What could have been seen, and the rates adjusted for it",
            $"calendar day {count.Input.Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)} ({count.Input.Zone.Id})",
            $"{CoverageLedger.Method}; 90 % intervals after Garwood 1936",
            [
                new("Region", ""),
                new("Covered", "% of area and day"),
                new("Looks", "looks"),
                new("Denials", "denials"),
                new("Incidents", "incidents on the calendar day"),
                new("Adjusted rate", "incidents a day"),
                new("90 % interval", "incidents a day"),
                new("Meaning", ""),
            ],
            [.. rows.Select(row => Row(count, row))]
        );
        string[] text =
        [
            "\"No breach found\" may be said only of a place and a period in which enough could be seen.",
            .. rows.Length == 0 ? new[] { "No coverage was recorded for this day: nothing can be said of what was not reported." } : [],
        ];
        return new("coverage", "Coverage", [.. text], [], rows.Length == 0 ? [] : [table]);
    }

    private static ImmutableArray<string> Row(DailyCount count, CoverageRow row) =>
        SummarySections.Row(
            count.TitleOf(row.Sector),
            Covered(row),
            DailyCount.Number(row.NullObservations),
            DailyCount.Number(row.Denials),
            DailyCount.Number(row.Incidents),
            Rate(row.AdjustedRate),
            row.AdjustedRate is null ? "none" : $"{Rate(row.RateLow)} to {Rate(row.RateHigh)}",
            row.Basis
        );

    /// <summary>"0" is for where somebody looked and could see nothing; where nobody is known to have looked there is no share.</summary>
    internal static string Covered(CoverageRow? row) =>
        row is null ? "not known"
        : row is { CoveredShare: 0, NullObservations: 0 } ? "no look"
        : (row.CoveredShare * 100).ToString("0", CultureInfo.InvariantCulture);

    private static string Rate(double? rate) => rate?.ToString("0.#", CultureInfo.InvariantCulture) ?? "none";
}
