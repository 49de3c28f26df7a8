using System.Globalization;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Watch;
using Spectre.Console;

namespace Holdfast.Cli.Watch;

/// <summary>A replay's result for people: the four different counts, then what each term makes of the incidents.</summary>
internal static class ReplayText
{
    public static void Write(IAnsiConsole console, ReplayResult result)
    {
        var s = result.Summary;
        foreach (var feed in result.Feeds)
        {
            console.MarkupLineInterpolated(
                $"{feed.Feed} [bold]{feed.File}[/]: {N(feed.Observations)} observations, {N(feed.Quarantined)} lines quarantined, {N(feed.Duplicates)} duplicates, {N(feed.Conflicts)} conflicts"
            );
            foreach (var (code, number) in feed.QuarantinedByCode)
            {
                console.MarkupLineInterpolated($"    quarantined {code}: {N(number)}");
            }
            if (feed.ResumedAfterLine > 0)
            {
                console.MarkupLineInterpolated($"    lines up to {N(feed.ResumedAfterLine)} had been read before");
            }
        }
        console.MarkupLineInterpolated(
            $"[bold]{N(s.Observations)}[/] located observations, [bold]{N(s.NullObservations)}[/] spells of watching, [bold]{N(s.Claims)}[/] claims"
        );
        console.MarkupLineInterpolated($"[bold]{N(s.Incidents)}[/] incidents, {N(s.NoTermApplies)} to which no term applies");
        if (result.WithAll is { } all)
        {
            console.Write(Beside(all, s));
        }
        if (result.Difference is { } difference)
        {
            WithoutText.Write(console, difference);
        }
        console.Write(Terms(s));
        foreach (var term in s.Terms.Where(t => t.Undeterminable > 0))
        {
            var reasons = string.Join(", ", term.UndeterminableByReason.Select(r => $"{r.Key} {N(r.Value)}"));
            console.MarkupLineInterpolated($"undeterminable under {term.Term}: {reasons}");
        }
        var seconds = (result.Reading + result.Folding).TotalSeconds;
        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"incidents digest {s.IncidentsDigest[..16]}, engine {Engine.Version}, {seconds:0.0} s ({(s.Observations + s.NullObservations + s.Claims) / Math.Max(seconds, 0.001):N0} observations/s)"
        );
    }

    /// <summary>The same counts with everybody and without those who were left out.</summary>
    private static Table Beside(WatchSummary all, WatchSummary left)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("Left out and not");
        foreach (var heading in new[] { "With all", "Without", "Difference" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }
        Row("located observations", all.Observations, left.Observations);
        Row("spells of watching", all.NullObservations, left.NullObservations);
        Row("incidents", all.Incidents, left.Incidents);
        foreach (var level in all.IncidentsByVerification.Keys.Union(left.IncidentsByVerification.Keys).Order(StringComparer.Ordinal))
        {
            Row($"  {level}", all.IncidentsByVerification.GetValueOrDefault(level), left.IncidentsByVerification.GetValueOrDefault(level));
        }
        Row("apparent breaches", all.Terms.Sum(t => t.ApparentBreaches), left.Terms.Sum(t => t.ApparentBreaches));
        return table;

        void Row(string what, long with, long without) => table.AddRow(what, N(with), N(without), N(without - with));
    }

    private static Table Terms(WatchSummary summary)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("Term");
        foreach (
            var heading in new[] { "Apparent breach", "grave", "major", "minor", "Undeterminable", "No apparent breach", "Not applicable" }
        )
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }
        foreach (var term in summary.Terms)
        {
            string Severity(string name) => N(term.BreachesBySeverity.GetValueOrDefault(name));
            table.AddRow(
                Markup.Escape(term.Term),
                N(term.ApparentBreaches),
                Severity("grave"),
                Severity("major"),
                Severity("minor"),
                N(term.Undeterminable),
                N(term.NoApparentBreach),
                N(term.NotApplicable)
            );
        }
        return table;
    }

    private static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

/// <summary>A replay's result as JSON; the shape is documented in docs/guide/cli.md.</summary>
internal static class ReplayJson
{
    public static object From(ReplayResult result) =>
        new
        {
            result.Mission,
            result.Revision,
            Engine = Engine.Version,
            result.Feeds,
            result.Summary.Observations,
            result.Summary.NullObservations,
            result.Summary.Claims,
            result.Summary.Quarantined,
            result.Summary.QuarantinedByCode,
            result.Summary.Incidents,
            result.Summary.IncidentsByVerification,
            ApparentViolations = result.Summary.Terms.Sum(t => t.ApparentBreaches),
            Undeterminable = result.Summary.Terms.Sum(t => t.Undeterminable),
            result.Summary.NoTermApplies,
            result.Summary.Terms,
            result.Summary.IncidentsDigest,
            ReadingSeconds = Math.Round(result.Reading.TotalSeconds, 3),
            FoldingSeconds = Math.Round(result.Folding.TotalSeconds, 3),
            WithAll = result.WithAll is { } all
                ? new
                {
                    all.Observations,
                    all.NullObservations,
                    all.Incidents,
                    all.IncidentsByVerification,
                    ApparentViolations = all.Terms.Sum(t => t.ApparentBreaches),
                }
                : null,
            Difference = result.Difference is { } difference ? WithoutText.Json(difference) : null,
        };
}
