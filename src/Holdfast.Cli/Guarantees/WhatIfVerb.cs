using System.CommandLine;
using Holdfast.App.Guarantees;
using Holdfast.Core.Guarantees;

namespace Holdfast.Cli.Guarantees;

/// <summary><c>holdfast whatif</c>: what changes if some facts were so.</summary>
internal static class WhatIfVerb
{
    public static Command Create()
    {
        var query = new GuaranteeQuery();
        var command = query.Command(
            "whatif",
            "What comes into force under assumed facts, what falls, and what is still missing, by nation and with the reason. "
                + "Example: holdfast whatif --mission missions/ukraine --assume ceasefire.in_effect --assume 'backstop(*)'"
        );
        command.SetAction((args, cancellation) => query.RunAsync(args, Answer, cancellation));
        return command;
    }

    private static int Answer(Asked asked)
    {
        var answer = WhatIf.Ask(asked.Answer.Today, asked.Answer.Assumed, asked.At);
        if (asked.Json)
        {
            Json(asked, answer);
            return 0;
        }
        asked.Out.WriteLine(asked.Head());
        Lines(asked, "Comes into force", answer.ComeIntoForce.Select(Line));
        Lines(asked, "Falls", answer.Fall.Select(l => $"{Line(l)}: {Why(l)}"));
        Lines(asked, "In force with and without", answer.Lines.Where(l => l.Before.InForce.IsTrue && l.After.InForce.IsTrue).Select(Line));
        Lines(asked, "Still not in force", answer.StillNot.Select(l => $"{Line(l)}: {Why(l)}"));
        asked.Out.WriteLine();
        asked.Out.WriteLine("Still missing, by nation");
        foreach (var nation in answer.ByNation)
        {
            asked.Out.WriteLine($"  {nation.Nation}");
            foreach (var (fact, undertakings) in nation.Facts)
            {
                asked.Out.WriteLine(
                    $"    {GuaranteeText.Missing(fact with { Via = [], Alternative = false })}  for {string.Join(", ", undertakings)}"
                );
            }
        }
        return 0;
    }

    private static string Line(WhatIfLine line) =>
        line.Undertaking.Title.Length > 0 ? $"{line.Undertaking.Name} ({line.Undertaking.Title})" : line.Undertaking.Name;

    private static string Why(WhatIfLine line) =>
        line.Missing.IsEmpty
            ? StateTexts.Of(line.After.State)
            : string.Join(", ", line.Missing.Select(m => $"{(m.Wanted ? "" : "not ")}{m.Fact.Key} {ItemTexts.Of(m.Value)}").Distinct());

    private static void Json(Asked asked, WhatIfAnswer answer) =>
        Output.WriteJson(
            asked.Out,
            new
            {
                At = ItemTexts.Of(asked.At),
                Assumed = asked.Answer.Assumed.Select(ItemTexts.Of),
                ComesIntoForce = answer.ComeIntoForce.Select(l => l.Undertaking.Name),
                Falls = answer.Fall.Select(l => l.Undertaking.Name),
                Undertakings = answer.Lines.Select(l => new
                {
                    Undertaking = l.Undertaking.Name,
                    Before = StateTexts.Of(l.Before.State),
                    After = StateTexts.Of(l.After.State),
                    InForceBefore = ItemTexts.Of(l.Before.InForce),
                    InForceAfter = ItemTexts.Of(l.After.InForce),
                    Missing = l.Missing.Select(MissingItem.Of),
                }),
                MissingByNation = answer.ByNation.Select(n => new
                {
                    n.Nation,
                    Facts = n.Facts.Select(f => new { Fact = MissingItem.Of(f.Fact), f.For }),
                }),
            }
        );

    private static void Lines(Asked asked, string head, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        asked.Out.WriteLine();
        asked.Out.WriteLine($"{head} ({all.Count})");
        all.ForEach(l => asked.Out.WriteLine("  " + l));
    }
}
