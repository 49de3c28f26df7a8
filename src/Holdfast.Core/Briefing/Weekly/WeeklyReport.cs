using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Briefing.Trend;
using Holdfast.Core.Clauses;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Assessments;
using Holdfast.Core.Watch.Coverage;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Briefing.Weekly;

/// <summary>What a weekly trend is written from, all of it released for its reader.</summary>
/// <param name="Days">Rows of coverage of fourteen days: the week, and the week before.</param>
/// <param name="Findings">Of both weeks, each with the day of its incident.</param>
/// <param name="Alerts">The trend scan's, as far as two people released them or the reader belongs to the watch room.</param>
/// <param name="Health">The figures of sectors, likewise; null where none may be told.</param>
public sealed record WeeklyInput(
    ReportHead Head,
    LocalDate Last,
    ImmutableArray<string> Sectors,
    ImmutableArray<CoverageRow> Days,
    ImmutableArray<(LocalDate Day, IncidentFinding Finding)> Findings,
    ImmutableArray<TrendAlert> Alerts,
    HealthBoard? Health
);

/// <summary>
/// Seven days and the seven before: rates adjusted for what could be seen with their exact intervals (<see cref="PoissonRate"/>), the terms most apparently broken, alerts and calm, strained or breaking where they may be told.
/// </summary>
public static class WeeklyReport
{
    public const int Days = 7;
    private const string Rates =
        "events where and while somebody looked, divided by the days covered; 90 % interval, exact for a Poisson count";

    public static ReportModel Build(WeeklyInput input) =>
        input.Head.Model(
            ReportKind.Weekly,
            [Summary(input), BySector(input), ByTerm(input), Alerts(input)],
            input.Head.From - Duration.FromDays(Days)
        );

    private static ReportSection Summary(WeeklyInput input) =>
        new(
            "summary",
            "Summary",
            [
                $"The seven days up to {LocalDatePattern.Iso.Format(input.Last)}, compared with the seven before. Where nothing could be seen no rate is given.",
            ],
            [
                .. Figures(input)
                    .Select(f =>
                        f with
                        {
                            Path = f.Id == "apparent-breaches" ? "violations" : "coverage",
                            Standing = Values.Standing.Attributed,
                        }
                    ),
            ],
            []
        );

    private static ImmutableArray<ReportFigure> Figures(WeeklyInput input)
    {
        var (week, before) = (Rows(input, 0, null), Rows(input, Days, null));
        var breaches = input.Findings.Where(f => f.Finding.Outcome == Outcome.ApparentBreach).ToArray();
        return
        [
            Figure(
                input,
                "incidents",
                "Incidents",
                week.Sum(r => r.Incidents),
                before.Sum(r => r.Incidents),
                "incidents",
                "sum over days and sectors"
            ),
            Figure(
                input,
                "apparent-breaches",
                "Apparent breaches",
                breaches.Count(f => InWeek(input, f.Day, 0)),
                breaches.Count(f => InWeek(input, f.Day, Days)),
                "apparent breaches",
                "pairs of an incident and a term; alleged, the perpetrator undetermined"
            ),
            Figure(
                input,
                "denials",
                "Denials of movement",
                week.Sum(r => r.Denials),
                before.Sum(r => r.Denials),
                "denials",
                "reports that freedom of movement was denied"
            ),
            new("rate", "Incidents a day, adjusted for coverage", Middle(week), Middle(before), "a day", input.Head.Period, Rates),
        ];
    }

    private static ReportSection BySector(WeeklyInput input)
    {
        var rows = input.Sectors.Select(sector =>
        {
            var (week, before) = (Rows(input, 0, sector), Rows(input, Days, sector));
            var covered = week.Sum(r => Math.Clamp(r.CoveredShare, 0, 1));
            var rate = PoissonRate.Of(week.Sum(r => r.Watched), covered);
            var earlier = PoissonRate.Of(before.Sum(r => r.Watched), before.Sum(r => Math.Clamp(r.CoveredShare, 0, 1)));
            return ImmutableArray.Create(
                sector,
                Whole(week.Sum(r => r.Incidents)),
                Whole(before.Sum(r => r.Incidents)),
                (covered / Days * 100).ToString("0", CultureInfo.InvariantCulture),
                Interval(rate),
                Interval(earlier),
                State(input, sector)
            );
        });
        return new(
            "sectors",
            "By sector",
            input.Health is null ? ["Calm, strained or breaking is told once two people have released it."] : [],
            [],
            [
                Table(
                    input,
                    "by-sector",
                    "Incidents and rates by sector",
                    Rates,
                    [
                        new("Sector", ""),
                        new("Incidents", "incidents"),
                        new("Week before", "incidents"),
                        new("Covered", "% of the week"),
                        new("Rate", "a day"),
                        new("Rate, week before", "a day"),
                        new("State", ""),
                    ],
                    rows,
                    "coverage"
                ),
            ]
        );
    }

