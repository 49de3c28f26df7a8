using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Core.Nations;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Missions;

/// <summary>Dates and instants of a mission's text: ISO 8601, an instant always with its offset. Failures explain themselves.</summary>
internal static partial class YamlDates
{
    private static readonly OffsetDateTimePattern Seconds = OffsetDateTimePattern.CreateWithInvariantCulture(
        "uuuu-MM-dd'T'HH:mm:sso<Z+HH:mm>"
    );
    private static readonly OffsetDateTimePattern Minutes = OffsetDateTimePattern.CreateWithInvariantCulture(
        "uuuu-MM-dd'T'HH:mmo<Z+HH:mm>"
    );
    private static readonly LocalDateTimePattern LocalSeconds = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss");
    private static readonly LocalDateTimePattern LocalMinutes = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    /// <summary>The date, or why not and the nearest right one.</summary>
    public static LocalDate? Date(string text, out string problem, out string? suggestion)
    {
        problem = "";
        suggestion = null;
        var result = LocalDatePattern.Iso.Parse(text);
        if (result.Success)
        {
            return result.Value;
        }
        if (IsoShape().Match(text) is { Success: true } iso)
        {
            var (year, month, day) = (Number(iso, 1), Number(iso, 2), Number(iso, 3));
            problem = $"there is no day {text}";
            suggestion =
                month is >= 1 and <= 12 && year is >= 1 and <= 9999
                    ? LocalDatePattern.Iso.Format(
                        new LocalDate(year, month, Math.Clamp(day, 1, CalendarSystem.Iso.GetDaysInMonth(year, month)))
                    )
                : month > 12 && day is >= 1 and <= 12 ? $"{iso.Groups[1].Value}-{iso.Groups[3].Value}-{iso.Groups[2].Value}"
                : null;
            return null;
        }
        problem = $"expected a date as year-month-day, found '{text}'";
        if (EuropeanShape().Match(text) is { Success: true } european)
        {
            var (day, month) = (Number(european, 1), Number(european, 2));
            suggestion = string.Create(CultureInfo.InvariantCulture, $"{european.Groups[3].Value}-{month:00}-{day:00}");
        }
        return null;
    }

    /// <summary>The day, month or year, or why not and the nearest right one.</summary>
    public static PartialDate? Partial(string text, out string problem, out string? suggestion)
    {
        (problem, suggestion) = ("", null);
        if (PartialShape().Match(text) is { Success: true } match)
        {
            var year = Number(match, 1);
            if (year is 0)
            {
                problem = "there is no year 0";
                return null;
            }
            if (!match.Groups[2].Success)
            {
                return PartialDate.OfYear(year);
            }
            if (Number(match, 2) is >= 1 and <= 12 and var month)
            {
                return PartialDate.OfMonth(year, month);
            }
            problem = $"there is no month {text}";
            return null;
        }
        if (Date(text, out problem, out suggestion) is { } day)
        {
            return PartialDate.OfDay(day);
        }
        if (!IsoShape().IsMatch(text))
        {
            problem = $"expected a day, a month or a year (2025-04-10, 2025-04, 2025), found '{text}'";
        }
        return null;
    }

    /// <summary>The instant; a date alone is the start of that day in the zone.</summary>
    public static Instant? Instant(string text, DateTimeZone zone, out string problem, out string? suggestion)
    {
        foreach (var pattern in new[] { Seconds, Minutes })
        {
            if (pattern.Parse(text) is { Success: true } parsed)
            {
                problem = "";
                suggestion = null;
                return parsed.Value.ToInstant();
            }
        }
        foreach (var pattern in new[] { LocalSeconds, LocalMinutes })
        {
            if (pattern.Parse(text) is { Success: true } local)
            {
                var zoned = local.Value.InZoneLeniently(zone);
                problem = $"'{text}' does not say its offset from UTC";
                suggestion = Seconds.Format(zoned.ToOffsetDateTime());
                return null;
            }
        }
        var datePart = text.Split('T')[0];
        var date = Date(datePart, out problem, out suggestion);
        if (date is { } day && datePart.Length == text.Length)
        {
            return zone.AtStartOfDay(day).ToInstant();
        }
        if (date is not null)
        {
            problem = $"expected an instant such as 2025-04-19T18:00:00+03:00, found '{text}'";
        }
        else if (suggestion is not null)
        {
            suggestion += text[datePart.Length..];
        }
        return null;
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d{4})(?:-(\d{2}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex PartialShape();

    [GeneratedRegex(@"^(\d{4})-(\d{2})-(\d{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex IsoShape();

    [GeneratedRegex(@"^(\d{1,2})[./](\d{1,2})[./](\d{4})$", RegexOptions.CultureInvariant)]
    private static partial Regex EuropeanShape();
}
