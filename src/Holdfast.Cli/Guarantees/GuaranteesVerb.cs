using System.Collections.Immutable;
using System.CommandLine;
using Holdfast.App.Guarantees;
using Holdfast.Core.Clauses.Diagrams;
using Holdfast.Core.Guarantees;

namespace Holdfast.Cli.Guarantees;

/// <summary><c>holdfast guarantees</c>: the board: every undertaking by state, tiers that run, promise against deed.</summary>
internal static class GuaranteesVerb
{
    public static Command Create()
    {
        var query = new GuaranteeQuery();
        var command = query.Command(
            "guarantees",
            "The board of guarantees at an instant: every undertaking by state, running tiers, promise against deed, whose withdrawal would break what. "
                + "Example: holdfast guarantees --mission missions/ukraine --assume ceasefire.in_effect"
        );
        command.SetAction((args, cancellation) => query.RunAsync(args, Board, cancellation));
        return command;
    }

    private static int Board(Asked asked)
    {
        var tiers = TierBoard.At(asked.Network, asked.At);
        var promises = PromiseDecay.At(asked.Network, asked.At);
        var grantors = EssentialGrantors.At(asked.Network, asked.At);
        var deadlocks = Deadlocks.Of(asked.Clauses, asked.Network.Facts, asked.At);
        if (asked.Json)
        {
            Json(asked, tiers, promises, grantors, deadlocks);
            return 0;
        }
        asked.Out.WriteLine(asked.Head());
        foreach (var group in asked.Network.Lives.GroupBy(l => l.At(asked.At).State).OrderByDescending(g => g.Key))
        {
            asked.Out.WriteLine();
            asked.Out.WriteLine($"{StateTexts.Of(group.Key)} ({group.Count()})");
            foreach (var life in group)
            {
                asked.Out.WriteLine($"  {life.Undertaking.Name}  {life.Undertaking.Title}");
            }
        }
        Lines(asked, "Tiers", tiers.Select(TierText.Line));
        Lines(
            asked,
            "Promise against deed",
            promises.Select(p =>
                $"{p.Undertaking.Name}: "
                + string.Join(", ", p.Stages.Select(s => $"{s.Stage.ToString().ToLowerInvariant()} {ItemTexts.Of(s.Value)}"))
            )
        );
        Lines(
            asked,
            "Whose withdrawal would break what",
            grantors.Where(g => g.Broken.Length > 0).Select(g => $"{g.Grantor}: {string.Join(", ", g.Broken)}")
        );
        Lines(asked, "Deadlocks", deadlocks.Select(d => d.Sentence));
        return 0;
    }

    private static void Json(
        Asked asked,
        ImmutableArray<TierClock> tiers,
        ImmutableArray<PromiseStand> promises,
        ImmutableArray<GrantorWeight> grantors,
        ImmutableArray<Deadlock> deadlocks
    ) =>
        Output.WriteJson(
            asked.Out,
            new
            {
                Undertakings = asked.Network.Lives.Select(l => UndertakingItem.Of(l, asked.At)),
                Tiers = tiers.Select(TierItem.Of),
                Promises = promises.Select(p => new
                {
                    Undertaking = p.Undertaking.Name,
                    Reached = p.Reached,
                    Stages = p.Stages.Select(s => new
                    {
                        s.Stage,
                        Value = ItemTexts.Of(s.Value),
                        Reasons = StateTexts.Reasons(s.Value.Reasons),
                        Since = ItemTexts.Of(s.Since),
                        Until = ItemTexts.Of(s.Until),
                    }),
                }),
                Grantors = grantors.Select(g => new
                {
                    g.Grantor,
                    g.Own,
                    g.Broken,
                    Tiers = g.Tiers.Select(t => $"{t.Undertaking} {t.Tier}"),
                }),
                Deadlocks = deadlocks.Select(d => new
                {
                    d.Circle,
                    d.SignTogether,
                    d.Sentence,
                }),
            }
        );

    private static void Lines(Asked asked, string head, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count > 0)
        {
            asked.Out.WriteLine();
            asked.Out.WriteLine(head);
            all.ForEach(l => asked.Out.WriteLine("  " + l));
        }
    }
}
