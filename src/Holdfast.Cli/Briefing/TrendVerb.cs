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

/// <summary><c>holdfast trend scan</c>: where, in the last days, there was more than places and days by themselves explain.</summary>
internal static class TrendVerb
{
    internal static readonly Option<string> Mission = new("--mission") { Description = "The mission's folder.", Required = true };
    internal static readonly Option<string> Day = new("--day")
    {
        Description = "The last day, such as 2025-04-20, in the mission's zone.",
        Required = true,
    };
    private static readonly Option<int> Days = new("--days")
    {
        Description = "Days of the study, the last included.",
        DefaultValueFactory = _ => 30,
    };
    private static readonly Option<int> Longest = new("--longest")
    {
        Description = "A cluster's longest duration in days.",
        DefaultValueFactory = _ => 7,
    };
    private static readonly Option<double> Radius = new("--radius")
    {
        Description = "The largest radius in km.",
        DefaultValueFactory = _ => 100,
    };
    private static readonly Option<int> Replicas = new("--replicas")
    {
        Description = "Draws under the null hypothesis.",
        DefaultValueFactory = _ => 999,
    };
    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Of the draws: the same gives the same.",
        DefaultValueFactory = _ => 1,
    };
    private static readonly Option<bool> Plain = new("--without-coverage") { Description = "Do not take into account what could be seen." };
    internal static readonly Option<string?> Record = new("--record")
    {
        Description = "The record's file. Without it the mission's own feeds are read into a temporary one.",
    };
    private static readonly Option<Mode> Activity = RecordOptions.OfMode("Which activity's incidents:");

    public static Command Create()
    {
        var format = Output.Format("text", "json");
        var scan = new Command(
            "scan",
            "The prospective space-time permutation scan (Kulldorff and others 2005), adjusted for coverage. Internal until two people release it. "
                + "Example: holdfast trend scan --mission missions/minsk-2015 --day 2015-02-20"
        )
        {
            Mission,
            Day,
            Days,
            Longest,
            Radius,
            Replicas,
            Seed,
            Plain,
            Record,
            Activity,
            format,
        };
        scan.SetAction((args, cancellation) => Output.GuardAsync(() => RunAsync(args, args.GetValue(format) == "json", cancellation)));
        return new Command(
            "trend",
            "Where the truce may be breaking down. Example: holdfast trend scan --mission missions/minsk-2015 --day 2015-02-20"
        )
        {
            scan,
            TrendBookVerb.Update(),
            TrendBookVerb.List(),
        };
    }

    internal static LocalDate DayOf(ParseResult args) =>
        args.GetRequiredValue(Day) is var text && LocalDatePattern.Iso.Parse(text) is { Success: true } day
            ? day.Value
            : throw new ArgumentException($"--day: '{text}' is not a day such as 2025-04-20.");

    private static async Task<int> RunAsync(ParseResult args, bool json, CancellationToken cancellation)
    {
        var question = new TrendQuestion(
            DayOf(args),
            args.GetValue(Days),
            new ScanLimits(args.GetValue(Longest), args.GetValue(Radius), 0.5, args.GetValue(Replicas), args.GetValue(Seed)),
            args.GetValue(Activity),
            null,
            !args.GetValue(Plain)
        );
        if (question.Days is < 2 or > 3660)
        {
            throw new ArgumentException($"--days: a study has from 2 to 3660 days; found {question.Days}.");
        }
        var temporary = Directory.CreateTempSubdirectory("holdfast-trend-").FullName;
        try
        {
            var path = args.GetValue(Record) ?? Path.Combine(temporary, "record.db");
            await using var workspace = await WorkspaceOpener.OpenAsync(
                args.GetRequiredValue(Mission),
                path,
                temporary,
                TimeProvider.System,
                cancellation
            );
            if (args.GetValue(Record) is null)
            {
                await WorkspaceOpener.ImportMissionFeedsAsync(workspace, TimeProvider.System, null, cancellation);
            }
            var scan = await Progressing.RunAsync(report =>
                new TrendScans(workspace).ScanAsync(
                    Reader.LocalOperator,
                    question,
                    new Progress<double>(share => report.Report(new ReplayProgress("scan", share, "draws"))),
                    cancellation
                )
            );
            Print(args.InvocationConfiguration.Output, scan, json);
            return 0;
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static void Print(TextWriter output, TrendScan scan, bool json)
    {
        if (json)
        {
            Output.WriteJson(output, Json(scan));
            return;
        }
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{scan.Answer.Events} incidents in {scan.Data.Places.Length} cells over {scan.Data.Days} days to {LocalDatePattern.Iso.Format(scan.Question.Day)}; {scan.Answer.Zones} circles, {scan.Question.Limits.Replicas} draws; {(scan.Coverage ? "adjusted for coverage" : "not adjusted for coverage")}"
            )
        );
        output.WriteLine("Internal: not to be published before two people have released it.");
        if (scan.Answer.Clusters.IsEmpty)
        {
            output.WriteLine("No place had more in the last days than places and days by themselves explain.");
        }
        foreach (var c in scan.Answer.Clusters)
        {
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {scan.Data.Places[c.Center].Name}, radius {c.RadiusKm:0} km, last {c.Days} days: {c.Observed} observed, {c.Expected:0.0} expected; p {c.P:0.####} (Gumbel {c.GumbelP:0.0e+0}); by chance once in {c.RecurrenceDays:0} days"
                )
            );
        }
    }

    private static object Json(TrendScan scan) =>
        new
        {
            Day = LocalDatePattern.Iso.Format(scan.Question.Day),
            scan.Data.Days,
            scan.Answer.Events,
            Places = scan.Data.Places.Length,
            scan.Answer.Zones,
            scan.Question.Limits.Replicas,
            AdjustedForCoverage = scan.Coverage,
            OutsideTheSectors = scan.Outside,
            Release = "internal until two people release it",
            Clusters = scan.Answer.Clusters.Select(c => new
            {
                Place = scan.Data.Places[c.Center].Name,
                scan.Data.Places[c.Center].Latitude,
                scan.Data.Places[c.Center].Longitude,
                c.RadiusKm,
                Cells = c.Places.Length,
                From = LocalDatePattern.Iso.Format(scan.Question.Day.PlusDays(1 - c.Days)),
                c.Days,
                c.Observed,
                c.Expected,
                LogLikelihoodRatio = c.Ratio,
                c.P,
                c.GumbelP,
                c.RecurrenceDays,
            }),
        };
}
