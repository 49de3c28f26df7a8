using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Holdfast.App.Watch.Feeds.Text;

namespace Holdfast.App.Watch.Feeds;

/// <summary>
/// Guesses what the columns of any table mean, from their names and from a sample of their values, with the reason for each guess. What the values
/// leave open becomes a question.
/// </summary>
public static class ColumnGuess
{
    private const int SampleRows = 200;
    private const int SampleBytes = 256 * 1024;

    /// <summary>
    /// Reads the beginning of a table and guesses: separator, decimal mark, columns, order of dates. Throws <see cref="FeedFormatException"/> when it is no
    /// table. The stream is read from where it stands.
    /// </summary>
    public static async Task<TableSample> SampleAsync(string file, Stream content, CancellationToken cancellation = default)
    {
        await using var text = await FeedText.OpenAsync(file, content, FeedLimits.Default, cancellation);
        var (head, whole) = await HeadAsync(text, cancellation);
        var delimiter = await DelimiterAsync(head, cancellation);
        var rows = await RowsAsync(head, (byte)delimiter, SampleRows + 1, cancellation);
        if (rows.Count == 0)
        {
            throw FeedErrors.Refuse(file, "empty-input", "The table is empty: expected a header line.");
        }
        if (!whole && rows.Count <= SampleRows)
        {
            // The last row of the sample may have been cut.
            rows.RemoveAt(rows.Count - 1);
        }
        var header = rows[0];
        ImmutableArray<ImmutableArray<string>> sample = [.. rows.Skip(1).Where(r => r.Length == header.Length)];
        return new TableSample(header, sample, Infer(header, sample, delimiter)) { Feed = FeedRecognition.Of(header) };
    }

    /// <summary>Guesses from a header and some rows; each row has one text per column.</summary>
    public static ColumnGuessResult Infer(ImmutableArray<string> header, ImmutableArray<ImmutableArray<string>> rows, char delimiter = ',')
    {
        var values = header
            .Select((_, i) => (IReadOnlyList<string>)[.. rows.Select(r => r[i]).Where(v => v.Length > 0)])
            .ToImmutableArray();
        var comma = UsesDecimalComma(header, values);
        var picked = ColumnRoles.Pick(header, values, comma);
        var questions = new List<string>();
        var order = Order(picked, header, values, questions);
        if (!picked.ContainsKey("coordinates") && !(picked.ContainsKey("latitude") && picked.ContainsKey("longitude")))
        {
            questions.Add(
                "No column was recognised as the position: name the columns of latitude and longitude, or the one that holds both."
            );
        }
        if (!picked.ContainsKey("date"))
        {
            questions.Add("No column was recognised as the date: name it.");
        }
        AskAboutSwap(picked, header, values, comma, questions);
        string? Column(string role) => picked.GetValueOrDefault(role)?.Column;
        var mapping = new ColumnMapping
        {
            Delimiter = delimiter.ToString(CultureInfo.InvariantCulture),
            DecimalComma = comma,
            Latitude = Column("latitude"),
            Longitude = Column("longitude"),
            Coordinates = Column("latitude") is null ? Column("coordinates") : null,
            Date = Column("date"),
            Time = Column("time"),
            EndDate = Column("endDate"),
            DateOrder = order,
            Id = Column("id"),
            Kind = Column("kind"),
            Count = Column("count"),
            Deaths = Column("deaths"),
            Place = Column("place"),
            PrecisionMetres = Column("precisionMetres"),
            Text = Column("text"),
            Source = Column("source"),
        };
        var named = mapping.Named.Select(n => n.Role).ToHashSet(StringComparer.Ordinal);
        return new ColumnGuessResult(mapping, [.. picked.Values.Where(r => named.Contains(r.Role))], [.. questions]);
    }

