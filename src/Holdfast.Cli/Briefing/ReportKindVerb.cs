using System.CommandLine;
using Holdfast.App.Briefing;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Briefing;

/// <summary><c>holdfast report KIND</c>: one report, for one edition, in one form.</summary>
internal static class ReportKindVerb
{
    public static Command Create(ReportKind kind)
    {
        var options = new ReportOptions();
        var edition = new Option<string?>("--edition")
        {
            Description = "For whom: public, internal, commission, party:XX or nation:XX; for the owner of the machine if not given.",
        };
        var format = Output.Format("md", "html", "csv", "json", "geojson", "cap");
        var verb = new Command(
            ReportKinds.Of(kind),
            $"{Describe(kind)} Example: holdfast report {ReportKinds.Of(kind)} --mission missions/{Example(kind)} --format html"
        );
        options.AddTo(verb);
        verb.Add(edition);
        verb.Add(format);
        verb.SetAction(
            (args, cancellation) =>
                Output.GuardAsync(async () =>
                {
                    var question = options.Question(args, kind);
                    var model = await options.WithAsync(
                        args,
                        workspace =>
                        {
                            var desk = new ReportDesk(workspace, TimeProvider.System);
                            return args.GetValue(edition) is { } name
                                ? desk.BuildAsync(question, new BriefDesk(workspace, TimeProvider.System).EditionOf(name), cancellation)
                                : desk.BuildAsync(question, Reader.LocalOperator, "", cancellation);
                        },
                        cancellation
                    );
                    Console.Out.WriteLine(ReportFormats.Write(model, args.GetRequiredValue(format)));
                    return 0;
                })
        );
        return verb;
    }

    private static string Describe(ReportKind kind) =>
        kind switch
        {
            ReportKind.Daily => "The daily report: counts, denials and coverage, claims apart.",
            ReportKind.Weekly => "Seven days: rates adjusted for coverage with their intervals, terms, released alerts.",
            ReportKind.Readiness => "Which promises are in force, what is missing, who controls it, tiers and their clocks.",
            ReportKind.Commission => "The commission's docket: cases by state, time per stage, decisions, remedies.",
            ReportKind.Support => "Force and support: needs, and what was promised, allocated and delivered.",
            ReportKind.Chronology => "What happened and what was said, in order, with sources.",
            _ => throw new InvalidOperationException("ReportKind is a closed enumeration."),
        };

    private static string Example(ReportKind kind) =>
        kind switch
        {
            ReportKind.Daily => "minsk-2015 --date 2015-02-18 --record m.db",
            ReportKind.Weekly => "easter-truce-2025 --date 2025-04-21",
            _ => "ukraine --date 2026-03-04 --edition public",
        };
}
