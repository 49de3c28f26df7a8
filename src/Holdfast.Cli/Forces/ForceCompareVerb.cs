using System.CommandLine;
using System.Globalization;
using Holdfast.App.Forces;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Forces;

/// <summary><c>holdfast forces compare</c>: sizes and scenarios side by side, without and with the backstop, by capability.</summary>
internal sealed class ForceCompareVerb
{
    private readonly ForceQuery _query = new();
    private readonly ForceLimitOptions _limits = new();
    private readonly Option<string[]> _sets = new("--sets")
    {
        Description = "Sizes to compare; all without it.",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<string[]> _scenarios = new("--scenarios")
    {
        Description = "Scenarios to compare; without it, the one of --scenario.",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>As a shell gives it for a program that was interrupted.</summary>
    private const int Cancelled = 130;

    public static Command Create()
    {
        var self = new ForceCompareVerb();
        var command = self._query.Command(
            "compare",
            "Sizes and scenarios side by side, each without and with the backstop: share filled, and by capability. "
                + "Example: holdfast forces compare --mission missions/ukraine --scenarios decided peace --start 2026-03-02",
            [.. self._limits.All, self._sets, self._scenarios]
        );
        command.SetAction(
            (args, cancellation) => self._query.RunAsync(args, (asked, token) => self.AnswerAsync(args, asked, token), cancellation)
        );
        return command;
    }

    private async Task<int> AnswerAsync(ParseResult args, AskedForce asked, CancellationToken cancellation)
    {
        string[] sets = args.GetValue(_sets) is { Length: > 0 } some ? some : [.. asked.Model.Sets.Select(s => s.Id)];
        string[] scenarios = args.GetValue(_scenarios) is { Length: > 0 } named ? named : [asked.Question.Scenario];
        ForceQuestion[] questions =
        [
            .. from set in sets
            from scenario in scenarios
            from backstop in new[] { BackstopChoice.Without, BackstopChoice.With }
            select asked.Question with
            {
                Set = set,
                Scenario = scenario,
                Backstop = backstop,
            },
        ];
        var rows = await RowsAsync(asked, questions, _limits.Of(args), cancellation);
        if (asked.Json)
        {
            Output.WriteJson(
                asked.Out,
                rows.Select(r => new
                {
                    r.Question.Scenario,
                    r.Question.Backstop,
                    Report = ForceReportItem.Of(r.Report),
                    ByCapability = Capabilities(r.Report).Select(c => new { c.Capability, c.FillThousandths }),
                })
            );
            return rows.Count < questions.Length ? Cancelled : 0;
        }
        Print(asked, rows);
        if (rows.Count < questions.Length)
        {
            asked.Out.WriteLine();
            asked.Out.WriteLine($"Cancelled: {rows.Count} of {questions.Length} questions were answered.");
            return Cancelled;
        }
        return 0;
    }

    /// <summary>What is answered when it is cancelled stands.</summary>
    private static async Task<List<(ForceQuestion Question, ForceReport Report)>> RowsAsync(
        AskedForce asked,
        ForceQuestion[] questions,
        ForceLimits limits,
        CancellationToken cancellation
    )
    {
        var rows = new List<(ForceQuestion Question, ForceReport Report)>();
        var words = ForceProgressLine.Words();
        foreach (var question in questions)
        {
            words.Report(
                $"{rows.Count + 1} of {questions.Length}: {question.Set}, {(question.Scenario.Length > 0 ? question.Scenario : "on record")}, {(question.Backstop == BackstopChoice.With ? "with" : "without")} the backstop"
            );
            ForceReport report;
            try
            {
                report = await asked.Study.SolveAsync(Reader.LocalOperator, question, asked.Model, limits, null, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                break;
            }
            if (cancellation.IsCancellationRequested)
            {
                break;
            }
            AskedForce.Check(report.Case);
            rows.Add((question, report));
        }
        return rows;
    }

    private static void Print(AskedForce asked, List<(ForceQuestion Question, ForceReport Report)> rows)
    {
        asked.Out.WriteLine(
            $"{asked.Mission.Title}: month 0 begins {asked.Question.Start:uuuu-MM-dd}, {asked.Question.Months} months. Share of what is asked, by weight and month."
        );
        foreach (var size in rows.GroupBy(r => r.Question.Set))
        {
            asked.Out.WriteLine();
            asked.Out.WriteLine(size.First().Report.Case.Planning.Set.Title + $" ({size.Key})");
            foreach (var (question, report) in size)
            {
                var backstop = question.Backstop == BackstopChoice.With ? "with the backstop" : "without";
                asked.Out.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {(question.Scenario.Length > 0 ? question.Scenario : "on record"), -12} {backstop, -18} {ForceText.Share(report.FillThousandths), 7}  {(report.Answer.Stages[0].Proven ? "proven" : $"gap {report.Answer.Stages[0].Gap:0.00######%}")}; {report.Shortfalls.Length} of {report.Answer.Plan.Lines.Length} lines short"
                    )
                );
                asked.Out.WriteLine(
                    "      " + string.Join("  ", Capabilities(report).Select(c => $"{c.Capability} {ForceText.Share(c.FillThousandths)}"))
                );
            }
        }
    }

    private static IEnumerable<(string Capability, int FillThousandths)> Capabilities(ForceReport report)
    {
        var capability = report.Case.Planning.Set.Lines.ToDictionary(l => l.Id, l => l.Capability, StringComparer.Ordinal);
        return report
            .Answer.Plan.Lines.GroupBy(l => capability[l.Id], StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g =>
            {
                var need = g.Sum(l => l.Need.Sum(n => (long)n));
                return (g.Key, need == 0 ? 1000 : (int)(1000 * g.Sum(l => l.Fill.Sum(f => (long)f)) / need));
            });
    }
}