    private static DateOrder Order(
        ImmutableSortedDictionary<string, ColumnReason> picked,
        ImmutableArray<string> header,
        ImmutableArray<IReadOnlyList<string>> values,
        List<string> questions
    )
    {
        if (picked.GetValueOrDefault("date") is not { } date)
        {
            return DateOrder.YearMonthDay;
        }
        var sample = values[header.IndexOf(date.Column)];
        int Fitting(DateOrder order) => sample.Count(v => MomentParser.TryParse(Encoding.UTF8.GetBytes(v), order, out _));
        var (year, day, month) = (Fitting(DateOrder.YearMonthDay), Fitting(DateOrder.DayMonthYear), Fitting(DateOrder.MonthDayYear));
        if (year >= day && year >= month)
        {
            return DateOrder.YearMonthDay;
        }
        if (day != month)
        {
            return day > month ? DateOrder.DayMonthYear : DateOrder.MonthDayYear;
        }
        var example = sample.First(v => !MomentParser.TryParse(Encoding.UTF8.GetBytes(v), DateOrder.YearMonthDay, out _));
        questions.Add(
            $"'{date.Column}' holds dates such as {example}: does the day come first, or the month? No value of the sample tells."
        );
        return DateOrder.DayMonthYear;
    }

    private static void AskAboutSwap(
        ImmutableSortedDictionary<string, ColumnReason> picked,
        ImmutableArray<string> header,
        ImmutableArray<IReadOnlyList<string>> values,
        bool comma,
        List<string> questions
    )
    {
        if (picked.GetValueOrDefault("latitude") is not { } latitude || picked.GetValueOrDefault("longitude") is not { } longitude)
        {
            return;
        }
        var beyond = ColumnRoles.ShareWithin(values[header.IndexOf(latitude.Column)], 90, comma) < 0.5;
        if (beyond && ColumnRoles.ShareWithin(values[header.IndexOf(longitude.Column)], 90, comma) > 0.5)
        {
            questions.Add(
                $"Most values of '{latitude.Column}' are no latitudes, those of '{longitude.Column}' could be: are the two swapped?"
            );
        }
    }

    // 48,5 in a column that is called a latitude; a comma between two figures elsewhere says nothing.
    private static bool UsesDecimalComma(ImmutableArray<string> header, ImmutableArray<IReadOnlyList<string>> values)
    {
        var coordinates = Enumerable
            .Range(0, header.Length)
            .Where(i => ColumnNames.Fit("latitude", header[i]) > 0.5 || ColumnNames.Fit("longitude", header[i]) > 0.5)
            .SelectMany(i => values[i])
            .ToArray();
        var commas = coordinates.Count(v => v.Contains(',') && FastNumber.TryDouble(Encoding.UTF8.GetBytes(v), out _, (byte)','));
        return commas * 2 > coordinates.Length;
    }

    private static async Task<(byte[] Head, bool Whole)> HeadAsync(Stream text, CancellationToken cancellation)
    {
        var head = new byte[SampleBytes];
        var length = await text.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation);
        return (head[..length], length < SampleBytes);
    }

    // The separator under which most rows have as many fields as the header, more fields being better.
    private static async Task<char> DelimiterAsync(byte[] head, CancellationToken cancellation)
    {
        var (best, bestScore) = (',', 0.0);
        foreach (var candidate in (char[])[',', ';', '\t', '|'])
        {
            var rows = await RowsAsync(head, (byte)candidate, 50, cancellation);
            var columns = rows.Count == 0 ? 0 : rows[0].Length;
            var even = rows.Count(r => r.Length == columns) / (double)Math.Max(1, rows.Count);
            var score = columns > 1 ? even * even * Math.Log(1 + columns) : 0;
            (best, bestScore) = score > bestScore + 1e-9 ? (candidate, score) : (best, bestScore);
        }
        return best;
    }

    private static async Task<List<ImmutableArray<string>>> RowsAsync(byte[] head, byte delimiter, int most, CancellationToken cancellation)
    {
        var rows = new CsvRows(new MemoryStream(head), delimiter, FeedLimits.Default);
        var read = new List<ImmutableArray<string>>();
        while (read.Count < most && await rows.ReadAsync(cancellation))
        {
            if (rows.Flaw == RowFlaw.None)
            {
                read.Add([.. Enumerable.Range(0, rows.Count).Select(rows.Text)]);
            }
        }
        return read;
    }
}
