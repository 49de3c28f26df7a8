using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Holdfast.App.Watch.Feeds.Text;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Watch.Feeds.Osce;

/// <summary>
/// "18-Jul, 20:35", "18/07/2019, 20:35", "19-Jul, 09:15-10:40": a time to the minute, or from one minute to another. A date without a year takes that of the report,
/// whose date is a column or stands in the file's name.
/// </summary>
internal sealed partial class OsceDates(FeedInput input)
{
    private const string Expected = "18-Jul, 20:35";

    private readonly LocalDate? _report = OfFile(input.File);

    public TimeRange? Read(string text, string column, LocalDate? stated, out RowFault? fault)
    {
        fault = RowFault.Date(column, text, $"\"{Expected}\"");
        if (text.Length == 0)
        {
            fault = RowFault.Missing(column);
            return null;
        }
        var match = Whole().Match(text);
        if (!match.Success || Day(match.Groups["day"].Value.Trim(' ', ',', '.'), stated ?? _report, column, ref fault) is not { } day)
        {
            return null;
        }
        if (!match.Groups["from"].Success)
        {
            fault = null;
            return ZoneTimes.Days(day, day, input.Zone);
        }
        if (
            Clock(match.Groups["from"].Value) is not { } from
            || Clock(match.Groups["to"].Success ? match.Groups["to"].Value : match.Groups["from"].Value) is not { } to
        )
        {
            fault = new RowFault(column, "bad-time", $"'{column}' is '{RowFault.Cut(text)}', expected a time as in \"{Expected}\".");
            return null;
        }
        // "23:50-00:10" runs past midnight.
        var last = to < from ? day.PlusDays(1) : day;
        if (
            ZoneTimes.Of(new ReadMoment(day, from, null), input.Zone) is not { } first
            || ZoneTimes.Of(new ReadMoment(last, to, null), input.Zone) is not { } second
        )
        {
            fault = new RowFault(
                column,
                "bad-time",
                $"'{column}' is '{RowFault.Cut(text)}', a time that the clocks of {input.Zone.Id} skip."
            );
            return null;
        }
        fault = first.Earliest > input.Now ? RowFault.Future(column, text) : null;
        // Stated to the minute: any moment of it.
        return fault is null ? new TimeRange(first.Earliest, second.Latest + Duration.FromMinutes(1) - Duration.Epsilon) : null;
    }

    /// <summary>The date of the report as a table's own column has it; null where it is none.</summary>
    public static LocalDate? Report(string text) =>
        MomentParser.TryParse(Encoding.UTF8.GetBytes(text), DateOrder.DayMonthYear, out var moment) ? moment.Date
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 2014 and <= 2100
            ? new LocalDate(year, 12, 31)
        : null;

    private static LocalDate? Day(string text, LocalDate? report, string column, ref RowFault? fault)
    {
        if (MomentParser.TryParse(Encoding.UTF8.GetBytes(text), DateOrder.DayMonthYear, out var moment))
        {
            return moment.Date;
        }
        var without = DayAndMonth().Match(text);
        if (!without.Success)
        {
            return null;
        }
        if (report is not { } until)
        {
            fault = new RowFault(
                column,
                "bad-date",
                $"'{column}' is '{RowFault.Cut(text)}', a date without a year: expected a column 'Report date', or the report's date in the file's name (2019-07-19)."
            );
            return null;
        }
        // The latest such day that the report, which came out a day or some later, can speak of.
        for (var year = until.Year; year >= until.Year - 4; year--)
        {
            var dated = $"{without.Groups[1].Value} {without.Groups[2].Value} {year.ToString(CultureInfo.InvariantCulture)}";
            if (MomentParser.TryParse(Encoding.UTF8.GetBytes(dated), DateOrder.DayMonthYear, out moment) && moment.Date <= until)
            {
                return moment.Date;
            }
        }
        return null;
    }

    private static long? Clock(string text) =>
        MomentParser.TryParseClock(Encoding.UTF8.GetBytes(text.Replace('.', ':')), out var nanosecond) ? nanosecond : null;

    private static LocalDate? OfFile(string file) =>
        FileDate().Match(file) is { Success: true } match
        && MomentParser.TryParse(
            Encoding.UTF8.GetBytes($"{match.Groups[1].Value}-{match.Groups[2].Value}-{match.Groups[3].Value}"),
            DateOrder.YearMonthDay,
            out var moment
        )
            ? moment.Date
            : null;

    [GeneratedRegex(
        @"^\s*(?<day>.*?)[,\s]*(?:(?:between\s+)?(?<from>\d{1,2}[:.]\d{2})(?:\s*(?:hrs|h))?(?:\s*(?:[-\u2010-\u2015\u2212]|to|and)\s*(?<to>\d{1,2}[:.]\d{2}))?(?:\s*(?:hrs|h))?)?\s*$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Whole();

    [GeneratedRegex(@"^(\d{1,2})[\s./-]+(\p{L}{3,9})\.?$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex DayAndMonth();

    [GeneratedRegex(@"(20\d{2})[-_.]?([01]\d)[-_.]?([0-3]\d)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex FileDate();
}
