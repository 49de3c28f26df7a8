using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Core.Nations;

/// <summary>How exactly a date is known, from the finest.</summary>
public enum DatePrecision
{
    Day,
    Month,
    Year,
}

/// <summary>Whether something had been said by a given day, when only its month or year may be known.</summary>
public enum Knownness
{
    /// <summary>Its latest possible day had come.</summary>
    Yes,

    /// <summary>Its earliest possible day had come, its latest had not: it may have been said later.</summary>
    Perhaps,

    No,
}

/// <summary>
/// A day, a month or a year of the ISO calendar, as a source gives it: never a made-up day. It lies between <see cref="Earliest"/> and
/// <see cref="Latest"/>, both inclusive. Ordered by the latest day, then by the earliest, so that a day precedes its month's end.
/// </summary>
public readonly record struct PartialDate : IComparable<PartialDate>
{
    private PartialDate(LocalDate earliest, DatePrecision precision)
    {
        Earliest = earliest;
        Precision = precision;
    }

    public static PartialDate OfDay(LocalDate day) => new(day, DatePrecision.Day);

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> where there is no such month.</summary>
    public static PartialDate OfMonth(int year, int month) => new(new LocalDate(year, month, 1), DatePrecision.Month);

    /// <summary>Throws <see cref="ArgumentOutOfRangeException"/> outside the years 1 to 9999.</summary>
    public static PartialDate OfYear(int year) => new(new LocalDate(year, 1, 1), DatePrecision.Year);

    public DatePrecision Precision { get; }

    /// <summary>The first day it can mean.</summary>
    public LocalDate Earliest { get; }

    /// <summary>The last day it can mean.</summary>
    public LocalDate Latest =>
        Precision switch
        {
            DatePrecision.Day => Earliest,
            DatePrecision.Month => Earliest.With(DateAdjusters.EndOfMonth),
            DatePrecision.Year => new LocalDate(Earliest.Year, 12, 31),
            _ => throw new InvalidOperationException("DatePrecision is a closed enumeration."),
        };

    /// <summary>Whether it lay on or before a day; null asks for everything.</summary>
    public Knownness By(LocalDate? day) =>
        day is not { } asked || Latest <= asked ? Knownness.Yes
        : Earliest <= asked ? Knownness.Perhaps
        : Knownness.No;

    /// <summary>Whether some day that it can mean lies between two days, both inclusive; null for no bound.</summary>
    public bool Touches(LocalDate? from, LocalDate? until) => (from is null || Latest >= from) && (until is null || Earliest <= until);

    public int CompareTo(PartialDate other) =>
        Latest.CompareTo(other.Latest) is var byLatest and not 0 ? byLatest : Earliest.CompareTo(other.Earliest);

    /// <summary><c>2025-04-10</c>, <c>2025-04</c> or <c>2025</c>.</summary>
    public override string ToString() =>
        Precision switch
        {
            DatePrecision.Day => LocalDatePattern.Iso.Format(Earliest),
            DatePrecision.Month => string.Create(CultureInfo.InvariantCulture, $"{Earliest.Year:0000}-{Earliest.Month:00}"),
            DatePrecision.Year => Earliest.Year.ToString("0000", CultureInfo.InvariantCulture),
            _ => throw new InvalidOperationException("DatePrecision is a closed enumeration."),
        };
}
