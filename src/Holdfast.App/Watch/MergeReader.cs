using System.Collections.Immutable;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using NodaTime;

namespace Holdfast.App.Watch;

/// <summary>Reads the files of a merge into rows, each with an id of its own.</summary>
internal sealed class MergeReader(MergeRequest request, Instant now)
{
    private const int MostRows = 2_000_000;

    /// <summary>Of two independent errors 95 % lie within the window when each has this share of it as its standard deviation.</summary>
    private const double SigmaPerWindow = 1 / (2.45 * 1.4142135623730951);

    private readonly List<MergeRow> _rows = [];
    private readonly List<QuarantinedLine> _quarantined = [];

    public async Task<(ImmutableArray<MergeRow> Rows, ImmutableArray<QuarantinedLine> Quarantined)> ReadAsync(
        CancellationToken cancellation
    )
    {
        var names = request.Files.Select(Path.GetFileName).ToArray();
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length)
        {
            throw FeedErrors.Refuse(request.Files[0], "same-name", "Two files have the same name: rename one, links go by name.");
        }
        for (var file = 0; file < request.Files.Length; file++)
        {
            await ReadFileAsync(file, cancellation);
        }
        return ([.. _rows], [.. _quarantined]);
    }

    private async Task ReadFileAsync(int file, CancellationToken cancellation)
    {
        var path = request.Files[file];
        var (name, stem) = (Path.GetFileName(path), Path.GetFileNameWithoutExtension(path));
        await using var content = File.OpenRead(path);
        var mapping = request.Mappings.GetValueOrDefault(name) ?? await GuessAsync(name, content, cancellation);
        var source = new Source(stem, name, stem, Affiliation.Public, "", Reliability.F);
        var input = new FeedInput(
            name,
            content,
            source,
            Mode.Actual,
            Standing.Attributed,
            Label.Public,
            DateTimeZone.Utc,
            Atlas.Empty,
            now
        );
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        await foreach (var item in new CsvFeed(mapping).ReadAsync(input, cancellation))
        {
            if (item.Quarantined is { } line)
            {
                _quarantined.Add(line);
            }
            else if (item.Observation is FixObservation fix)
            {
                if (_rows.Count >= MostRows)
                {
                    throw FeedErrors.Refuse(name, "too-many-rows", $"merge takes at most {MostRows} rows in all; use replay for more.");
                }
                _rows.Add(Row(file, stem, item.Line, fix, mapping, seen));
            }
        }
    }

    /// <summary>Where nothing says how sure a position is, the window does.</summary>
    private async Task<ColumnMapping> GuessAsync(string name, FileStream content, CancellationToken cancellation)
    {
        var guess = (await ColumnGuess.SampleAsync(name, content, cancellation)).Guess;
        content.Position = 0;
        return guess.Questions.IsEmpty
            ? guess.Mapping with
            {
                DefaultSigmaMetres = Math.Max(50, request.Kilometres * 1000 * SigmaPerWindow),
            }
            : throw FeedErrors.Refuse(name, "mapping-needed", "Give the columns with --map. " + string.Join(" ", guess.Questions));
    }

    private MergeRow Row(int file, string stem, long line, FixObservation fix, ColumnMapping mapping, Dictionary<string, int> seen)
    {
        // Two rows are two rows, whatever ids the file gives them.
        var times = seen[fix.Id.MessageId] = seen.GetValueOrDefault(fix.Id.MessageId) + 1;
        var id = times == 1 ? fix.Id : fix.Id with { MessageId = $"{fix.Id.MessageId}#{times}" };
        ImmutableArray<ImmutableArray<string>> categories =
        [
            .. request.Taxonomies.Select(t => t.Of(stem, fix.Attributes.GetValueOrDefault(t.Column, ""))),
        ];
        var last = fix.When.Latest > fix.When.Earliest ? fix.When.Latest - Duration.Epsilon : fix.When.Latest;
        return new MergeRow(
            file,
            line,
            fix with
            {
                Id = id,
                Kinds = Kinds(fix, mapping, categories),
            },
            Day(fix.When.Earliest),
            Day(last),
            categories
        );
    }

    /// <summary>With taxonomies the finest categories are the class; without, the row's own word where the vocabulary does not know it.</summary>
    private static ImmutableArray<KindWeight> Kinds(
        FixObservation fix,
        ColumnMapping mapping,
        ImmutableArray<ImmutableArray<string>> categories
    )
    {
        if (categories.Length > 0)
        {
            return [new KindWeight(string.Join(" | ", categories.Select(c => c.IsEmpty ? "?" : c[0])), 1)];
        }
        var word = mapping.Kind is { } column ? fix.Attributes.GetValueOrDefault(column, "") : "";
        var told = fix.Kinds.Length == 1 && fix.Kinds[0].Kind != mapping.DefaultKind;
        return told || word.Length == 0 ? fix.Kinds : [new KindWeight(word.ToLowerInvariant(), 1)];
    }

    private static int Day(Instant instant) => Period.DaysBetween(new LocalDate(1970, 1, 1), instant.InUtc().Date);
}
