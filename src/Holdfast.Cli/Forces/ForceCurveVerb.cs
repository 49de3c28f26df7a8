using System.CommandLine;
using System.Globalization;
using Holdfast.App.Forces;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Forces;

/// <summary><c>holdfast forces curve</c>: what stands by when: by the plan, and as a distribution over how long procedures take.</summary>
internal sealed class ForceCurveVerb
{
    private readonly ForceQuery _query = new();
    private readonly ForceLimitOptions _limits = new();

    public static Command Create()
    {
        var self = new ForceCurveVerb();
        var command = self._query.Command(
            "curve",
            "Soldiers in place by month: asked, planned, and at 5, 25, 50, 75 and 95 per cent of the draws of the procedures' lead times. "
                + "Example: holdfast forces curve --mission missions/ukraine --set size-20k --scenario ceasefire --start 2026-03-02",
            self._limits.All
        );
        command.SetAction(
            (args, cancellation) => self._query.RunAsync(args, (asked, token) => self.AnswerAsync(args, asked, token), cancellation)
        );
        return command;
    }

    private async Task<int> AnswerAsync(ParseResult args, AskedForce asked, CancellationToken cancellation)
    {
        var report = await asked.Study.SolveAsync(
            Reader.LocalOperator,
            asked.Question,
            asked.Model,
            _limits.Of(args),
            ForceProgressLine.Show(),
            cancellation
        );
        AskedForce.Check(report.Case);
        if (asked.Json)
        {
            Output.WriteJson(asked.Out, report.Curve);
            return 0;
        }
        asked.Out.WriteLine(ForceText.Head(report.Case));
        asked.Out.WriteLine(ForceWords.Proof(report.Answer));
        asked.Out.WriteLine();
        asked.Out.WriteLine("month    asked  planned       5 %      25 %      50 %      75 %      95 %");
        foreach (var month in report.Curve)
        {
            var draws = month.Quantiles.IsEmpty
                ? "  nothing waits for a procedure"
                : string.Concat(month.Quantiles.Select(q => string.Create(CultureInfo.InvariantCulture, $"{q, 10:N0}")));
            asked.Out.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{month.Month, 5} {month.Asked, 8:N0} {month.Planned, 8:N0}{draws}")
            );
        }
        return 0;
    }
}
