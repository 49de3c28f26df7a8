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
        int[] years = args.GetValue(_years) is { Length: > 0 } some ? some : [1, 3, 10];
        if (years.Any(y => y is < 1 or > 50))
        {
            throw new ArgumentException("--years lie between 1 and 50.");
        }
        var made = await asked.CaseAsync(asked.Question, cancellation);
        var found = new List<SustainedSize>();
        foreach (var year in years)
        {
            found.Add(await asked.Study.SustainAsync(made, 12 * year, _limits.Of(args), cancellation));
        }
        if (asked.Json)
        {
            Output.WriteJson(
                asked.Out,
                found.Select(s => new
                {
                    s.Months,
                    s.Soldiers,
                    s.Asked,
                    s.Answer.Status,
                    Lines = s.Answer.Plan.Lines.Select(l => new
                    {
                        l.Id,
                        Need = l.Need[0],
                        Fill = l.Fill[0],
                    }),
                })
            );
            return 0;
        }
        asked.Out.WriteLine(ForceText.Head(made));
        asked.Out.WriteLine();
        foreach (var size in found)
        {
            var empty = size
                .Answer.Plan.Lines.Where(l => l.Unfilled[0] > 0)
                .Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Id} {l.Unfilled[0] / 100.0:0.##}"));
            asked.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{size.Months / 12} years: {size.Soldiers:N0} of {size.Asked:N0} soldiers that the last phase asks for ({ForceWords.Proof(size.Answer)})"
                )
            );
            asked.Out.WriteLine("  short: " + string.Join(", ", empty));
        }
        return 0;
    }
}
