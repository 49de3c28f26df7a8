using System.CommandLine;
using System.Globalization;
using Holdfast.App.Forces;
using Holdfast.Cli.Guarantees;
using Holdfast.Core.Forces.Unlocking;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Forces;

/// <summary><c>holdfast forces unlock</c>: the political facts, fewest or cheapest, that make a size feasible.</summary>
internal sealed class ForceUnlockVerb
{
    private readonly ForceQuery _query = new();
    private readonly ForceLimitOptions _limits = new();
    private readonly Option<int> _percent = new("--percent")
    {
        Description = "How much of what can be filled at all is to be filled in the last phase, 1 to 100.",
        DefaultValueFactory = _ => 100,
    };
    private readonly Option<string[]> _cost = new("--cost")
    {
        Description =
            "What it costs to change a fact, such as 'vote(GB.Commons)=5' or 'vote(*)=2', or to lift a caveat, such as 'GB: *=3'; 1 without. Whole numbers. May be given several times.",
    };
    private readonly Option<int> _alternatives = new("--alternatives")
    {
        Description = "How many further sets to search beside the best, 0 to 20.",
        DefaultValueFactory = _ => 2,
    };
    private readonly Option<string[]> _keep = new("--keep")
    {
        Description = "A fact, or a caveat, that stays as it is. May be given several times.",
    };
    private readonly Option<bool> _caveats = new("--caveats")
    {
        Description = "Nations may lift caveats, too: one decision for each caveat of a nation.",
    };
    private readonly Option<string?> _csv = new("--csv") { Description = "Also write the sets as a CSV file, a row for each decision." };

    public static Command Create()
    {
        var self = new ForceUnlockVerb();
        var command = self._query.Command(
            "unlock",
            "The political decisions, fewest or cheapest, that would let a size be kept in its last phase; checked by solving again with them made. "
                + "Example: holdfast forces unlock --mission missions/ukraine --set size-20k --scenario ceasefire --backstop without --start 2026-03-02",
            [.. self._limits.All, self._percent, self._cost, self._keep, self._caveats, self._alternatives, self._csv]
        );
        command.SetAction(
            (args, cancellation) => self._query.RunAsync(args, (asked, token) => self.AnswerAsync(args, asked, token), cancellation)
        );
        return command;
    }

