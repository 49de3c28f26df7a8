using System.CommandLine;
using System.Globalization;
using Holdfast.App.Briefing;
using Holdfast.App.Missions;
using Holdfast.App.Watch;
using Holdfast.Cli.Record;
using Holdfast.Core.Briefing.Trend;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Cli.Briefing;

/// <summary><c>holdfast trend update</c> and <c>trend list</c>: alerts and figures of sectors, made and recorded, and read again.</summary>
internal static class TrendBookVerb
{
    private static readonly Option<string> Kept = new("--record") { Description = "The record's file.", Required = true };
    private static readonly Option<Instant?> Known = RecordOptions.Time("--known", "As known then; without it as known now.");

    public static Command Update()
    {
        var format = Output.Format("text", "json");
        var update = new Command(
            "update",
            "Scans the days up to one and records alerts and the figure of each sector, internal until two people release them. "
                + "Example: holdfast trend update --mission missions/ukraine --record var/ukraine/record.db --day 2026-03-04"
        )
        {
            TrendVerb.Mission,
            TrendVerb.Day,
            Kept,
            format,
        };
        update.SetAction(
            (args, cancellation) =>
                Output.GuardAsync(() =>
                    WithAsync(
                        args,
                        async workspace =>
                        {
                            var day = TrendVerb.DayOf(args);
                            var done = await Progressing.RunAsync(report =>
                                new TrendDesk(workspace, TimeProvider.System).UpdateAsync(
                                    Reader.LocalOperator,
                                    day,
                                    new Progress<double>(share => report.Report(new ReplayProgress("scan", share, "draws"))),
                                    cancellation
                                )
                            );
                            Print(args, args.GetValue(format) == "json", done.Board, done.Alerts, done.New);
                        },
                        cancellation
                    )
                )
        );
        return update;
    }

    public static Command List()
    {
        var format = Output.Format("text", "json");
        var list = new Command(
            "list",
            "Alerts and the latest figures of sectors that are recorded. Example: holdfast trend list --mission missions/ukraine --record var/ukraine/record.db"
        )
        {
            TrendVerb.Mission,
            Kept,
            Known,
            format,
        };
        list.SetAction(
            (args, cancellation) =>
                Output.GuardAsync(() =>
                    WithAsync(
                        args,
                        async workspace =>
                        {
                            var book = await new TrendDesk(workspace, TimeProvider.System).BookAsync(
                                Reader.LocalOperator,
                                args.GetValue(Known),
                                cancellation
                            );
                            TrendAlert[] alerts =
                            [
                                .. book.Alerts.Select(a => a.Alert).GroupBy(a => a.Id).Select(g => g.Last()).OrderByDescending(a => a.To),
                            ];
                            Print(args, args.GetValue(format) == "json", book.LatestHealth?.Board, alerts, null);
                        },
                        cancellation
                    )
                )
        );
        return list;
    }

    private static async Task<int> WithAsync(ParseResult args, Func<Workspace, Task> work, CancellationToken cancellation)
    {
        var temporary = Directory.CreateTempSubdirectory("holdfast-trend-").FullName;
        try
        {
            await using var workspace = await WorkspaceOpener.OpenAsync(
                args.GetRequiredValue(TrendVerb.Mission),
                args.GetRequiredValue(Kept),
                temporary,
                TimeProvider.System,
                cancellation
            );
            await work(workspace);
            return 0;
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static void Print(ParseResult args, bool json, HealthBoard? board, IReadOnlyCollection<TrendAlert> alerts, int? recorded)
    {
        var output = args.InvocationConfiguration.Output;
        if (json)
        {
            Output.WriteJson(output, Json(board, alerts, recorded));
            return;
        }
        output.WriteLine("Internal: not to be published before two people have released it.");
        foreach (var a in alerts)
        {
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  alert {a.Id}  {Iso(a.From)} to {Iso(a.To)}  {(a.Sectors.IsEmpty ? "outside the sectors" : string.Join(", ", a.Sectors))}: {a.Observed} observed, {a.Expected:0.0} expected {(a.RadiusKm > 0 ? $"within {a.RadiusKm:0} km of" : "in")} the cell of 10 km at {a.Latitude:0.00} N {a.Longitude:0.00} E; by chance once in {HealthWords.OnceIn(a.RecurrenceDays)}{(a.Adjusted ? "" : "; not adjusted for coverage")}"
                )
            );
        }
        if (alerts.Count == 0)
        {
            output.WriteLine("  no alert");
        }
        foreach (var s in board?.Sectors ?? [])
        {
            output.WriteLine(
                s.State == HealthState.NotKnown
                    ? string.Create(CultureInfo.InvariantCulture, $"  {s.Sector}: not known, {s.Covered:P0} covered")
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {s.Sector}: {HealthWords.Of(s)} (calm {s.Calm:0.###}, strained {s.Strained:0.###}, breaking {s.Breaking:0.###}); {s.Recent?.Middle:0.0} incidents a day ({s.Recent?.Low:0.0} to {s.Recent?.High:0.0})"
                    )
            );
        }
        if (board is not null)
        {
            output.WriteLine($"  figures of {Iso(board.Day)}, {(board.Adjusted ? "adjusted for coverage" : "not adjusted for coverage")}");
        }
        if (recorded is { } count)
        {
            output.WriteLine($"  {count} new {(count == 1 ? "entry" : "entries")}");
        }
    }

    private static object Json(HealthBoard? board, IReadOnlyCollection<TrendAlert> alerts, int? recorded) =>
        new
        {
            Release = "internal until two people release it",
            Recorded = recorded,
            Alerts = alerts.Select(a => new
            {
                a.Id,
                From = Iso(a.From),
                To = Iso(a.To),
                a.Latitude,
                a.Longitude,
                a.RadiusKm,
                a.Sectors,
                a.Observed,
                a.Expected,
                a.P,
                a.GumbelP,
                a.RecurrenceDays,
                a.Adjusted,
                a.Continues,
            }),
            Day = board is null ? null : Iso(board.Day),
            AdjustedForCoverage = board?.Adjusted,
            Sectors = board?.Sectors.Select(s => new
            {
                s.Sector,
                State = HealthWords.Of(s.State),
                s.Calm,
                s.Strained,
                s.Breaking,
                s.Recent,
                s.Before,
                s.Dispersion,
                s.Covered,
                s.Incidents,
            }),
        };

    private static string Iso(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
