using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace Holdfast.Core.Clauses.Binding;

/// <summary>A unit: what it measures and how many base units it is (metres, seconds, pieces; days or months for periods).</summary>
internal sealed record Unit(string Name, Dimension Dimension, decimal Factor, string Canonical);

/// <summary>The units of the language. Lengths count in metres, durations in seconds, counts in pieces.</summary>
internal static class Units
{
    /// <summary>Base unit of calendar periods: months for months and years, days for calendar days and weeks.</summary>
    private static readonly ImmutableSortedDictionary<string, Unit> All = new[]
    {
        new Unit("mm", Dimension.Length, 0.001m, "mm"),
        new Unit("cm", Dimension.Length, 0.01m, "cm"),
        new Unit("m", Dimension.Length, 1, "m"),
        new Unit("km", Dimension.Length, 1000, "km"),
        new Unit("s", Dimension.Duration, 1, "s"),
        new Unit("seconds", Dimension.Duration, 1, "s"),
        new Unit("min", Dimension.Duration, 60, "min"),
        new Unit("minutes", Dimension.Duration, 60, "min"),
        new Unit("h", Dimension.Duration, 3600, "h"),
        new Unit("hour", Dimension.Duration, 3600, "h"),
        new Unit("hours", Dimension.Duration, 3600, "h"),
        new Unit("day", Dimension.Duration, 86400, "day"),
        new Unit("days", Dimension.Duration, 86400, "days"),
        new Unit("week", Dimension.Duration, 604800, "week"),
        new Unit("weeks", Dimension.Duration, 604800, "weeks"),
        new Unit("calendar day", Dimension.Period, 1, "calendar day"),
        new Unit("calendar days", Dimension.Period, 1, "calendar days"),
        new Unit("calendar weeks", Dimension.Period, 7, "calendar weeks"),
        new Unit("month", Dimension.Period, 1, "month"),
        new Unit("months", Dimension.Period, 1, "months"),
        new Unit("year", Dimension.Period, 12, "year"),
        new Unit("years", Dimension.Period, 12, "years"),
        new Unit("people", Dimension.Count, 1, "people"),
        new Unit("person", Dimension.Count, 1, "person"),
        new Unit("rounds", Dimension.Count, 1, "rounds"),
        new Unit("", Dimension.Count, 1, ""),
    }.ToImmutableSortedDictionary(u => u.Name, u => u, StringComparer.Ordinal);

    public static IEnumerable<string> Names => All.Keys.Where(n => n.Length > 0);

    public static Unit? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>The calendar period of a number of units, or null when the number is not whole or far too large.</summary>
    public static Period? Calendar(decimal number, Unit unit)
    {
        var count = number * unit.Factor;
        if (count != Math.Truncate(count) || count > 100_000)
        {
            return null;
        }
        return unit.Name.StartsWith("calendar", StringComparison.Ordinal) ? Period.FromDays((int)count) : Period.FromMonths((int)count);
    }

    /// <summary>Reads a value as the record states it, such as <c>120 mm</c> or <c>3 people</c>, into base units.</summary>
    public static bool TryParse(string text, out decimal value, out Dimension dimension)
    {
        var trimmed = text.Trim();
        var end = trimmed.AsSpan().IndexOfAnyExceptInRange('!', '9');
        var number = end < 0 ? trimmed : trimmed[..end];
        var unit = Find(end < 0 ? "" : trimmed[end..].Trim());
        var cut = decimal.TryParse(
            number.Trim(),
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out value
        );
        dimension = unit?.Dimension ?? Dimension.Count;
        if (!cut || unit is null || Math.Abs(value) > 1_000_000_000_000m)
        {
            value = 0;
            return false;
        }
        value *= unit.Factor;
        return true;
    }
}
