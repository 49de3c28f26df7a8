using System.Collections.Immutable;
using Holdfast.App.Watch;
using Holdfast.Core.Briefing.Questions;
using Holdfast.Core.Missions.Questions;
using Holdfast.Core.Support.Ledger;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.App.Briefing.Questions;

/// <summary>What is counted or summed: incidents with what could be seen, and the ledger of support.</summary>
internal static class CountedItems
{
    /// <summary>As released for the reader. Where nothing could be seen and nothing was, nobody knows whether anything happened.</summary>
    public static async Task<(ImmutableArray<AnswerItem> Items, string Why)> OfAsync(
        Gathering g,
        AnswerSelector.Incidents wanted,
        CancellationToken cancellation
    )
    {
        var (from, until) = Days(g, wanted);
        if (from > until)
        {
            return ([], "");
        }
        var zone = g.Mission.Zone;
        var when = new TimeRange(zone.AtStartOfDay(from).ToInstant(), zone.AtStartOfDay(until.PlusDays(1)).ToInstant());
        var filter = new IncidentFilter(When: when, Mode: g.Mode, Known: g.Request.Known);
        var counts = await g.Workspace.Watch.CountsAsync(g.Reader, filter, cancellation);
        var breaches =
            wanted.Term.Length == 0
                ? counts.ApparentViolations
                : (await g.Workspace.Watch.CountsAsync(g.Reader, filter with { Term = wanted.Term }, cancellation)).ApparentViolations;
        // Coverage is recorded of the mission's own activity.
        var rows =
            g.Mode == g.Mission.Mode
                ? await g.Workspace.Watch.CoverageAsync(g.Reader, from, until, null, g.Request.Known, cancellation)
                : [];
        decimal? covered = rows.IsEmpty ? null : (decimal)rows.Average(r => r.CoveredShare) * 100;
        if (counts.Incidents == 0 && covered is null or 0)
        {
            return ([], g.Phrases.Text("reason.nobody_looked"));
        }
        var period = $"{g.Phrases.Date(from)} \u2013 {g.Phrases.Date(until)}";
        var term = wanted.Term.Length == 0 ? "" : $"&term={Uri.EscapeDataString(wanted.Term)}";
        var (first, last) = (LocalDatePattern.Iso.Format(from), LocalDatePattern.Iso.Format(until));
        var item = new AnswerItem(
            AnswerKind.Count,
            wanted.Term,
            period,
            "",
            g.Mode == Mode.Actual ? Standing.Recorded : Standing.Illustrative,
            g.Phrases.Text("cites.counted"),
            $"incidents?from={first}&until={last}{term}"
        )
        {
            Figures =
            [
                new AnswerFigure("incidents", counts.Incidents, ""),
                new AnswerFigure("apparent_breaches", breaches, ""),
                new AnswerFigure("claims", counts.Claims, ""),
                new AnswerFigure("covered", covered, "percent"),
            ],
        };
        return ([item], "");
    }

    /// <summary>Sums as known on the day, by series, donor and stage; currencies are never added together, nor are stages.</summary>
    public static async Task<ImmutableArray<AnswerItem>> OfAsync(Gathering g, AnswerSelector.Support wanted, CancellationToken cancellation)
    {
        var book = await g.Workspace.Support.BookAsync(g.Reader, g.Mode, cancellation);
        var items = book.AsKnown(g.Day)
            .Items.Where(i => wanted.Donors.IsEmpty || wanted.Donors.Contains(i.Donor, StringComparer.Ordinal))
            .Where(i => wanted.Stages.IsEmpty || wanted.Stages.Contains(i.Stage))
            .ToImmutableArray();
        return
        [
            .. items
                .GroupBy(i => (i.Series, i.Donor, i.Stage))
                .OrderBy(s => s.Key.Donor, StringComparer.Ordinal)
                .ThenBy(s => s.Key.Stage)
                .ThenBy(s => s.Key.Series, StringComparer.Ordinal)
                .Select(s => Sum(g, s.Key.Series, s.Key.Donor, s.Key.Stage, [.. s])),
        ];
    }

    private static AnswerItem Sum(Gathering g, string series, string donor, SupportStage stage, ImmutableArray<LedgerItem> items)
    {
        var total = new MoneyTotals();
        foreach (var item in items)
        {
            total.Add(item);
        }
        var cites = string.Join("; ", items.Select(i => i.Cites).Where(c => c.Length > 0).Distinct().Order(StringComparer.Ordinal).Take(8));
        return new AnswerItem(
            AnswerKind.Support,
            donor,
            g.NameOf(donor),
            "",
            items.Max(i => i.Standing),
            cites.Length > 0 ? cites : series,
            $"support/items?series={Uri.EscapeDataString(series)}&donor={Uri.EscapeDataString(donor)}&stage={SupportWords.Of(stage)}"
        )
        {
            Word = $"stage.{SupportWords.Of(stage)}",
            Figures =
            [
                new AnswerFigure("items", total.Items, ""),
                .. total.Money.Select(m => new AnswerFigure("money", m.Sum.Value, m.Currency)),
                .. total.Unvalued > 0 ? new[] { new AnswerFigure("unvalued", total.Unvalued, "") } : [],
            ],
        };
    }

    // Never past the instant that is asked about.
    private static (LocalDate From, LocalDate Until) Days(Gathering g, AnswerSelector.Incidents wanted)
    {
        var zone = g.Mission.Zone;
        var from = wanted.From ?? g.Mission.Period.Earliest.InZone(zone).Date;
        var until = wanted.Until ?? g.Mission.Period.Latest.Minus(Duration.Epsilon).InZone(zone).Date;
        return (from, LocalDate.Min(until, g.Day));
    }
}
