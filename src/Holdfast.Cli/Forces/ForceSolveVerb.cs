using System.CommandLine;
using System.Globalization;
using Holdfast.App.Forces;
using Holdfast.Core.Forces.Answers;
using Holdfast.Core.Forces.Optimisation;

namespace Holdfast.Cli.Forces;

/// <summary><c>holdfast forces solve</c>: the best plan for a size, proven or with its gap, and what stays unfilled and why.</summary>
internal sealed class ForceSolveVerb
{
    private readonly ForceQuery _query = new();
    private readonly ForceLimitOptions _limits = new();
    private readonly Option<string?> _lp = new("--lp")
    {
        Description = "Also write the program as an LP file, which glpsol --lp and cbc read.",
    };
    private readonly Option<string?> _csv = new("--csv") { Description = "Also write fill and need by line and month as a CSV file." };
    private readonly Option<string?> _figures = new("--figures")
    {
        Description =
            "Also write every figure as a CSV file into this folder: fill, shortfalls, curve, days, burden, serving, places, tasks, weakened.",
    };

    public static Command Create()
    {
        var self = new ForceSolveVerb();
        var command = self._query.Command(
            "solve",
            "Fills a planning size over months: what is filled, what is not and why, what protects which place, which other plans it weakens. "
                + "Example: holdfast forces solve --mission missions/ukraine --set size-20k --scenario decided --backstop with --start 2026-03-02",
            [.. self._limits.All, self._lp, self._csv, self._figures]
        );
        command.SetAction(
            (args, cancellation) => self._query.RunAsync(args, (asked, token) => self.AnswerAsync(args, asked, token), cancellation)
        );
        return command;
    }

    private async Task<int> AnswerAsync(ParseResult args, AskedForce asked, CancellationToken cancellation)
    {
        var report = await asked.Study.SolveAsync(
            Core.Values.Reader.LocalOperator,
            asked.Question,
            asked.Model,
            _limits.Of(args),
            ForceProgressLine.Show(),
            cancellation
        );
        AskedForce.Check(report.Case);
        if (args.GetValue(_lp) is { } lp)
        {
            await File.WriteAllTextAsync(lp, LpFile.Text(ForceProgram.Of(report.Case.Planning.Problem, 1).Program), CancellationToken.None);
        }
        if (args.GetValue(_csv) is { } csv)
        {
            await File.WriteAllTextAsync(csv, ForceCsv.Fill(report), CancellationToken.None);
        }
        if (args.GetValue(_figures) is { } folder)
        {
            await FiguresAsync(report, folder);
        }
        if (asked.Json)
        {
            Output.WriteJson(asked.Out, ForceReportItem.Of(report));
        }
        else
        {
            Print(asked.Out, report);
        }
        // What is found when it is interrupted stands.
        return report.Answer.Status is ForceStatus.Cancelled ? ForceQuery.Cancelled : 0;
    }

    private static async Task FiguresAsync(ForceReport report, string folder)
    {
        Directory.CreateDirectory(folder);
        (string Name, string Text)[] figures =
        [
            ("fill", ForceCsv.Fill(report)),
            ("shortfalls", ForceCsv.Shortfall(report)),
            ("curve", ForceCsv.Curve(report)),
            ("days", ForceCsv.Days(report)),
            ("burden", ForceCsv.Burden(report)),
            ("serving", ForceCsv.Serving(report)),
            ("places", ForceCsv.Protection(report)),
            ("tasks", ForceCsv.Tasks(report)),
            ("weakened", ForceCsv.Weakened(report)),
        ];
        foreach (var (name, text) in figures)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name + ".csv"), text, CancellationToken.None);
        }
    }

    private static void Print(TextWriter output, ForceReport report)
    {
        output.WriteLine(ForceText.Head(report.Case));
        output.WriteLine();
        output.WriteLine(ForceWords.Proof(report.Answer));
        output.WriteLine($"Filled: {ForceText.Share(report.FillThousandths)} of what is asked, by weight.");
        output.WriteLine();
        output.WriteLine("Line                      need  filled by month (0-9 tenths, . for none, # for all)");
        foreach (var line in report.Answer.Plan.Lines)
        {
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"  {line.Id, -22} {line.Need.Max() / 100.0, 5:0.#}  {ForceTables.Bar(line)}")
            );
        }
        Shortfalls(output, report);
        Section(output, "Places in the last month", report.Protection.Where(p => p.Protected != Protected.NotPlanned).Select(ForceText.Of));
        Section(output, "Tasks by oblast in the last month", report.Tasks.Select(ForceText.Of));
        Section(
            output,
            "Other duties that would be weakened",
            report.Weakened.Select(w =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{w.Nation} {w.Capability}: {w.Worst} of {w.Counted} units at the worst ({w.WorstPercent} %){(w.Lines.IsEmpty ? "" : ": " + string.Join("; ", w.Lines.Select(l => l.Title)))}"
                )
            )
        );
        Section(
            output,
            "Burden",
            report
                .Answer.Plan.Burdens.Where(b => b.PersonMonths > 0)
                .OrderByDescending(b => b.Thousandths)
                .Select(b =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{b.Nation}: {b.PersonMonths:N0} person-months, {b.Thousandths / 1000.0:0.0} months for each of {b.PersonsOffered:N0} soldiers offered"
                    )
                )
        );
        if (report.Case.Figures is Core.Values.Standing.Illustrative)
        {
            output.WriteLine();
            output.WriteLine("Quantities that no source gives are illustrative: 'forces offers' shows the origin of each.");
        }
    }

    private static void Shortfalls(TextWriter output, ForceReport report)
    {
        output.WriteLine();
        output.WriteLine(report.Shortfalls.IsEmpty ? "Nothing is short." : "Short:");
        foreach (var shortfall in report.Shortfalls)
        {
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {shortfall.Line.Id}: {shortfall.Worst / 100.0:0.##} units at the worst, {shortfall.Months.Length} months (from {shortfall.Months[0]}){(shortfall.NotOffered > 0 ? $"; {shortfall.NotOffered / 100.0:0.##} offered by nobody" : "")}"
                )
            );
            foreach (var cause in shortfall.Reasons.GroupBy(r => r.Cause).OrderBy(g => g.Key))
            {
                output.WriteLine(
                    $"      {ForceWords.Of(cause.Key)}: "
                        + string.Join("; ", cause.Take(6).Select(ForceWords.Of))
                        + (cause.Count() > 6 ? $"; and {cause.Count() - 6} more" : "")
                );
            }
        }
    }

    private static void Section(TextWriter output, string title, IEnumerable<string> lines)
    {
        var all = lines.ToArray();
        if (all.Length > 0)
        {
            output.WriteLine();
            output.WriteLine(title + ":");
            foreach (var line in all)
            {
                output.WriteLine("  " + line);
            }
        }
    }
}
