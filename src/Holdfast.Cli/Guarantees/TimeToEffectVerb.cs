using System.CommandLine;
using System.Globalization;
using Holdfast.App.Guarantees;
using Holdfast.Core.Guarantees;

namespace Holdfast.Cli.Guarantees;

/// <summary><c>holdfast time-to-effect</c>: how long until an undertaking can be in force.</summary>
internal static class TimeToEffectVerb
{
    public static Command Create()
    {
        var query = new GuaranteeQuery();
        var target = new Argument<string>("UNDERTAKING") { Description = "The undertaking." };
        var draws = new Option<int>("--draws")
        {
            Description = "Draws of the procedures' lead times.",
            DefaultValueFactory = _ => EffectSimulation.DefaultDraws,
        };
        var command = query.Command(
            "time-to-effect",
            "How long until an undertaking can be in force, as a distribution from the lead times of national procedures, and which procedure sets the time. "
                + "Example: holdfast time-to-effect GB.presence --mission missions/ukraine --assume ceasefire.in_effect",
            target,
            draws
        );
        command.SetAction(
            (args, cancellation) =>
                query.RunAsync(args, asked => Answer(asked, args.GetRequiredValue(target), args.GetValue(draws)), cancellation)
        );
        return command;
    }

    private static int Answer(Asked asked, string target, int draws)
    {
        var life = asked.Life(target);
        var time = EffectSimulation.Run(asked.Network, target, asked.At, draws);
        var conflicts = TierConflicts.Of(asked.Clauses, asked.At, asked.Mission.Zone).Where(c => c.Undertaking.Name == target).ToList();
        if (asked.Json)
        {
            Output.WriteJson(
                asked.Out,
                new
                {
                    Time = TimeToEffectItem.Of(time),
                    TooSlowForTier = conflicts.Select(c => new
                    {
                        Tier = c.Tier.Number,
                        c.Of,
                        Fact = c.Procedure.Fact.Key,
                        c.Certain,
                        c.Probability,
                        c.DeadlineDays,
                    }),
                }
            );
            return 0;
        }
        var output = asked.Out;
        output.WriteLine(asked.Head());
        output.WriteLine();
        output.WriteLine($"{target}: {StateTexts.Of(life.At(asked.At).State)}. {draws} draws, seed {time.Seed}.");
        output.WriteLine($"It comes into force in {Asked.Percent(time.Finite)} of the draws.");
        foreach (var (probability, days) in time.Quantiles)
        {
            output.WriteLine(
                $"  {Asked.Percent(probability), 5}  {(days is { } d ? d.ToString("0.0", CultureInfo.InvariantCulture) + " days" : "never")}"
            );
        }
        if (time.Critical.Length > 0)
        {
            output.WriteLine("What sets the time:");
            foreach (var critical in time.Critical)
            {
                output.WriteLine($"  {Asked.Percent(critical.Share), 6}  {critical.Fact} (stated by {critical.Lead.Of})");
            }
        }
        if (time.WithoutTime.Length > 0)
        {
            output.WriteLine("Nobody states how long these take; assume them to go on:");
            foreach (var missing in time.WithoutTime)
            {
                output.WriteLine("  " + GuaranteeText.Missing(missing));
            }
        }
        foreach (var conflict in conflicts)
        {
            output.WriteLine(
                $"Tier {conflict.Tier.Number} (within {conflict.Tier.Within.Text}): {conflict.Procedure.Fact.Key} of {conflict.Of} is too slow in {Asked.Percent(conflict.Probability)} of cases."
            );
        }
        return 0;
    }
}
