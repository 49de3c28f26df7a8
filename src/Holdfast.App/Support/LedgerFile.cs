using System.Collections.Immutable;
using System.Text;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Support.Ledger;

namespace Holdfast.App.Support;

/// <summary>How far a ledger's table has been read.</summary>
public readonly record struct LedgerProgress(string File, long BytesRead, long? BytesTotal, long Items, long Quarantined);

/// <summary>What a ledger's table held: every row is an item or a quarantined line.</summary>
public sealed record LedgerReading(long Items, ImmutableArray<QuarantinedLine> Quarantined);

/// <summary>
/// Reads the ledger's own table (CSV with comma, semicolon or tabulator, gzip or not) as a stream: an item at a time, whatever the file's length. Only the ids are remembered, since an id may stand
/// once.
/// </summary>
public static class LedgerFile
{
    public const string Format = "ledger";
    private const int ReportEvery = 20_000;
    private const int BytesOfRow = 80;
    private const int MostForeseen = 2_000_000;

    /// <param name="file">The name for messages and citations, never an absolute path.</param>
    /// <param name="series">The account of rows that name none.</param>
    /// <param name="take">Gets each item in the order of the rows.</param>
    /// <exception cref="FeedFormatException">The header is not a ledger's: it names the column and the nearest right one.</exception>
    public static Task<LedgerReading> ReadAsync(
        string file,
        Stream content,
        string series,
        string cites,
        Func<LedgerItem, ValueTask> take,
        IProgress<LedgerProgress>? progress,
        CancellationToken cancellation
    )
    {
        LedgerItem? item = null;
        return ReadAsync(
            file,
            content,
            series,
            cites,
            (rows, cells, line) =>
            {
                (item, var fault) = rows.Read(cells, line);
                return fault;
            },
            () => take(item ?? throw new InvalidOperationException("A row without a fault is an item.")),
            progress,
            cancellation
        );
    }

    /// <summary>The same for whoever makes something else of the rows.</summary>
    /// <param name="read">Reads the row at hand and keeps what it makes of it; gives its fault.</param>
    /// <param name="take">Takes what was kept, unless its id stood before.</param>
    internal static async Task<LedgerReading> ReadAsync(
        string file,
        Stream content,
        string series,
        string cites,
        Func<LedgerRows, LedgerCells, long, LedgerFault?> read,
        Func<ValueTask> take,
        IProgress<LedgerProgress>? progress,
        CancellationToken cancellation
    )
    {
        var length = content.CanSeek ? content.Length : (long?)null;
        await using var table = await SupportTable.OpenAsync(Format, file, content, cancellation);
        foreach (var fault in LedgerRows.FaultsOf(table.Header.Names))
        {
            throw FeedErrors.Refuse(file, fault.Code, fault.Reason);
        }
        var rows = new LedgerRows(file, table.Header.Names, series, cites);
        // As many as the file may well hold, within reason: growing by doubling would copy them over and over.
        var ids = new IdTable((int)Math.Min((length ?? 0) / BytesOfRow, MostForeseen));
        long items = 0;
        LedgerCells cells = table.Field;
        while (await table.NextAsync(cancellation))
        {
            if (read(rows, cells, table.Line) is { } fault)
            {
                table.Quarantine(fault.Column, fault.Code, fault.Reason);
            }
            else if (First(ids, rows, table, series) is { } first)
            {
                table.Quarantine(
                    LedgerColumns.Name(LedgerColumn.Id),
                    "duplicate",
                    $"'{table.Text(rows.At(LedgerColumn.Id))}' stands in line {first} already; that one is taken, this one is not. What corrects an item names it under 'restates'."
                );
            }
            else
            {
                items++;
                await take();
            }
            if (progress is not null && table.Rows % ReportEvery == 0)
            {
                progress.Report(new LedgerProgress(file, table.BytesRead, length, items, table.Quarantined.Count));
            }
        }
        return new LedgerReading(items, [.. table.Quarantined]);
    }

    // An id is one in its account; a row that names an account of its own is looked up with it.
    private static long? First(IdTable ids, LedgerRows rows, SupportTable table, string series)
    {
        var id = table.Field(rows.At(LedgerColumn.Id));
        if (rows.At(LedgerColumn.Series) is not (>= 0 and var at))
        {
            return ids.Add(id, table.Line);
        }
        var (text, own) = (Encoding.UTF8.GetString(id), Encoding.UTF8.GetString(table.Field(at)));
        return ids.Add(Encoding.UTF8.GetBytes(own.Length == 0 || own == series ? text : own + "\n" + text), table.Line);
    }
}
