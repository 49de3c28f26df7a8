using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Holdfast.App.Watch;
using Holdfast.App.Watch.Feeds;
using NodaTime;
using NodaTime.Extensions;

namespace Holdfast.Cli.Watch;

/// <summary><c>holdfast merge</c>: several event files into distinct events, with a link and a probability for every row.</summary>
internal static class MergeVerb
{
    private static readonly Argument<string[]> Files = new("files")
    {
        Description = "Two or more event files (CSV).",
        Arity = new ArgumentArity(2, 100),
    };

    private static readonly Option<double> Kilometres = new("--km")
    {
        Description = "Rows farther apart than this are never one event.",
        DefaultValueFactory = _ => 3,
    };

    private static readonly Option<int> Days = new("--days")
    {
        Description = "Rows whose days differ by more are never one event.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string> Out = new("--out") { Description = "Where to write one line per row with its event." };

    private static readonly Option<string> Map = new("--map") { Description = "A YAML that says what the columns mean; guessed without." };

    private static readonly Option<string[]> Taxonomies = new("--taxonomy")
    {
        Description = "COLUMN=FILE or FILE (taxonomy_COLUMN.csv): how the files' words for one thing correspond. May be repeated.",
    };

    private static readonly Option<MergeMethod> Method = new("--method")
    {
        Description = "likelihood (the engine, inside the windows) or windows (hard windows and taxonomies, file by file).",
        DefaultValueFactory = _ => MergeMethod.Likelihood,
    };

    private static readonly Option<bool> Explain = new("--explain")
    {
        Description = "List every borderline pair: whether it was joined, and why.",
    };

    private static readonly Option<string> Format = Output.Format("text", "json");

    public static Command Create()
    {
        var verb = new Command(
            "merge",
            "Integrates event files into distinct events. Example: holdfast merge a.csv b.csv --km 3 --days 1 --out merged.csv"
        )
        {
            Files,
            Kilometres,
            Days,
            Out,
            Map,
            Taxonomies,
            Method,
            Explain,
            Format,
        };
        verb.SetAction((args, cancellation) => Output.GuardAsync(() => RunAsync(args, cancellation)));
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult args, CancellationToken cancellation)
    {
        var files = args.GetRequiredValue(Files);
        var (km, days) = (args.GetValue(Kilometres), args.GetValue(Days));
        if (!(km is > 0 and <= 1000) || days is < 0 or > 366)
        {
            throw new ArgumentException("--km must be above 0 and at most 1000, --days from 0 to 366.");
        }
        var names = files.Select(f => Path.GetFileName(f)).ToArray();
        var mappings = args.GetValue(Map) is { } map
            ? MergeMappings.Parse(Path.GetFileName(map), await File.ReadAllTextAsync(map, cancellation), names)
            : ImmutableDictionary<string, ColumnMapping>.Empty;
        var taxonomies = ImmutableArray.CreateBuilder<MergeTaxonomy>();
        foreach (var taxonomy in args.GetValue(Taxonomies) ?? [])
        {
            taxonomies.Add(await TaxonomyAsync(taxonomy, cancellation));
        }
        var request = new MergeRequest([.. files], km, days, args.GetValue(Method), mappings, taxonomies.ToImmutable());
        var result = await Merge.RunAsync(request, TimeProvider.System.GetUtcNow().ToInstant(), cancellation);
        if (args.GetValue(Out) is { } path)
        {
            await using var writer = new StreamWriter(path);
            await MergeTable.WriteAsync(result, writer);
        }
        Print(result, args.GetValue(Explain), args.GetRequiredValue(Format));
        return 0;
    }

    private static Task<MergeTaxonomy> TaxonomyAsync(string text, CancellationToken cancellation)
    {
        const string Prefix = "taxonomy_";
        var at = text.IndexOf('=', StringComparison.Ordinal);
        var path = text[(at + 1)..];
        var stem = Path.GetFileNameWithoutExtension(path);
        var column =
            at > 0 ? text[..at]
            : stem.StartsWith(Prefix, StringComparison.Ordinal) ? stem[Prefix.Length..]
            : stem;
        return MergeTaxonomy.ReadAsync(path, column, cancellation);
    }

    private static void Print(MergeResult result, bool explain, string format)
    {
        if (format == "json")
        {
            Output.WriteJson(Summary(result, explain));
            return;
        }
        Console.WriteLine(
            $"{result.Rows.Length} rows of {result.Request.Files.Length} files, {result.Quarantined.Length} lines quarantined"
        );
        Console.WriteLine($"{result.Unique} distinct events, {result.Matches} of them in several files, {result.Duplicates} duplicates");
        foreach (var (who, count) in Overlap(result))
        {
            Console.WriteLine($"  {count, 7}  {who}");
        }
        foreach (var line in result.Quarantined.Take(20))
        {
            Console.WriteLine($"  {line.File}:{line.Line}: {line.Reason}");
        }
        foreach (var pair in explain ? result.Borderline : [])
        {
            var p = pair.Probability is { } known ? known.ToString("F3", CultureInfo.InvariantCulture) + " " : "";
            var verdict = pair.Joined ? "joined" : "apart ";
            Console.WriteLine($"  {verdict} {p}{MergeTable.Name(result, pair.A)} {MergeTable.Name(result, pair.B)}: {pair.Why}");
        }
    }

    /// <summary>How many events stand in which files.</summary>
    private static SortedDictionary<string, int> Overlap(MergeResult result)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var found in result.Links.GroupBy(l => l.Event))
        {
            var files = found.Select(l => Path.GetFileName(result.Request.Files[result.Rows[l.Row].File])).Distinct();
            var who = string.Join(" + ", files.Order(StringComparer.Ordinal));
            counts[who] = counts.GetValueOrDefault(who) + 1;
        }
        return counts;
    }

    private static object Summary(MergeResult result, bool explain) =>
        new
        {
            Method = result.Request.Method,
            Km = result.Request.Kilometres,
            Days = result.Request.Days,
            Rows = result.Rows.Length,
            Unique = result.Unique,
            Matches = result.Matches,
            Duplicates = result.Duplicates,
            Overlap = Overlap(result),
            Quarantined = result.Quarantined.Select(q => new
            {
                q.File,
                q.Line,
                q.Code,
                q.Reason,
            }),
            Links = result.Links.Select(l => new
            {
                Row = MergeTable.Name(result, l.Row),
                l.Event,
                l.Probability,
                Partners = l.Partners.Select(p => MergeTable.Name(result, p)),
            }),
            Borderline = explain
                ? result.Borderline.Select(b => new
                {
                    A = MergeTable.Name(result, b.A),
                    B = MergeTable.Name(result, b.B),
                    b.Joined,
                    b.Probability,
                    b.Why,
                })
                : null,
        };
}
