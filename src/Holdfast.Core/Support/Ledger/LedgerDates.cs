using System.Globalization;
using Holdfast.Core.Nations;
using NodaTime.Text;

namespace Holdfast.Core.Support.Ledger;

/// <summary>Days, months and years as a table writes them.</summary>
public static class LedgerDates
{
    private static readonly LocalDatePattern Month = LocalDatePattern.CreateWithInvariantCulture("uuuu'-'MM");
    private static readonly LocalDatePattern[] Words =
    [
        LocalDatePattern.CreateWithInvariantCulture("d MMMM uuuu"),
        LocalDatePattern.CreateWithInvariantCulture("d MMM uuuu"),
        LocalDatePattern.CreateWithInvariantCulture("MMMM d, uuuu"),
        LocalDatePattern.CreateWithInvariantCulture("MMM d, uuuu"),
        LocalDatePattern.CreateWithInvariantCulture("d.M.uuuu"),
        LocalDatePattern.CreateWithInvariantCulture("uuuu/M/d"),
    ];
    private static readonly LocalDatePattern[] MonthWords =
    [
        LocalDatePattern.CreateWithInvariantCulture("MMMM uuuu"),
        LocalDatePattern.CreateWithInvariantCulture("MMM uuuu"),
    ];

    /// <summary><c>2025-04-10</c>, <c>2025-04</c> or <c>2025</c>; null for anything else.</summary>
    public static PartialDate? Read(string text)
    {
        if (text.Length == 10 && LocalDatePattern.Iso.Parse(text) is { Success: true } day)
        {
            return PartialDate.OfDay(day.Value);
        }
        if (text.Length == 7 && Month.Parse(text) is { Success: true } month)
        {
            return PartialDate.OfMonth(month.Value.Year, month.Value.Month);
        }
        return text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year > 0
            ? PartialDate.OfYear(year)
            : null;
    }

    /// <summary>A sentence that names what was found and, where one reading is plain, what may have been meant.</summary>
    public static string Complaint(string column, string text)
    {
        var day = Words.Select(p => p.Parse(text)).FirstOrDefault(r => r.Success);
        var month = MonthWords.Select(p => p.Parse(text)).FirstOrDefault(r => r.Success);
        var meant =
            day is not null ? $" Did you mean {LocalDatePattern.Iso.Format(day.Value)}?"
            : month is not null ? $" Did you mean {Month.Format(month.Value)}?"
            : "";
        return $"'{column}' is '{text}': a date is written as 2025-04-10, 2025-04 or 2025.{meant}";
    }
}
