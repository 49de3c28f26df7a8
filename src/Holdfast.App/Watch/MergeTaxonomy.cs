using System.Collections.Immutable;
using Holdfast.App.Watch.Feeds.Text;

namespace Holdfast.App.Watch;

/// <summary>
/// How the words of several files for one thing correspond: for each file and word its categories, from the finest to the broadest. Read from a CSV with the
/// columns <c>data.source</c> (the file's name without ending), <c>base.categories</c> (the word) and one column per level.
/// </summary>
public sealed class MergeTaxonomy
{
    private const int MostLevels = 20;
    private const int MostRows = 100_000;

    private readonly Dictionary<(string File, string Word), ImmutableArray<string>> _levels = [];

    private MergeTaxonomy(string column) => Column = column;

    /// <summary>The column of the event files that this taxonomy explains.</summary>
    public string Column { get; }

    /// <summary>Categories, finest first; empty for a word that the taxonomy does not know.</summary>
    public ImmutableArray<string> Of(string file, string word) => _levels.GetValueOrDefault((file, word), []);

    /// <summary>Reads a taxonomy; throws <see cref="Feeds.FeedFormatException"/> when it is none.</summary>
    public static async Task<MergeTaxonomy> ReadAsync(string path, string column, CancellationToken cancellation = default)
    {
        var name = Path.GetFileName(path);
        await using var file = File.OpenRead(path);
        await using var text = await FeedText.OpenAsync(name, file, FeedLimits.Default, cancellation);
        var rows = new CsvRows(text, (byte)',', FeedLimits.Default);
        var taxonomy = new MergeTaxonomy(column);
        var header = Array.Empty<string>();
        while (await rows.ReadAsync(cancellation))
        {
            var fields = Enumerable.Range(0, rows.Count).Select(rows.Text).ToArray();
            if (rows.Flaw != RowFlaw.None || (header.Length > 0 && fields.Length != header.Length))
            {
                throw FeedErrors.Refuse(name, "bad-taxonomy", "This row has not as many fields as the header.", line: rows.Line);
            }
            if (header.Length == 0)
            {
                header = Header(name, fields);
            }
            else if (taxonomy._levels.Count >= MostRows)
            {
                throw FeedErrors.Refuse(name, "bad-taxonomy", $"A taxonomy has at most {MostRows} rows.", line: rows.Line);
            }
            else
            {
                taxonomy._levels[(fields[0], fields[1])] = [.. fields[2..]];
            }
        }
        return taxonomy;
    }

    private static string[] Header(string name, string[] fields)
    {
        var right =
            fields.Length is > 2 and <= MostLevels
            && fields[0].Equals("data.source", StringComparison.OrdinalIgnoreCase)
            && fields[1].Equals("base.categories", StringComparison.OrdinalIgnoreCase);
        return right
            ? fields
            : throw FeedErrors.Refuse(
                name,
                "bad-taxonomy",
                $"A taxonomy begins with the columns data.source, base.categories and at least one level; found {string.Join(", ", fields.Take(4))}."
            );
    }
}
