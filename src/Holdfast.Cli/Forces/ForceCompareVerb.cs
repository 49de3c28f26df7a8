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
            return rows.Count < questions.Length ? ForceQuery.Cancelled : 0;
        }
        Print(asked, rows);
        if (rows.Count < questions.Length)
        {
            asked.Out.WriteLine();
            asked.Out.WriteLine($"Cancelled: {rows.Count} of {questions.Length} questions were answered.");
            return ForceQuery.Cancelled;
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
            var first = size.First().Report.Case.Planning.Set;
            asked.Out.WriteLine();
            asked.Out.WriteLine($"{first.Title} ({size.Key})");
            ForceTables.Write(asked.Out, Table([.. size]));
        }
    }

    /// <summary>A column for each world, without and with the backstop; a row for each figure and each capability.</summary>
    private static IEnumerable<string[]> Table((ForceQuestion Question, ForceReport Report)[] plans)
    {
        string[] Row(string name, Func<ForceReport, string> cell) => [name, .. plans.Select(p => cell(p.Report))];
        yield return ["", .. plans.Select(p => p.Question.Scenario.Length > 0 ? p.Question.Scenario : "on record")];
        yield return ["backstop", .. plans.Select(p => p.Question.Backstop == BackstopChoice.With ? "with" : "without")];
        yield return Row("filled", r => ForceText.Share(r.FillThousandths));
        yield return Row(
            "proof",
            r =>
                r.Answer.Stages[0].Proven
                    ? "proven"
                    : string.Create(CultureInfo.InvariantCulture, $"gap {r.Answer.Stages[0].Gap:0.00####%}")
        );
        yield return Row(
            "lines short",
            r => string.Create(CultureInfo.InvariantCulture, $"{r.Shortfalls.Length} of {r.Answer.Plan.Lines.Length}")
        );
        yield return Row("soldiers at the end", r => r.Curve[^1].Planned.ToString("N0", CultureInfo.InvariantCulture));
        foreach (var capability in Capabilities(plans[0].Report).Select(c => c.Capability))
        {
            yield return Row(capability, r => ForceText.Share(Capabilities(r).Single(c => c.Capability == capability).FillThousandths));
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
