using System.Collections.Immutable;
using System.CommandLine;
using Holdfast.App.Commission;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Rules;

namespace Holdfast.Cli.Commission;

/// <summary><c>holdfast case evidence check</c>: the record against the files and keys beside it.</summary>
internal static class EvidenceCheckVerb
{
    public static Command Create()
    {
        var options = new CaseOptions();
        var sweep = new Option<bool>("--sweep")
        {
            Description = "Removes orphans older than a day, and keys that the record says were destroyed; an entry says what was removed.",
        };
        var verb = options.Command(
            "check",
            "Hashes every file that a case cites again, looks for every key, and lists what nothing cites; exit code 1 where something is missing or has changed. "
                + "Example: holdfast case evidence check --mission missions/ukraine --record var/ukraine/record.db --as secretary",
            sweep
        );
        verb.SetAction(
            (args, cancellation) =>
                options.RunAsync(
                    args,
                    async seat =>
                    {
                        var registry = seat.Room.Desk.Registry;
                        if (!registry.Serves(seat.Person))
                        {
                            await args.InvocationConfiguration.Error.WriteLineAsync($"'{seat.Person}' does not serve the commission.");
                            return 1;
                        }
                        if (args.GetValue(sweep) && registry.Rules.Officer(seat.Person)?.Office != Office.Secretary)
                        {
                            await args.InvocationConfiguration.Error.WriteLineAsync(
                                "The secretary sweeps; anybody of the commission may check."
                            );
                            return 1;
                        }
                        ImmutableArray<EvidenceFinding> swept = args.GetValue(sweep)
                            ? await seat.Room.Audit.SweepAsync(seat.Person, registry.Mode, cancellation)
                            : [];
                        var report = await seat.Room.Audit.RunAsync(cancellation: cancellation);
                        await WriteAsync(args, options.IsJson(args), report, swept);
                        return report.IsClean ? 0 : 1;
                    },
                    cancellation
                )
        );
        return verb;
    }

    private static async Task WriteAsync(ParseResult args, bool json, EvidenceReport report, ImmutableArray<EvidenceFinding> swept)
    {
        var output = args.InvocationConfiguration.Output;
        var (wrong, left) = (report.Findings.Where(f => f.Harms).ToList(), report.Findings.Where(f => !f.Harms).ToList());
        if (json)
        {
            Output.WriteJson(
                output,
                new
                {
                    report.Files,
                    report.Bytes,
                    report.Keys,
                    wrong = wrong.Select(Shape),
                    left_over = left.Select(Shape),
                    swept = swept.Select(Shape),
                }
            );
            return;
        }
        await output.WriteLineAsync(
            $"{Count(report.Files, "file")}, {Count(report.Keys, "key")}, {wrong.Count} wrong, {left.Count} left over"
                + (swept.Length > 0 ? $", {swept.Length} swept." : ".")
        );
        await output.WriteAsync(string.Concat(wrong.Concat(left).Select(f => f.Text + "\n")));
        await output.WriteAsync(string.Concat(swept.Select(f => "swept: " + f.Text + "\n")));
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";

    private static object Shape(EvidenceFinding finding) =>
        new
        {
            fault = CaseWords.Of(finding.Fault),
            finding.Name,
            finding.Cited,
            finding.Bytes,
            since = finding.Since is { } since ? Core.Values.Iso.Format(since) : null,
        };
}
