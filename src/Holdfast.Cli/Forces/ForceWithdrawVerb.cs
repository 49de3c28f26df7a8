using System.CommandLine;
using System.Globalization;
using Holdfast.App.Forces;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Forces;

/// <summary><c>holdfast forces withdraw</c>: what the withdrawal of each nation would cost.</summary>
internal sealed class ForceWithdrawVerb
{
    private readonly ForceQuery _query = new();
    private readonly ForceLimitOptions _limits = new();

    public static Command Create()
    {
        var self = new ForceWithdrawVerb();
        var command = self._query.Command(
            "withdraw",
            "What the force loses without each nation that serves in it. Restricted reading: it shows on whom a force depends. "
                + "Example: holdfast forces withdraw --mission missions/ukraine --set size-20k --scenario decided --start 2026-03-02",
            self._limits.All
        );
        command.SetAction(
            (args, cancellation) => self._query.RunAsync(args, (asked, token) => self.AnswerAsync(args, asked, token), cancellation)
        );
        return command;
    }

    private async Task<int> AnswerAsync(ParseResult args, AskedForce asked, CancellationToken cancellation)
    {
        var limits = _limits.Of(args);
        var report = await asked.Study.SolveAsync(
            Reader.LocalOperator,
            asked.Question,
            asked.Model,
            limits with
            {
                Objectives = 1,
            },
            ForceProgressLine.Show(),
            cancellation
        );
        AskedForce.Check(report.Case);
        var words = ForceProgressLine.Words();
        var found = await asked.Study.WithdrawalsAsync(
            Reader.LocalOperator,
            report,
            limits,
            new Progress<(int Done, int All)>(p => words?.Report($"{p.Done} of {p.All} nations")),
            cancellation
        );
        if (asked.Json)
        {
            Output.WriteJson(
                asked.Out,
                found.Select(w => new
                {
                    w.Nation,
                    w.Unfilled,
                    w.More,
                    w.Proven,
                    Lines = w.Lines.Select(l => new { l.Line, l.Loses }),
                })
            );
            return 0;
        }
        asked.Out.WriteLine(ForceText.Head(report.Case));
        asked.Out.WriteLine(ForceWords.Proof(report.Answer));
        asked.Out.WriteLine();
        var asks = report.Case.Planning.Problem.Lines.Sum(l => l.Weight * l.Need.Sum(n => (long)n));
        foreach (var one in found)
        {
            var lost = asks == 0 ? 0 : (double)one.More / asks;
            var lines = string.Join(
                ", ",
                one.Lines.Take(5).Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Line} {l.Loses / 100.0:0.#}"))
            );
            asked.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  without {one.Nation, -3} {lost, 7:0.0%} less{(one.Proven ? "" : " (not proven)")}{(lines.Length > 0 ? $"; unit-months lost: {lines}" : "")}"
                )
            );
        }
        return 0;
    }
}
