using System.CommandLine;
using System.Globalization;
using Holdfast.App.Forces;
using Holdfast.Core.Forces.Planning;
using Holdfast.Core.Record;

namespace Holdfast.Cli.Forces;

/// <summary><c>holdfast forces offers</c>: every offer under the facts: does it stand, from which month, for which lines, and what stands against it.</summary>
internal static class ForceOffersVerb
{
    public static Command Create()
    {
        var query = new ForceQuery();
        var command = query.Command(
            "offers",
            "Every offer put to the facts and to the lines of a planning size. "
                + "Example: holdfast forces offers --mission missions/ukraine --set size-20k --scenario ceasefire --start 2026-03-02"
        );
        command.SetAction((args, cancellation) => query.RunAsync(args, AnswerAsync, cancellation));
        return command;
    }

    private static async Task<int> AnswerAsync(AskedForce asked, CancellationToken cancellation)
    {
        var made = await asked.CaseAsync(asked.Question, cancellation);
        if (asked.Json)
        {
            Output.WriteJson(asked.Out, made.Planning.Offers.Select(OfferItem.Of));
            return 0;
        }
        asked.Out.WriteLine(ForceText.Head(made));
        foreach (var nation in made.Planning.Offers.GroupBy(o => o.Offer.Nation))
        {
            asked.Out.WriteLine();
            asked.Out.WriteLine(nation.Key);
            foreach (var judged in nation)
            {
                Print(asked.Out, judged);
            }
        }
        return 0;
    }

    private static void Print(TextWriter output, OfferJudgement judged)
    {
        var offer = judged.Offer;
        var stands =
            judged.FirstMonth is { } month ? string.Create(CultureInfo.InvariantCulture, $"from month {month}")
            : judged.Stands.IsTrue ? "not ready within the horizon"
            : judged.Stands.IsFalse ? "conditions do not hold"
            : "not known whether its conditions hold";
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {offer.Id}  {offer.Quantity.Value} x {offer.Capability} ({Words.Of(offer.Quantity.Stated.Standing)}; {offer.Bound.Value} bound to NATO's plans): {stands}"
            )
        );
        if (judged.FirstMonth is null && judged.Missing.Length > 0)
        {
            output.WriteLine("      missing: " + string.Join("; ", judged.Missing.Select(m => m.Text).Distinct()));
        }
        var serves = judged.Fits.Where(f => f.Outcome == FitOutcome.Serves).ToArray();
        output.WriteLine("      serves: " + (serves.Length == 0 ? "no line" : string.Join(", ", serves.Select(f => f.Line.Id))));
        foreach (var against in judged.Fits.Where(f => f.Outcome != FitOutcome.Serves).GroupBy(f => (f.Outcome, f.Against)))
        {
            output.WriteLine(
                $"      {ForceWords.Of(against.Key.Outcome, against.Key.Against)}: {string.Join(", ", against.Select(f => f.Line.Id))}"
            );
        }
    }
}
