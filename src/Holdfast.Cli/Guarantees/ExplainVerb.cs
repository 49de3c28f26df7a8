using System.CommandLine;
using System.Text.Json.Nodes;
using Holdfast.App.Guarantees;
using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Diagrams;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Values;

namespace Holdfast.Cli.Guarantees;

/// <summary><c>holdfast explain</c>: why an undertaking is or is not in force.</summary>
internal static class ExplainVerb
{
    public static Command Create()
    {
        var query = new GuaranteeQuery();
        var target = new Argument<string>("UNDERTAKING") { Description = "An undertaking, a definition, or any condition in quotes." };
        var command = query.Command(
            "explain",
            "Explains an undertaking or a condition at an instant: its state, why, what is missing, by whose reading. "
                + "Example: holdfast explain GB.presence --mission missions/ukraine --assume ceasefire.in_effect",
            target
        );
        command.SetAction(
            (args, cancellation) =>
                query.RunAsync(
                    args,
                    asked =>
                        asked.Clauses.Undertaking(args.GetRequiredValue(target)) is null
                            ? Condition(asked, args.GetRequiredValue(target))
                            : Undertaking(asked, args.GetRequiredValue(target)),
                    cancellation
                )
        );
        return command;
    }

    private static int Undertaking(Asked asked, string name)
    {
        var life = asked.Life(name);
        var span = life.At(asked.At);
        var trace = asked.Network.Why(name, asked.At);
        var missing = asked.Network.Missing(name, asked.At);
        var readings = Readings
            .Of(asked.Network, name, asked.At)
            .Select(r => (Reading: r, Span: (asked.Network.With(r.Overlay).Life(name) ?? life).At(asked.At)))
            .ToList();
        var tiers = TierBoard.Of(asked.Network, life, asked.At);
        var unlock = span.InForce.IsTrue ? null : Solver.Unlock(asked.Clauses, life.Undertaking, asked.Network.Facts, asked.At);
        if (asked.Json)
        {
            Output.WriteJson(
                asked.Out,
                new
                {
                    Undertaking = UndertakingItem.Of(life, asked.At),
                    Paragraph = Explanation.Paragraph(trace),
                    Trace = JsonNode.Parse(Explanation.ToJson(trace)),
                    Missing = missing.Select(MissingItem.Of),
                    Readings = readings.Select(r => ReadingItem.Of(r.Reading, r.Span)),
                    Essential = unlock?.Essential.Select(ChangeItem.Of),
                    SmallestSet = unlock?.Smallest.FirstOrDefault()?.Changes.Select(ChangeItem.Of),
                    Tiers = tiers.Select(TierItem.Of),
                    States = life.Spans.Select(s => new
                    {
                        From = ItemTexts.Of(s.From),
                        Until = ItemTexts.Of(s.Until),
                        State = StateTexts.Of(s.State),
                        InForce = ItemTexts.Of(s.InForce),
                    }),
                }
            );
            return 0;
        }
        asked.Out.WriteLine(asked.Head());
        asked.Out.WriteLine();
        asked.Out.WriteLine(GuaranteeText.State(life, span));
        asked.Out.WriteLine(
            $"  by {string.Join(", ", life.Undertaking.By)} to {string.Join(", ", life.Undertaking.To)}; {life.Undertaking.Cites}"
        );
        asked.Out.WriteLine();
        asked.Out.WriteLine(Explanation.Tree(trace));
        Lines(asked, "Missing:", missing.Select(GuaranteeText.Missing));
        Lines(
            asked,
            "By reading:",
            readings.Select(r =>
                $"by {string.Join(", ", r.Reading.By)}: {StateTexts.Of(r.Span.State)}  ({string.Join("; ", r.Reading.Overlay.Select(ItemTexts.Of))})"
            )
        );
        if (unlock is not null)
        {
            var set = unlock.Smallest.FirstOrDefault()?.Changes ?? [];
            Lines(asked, $"What would bring it into force: {unlock.Why}", set.Select(c => c.ToString()));
        }
        Lines(asked, "Tiers:", tiers.Select(TierText.Line));
        return 0;
    }

    private static int Condition(Asked asked, string text)
    {
        var condition = asked.Condition(text);
        var trace = condition.Explain(
            text,
            asked.Network.Facts,
            asked.At,
            other => asked.Network.Life(other) is null ? null : asked.Network.Why(other, asked.At)
        );
        if (asked.Json)
        {
            Output.WriteJson(
                asked.Out,
                new
                {
                    Condition = text,
                    Value = ItemTexts.Of(trace.Value),
                    Paragraph = Explanation.Paragraph(trace),
                    Trace = JsonNode.Parse(Explanation.ToJson(trace)),
                }
            );
            return 0;
        }
        asked.Out.WriteLine(asked.Head());
        asked.Out.WriteLine();
        asked.Out.WriteLine(Explanation.Tree(trace));
        return 0;
    }

    private static void Lines(Asked asked, string head, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count == 0)
        {
            return;
        }
        asked.Out.WriteLine(head);
        all.ForEach(l => asked.Out.WriteLine("  " + l));
        asked.Out.WriteLine();
    }
}
