using System.Runtime.CompilerServices;
using Holdfast.App.Watch.Feeds.Text;

namespace Holdfast.App.Watch.Feeds;

/// <summary>A feed whose input is a table with a header: every row is an observation or a quarantined line.</summary>
internal abstract class TableFeed : IFeed
{
    public abstract string Name { get; }
    public abstract string Summary { get; }

    internal FeedLimits Limits { get; init; } = FeedLimits.Default;

    /// <summary>Finds the columns; throws <see cref="FeedFormatException"/> naming the one that is missing.</summary>
    protected abstract RowReader Bind(TableHeader header, FeedInput input);

    protected virtual byte Delimiter(FeedInput input) => (byte)',';

    /// <summary>Separators among which the header line decides; one alone is not looked for.</summary>
    protected virtual string Delimiters => "";

    /// <summary>How a line that is not UTF-8 is read.</summary>
    protected virtual SingleByte Fallback => SingleByte.Western;

    public async IAsyncEnumerable<FeedItem> ReadAsync(FeedInput input, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var text = await FeedText.OpenAsync(input.File, input.Content, Limits, cancellation);
        var (content, delimiter) =
            Delimiters.Length > 0 ? await DelimiterSniff.OfAsync(text, Delimiters, cancellation) : (text, Delimiter(input));
        var rows = new CsvRows(content, delimiter, Limits, Fallback);
        if (!await rows.ReadAsync(cancellation))
        {
            throw FeedErrors.Refuse(input.File, "empty-input", $"{Name} expected a header line and found nothing.");
        }
        if (rows.Flaw != RowFlaw.None)
        {
            throw FeedErrors.Refuse(
                input.File,
                "bad-header",
                $"The header line cannot be read: {TableRows.Describe(rows.Flaw, Limits).Reason}"
            );
        }
        var header = new TableHeader(Name, input.File, rows);
        var reader = Bind(header, input);
        while (await rows.ReadAsync(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (rows.Line <= input.ResumeAfterLine)
            {
                reader.Pass(rows);
            }
            else
            {
                yield return TableRows.Item(Name, input.File, header, rows, reader, Limits);
            }
        }
    }
}
