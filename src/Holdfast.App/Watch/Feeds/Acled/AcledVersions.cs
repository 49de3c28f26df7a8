using Holdfast.App.Watch.Feeds.Text;

namespace Holdfast.App.Watch.Feeds.Acled;

/// <summary>
/// Which row of a file speaks for an event that has several: ACLED revises an event under its old id with a newer <c>timestamp</c>, and its dyadic and
/// actor files repeat an event for each actor. The newest row counts, of equal ones the first.
/// </summary>
internal sealed class AcledVersions
{
    private const int MostEvents = 4_000_000;

    public static readonly AcledVersions None = new();

    private readonly Dictionary<string, (long Line, long Timestamp)> _newest = new(StringComparer.Ordinal);

    /// <summary>The line that speaks for the event instead of this one, or null where this one does (or the file could not be looked through).</summary>
    public long? Instead(string id, long line) => _newest.TryGetValue(id, out var newest) && newest.Line != line ? newest.Line : null;

    /// <summary>Looks through the whole input once; events that come once are forgotten. Beyond the bound rows are taken as they come.</summary>
    public static async ValueTask<AcledVersions> ScanAsync(FeedInput input, FeedLimits limits, CancellationToken cancellation)
    {
        var versions = new AcledVersions();
        await using var text = await FeedText.OpenAsync(input.File, input.Content, limits, cancellation);
        var (content, delimiter) = await DelimiterSniff.OfAsync(text, ",;\t", cancellation);
        var rows = new CsvRows(content, delimiter, limits);
        if (!await rows.ReadAsync(cancellation) || rows.Flaw != RowFlaw.None)
        {
            return versions;
        }
        var header = new TableHeader("acled", input.File, rows);
        var (id, stamp) = (header.Find(AcledColumns.Id), header.Find(AcledColumns.Timestamp));
        while (id >= 0 && await rows.ReadAsync(cancellation))
        {
            if (rows.Flaw == RowFlaw.None && rows.Count == header.Names.Length)
            {
                versions.Note(rows.Text(id), rows.Line, AcledColumns.Seconds(rows, stamp) ?? 0);
            }
        }
        return versions;
    }

    private void Note(string id, long line, long timestamp)
    {
        if (_newest.TryGetValue(id, out var known) ? timestamp > known.Timestamp : _newest.Count < MostEvents)
        {
            _newest[id] = (line, timestamp);
        }
    }
}
