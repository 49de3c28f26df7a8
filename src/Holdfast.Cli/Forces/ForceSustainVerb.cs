using System.CommandLine;
using System.Globalization;
using Holdfast.App.Forces;

namespace Holdfast.Cli.Forces;

/// <summary><c>holdfast forces sustain</c>: how much of a size can be kept up for 1, 3 and 10 years.</summary>
internal sealed class ForceSustainVerb
{
    private readonly ForceQuery _query = new();
    private readonly ForceLimitOptions _limits = new();
    private readonly Option<int[]> _years = new("--years")
    {
        Description = "For how long; 1, 3 and 10 without it.",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Command Create()
    {
        var self = new ForceSustainVerb();
        var command = self._query.Command(
            "sustain",
            "Soldiers that can be kept on station without a gap for so many years, and how much of the size that is. "
                + "Example: holdfast forces sustain --mission missions/ukraine --set size-30-40k --scenario decided --start 2026-03-02",
            [.. self._limits.All, self._years]
        );
        command.SetAction(
            (args, cancellation) => self._query.RunAsync(args, (asked, token) => self.AnswerAsync(args, asked, token), cancellation)
        );
        return command;
    }

    private async Task<int> AnswerAsync(ParseResult args, AskedForce asked, CancellationToken cancellation)
    {
        int[] years = args.GetValue(_years) is { Length: > 0 } some ? [.. some.Distinct().Order()] : [.. ForceSustained.UsualYears];
        if (years.Any(y => y is < 1 or > ForceSustained.MostYears))
        {
            throw new ArgumentException($"--years lie between 1 and {ForceSustained.MostYears}.");
        }
        var made = await asked.CaseAsync(asked.Question, cancellation);
        var study = new SustainStudy(asked.Solver);
        var found = await study.AskAsync(made, years, _limits.Of(args), ForceProgressLine.Words(), cancellation);
        var code = found.Sizes.Length < years.Length ? ForceQuery.Cancelled : 0;
        if (asked.Json)
        {
            Output.WriteJson(asked.Out, found.Sizes.Select(s => SustainedItem.Of(made, s)));
            return code;
        }
        Print(asked, made, found);
        if (code != 0)
        {
            asked.Out.WriteLine($"Cancelled: {found.Sizes.Length} of {years.Length} lengths were answered.");
        }
        return code;
    }

    private static void Print(AskedForce asked, ForceCase made, ForceSustained found)
    {
        asked.Out.WriteLine(ForceText.Head(made));
        asked.Out.WriteLine();
        foreach (var size in found.Sizes)
        {
            var empty = size
                .Answer.Plan.Lines.Where(l => l.Unfilled[0] > 0)
                .Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Id} {l.Unfilled[0] / 100.0:0.##}"));
            asked.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{SustainStudy.Years(size.Months / 12)}: {size.Soldiers:N0} of {size.Asked:N0} soldiers that the last phase asks for ({ForceWords.Proof(size.Answer)})"
                )
            );
            asked.Out.WriteLine("  short: " + string.Join(", ", empty.DefaultIfEmpty("nothing")));
        }
    }
}