    private static ReportSection ByTerm(WeeklyInput input)
    {
        var rows = input
            .Findings.Where(f => f.Finding.Outcome == Outcome.ApparentBreach)
            .GroupBy(f => f.Finding.Term, StringComparer.Ordinal)
            .Select(g => (Term: g.Key, Week: g.Count(f => InWeek(input, f.Day, 0)), Before: g.Count(f => InWeek(input, f.Day, Days))))
            .OrderByDescending(t => t.Week)
            .ThenBy(t => t.Term, StringComparer.Ordinal)
            .Take(10)
            .Select(t => ImmutableArray.Create(t.Term, Whole(t.Week), Whole(t.Before)));
        var table = Table(
            input,
            "by-term",
            "Terms most apparently broken",
            "pairs of an incident and a term; alleged",
            [new("Term", ""), new("Apparent breaches", "pairs"), new("Week before", "pairs")],
            rows,
            "violations"
        );
        return new(
            "terms",
            "By term",
            table.Rows.IsEmpty ? ["No apparent breach in either week."] : [],
            [],
            table.Rows.IsEmpty ? [] : [table]
        );
    }

    private static ReportSection Alerts(WeeklyInput input)
    {
        var rows = input
            .Alerts.Where(a => a.To > input.Last.PlusDays(-Days) && a.To <= input.Last)
            .Select(a =>
                ImmutableArray.Create(
                    $"{LocalDatePattern.Iso.Format(a.From)} to {LocalDatePattern.Iso.Format(a.To)}",
                    string.Join(", ", a.Sectors),
                    Whole(a.Observed),
                    a.Expected.ToString("0.#", CultureInfo.InvariantCulture),
                    a.RecurrenceDays.ToString("0", CultureInfo.InvariantCulture)
                )
            );
        var table = Table(
            input,
            "alerts",
            "Where the truce may be breaking down",
            "prospective space-time permutation scan; alerts that may be told to this reader",
            [
                new("Days", ""),
                new("Sectors", ""),
                new("Observed", "incidents"),
                new("Expected", "incidents"),
                new("By chance once in", "days"),
            ],
            rows,
            "trend"
        );
        return new(
            "alerts",
            "Alerts",
            table.Rows.IsEmpty ? ["No alert of this week may be told: none was found, or none is released."] : [],
            [],
            table.Rows.IsEmpty ? [] : [table]
        );
    }

    private static string State(WeeklyInput input, string sector) =>
        input.Health?.Sectors.FirstOrDefault(s => s.Sector == sector) is { } s ? HealthWords.Of(s.State) : "not told";

    private static bool InWeek(WeeklyInput input, LocalDate day, int back) =>
        day > input.Last.PlusDays(-Days - back) && day <= input.Last.PlusDays(-back);

    private static CoverageRow[] Rows(WeeklyInput input, int back, string? sector) =>
        [.. input.Days.Where(r => InWeek(input, r.Day, back) && (sector is null || r.Sector == sector))];

    private static decimal? Middle(CoverageRow[] rows)
    {
        var covered = rows.Sum(r => Math.Clamp(r.CoveredShare, 0, 1));
        // Sectors together: the mean number of sectors covered is what one day of looking is worth.
        return PoissonRate.Of(rows.Sum(r => r.Watched), covered) is { } rate
            ? Math.Round((decimal)(rate.Rate * rows.Select(r => r.Sector).Distinct().Count()), 2)
            : null;
    }

    private static string Interval(RateInterval? rate) =>
        rate is { } r ? string.Create(CultureInfo.InvariantCulture, $"{r.Rate:0.##} ({r.Low:0.##} to {r.High:0.##})") : "not known";

    private static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static ReportFigure Figure(WeeklyInput input, string id, string label, long value, long before, string unit, string source) =>
        new(id, label, value, before, unit, input.Head.Period, source);

    private static ReportTable Table(
        WeeklyInput input,
        string id,
        string caption,
        string source,
        ImmutableArray<ReportColumn> columns,
        IEnumerable<ImmutableArray<string>> rows,
        string path
    ) => input.Head.Table(id, caption, source, columns, rows, path) with { Period = input.Head.Period };
}
