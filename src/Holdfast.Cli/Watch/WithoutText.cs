using System.Globalization;
using Holdfast.App.Watch;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Spectre.Console;

namespace Holdfast.Cli.Watch;

/// <summary>What goes and what changes without somebody, and the coverage that is lost.</summary>
internal static class WithoutText
{
    private const int Shown = 20;

    public static void Write(IAnsiConsole console, WithoutComparison found)
    {
        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"without [bold]{found.Name}[/]: {found.Unchanged:N0} incidents as they were, {found.Changed.Length:N0} changed, {found.Gone.Length:N0} gone, {found.Appeared.Length:N0} apart that were one"
        );
        if (!found.All)
        {
            console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $"    the latest {WithoutComparison.Most:N0} incidents are compared"
            );
        }
        foreach (var row in found.Gone.Take(Shown))
        {
            console.MarkupLineInterpolated($"    gone     {Line(row)}");
        }
        foreach (var row in found.Changed.Take(Shown))
        {
            var changes = string.Join("; ", row.Changes.Select(c => $"{c.What} {c.Before} -> {c.After}"));
            console.MarkupLineInterpolated($"    changed  {Line(row.With)}: {changes}");
        }
        if (found.Gone.Length > Shown || found.Changed.Length > Shown)
        {
            console.MarkupLineInterpolated($"    the first {Shown} of each are shown; --format json has all");
        }
        if (!found.Coverage.IsEmpty)
        {
            console.Write(Coverage(found));
        }
    }

    public static object Json(WithoutComparison found) =>
        new
        {
            Without = found.Name,
            found.Unchanged,
            found.All,
            Gone = found.Gone.Select(Item),
            Changed = found.Changed.Select(c => new
            {
                With = Item(c.With),
                Without = Item(c.Without),
                c.Changes,
            }),
            Appeared = found.Appeared.Select(Item),
            From = Day(found.From),
            To = Day(found.To),
            Coverage = found.Coverage.Select(c => new
            {
                c.Sector,
                c.With,
                c.Without,
                c.Lost,
            }),
        };

    private static Table Coverage(WithoutComparison found)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn($"Covered, {Day(found.From)} to {Day(found.To)}");
        foreach (var heading in new[] { "With all", "Without", "Lost" })
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }
        foreach (var row in found.Coverage)
        {
            table.AddRow(Markup.Escape(row.Sector), Share(row.With), Share(row.Without), Share(row.Lost));
        }
        return table;
    }

    private static string Line(IncidentRow row) =>
        $"{row.Incident.Id} {Iso.Format(row.Incident.When.Earliest)} {row.Incident.BestKind}, {IncidentCodec.Word(row.Incident.Verification)}{(row.Sector is { } sector ? $", {sector}" : "")}";

    private static object Item(IncidentRow row) =>
        new
        {
            Id = row.Incident.Id.Value,
            Earliest = Iso.Format(row.Incident.When.Earliest),
            Latest = Iso.Format(row.Incident.When.Latest),
            row.Incident.Where.Centre.Latitude,
            row.Incident.Where.Centre.Longitude,
            Kind = row.Incident.BestKind,
            Verification = IncidentCodec.Word(row.Incident.Verification),
            Outcome = row.WorstOutcome?.ToString(),
            row.Sector,
        };

    private static string Day(NodaTime.LocalDate date) => date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    private static string Share(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
