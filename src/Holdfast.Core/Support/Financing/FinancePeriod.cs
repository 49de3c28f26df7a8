using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Holdfast.Core.Support.Financing;

/// <summary>A quarter (<c>2026-Q1</c>), a year (<c>2026</c>) or several (<c>2026/2027</c>), as a source divides its money. Never divided further.</summary>
public readonly partial record struct FinancePeriod : IComparable<FinancePeriod>
{
    private FinancePeriod(LocalDate first, LocalDate last) => (First, Last) = (first, last);

    public LocalDate First { get; }

    /// <summary>Inclusive.</summary>
    public LocalDate Last { get; }

    public static FinancePeriod Year(int year) => new(new LocalDate(year, 1, 1), new LocalDate(year, 12, 31));

    public bool Holds(FinancePeriod other) => First <= other.First && other.Last <= Last;

    public bool Overlaps(FinancePeriod other) => First <= other.Last && other.First <= Last;

    /// <summary>The years that it touches.</summary>
    public IEnumerable<int> Years => Enumerable.Range(First.Year, Last.Year - First.Year + 1);

    /// <summary>Null where the text is not a period; at most ten years, from 1990 to 2100.</summary>
    public static FinancePeriod? Parse(string text)
    {
        if (Shape().Match(text) is not { Success: true } match)
        {
            return null;
        }
        var year = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        var last = match.Groups[3].Success ? int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture) : year;
        if (year < 1990 || last > 2100 || last < year || last >= year + 10 || (match.Groups[3].Success && last == year))
        {
            return null;
        }
        if (!match.Groups[2].Success)
        {
            return new FinancePeriod(new LocalDate(year, 1, 1), new LocalDate(last, 12, 31));
        }
        var first = new LocalDate(year, (3 * (match.Groups[2].Value[0] - '1')) + 1, 1);
        return new FinancePeriod(first, first.PlusMonths(3).PlusDays(-1));
    }

    /// <summary>By the first day, longer ones first.</summary>
    public int CompareTo(FinancePeriod other) =>
        First.CompareTo(other.First) is var byFirst and not 0 ? byFirst : other.Last.CompareTo(Last);

    public override string ToString() =>
        Last == First.PlusMonths(3).PlusDays(-1)
            ? string.Create(CultureInfo.InvariantCulture, $"{First.Year}-Q{((First.Month - 1) / 3) + 1}")
        : First.Year == Last.Year ? First.Year.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{First.Year}/{Last.Year}");

    [GeneratedRegex(@"^(\d{4})(?:-Q([1-4])|/(\d{4}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
