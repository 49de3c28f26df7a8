using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Holdfast.App.Guarantees;
using Holdfast.Core.Clauses.Diagrams;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Guarantees;

/// <summary><c>holdfast unlock</c> and <c>holdfast lock</c>: which facts would make it true, which would undo it.</summary>
internal sealed class UnlockVerb
{
    private readonly bool _undo;
    private readonly GuaranteeQuery _query = new();
    private readonly Argument<string> _target = new("QUESTION")
    {
        Description = "An undertaking, or any condition in quotes; '*.presence' in a list stands for every undertaking of that ending.",
    };
    private readonly Option<string[]> _cost = new("--cost")
    {
        Description = "What it costs to change a fact, such as 'vote(GB.Commons)=5'; 1 without. May be given several times.",
    };
    private readonly Option<string[]> _keep = new("--keep") { Description = "A fact that stays as it is. May be given several times." };

    private UnlockVerb(bool undo) => _undo = undo;

    /// <param name="undo">True for lock.</param>
    public static Command Create(bool undo)
    {
        var self = new UnlockVerb(undo);
        var description = undo
            ? "The fewest facts that would undo what is true now. Restricted reading: it shows what a coalition depends on. "
                + "Example: holdfast lock GB.presence --mission missions/ukraine --assume ceasefire.in_effect"
            : "The facts, fewest or cheapest, that would make it true: essential ones, smallest and cheapest sets, how many ways, who controls each. "
                + "Example: holdfast unlock 'at least 6 of { *.presence }' --mission missions/ukraine";
        var command = self._query.Command(undo ? "lock" : "unlock", description, self._target, self._cost, self._keep);
        command.SetAction((args, cancellation) => self._query.RunAsync(args, asked => self.Answer(args, asked), cancellation));
        return command;
    }

    private int Answer(ParseResult args, Asked asked)
    {
        var target = args.GetRequiredValue(_target);
        var condition = asked.Condition(target);
        var expired = asked
            .Network.Lives.Where(l => l.At(asked.At).State == Core.Guarantees.UndertakingState.Expired)
            .Select(l => l.Undertaking.Name);
        var options = new UnlockOptions
        {
            Costs = Costs(args.GetValue(_cost) ?? []),
            Fixed = [.. args.GetValue(_keep) ?? []],
            Expired = [.. expired],
        };
        var answer = _undo
            ? Solver.Lock(asked.Clauses, condition, asked.Network.Facts, asked.At, options)
            : Solver.Unlock(asked.Clauses, condition, asked.Network.Facts, asked.At, options);
        if (asked.Json)
        {
            Output.WriteJson(asked.Out, UnlockItem.Of(target, answer));
            return 0;
        }
        Print(asked, target, answer);
        return 0;
    }

    private static ImmutableSortedDictionary<string, decimal> Costs(string[] texts) =>
        texts.ToImmutableSortedDictionary(
            t => t[..Math.Max(0, t.LastIndexOf('='))].Trim(),
            t =>
                decimal.TryParse(t[(t.LastIndexOf('=') + 1)..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cost)
                    ? cost
                    : throw new ArgumentException($"'{t}' is not FACT=NUMBER, such as 'vote(GB.Commons)=5'."),
            StringComparer.Ordinal
        );

    private void Print(Asked asked, string target, Unlocking answer)
    {
        asked.Out.WriteLine(asked.Head());
        asked.Out.WriteLine();
        asked.Out.WriteLine($"{target}: {ItemTexts.Of(answer.Now)}. {answer.Why}");
        if (answer.Outcome != UnlockOutcome.Changes)
        {
            return;
        }
        asked.Out.WriteLine();
        asked.Out.WriteLine(answer.Essential.IsEmpty ? "No fact is in every way." : "In every way (essential):");
        foreach (var change in answer.Essential)
        {
            asked.Out.WriteLine("  " + Change(change));
        }
        Sets(asked, $"Smallest: {answer.SmallestSize} changes, {answer.SmallestCount} such sets", answer.Smallest);
        if (answer.Cheapest.Length > 0 && !answer.Cheapest.SequenceEqual(answer.Smallest))
        {
            Sets(asked, $"Cheapest: {answer.CheapestCost.ToString(CultureInfo.InvariantCulture)}", answer.Cheapest);
        }
        asked.Out.WriteLine();
        asked.Out.WriteLine("In how many of the ways:");
        foreach (var share in answer.Shares.Take(20))
        {
            asked.Out.WriteLine($"  {Asked.Percent(share.Fraction), 6}  {Change(share.Change)}");
        }
        if (answer.Shares.Length > 20)
        {
            asked.Out.WriteLine($"  ... and {answer.Shares.Length - 20} more (--format json gives all)");
        }
        foreach (var undecided in answer.Undecided)
        {
            asked.Out.WriteLine($"No statement of a fact decides: {undecided}");
        }
    }

    private static void Sets(Asked asked, string head, ImmutableArray<ChangeSet> sets)
    {
        const int shown = 3;
        asked.Out.WriteLine();
        asked.Out.WriteLine(head);
        foreach (var (set, index) in sets.Take(shown).Select((s, i) => (s, i)))
        {
            asked.Out.WriteLine($"  {index + 1}. " + string.Join("; ", set.Changes.Select(c => c.ToString())));
        }
    }

    private static string Change(FactChange change)
    {
        var title = change.Title.Length > 0 ? $" ({change.Title})" : "";
        return $"{change.Fact}{title}: {change.From} -> {change.Wanted}; {change.Authority ?? "anybody"}";
    }
}
