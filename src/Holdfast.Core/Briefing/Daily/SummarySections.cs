using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Clauses;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Claims;

namespace Holdfast.Core.Briefing.Daily;

/// <summary>The first page: the four numbers, then the same by region, by kind and by term.</summary>
internal static class SummarySections
{
    private const string Counting = "distinct events that the reports tell of, as fused; see the counting rules";
    private const string Alleged = "pairs of an incident and a term; alleged, the perpetrator undetermined";

    public static ReportSection Summary(DailyCount count)
    {
        var (breaches, breachesBefore) = Both(count, Outcome.ApparentBreach);
        var (open, openBefore) = Both(count, Outcome.Undeterminable);
        var claims = count.Input.Claims.Where(c => count.Day.Contains(c.StatedAt)).ToArray();
        var figures = new List<ReportFigure>
        {
            Figure(count, "incidents", "Incidents", count.OfDay.Length, count.OfBefore.Length, "incidents", Counting),
            Figure(count, "apparent-breaches", "Apparent breaches", breaches, breachesBefore, "apparent breaches", Alleged),
            Figure(
                count,
                "undeterminable",
                "Undeterminable",
                open,
                openBefore,
                "pairs of incident and term",
                "what is known lies astride a term's boundary"
            ),
            Figure(
                count,
                "claims",
                "Claims made",
                ClaimLedger.Statements(claims).Length,
                null,
                "statements",
                "statements of the parties, counted as statements"
            ),
        };
        if (Established(count) is { } established)
        {
            figures.Insert(3, established);
        }
        if (count.Input.ObservationsCount is { } observations)
        {
            figures.Insert(
                0,
                Figure(
                    count,
                    "observations",
                    "Observations",
                    observations.Day,
                    observations.Before,
                    "reports",
                    "single reports whose time touches the period, duplicates once; one known to the day alone can touch two periods"
                )
            );
        }
        string[] sentences =
        [
            $"Based on what was recorded by {ReportText.Moment(count.Input.KnownAt)} UTC about the period {count.Period}.",
            $"Incidents: {DailyCount.Number(count.OfDay.Length)}, against {DailyCount.Number(count.OfBefore.Length)} in the previous period. Observations, incidents, violations and claims are four different numbers.",
            .. Compared(count),
            .. Leads.Of(count),
            .. Remarks(count),
        ];
        return new("summary", "Summary", [.. sentences], [.. figures], []);
    }

    /// <summary>What the commission established in decisions published in the period; null where this reader's edition does not tell it.</summary>
    private static ReportFigure? Established(DailyCount count) =>
        count.Input.Established is { } established
            ? Figure(
                count,
                "established",
                "Established violations",
                established.Day,
                established.Before,
                "violations",
                "findings of the commission in decisions published in the period, whenever it happened"
            )
            : null;

    public static ReportSection ByRegion(DailyCount count)
    {
        var rows = count
            .Input.Sectors.Select(s => s.Name)
            .Append(DailyCount.NoRegion)
            .Select(region => RegionRow(count, region))
            .ToImmutableArray();
        var table = Table(
            count,
            "by-region",
            "Incidents and apparent breaches by region, with what could be seen",
            $"{Counting}; a region is that of the best single point; covered: {Watch.Coverage.CoverageLedger.Method}",
            [
                new("Region", ""),
                new("Incidents", "incidents"),
                new("Change", "incidents"),
                new("Apparent breaches", "pairs"),
                new("Change", "pairs"),
                new("Undeterminable", "pairs"),
                new("Covered", "% of the day"),
            ],
            rows
        );
        return new("regions", "By region", [], [], [table]);
    }

    public static ReportSection ByKind(DailyCount count)
    {
        var kinds = count.OfDay.Concat(count.OfBefore).Select(i => i.BestKind).Distinct();
        var rows = EventKinds
            .All.Intersect(kinds)
            .Select(kind => (kind, Day: count.OfDay.Count(i => i.BestKind == kind), Before: count.OfBefore.Count(i => i.BestKind == kind)))
            .Select(r =>
                Row(DailyCount.Words(r.kind), DailyCount.Number(r.Day), DailyCount.Number(r.Before), DailyCount.Change(r.Day, r.Before))
            )
            .ToImmutableArray();
        var table = Table(
            count,
            "by-kind",
            "Incidents by most probable kind",
            $"{Counting}; a source that does not say what was used stays at \"use of force\"",
            [new("Kind", ""), new("Incidents", "incidents"), new("Previous period", "incidents"), new("Change", "incidents")],
            rows
        );
        return new("kinds", "By kind", rows.IsEmpty ? ["No incident in either period."] : [], [], rows.IsEmpty ? [] : [table]);
    }

    public static ReportSection ByTerm(DailyCount count)
    {
        var rows = count.Input.Terms.Select(term => TermRow(count, term.Key, term.Value)).ToImmutableArray();
        var table = Table(
            count,
            "by-term",
            "What the terms make of the incidents",
            Alleged,
            [
                new("Term", ""),
                new("Apparent breach", "incidents"),
                new("Previous period", "incidents"),
                new("of these grave", "incidents"),
                new("of these major", "incidents"),
                new("Undeterminable", "incidents"),
                new("No apparent breach", "incidents"),
            ],
            rows
        );
        return new("terms", "By term", ["A breach says that a term was apparently broken, not by whom."], [], [table]);
    }

