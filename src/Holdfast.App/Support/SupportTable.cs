using System.Security.Cryptography;
using Holdfast.App.Watch.Feeds;
using Holdfast.App.Watch.Feeds.Text;

namespace Holdfast.App.Support;

/// <summary>A table with a header, read row by row, and the lines of it that could not be read. Nothing is passed over: a row is read or quarantined.</summary>
internal sealed class SupportTable : IAsyncDisposable
{
    private static readonly FeedLimits Limits = FeedLimits.Default;
    private readonly string _format;
    private readonly string _file;
    private readonly Stream _text;
    private readonly CsvRows _rows;

    private SupportTable(string format, string file, Stream text, CsvRows rows)
    {
        (_format, _file, _text, _rows) = (format, file, text, rows);
        Header = new TableHeader(format, file, rows);
    }

    public TableHeader Header { get; }

    public string File => _file;

    /// <summary>The physical line on which the row at hand begins, from 1.</summary>
    public long Line => _rows.Line;

    /// <summary>How far into the (uncompressed) input the reader is.</summary>
    public long BytesRead => _rows.BytesRead;

    /// <summary>Rows read so far, quarantined ones included.</summary>
    public long Rows { get; private set; }

    public List<QuarantinedLine> Quarantined { get; } = [];

    /// <param name="format">Who reads, for messages.</param>
    /// <param name="file">The name for messages and citations, never an absolute path.</param>
    /// <exception cref="FeedFormatException">There is no header, or it cannot be read.</exception>
    public static async Task<SupportTable> OpenAsync(string format, string file, Stream content, CancellationToken cancellation)
    {
        var text = await FeedText.OpenAsync(file, content, Limits, cancellation);
        var (sniffed, delimiter) = await DelimiterSniff.OfAsync(text, ",;\t", cancellation);
        var rows = new CsvRows(sniffed, delimiter, Limits);
        if (!await rows.ReadAsync(cancellation))
        {
            await text.DisposeAsync();
            throw FeedErrors.Refuse(file, "empty-input", $"{format} expected a header line and found nothing.");
        }
        if (rows.Flaw != RowFlaw.None)
        {
            await text.DisposeAsync();
            throw FeedErrors.Refuse(file, "bad-header", $"The header line cannot be read: {TableRows.Describe(rows.Flaw, Limits).Reason}");
        }
        return new SupportTable(format, file, text, rows);
    }

    /// <summary>Goes to the next row that is one; rows with too many or too few fields, and those that are no text, go to quarantine on the way.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken cancellation)
    {
        while (await _rows.ReadAsync(cancellation))
        {
            Rows++;
            if (TableRows.FaultOf(_rows, Header, Limits) is not { } fault)
            {
                return true;
            }
            Quarantine(fault.Column, fault.Code, fault.Reason);
        }
        return false;
    }

    /// <summary>The cell of a column, without surrounding blanks.</summary>
    public ReadOnlySpan<byte> Field(int column) => _rows.Field(column).Trim(" \t\r\n"u8);

    public string Text(int column) => _rows.Text(column);

    /// <summary>Keeps the row at hand with the reason why it is not taken.</summary>
    public void Quarantine(string column, string code, string reason) =>
        Quarantined.Add(new QuarantinedLine(_format, _file, _rows.Line, column, code, reason, _rows.Raw(), Header.Raw));

    public ValueTask DisposeAsync() => _text.DisposeAsync();

    /// <summary>The SHA-256 of a file, in hexadecimal.</summary>
    public static async Task<string> HashAsync(string path, CancellationToken cancellation)
    {
        await using var file = System.IO.File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
    }
}
