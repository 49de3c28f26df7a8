using System.Globalization;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.App.Watch.Scoring;

/// <summary>A table whose every row must be right: a score over half a table would be no score. What is wrong is said with line and column.</summary>
internal sealed class ScoreTable : IAsyncDisposable
{
    /// <summary>Nobody scores more by hand; what is read is held whole.</summary>
    private const int MostRows = 20_000_000;

    private readonly Stream content;
    private readonly CsvRows rows;
    private readonly string file;
    private TableHeader? header;
    private int read;

    private ScoreTable(string path)
    {
        file = Path.GetFileName(path);
        content = File.OpenRead(path);
        rows = new CsvRows(content, (byte)',', FeedLimits.Default);
    }

    /// <summary>Opens a table and reads its header.</summary>
    public static async Task<ScoreTable> OpenAsync(string path, CancellationToken cancellation)
    {
        var table = new ScoreTable(path);
        if (!await table.rows.ReadAsync(cancellation))
        {
            await table.DisposeAsync();
            throw FeedErrors.Refuse(table.file, "empty-file", "Found nothing, expected a header.");
        }
        table.header = new TableHeader("score", table.file, table.rows);
        return table;
    }

    public long Line => rows.Line;

    private TableHeader Header => header ?? throw new InvalidOperationException("The header is read first.");

    public int Find(params ReadOnlySpan<string> names) => Header.Find(names);

    public int Require(params ReadOnlySpan<string> names) => Header.Require(names);

    public async ValueTask<bool> NextAsync(CancellationToken cancellation)
    {
        if (!await rows.ReadAsync(cancellation))
        {
            return false;
        }
        if (rows.Flaw != RowFlaw.None)
        {
            throw FeedErrors.Refuse(file, "bad-row", $"Found a row that cannot be read ({rows.Flaw}).", line: rows.Line);
        }
        if (++read > MostRows)
        {
            throw FeedErrors.Refuse(file, "too-many-rows", $"A table that is scored has at most {MostRows} rows.", line: rows.Line);
        }
        return true;
    }

    /// <summary>A cell's text; empty where the row or the table has none.</summary>
    public string Text(int column) => column >= 0 && column < rows.Count ? rows.Text(column) : "";

    public string Name(int column) =>
        Text(column) is { Length: > 0 } name ? name : throw Wrong(column, "bad-name", "Found no name, expected one.");

    /// <summary>A number; null where the cell is empty.</summary>
    public double? Number(int column)
    {
        var text = Text(column);
        return text.Length == 0 ? null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value
            : throw Wrong(column, "bad-number", $"Found '{RowFault.Cut(text)}', expected a number.");
    }

    public double Needed(int column) => Number(column) ?? throw Wrong(column, "bad-number", "Found nothing, expected a number.");

    /// <summary>Seconds: as they are, or from 1970 for a date; null where the cell is empty.</summary>
    public double? Seconds(int column)
    {
        var text = Text(column);
        if (text.Length == 0)
        {
            return null;
        }
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) <= 1e11)
        {
            return seconds;
        }
        var iso = text.Replace(' ', 'T');
        return InstantPattern.ExtendedIso.Parse(iso.EndsWith('Z') ? iso : iso + "Z").TryGetValue(default, out var instant)
            ? (instant - Instant.FromUnixTimeTicks(0)).TotalSeconds
            : throw Wrong(column, "bad-time", $"Found '{RowFault.Cut(text)}', expected seconds or a date as 2026-03-02T00:00:08.11Z.");
    }

    public FeedFormatException Wrong(int column, string code, string message) =>
        new(Diagnostic.Error(file, (int)Math.Min(rows.Line, int.MaxValue), Math.Max(1, column + 1), code, message));

    public async ValueTask DisposeAsync() => await content.DisposeAsync();
}
