using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using Holdfast.App.Briefing;
using Holdfast.App.Briefing.Wording;
using Holdfast.Core.Briefing.Reports;
using Holdfast.Core.Briefing.Wording;
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
        var language = new Option<Language>("--lang")
        {
            Description = "en, uk, fr or de: for html, md, pdf and cap; what machines read stays English.",
            DefaultValueFactory = _ => Language.English,
            CustomParser = ToLanguage,
        };
        var format = Output.Format("md", "html", "csv", "json", "geojson", "cap", ReportFormats.Pdf);
        var file = new Option<string?>("--out") { Description = "A file to write to; for pdf it has to be named." };
        var verb = new Command(
            ReportKinds.Of(kind),
            $"{Describe(kind)} Example: holdfast report {ReportKinds.Of(kind)} --mission missions/{Example(kind)} --format html"
        );
        options.AddTo(verb);
        verb.Add(edition);
        verb.Add(language);
        verb.Add(format);
        verb.Add(file);
        verb.SetAction(
            (args, cancellation) =>
                Output.GuardAsync(async () =>
                {
                    var (question, form, to) = (options.Question(args, kind), args.GetRequiredValue(format), args.GetValue(file));
                    if (form == ReportFormats.Pdf && to is null)
                    {
                        throw new ArgumentException("--out is missing: a file for the PDF, such as report.pdf.");
                    }
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
                    await WriteAsync(model.In(args.GetRequiredValue(language), form), form, to, cancellation);
                    return 0;
                })
        );
        return verb;
    }

    private static async Task WriteAsync(ReportModel model, string format, string? file, CancellationToken cancellation)
    {
        if (file is null)
        {
            Console.Out.WriteLine(ReportFormats.Write(model, format));
            return;
        }
        var bytes =
            format == ReportFormats.Pdf
                ? await PdfPrinter.Default.PrintAsync(model, cancellation)
                : Encoding.UTF8.GetBytes(ReportFormats.Write(model, format));
        await File.WriteAllBytesAsync(file, bytes, cancellation);
        Console.Error.WriteLine($"{file}: {bytes.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes");
    }

    private static Language? ToLanguage(ArgumentResult result)
    {
        var tag = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        if (Language.Find(tag) is { } found)
        {
            return found;
        }
        var tags = Language.All.Select(l => l.Tag).ToArray();
        var near = NearestWord.To(tag, tags);
        result.AddError(
            $"--lang: '{tag}' is no language here; expected one of {string.Join(", ", tags)}."
                + (near is null ? "" : $" Did you mean '{near}'?")
        );
        return null;
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
