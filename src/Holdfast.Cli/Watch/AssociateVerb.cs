using System.CommandLine;
using System.Globalization;
using Holdfast.App.Watch.Association;

namespace Holdfast.Cli.Watch;

/// <summary><c>holdfast associate</c>: picks at stations into events, for anyone who has picks.</summary>
internal static class AssociateVerb
{
    private static readonly Option<string> Stations = new("--stations") { Description = "Stations (CSV).", Required = true };

    private static readonly Option<string> Picks = new("--picks") { Description = "Picks (CSV).", Required = true };

    private static readonly Option<string> Model = new("--model")
    {
        Description = "How waves travel and who hears what (YAML).",
        Required = true,
    };

    private static readonly Option<string> Out = new("--out") { Description = "Where to write the events (CSV).", Required = true };

    private static readonly Option<string> Assignments = new("--assignments")
    {
        Description = "Where to write which pick belongs to which event (CSV).",
    };

    private static readonly Option<double> LeastProbability = new("--least-probability")
    {
        Description = "Picks whose stated probability is lower are left out.",
        DefaultValueFactory = _ => 0,
    };

    private static readonly Option<bool> Roles = new("--roles")
    {
        Description =
            "Further columns of sound: muzzle or burst, kinds, direction of fire, loudness; where picks name waves, kinds or amplitudes.",
    };

    private static readonly Option<string> Format = Output.Format("text", "json");

    public static Command Create()
    {
        var verb = new Command(
            "associate",
            "Associates picks at stations into events. Example: holdfast associate --stations S.csv --picks P.csv --model M.yaml --out events.csv"
        )
        {
            Stations,
            Picks,
            Model,
            Out,
            Assignments,
            LeastProbability,
            Roles,
            Format,
        };
        verb.SetAction((args, cancellation) => Output.GuardAsync(() => RunAsync(args, cancellation)));
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult args, CancellationToken cancellation)
    {
        var least = args.GetValue(LeastProbability);
        if (least is not (>= 0 and <= 1))
        {
            throw new ArgumentException("--least-probability must be from 0 to 1.");
        }
        var request = new AssociateRequest(
            args.GetRequiredValue(Stations),
            args.GetRequiredValue(Picks),
            args.GetRequiredValue(Model),
            args.GetRequiredValue(Out),
            args.GetValue(Assignments),
            least,
            args.GetValue(Roles)
        );
        var result = await Progressing.RunAsync(progress => Associate.RunAsync(request, progress, cancellation));
        foreach (var line in result.FirstRefused)
        {
            await Console.Error.WriteLineAsync(line);
        }
        var refused = result.Refused.Values.Sum();
        if (refused > result.FirstRefused.Count)
        {
            await Console.Error.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"... and {refused - result.FirstRefused.Count:N0} more.")
            );
        }
        if (args.GetRequiredValue(Format) == "json")
        {
            Output.WriteJson(
                new
                {
                    result.Rows,
                    result.Origins,
                    result.Associated,
                    result.BelowProbability,
                    Refused = result.Refused.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(),
                    result.MostHeld,
                }
            );
            return 0;
        }
        Console.Out.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Origins:N0} events explain {result.Associated:N0} of {result.Rows:N0} picks; {refused:N0} refused, {result.BelowProbability:N0} below the least probability."
            )
        );
        return 0;
    }
}
