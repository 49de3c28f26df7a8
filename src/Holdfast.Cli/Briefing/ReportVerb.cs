using System.CommandLine;
using Holdfast.App.Briefing;
using Holdfast.App.Missions;
using Holdfast.App.Watch.Views;
using Holdfast.Core.Briefing.Daily;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Cli.Briefing;

/// <summary><c>holdfast report daily</c>: the daily report of a mission, in the structure of the OSCE SMM's.</summary>
internal static class ReportVerb
{
    public static Command Create()
    {
        var verb = new Command(
            "report",
            "Writes reports. Example: holdfast report daily --mission missions/easter-truce-2025 --date 2025-04-20 --format md"
        );
        verb.Subcommands.Add(Daily());
        return verb;
    }

    private static Command Daily()
    {
        var mission = new Option<string>("--mission") { Description = "The mission's folder.", Required = true };
        var date = new Option<string>("--date")
        {
            Description = "The day, such as 2025-04-20, in the mission's zone of time.",
            Required = true,
        };
        var asOf = new Option<string?>("--as-of") { Description = "The time of day at which the period ends; 19:30 if not given." };
        var known = new Option<string?>("--known") { Description = "As known at this instant (ISO 8601, UTC); now if not given." };
        var record = new Option<string?>("--record")
        {
            Description = "The record's file. Without it the mission's own feeds are read into a temporary one.",
        };
        var format = Output.Format("md", "html", "json");
        var verb = new Command(
            "daily",
            "The daily report: counts, denials and coverage, claims apart. Example: holdfast report daily --mission missions/minsk-2015 --date 2015-02-18 --record m.db --format html"
        )
        {
            mission,
            date,
            asOf,
            known,
            record,
            format,
        };
        verb.SetAction(
            (args, cancellation) =>
                Output.GuardAsync(async () =>
                {
                    var request = new Request(
                        args.GetRequiredValue(mission),
                        Parse(LocalDatePattern.Iso, args.GetRequiredValue(date), "--date", "a day such as 2025-04-20"),
                        args.GetValue(asOf) is { } t
                            ? Parse(LocalTimePattern.CreateWithInvariantCulture("H:mm"), t, "--as-of", "a time such as 19:30")
                            : null,
                        args.GetValue(known) is { } k
                            ? Parse(InstantPattern.ExtendedIso, k, "--known", "an instant such as 2025-04-21T00:00:00Z")
                            : null,
                        args.GetValue(record)
                    );
                    Console.Out.WriteLine(Write(await BuildAsync(request, cancellation), args.GetRequiredValue(format)));
                    return 0;
                })
        );
        return verb;
    }

    private sealed record Request(string Mission, LocalDate Date, LocalTime? AsOf, Instant? Known, string? Record);

    private static async Task<DailyReportModel> BuildAsync(Request request, CancellationToken cancellation)
    {
        var temporary = Directory.CreateTempSubdirectory("holdfast-report-").FullName;
        try
        {
            var path = request.Record ?? Path.Combine(temporary, "record.db");
            await using var workspace = await WorkspaceOpener.OpenAsync(
                request.Mission,
                path,
                temporary,
                TimeProvider.System,
                cancellation
            );
            if (request.Record is null)
            {
                await WorkspaceOpener.ImportMissionFeedsAsync(workspace, TimeProvider.System, null, cancellation);
            }
            return await new DailyReports(workspace, TimeProvider.System).BuildAsync(
                Reader.LocalOperator,
                request.Date,
                request.AsOf,
                request.Known,
                cancellation
            );
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static string Write(DailyReportModel model, string format) =>
        format switch
        {
            "html" => DailyReportHtml.Document(model),
            "json" => DailyReportJson.Write(model),
            _ => DailyReportMarkdown.Write(model),
        };

    private static T Parse<T>(IPattern<T> pattern, string text, string option, string expected)
    {
        var result = pattern.Parse(text);
        return result.Success ? result.Value : throw new ArgumentException($"{option}: '{text}' is not {expected}.");
    }
}