    private async Task<int> AnswerAsync(ParseResult args, AskedForce asked, CancellationToken cancellation)
    {
        var percent = args.GetValue(_percent);
        if (percent is < 1 or > 100)
        {
            throw new ArgumentException($"--percent lies between 1 and 100; found {percent}.");
        }
        var alternatives = args.GetValue(_alternatives);
        if (alternatives is < 0 or > 20)
        {
            throw new ArgumentException($"--alternatives lies between 0 and 20; found {alternatives}.");
        }
        var (costs, faults) = LeverCosts.Read(
            asked.Model,
            asked.Mission.Clauses,
            args.GetValue(_cost) ?? [],
            args.GetValue(_keep) ?? [],
            args.GetValue(_caveats)
        );
        if (!faults.IsEmpty)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, faults.Select(GuaranteeQuery.Said)));
        }
        var made = await asked.Desk.CaseAsync(Reader.LocalOperator, asked.Question, asked.Model, cancellation);
        AskedForce.Check(made);
        var unlock = new ForceUnlock(asked.Desk, asked.Solver, AskedForce.NewSolver) { Alternatives = alternatives };
        var answer = await unlock.AskAsync(
            Reader.LocalOperator,
            asked.Question,
            asked.Model,
            costs,
            percent,
            _limits.Of(args).Seconds,
            ForceProgressLine.Words(),
            cancellation
        );
        if (args.GetValue(_csv) is { } csv)
        {
            await File.WriteAllTextAsync(csv, ForceStudyCsv.Unlocking(answer, made.Figures), CancellationToken.None);
        }
        if (asked.Json)
        {
            Output.WriteJson(asked.Out, Item(answer));
        }
        else
        {
            Print(asked.Out, answer, percent, costs.Caveats);
        }
        return cancellation.IsCancellationRequested ? ForceQuery.Cancelled : 0;
    }

    private static object Item(ForceUnlocking answer) =>
        new
        {
            answer.Status,
            answer.Now,
            answer.Open,
            answer.Best,
            answer.BestProven,
            answer.Target,
            answer.Asked,
            answer.Checked,
            Changes = answer.Changes.Select(c => new
            {
                Fact = c.Text,
                c.Title,
                c.Cost,
                c.By,
                IsCaveat = c is CaveatLever,
            }),
            Short = answer.Short.Select(s => new { s.Line, s.Missing }),
            Alternatives = answer.Alternatives.Select(a => new
            {
                a.Cost,
                a.Checked,
                a.Proven,
                Changes = a.Changes.Select(c => c.Text),
            }),
            answer.NoFurther,
            answer.Refuted,
            answer.Learned,
            answer.Reason,
        };

    private static void Print(TextWriter output, ForceUnlocking answer, int percent, bool caveats)
    {
        string Filled(long unfilled) => ForceText.Share(answer.Asked == 0 ? 1000 : (int)(1000 * (answer.Asked - unfilled) / answer.Asked));
        output.WriteLine(
            $"The last phase as things are: {Filled(answer.Now)} of what is asked, by weight. Were every condition of every offer to hold{(caveats ? ", and no caveat to stand" : "")}: {Filled(answer.Open)}."
        );
        output.WriteLine(
            $"Decisions that somebody can take fill {Filled(answer.Best)} at the most{(answer.BestProven ? " (proven)" : ", so far as was found in time")}."
        );
        if (answer.Short.Length > 0)
        {
            output.WriteLine(
                "They do not fill: "
                    + string.Join(
                        ", ",
                        answer.Short.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Line} ({s.Missing / 100.0:0.##} units)"))
                    )
                    + (caveats ? ". That is a shortage, or what is kept as it is." : ". That is a shortage, or a caveat.")
            );
        }
        output.WriteLine();
        switch (answer.Status)
        {
            case UnlockStatus.Already:
                output.WriteLine($"{percent} % of what can be filled at all is filled as things are: nothing has to change.");
                break;
            case UnlockStatus.Proven or UnlockStatus.Found:
                var proof =
                    answer.Status == UnlockStatus.Proven
                        ? "no cheaper set is enough (proven)"
                        : "that no cheaper set is enough was not proven in time";
                output.WriteLine(
                    $"{answer.Changes.Length} decisions are enough{(answer.Cost == answer.Changes.Length ? "" : $" (cost {answer.Cost})")}; {proof}:"
                );
                foreach (var change in answer.Changes)
                {
                    output.WriteLine(
                        $"  {change.Text}  {change.Title}{(change.By is { } by ? $"; by {by}" : "")}{(change.Cost == 1 ? "" : $"; cost {change.Cost}")}"
                    );
                }
                output.WriteLine($"Solved again with them made: {Filled(answer.Checked ?? 0)}.");
                foreach (var other in answer.Alternatives)
                {
                    output.WriteLine(
                        $"Or (cost {other.Cost}{(other.Proven ? "" : ", not proven least")}; solved again: {Filled(other.Checked)}): {string.Join("; ", other.Changes.Select(c => c.Text))}"
                    );
                }
                output.WriteLine(
                    answer.NoFurther ? "Every other set that is enough holds all of one of these (proven)." : "There may be further sets."
                );
                break;
            default:
                output.WriteLine($"No set of decisions was found. {answer.Reason}");
                break;
        }
        if (answer.Refuted > 0)
        {
            output.WriteLine(
                $"{answer.Refuted} sets that the conditions seem to allow did not stand when solved again; {answer.Learned} rules were learned from that."
            );
        }
    }
}
