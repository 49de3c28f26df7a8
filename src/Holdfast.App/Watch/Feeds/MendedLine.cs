using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Holdfast.App.Watch.Feeds.Text;

namespace Holdfast.App.Watch.Feeds;

/// <summary>Reads a quarantined line again after a person has mended it: under the same feed, with the header that was kept.</summary>
public static class MendedLine
{
    /// <summary>
    /// What the mended text gives: observations, or quarantined lines with the first line's old number. Throws <see cref="FeedFormatException"/> as the feed
    /// does. <paramref name="input"/> gives all but the content.
    /// </summary>
    public static async IAsyncEnumerable<FeedItem> ReadAsync(
        IFeed feed,
        FeedInput input,
        QuarantinedLine line,
        string mended,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        var text = line.Header.Length == 0 ? mended : line.Header + "\n" + mended;
        var headerLines = line.Header.Length == 0 ? 0 : line.Header.Count(c => c == '\n') + 1;
        var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var again = input with { File = line.File, Content = content, ResumeAfterLine = 0 };
        var bound =
            Mapped(feed, line)
            ?? (feed is CsvFeed { IsGuessing: true } && line.Header.Length > 0 ? await BindAsync(line, text, cancellation) : feed);
        await foreach (var item in bound.ReadAsync(again, cancellation))
        {
            var number = line.Line + Math.Max(0, item.Line - headerLines - 1);
            yield return item with
            {
                Line = number,
                Quarantined = item.Quarantined is { } kept ? kept with { Line = number } : null,
            };
        }
    }

    // What the columns meant when the line was set aside, they mean when it is mended. Lines of older records carry no mapping.
    private static IFeed? Mapped(IFeed feed, QuarantinedLine line)
    {
        if (line.Mapping.Length == 0)
        {
            return null;
        }
        try
        {
            var mapping = ColumnMapping.FromJson(line.Mapping);
            return feed is CsvFeed ? new CsvFeed(mapping)
                : feed is GeoJsonFeed ? new GeoJsonFeed(mapping)
                : null;
        }
        catch (JsonException e)
        {
            throw FeedErrors.Refuse(line.File, "bad-mapping", $"The mapping that was kept with the line cannot be read: {e.Message}");
        }
    }

    // One row is too little to guess from: a time that is still wrong would take its column out of the table. The names decide which column is what, the
    // row only how dates and decimals are written.
    private static async Task<IFeed> BindAsync(QuarantinedLine line, string text, CancellationToken cancellation)
    {
        Task<TableSample> SampleAsync(string table) =>
            ColumnGuess.SampleAsync(line.File, new MemoryStream(Encoding.UTF8.GetBytes(table)), cancellation);
        var named = (await SampleAsync(line.Header + "\n")).Guess;
        var row = (await SampleAsync(text)).Guess;
        return named.Questions.IsEmpty && row.Questions.IsEmpty
            ? new CsvFeed(named.Mapping with { DateOrder = row.Mapping.DateOrder, DecimalComma = row.Mapping.DecimalComma })
            : new CsvFeed();
    }
}