    internal static ReportTable Table(
        DailyCount count,
        string id,
        string caption,
        string source,
        ImmutableArray<ReportColumn> columns,
        ImmutableArray<ImmutableArray<string>> rows
    ) => new(id, caption, count.Period, source, columns, rows);

    internal static ImmutableArray<string> Row(params string[] cells) => [.. cells];

    internal static ReportFigure Figure(DailyCount count, string id, string label, long? value, long? before, string unit, string source) =>
        new(id, label, value, before, unit, count.Period, source);

    // How monitors' reports begin: where there was more than the day before, where less, and how much anybody could see of it.
    private static IEnumerable<string> Compared(DailyCount count)
    {
        var regions = count
            .Input.Sectors.Select(s => s.Name)
            .Append(DailyCount.NoRegion)
            .Select(r =>
                (
                    Title: count.TitleOf(r),
                    Day: count.OfDay.Count(i => count.Region(i) == r),
                    Before: count.OfBefore.Count(i => count.Region(i) == r)
                )
            )
            .Where(r => r.Day + r.Before > 0)
            .OrderByDescending(r => Math.Abs(r.Day - r.Before))
            .ThenBy(r => r.Title, StringComparer.Ordinal)
            .ToArray();
        foreach (var (words, sign) in new[] { ("More than", 1), ("Fewer than", -1), ("As many as", 0) })
        {
            var told = regions.Where(r => Math.Sign(r.Day - r.Before) == sign).ToArray();
            if (told.Length > 0)
            {
                yield return $"{words} in the previous period: {string.Join("; ", told.Select(r => $"{r.Title} ({DailyCount.Number(r.Day)}, before {DailyCount.Number(r.Before)})"))}.";
            }
        }
        var sectors = count.Input.Sectors.Length;
        if (sectors > 0)
        {
            var seen = count.Input.Coverage.Count(c => c.Day == count.Input.Date && c.CoveredShare > 0);
            yield return $"Of {DailyCount.Number(sectors)} regions {DailyCount.Number(seen)} could be seen at least in part on the calendar day. Where nobody could look, silence tells nothing.";
        }
    }

    private static IEnumerable<string> Remarks(DailyCount count)
    {
        if (count.Exercises.Length > 0)
        {
            yield return $"Live-fire training: {DailyCount.Number(count.Exercises.Length)}; listed, but in no count.";
        }
        if (count.Undated > 0)
        {
            yield return $"Known only to a span of days that touches the period: {DailyCount.Number(count.Undated)}; in no count of this day.";
        }
        if (count.Input.Scope == Watch.Release.ReleaseScope.Outside)
        {
            yield return "Released 24 hours late, on a grid of 10 km, without sources: nobody is to be found by this report. What was recorded in the last 24 hours before it was written is not in it yet.";
        }
        if (count.Input.Mode != Mode.Actual)
        {
            yield return $"This is {(count.Input.Mode == Mode.Exercise ? "an exercise" : "a test")}: nothing in it happened.";
        }
    }

    private static (int Day, int Before) Both(DailyCount count, Outcome outcome) =>
        (count.Outcomes(count.OfDay, outcome), count.Outcomes(count.OfBefore, outcome));

    private static ImmutableArray<string> RegionRow(DailyCount count, string region)
    {
        var day = count.OfDay.Where(i => count.Region(i) == region).ToArray();
        var before = count.OfBefore.Where(i => count.Region(i) == region).ToArray();
        var (breaches, breachesBefore) = (count.Outcomes(day, Outcome.ApparentBreach), count.Outcomes(before, Outcome.ApparentBreach));
        var covered = count.Input.Coverage.FirstOrDefault(r => r.Sector == region && r.Day == count.Input.Date);
        return Row(
            count.TitleOf(region),
            DailyCount.Number(day.Length),
            DailyCount.Change(day.Length, before.Length),
            DailyCount.Number(breaches),
            DailyCount.Change(breaches, breachesBefore),
            DailyCount.Number(count.Outcomes(day, Outcome.Undeterminable)),
            MovementSections.Covered(covered)
        );
    }

    private static ImmutableArray<string> TermRow(DailyCount count, string term, string title)
    {
        var breaches = count.OfDay.SelectMany(count.Findings).Where(f => f.Term == term && f.Outcome == Outcome.ApparentBreach).ToArray();
        return Row(
            title.Length == 0 || title == term ? term : $"{term}: {title}",
            DailyCount.Number(breaches.Length),
            DailyCount.Number(count.Outcomes(count.OfBefore, Outcome.ApparentBreach, term)),
            DailyCount.Number(breaches.Count(f => f.Severity == Severity.Grave)),
            DailyCount.Number(breaches.Count(f => f.Severity == Severity.Major)),
            DailyCount.Number(count.Outcomes(count.OfDay, Outcome.Undeterminable, term)),
            DailyCount.Number(count.Outcomes(count.OfDay, Outcome.NoApparentBreach, term))
        );
    }
}
