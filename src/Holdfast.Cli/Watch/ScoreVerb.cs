using System.CommandLine;
using Holdfast.App.Watch.Scoring;
using Holdfast.Core.Watch.Scoring;

namespace Holdfast.Cli.Watch;

/// <summary><c>holdfast score</c>: found events against the truth.</summary>
internal static class ScoreVerb
{
    private static readonly ScoreRules Defaults = new();

    private static readonly Option<string> Truth = new("--truth") { Description = "True events with their picks (CSV).", Required = true };

    private static readonly Option<string> Events = new("--events") { Description = "Found events (CSV).", Required = true };

    private static readonly Option<string> Assignments = new("--assignments")
    {
        Description = "Which pick belongs to which found event (CSV); without it the score is by place alone.",
    };

    private static readonly Option<int> LeastPicks = new("--least-picks")
    {
        Description = "True events with fewer picks do not count; what finds them is ignored.",
        DefaultValueFactory = _ => Defaults.LeastPicks,
    };

    private static readonly Option<double> Overlap = new("--overlap")
    {
        Description = "Shared picks that make a match, as a part of the larger set.",
        DefaultValueFactory = _ => Defaults.Overlap,
    };

    private static readonly Option<double> Seconds = new("--seconds")
    {
        Description = "By place: at most so far apart in time.",
        DefaultValueFactory = _ => Defaults.PlaceSeconds,
    };

    private static readonly Option<double> Kilometres = new("--km")
    {
        Description = "By place: at most so far apart.",
        DefaultValueFactory = _ => Defaults.PlaceMetres / 1_000,
    };

    private static readonly Option<string> Html = new("--html") { Description = "Where to write a page with the reliability diagrams." };

    private static readonly Option<string> Format = Output.Format("text", "json");

    public static Command Create()
    {
        var verb = new Command(
            "score",
            "Scores found events against the truth. Example: holdfast score --truth truth.csv --events events.csv --assignments assignments.csv"
        )
        {
            Truth,
            Events,
            Assignments,
            LeastPicks,
            Overlap,
            Seconds,
            Kilometres,
            Html,
            Format,
        };
        verb.SetAction((args, cancellation) => Output.GuardAsync(() => RunAsync(args, cancellation)));
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult args, CancellationToken cancellation)
    {
        var rules = new ScoreRules
        {
            LeastPicks = args.GetValue(LeastPicks),
            Overlap = args.GetValue(Overlap),
            PlaceSeconds = args.GetValue(Seconds),
            PlaceMetres = 1_000 * args.GetValue(Kilometres),
        };
        rules.Check();
        var request = new ScoreRequest(args.GetRequiredValue(Truth), args.GetRequiredValue(Events), args.GetValue(Assignments));
        var (truths, found) = await ScoreFiles.ReadAsync(request, cancellation);
        var score = EventScorer.Score(rules, truths, found);
        if (args.GetValue(Html) is { } page)
        {
            await File.WriteAllTextAsync(page, ScorePage.Html(score), cancellation);
        }
        if (args.GetRequiredValue(Format) == "json")
        {
            Output.WriteJson(score);
            return 0;
        }
        Console.Out.Write(ScoreText.Of(score));
        return 0;
    }
}
