using System.Collections.Immutable;
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
    private readonly Option<string> _by = new("--by")
    {
        Description = "Whose withdrawal: nations, offers or both.",
        DefaultValueFactory = _ => "both",
    };

    public static Command Create()
    {
        var self = new ForceWithdrawVerb();
        self._by.AcceptOnlyFromAmong("nations", "offers", "both");
        var command = self._query.Command(
            "withdraw",
            "What the force loses without each nation, and without each single offer, that serves in it. Restricted reading: it shows on whom a force depends. "
                + "Example: holdfast forces withdraw --mission missions/ukraine --set size-20k --scenario decided --start 2026-03-02",
            [.. self._limits.All, self._by]
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
        var by = args.GetValue(_by);
        ImmutableArray<Withdrawal> nations =
            by == "offers"
                ? []
                : await asked.Study.WithdrawalsAsync(Reader.LocalOperator, report, limits, Told(words, "nations"), cancellation);
        ImmutableArray<Withdrawal> offers =
            by == "nations"
                ? []
                : await asked.Study.OfferWithdrawalsAsync(Reader.LocalOperator, report, limits, Told(words, "offers"), cancellation);
        if (asked.Json)
        {
            Output.WriteJson(
                asked.Out,
                nations
                    .Concat(offers)
                    .Select(w => new
                    {
                        w.Nation,
                        Offer = w.Offer.Length > 0 ? w.Offer : null,
                        w.Unfilled,
                        w.More,
                        w.Proven,
                        Lines = w.Lines.Select(l => new { l.Line, l.Loses }),
                    })
            );
            return cancellation.IsCancellationRequested ? ForceQuery.Cancelled : 0;
        }
        asked.Out.WriteLine(ForceText.Head(report.Case));
        asked.Out.WriteLine(ForceWords.Proof(report.Answer));
        asked.Out.WriteLine();
        var asks = report.Case.Planning.Problem.Lines.Sum(l => l.Weight * l.Need.Sum(n => (long)n));
        foreach (var one in nations.Concat(offers))
        {
            Print(asked.Out, one, asks);
        }
        if (cancellation.IsCancellationRequested)
        {
            asked.Out.WriteLine("Cancelled: the rest was not asked.");
            return ForceQuery.Cancelled;
        }
        return 0;
    }

    private static IProgress<(int Done, int All)> Told(IProgress<string> words, string what) => new Counted(words, what);

    private sealed class Counted(IProgress<string> words, string what) : IProgress<(int Done, int All)>
    {
        public void Report((int Done, int All) value) => words.Report($"{value.Done} of {value.All} {what}");
    }

    private static void Print(TextWriter output, Withdrawal one, long asks)
    {
        var lost = asks == 0 ? 0 : (double)one.More / asks;
        var lines = string.Join(
            ", ",
            one.Lines.Take(5).Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Line} {l.Loses / 100.0:0.#}"))
        );
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  without {(one.Offer.Length > 0 ? one.Offer : one.Nation), -18} {lost, 7:0.0%} less{(one.Proven ? "" : " (within the gap)")}{(lines.Length > 0 ? $"; unit-months lost: {lines}" : "")}"
            )
        );
    }
}
