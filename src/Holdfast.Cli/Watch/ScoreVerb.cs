using System.CommandLine;
using Holdfast.App.Missions;
using Holdfast.App.Watch.Scoring;
using Holdfast.Core.Watch.Scoring;

namespace Holdfast.Cli.Watch;

/// <summary><c>holdfast score</c>: found events against the truth.</summary>
internal static class ScoreVerb
{
    private static readonly ScoreRules Defaults = new();

    private static readonly Option<string> Truth = new("--truth")
    {
        Description = "True events with their picks (CSV); with --mission truth.csv beside its folder, where simulate writes it.",
    };

    private static readonly Option<string> Events = new("--events") { Description = "Found events (CSV)." };

    private static readonly Option<string> Mission = new("--mission")
    {
        Description = "Score what the record of this mission's folder holds, in place of --events.",
    };

    private static readonly Option<string> Var = new("--var")
    {
        Description = "With --mission: where serve keeps records.",
        DefaultValueFactory = _ => "var",
    };

    private static readonly Option<string> Record = new("--record")
    {
        Description = "With --mission: the record's file, in place of --var.",
    };

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
            "Scores found events, or what a record holds, against the truth. Example: holdfast score --truth truth.csv --events events.csv --assignments assignments.csv"
        )
        {
            Mission,
            Var,
            Record,
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
        return args.GetValue(Mission) is { } mission
            ? await RecordAsync(args, mission, rules, cancellation)
            : await TablesAsync(args, rules, cancellation);
    }

    private static async Task<int> RecordAsync(ParseResult args, string mission, ScoreRules rules, CancellationToken cancellation)
    {
        if (args.GetValue(Events) is not null || args.GetValue(Assignments) is not null)
        {
            throw new ArgumentException("Found --mission with --events or --assignments: score a record, or tables.");
        }
        var request = new ScoreRecordRequest(
            mission,
            args.GetValue(Record) ?? BesideWorkspace.RecordIn(args.GetRequiredValue(Var), mission),
            args.GetValue(Truth) ?? ScoreRecord.TruthBeside(mission)
        );
        var result = await ScoreRecord.RunAsync(request, rules, TimeProvider.System, cancellation);
        return await PrintAsync(args, result, () => ScoreText.Of(result), () => ScorePage.Html(result), cancellation);
    }

    private static async Task<int> TablesAsync(ParseResult args, ScoreRules rules, CancellationToken cancellation)
    {
        if (args.GetValue(Truth) is not { } truth || args.GetValue(Events) is not { } events)
        {
            throw new ArgumentException("Expected --truth with --events, or --mission.");
        }
        var (truths, found) = await ScoreFiles.ReadAsync(new ScoreRequest(truth, events, args.GetValue(Assignments)), cancellation);
        var score = EventScorer.Score(rules, truths, found);
        return await PrintAsync(args, score, () => ScoreText.Of(score), () => ScorePage.Html(score), cancellation);
    }

    private static async Task<int> PrintAsync<T>(
        ParseResult args,
        T score,
        Func<string> text,
        Func<string> html,
        CancellationToken cancellation
    )
    {
        if (args.GetValue(Html) is { } page)
        {
            await File.WriteAllTextAsync(page, html(), cancellation);
        }
        if (args.GetRequiredValue(Format) == "json")
        {
            Output.WriteJson(args.InvocationConfiguration.Output, score);
            return 0;
        }
        await args.InvocationConfiguration.Output.WriteAsync(text());
        return 0;
    }
}
