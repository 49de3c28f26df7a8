using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Holdfast.App.Forces;
using Holdfast.Core.Forces.Answers;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Forces;

/// <summary><c>holdfast forces curve</c>: what stands by when: by the plan, and as a distribution over how long procedures take.</summary>
internal sealed class ForceCurveVerb
{
    private readonly ForceQuery _query = new();
    private readonly ForceLimitOptions _limits = new();
    private readonly Option<string> _by = new("--by") { Description = "By month or by day.", DefaultValueFactory = _ => "month" };
    private readonly Option<int> _days = new("--days")
    {
        Description = "With --by day: how many days, 1 to 730.",
        DefaultValueFactory = _ => DayCurve.UsualDays,
    };

    public static Command Create()
    {
        var self = new ForceCurveVerb();
        self._by.AcceptOnlyFromAmong("month", "day");
        var command = self._query.Command(
            "curve",
            "Soldiers in place by month or by day: asked, planned, and at 5, 25, 50, 75 and 95 per cent of the draws of the procedures' lead times. "
                + "Example: holdfast forces curve --mission missions/ukraine --set size-20k --scenario votes_pending --by day --start 2026-03-02",
            [.. self._limits.All, self._by, self._days]
        );
        command.SetAction(
            (args, cancellation) => self._query.RunAsync(args, (asked, token) => self.AnswerAsync(args, asked, token), cancellation)
        );
        return command;
    }

    private async Task<int> AnswerAsync(ParseResult args, AskedForce asked, CancellationToken cancellation)
    {
        var (byDay, days) = (args.GetValue(_by) == "day", args.GetValue(_days));
        if (days is < 1 or > 730)
        {
            throw new ArgumentException($"--days lies between 1 and 730; found {days}.");
        }
        var report = await asked.Study.SolveAsync(
            Reader.LocalOperator,
            asked.Question,
            asked.Model,
            _limits.Of(args),
            ForceProgressLine.Show(),
            cancellation
        );
        AskedForce.Check(report.Case);
        var code = report.Answer.Status is ForceStatus.Cancelled ? ForceQuery.Cancelled : 0;
        ImmutableArray<GenerationDay> curve = byDay ? ForceStudy.Days(report, days) : [];
        if (asked.Json)
        {
            Output.WriteJson<object>(asked.Out, byDay ? curve : report.Curve);
            return code;
        }
        asked.Out.WriteLine(ForceText.Head(report.Case));
        asked.Out.WriteLine(ForceWords.Proof(report.Answer));
        asked.Out.WriteLine();
        asked.Out.WriteLine($"{(byDay ? "day" : "month"), -5}    asked  planned       5 %      25 %      50 %      75 %      95 %");
        if (byDay)
        {
            GenerationDay? before = null;
            foreach (var day in curve)
            {
                // Of days only those on which something changes.
                if (before is null || day.Day == curve[^1].Day || Differs(day, before))
                {
                    Print(asked.Out, day.Day, day.Asked, day.Planned, day.Quantiles);
                }
                before = day;
            }
            return code;
        }
        foreach (var month in report.Curve)
        {
            Print(asked.Out, month.Month, month.Asked, month.Planned, month.Quantiles);
        }
        return code;
    }

    private static bool Differs(GenerationDay day, GenerationDay before) =>
        day.Asked != before.Asked || day.Planned != before.Planned || !day.Quantiles.SequenceEqual(before.Quantiles);

    private static void Print(TextWriter output, int at, long asked, long planned, ImmutableArray<long> quantiles)
    {
        var draws = quantiles.IsEmpty
            ? "  nothing waits for a procedure"
            : string.Concat(quantiles.Select(q => string.Create(CultureInfo.InvariantCulture, $"{q, 10:N0}")));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{at, 5} {asked, 8:N0} {planned, 8:N0}{draws}"));
    }
}
