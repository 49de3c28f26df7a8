using System.Globalization;
using System.Text;
using Holdfast.Core.Nations;
using NodaTime;

namespace Holdfast.Core.Briefing.Wording;

/// <summary>
/// Numbers, shares, dates and times as each language writes them. The tables are our own, after Unicode CLDR 46, so that a report's bytes do not depend on which
/// version of ICU a machine has.
/// </summary>
public static class CultureText
{
    private const char NoBreak = '\u00a0';
    private const char NarrowNoBreak = '\u202f';

    private static readonly string[] EnglishMonths = Months(
        "January February March April May June July August September October November December"
    );
    private static readonly string[] FrenchMonths = Months(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    );
    private static readonly string[] GermanMonths = Months(
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
    );

    // With a day Ukrainian takes the genitive, alone the nominative.
    private static readonly string[] UkrainianOfMonth = Months(
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
    );
    private static readonly string[] UkrainianMonths = Months(
        "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень"
    );

    /// <summary>With the language's marks, and at most so many decimals, no zeros at the end. Four digits are grouped like five.</summary>
    public static string Number(Language language, decimal value, int decimals = 2)
    {
        var plain = Math.Round(value, decimals, MidpointRounding.ToEven)
            .ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture);
        var (whole, fraction) = plain.Split('.') is [var w, var f] ? (w, f) : (plain, "");
        var (group, point) = Marks(language);
        var (sign, digits) = whole.StartsWith('-') ? ("\u2212", whole[1..]) : ("", whole);
        var text = new StringBuilder(sign);
        for (var i = 0; i < digits.Length; i++)
        {
            if (i > 0 && (digits.Length - i) % 3 == 0)
            {
                text.Append(group);
            }
            text.Append(digits[i]);
        }
        return fraction.Length == 0 ? text.ToString() : text.Append(point).Append(fraction).ToString();
    }

    /// <summary>A share of one as percent.</summary>
    public static string Percent(Language language, decimal share, int decimals = 0) =>
        Number(language, share * 100, decimals)
        + language.Tag switch
        {
            "fr" => $"{NarrowNoBreak}%",
            "de" => $"{NoBreak}%",
            _ => "%",
        };

    public static string Date(Language language, LocalDate date)
    {
        var (day, month, year) = (Invariant(date.Day), date.Month - 1, Invariant(date.Year));
        return language.Tag switch
        {
            "uk" => $"{day} {UkrainianOfMonth[month]} {year}{NoBreak}р.",
            "fr" => $"{(date.Day == 1 ? "1er" : day)} {FrenchMonths[month]} {year}",
            "de" => $"{day}. {GermanMonths[month]} {year}",
            _ => $"{day} {EnglishMonths[month]} {year}",
        };
    }

    /// <summary>As exactly as it is known: a day, a month or a year.</summary>
    public static string Date(Language language, PartialDate date) =>
        date.Precision switch
        {
            DatePrecision.Day => Date(language, date.Earliest),
            DatePrecision.Month => Month(language, date.Earliest),
            DatePrecision.Year => Year(language, date.Earliest.Year),
            _ => throw new InvalidOperationException("DatePrecision is a closed enumeration."),
        };

    /// <summary>A minute in a zone, with the zone's name: times without one mislead.</summary>
    public static string Moment(Language language, Instant at, DateTimeZone zone)
    {
        var local = at.InZone(zone);
        var time = string.Create(CultureInfo.InvariantCulture, $"{local.Hour:00}:{local.Minute:00}");
        return $"{Date(language, local.Date)}, {time} ({zone.Id})";
    }

    private static string Month(Language language, LocalDate first)
    {
        var (month, year) = (first.Month - 1, Invariant(first.Year));
        return language.Tag switch
        {
            "uk" => $"{UkrainianMonths[month]} {year}{NoBreak}р.",
            "fr" => $"{FrenchMonths[month]} {year}",
            "de" => $"{GermanMonths[month]} {year}",
            _ => $"{EnglishMonths[month]} {year}",
        };
    }

    private static string Year(Language language, int year) => language.Tag == "uk" ? $"{Invariant(year)}{NoBreak}р." : Invariant(year);

    private static (string Group, string Point) Marks(Language language) =>
        language.Tag switch
        {
            "uk" => (NoBreak.ToString(), ","),
            "fr" => (NarrowNoBreak.ToString(), ","),
            "de" => (".", ","),
            _ => (",", "."),
        };

    private static string[] Months(string names) => names.Split(' ');

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
