using Holdfast.App.Watch.Feeds.Text;

namespace Holdfast.App.Watch.Feeds;

/// <summary>One row of a table as an item of a feed.</summary>
internal static class TableRows
{
    public static FeedItem Item(string feed, string file, TableHeader header, CsvRows row, RowReader reader, FeedLimits limits)
    {
        var fault = FaultOf(row, header, limits);
        if (fault is null)
        {
            var observation = reader.Read(row, out fault);
            if (observation is not null && (fault = ObservationCheck.FaultOf(observation)) is null)
            {
                return new FeedItem(observation, null, row.Line, row.BytesRead);
            }
        }
        fault ??= new RowFault("", "unreadable", "The row gives no observation.");
        var kept = new QuarantinedLine(feed, file, row.Line, fault.Column, fault.Code, fault.Reason, row.Raw(), header.Raw);
        return new FeedItem(null, kept, row.Line, row.BytesRead);
    }

    /// <summary>Why the row at hand is no row of this table; null where it is one.</summary>
    public static RowFault? FaultOf(CsvRows row, TableHeader header, FeedLimits limits) =>
        row.Flaw != RowFlaw.None ? Describe(row.Flaw, limits)
        : row.Count != header.Names.Length ? Uneven(row, header)
        : null;

    public static RowFault Describe(RowFlaw flaw, FeedLimits limits) =>
        flaw switch
        {
            RowFlaw.Truncated => new RowFault("", "truncated", "A quoted field is not closed before the input ends."),
            RowFlaw.FieldTooLong => new RowFault("", "field-too-long", $"A field is longer than {limits.FieldBytes:N0} bytes."),
            RowFlaw.RowTooLong => new RowFault("", "row-too-long", $"The row is longer than {limits.RowBytes:N0} bytes."),
            RowFlaw.TooManyFields => new RowFault("", "too-many-fields", $"The row has more than {limits.Fields:N0} fields."),
            RowFlaw.TextAfterQuote => new RowFault(
                "",
                "bad-quote",
                "Text follows the closing quote of a field; a quote inside a field is doubled."
            ),
            RowFlaw.NotText => new RowFault("", "not-text", "The row holds a NUL byte."),
            _ => new RowFault("", "unreadable", "The row cannot be read."),
        };

    private static RowFault Uneven(CsvRows row, TableHeader header)
    {
        var few = row.Count < header.Names.Length;
        var cut = few && row.EndsWithoutLineEnd;
        var reason = $"The row has {row.Count} fields where the header has {header.Names.Length}.";
        return new RowFault(
            few ? header.Names[row.Count] : "",
            cut ? "truncated" : "field-count",
            cut ? reason + " The input ends here, in the middle of a line." : reason
        );
    }
}
