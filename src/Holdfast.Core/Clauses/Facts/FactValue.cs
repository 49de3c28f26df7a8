using System.Globalization;
using Holdfast.Core.Clauses.Binding;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Values;

namespace Holdfast.Core.Clauses.Facts;

/// <summary>Reads the value of a statement by the type of its fact.</summary>
internal static class FactValue
{
    /// <summary>The value in canonical form, so that two ways to write it compare equal; null where it is not a value of the type.</summary>
    public static string? Canonical(FactType type, string value) =>
        type switch
        {
            FactType.Bool => value.Trim() is "true" or "false" ? value.Trim() : null,
            FactType.Instant => Range(value)?.ToString(),
            FactType.Length => Number(value, Dimension.Length),
            FactType.Duration => Number(value, Dimension.Duration),
            FactType.Count => Number(value, Dimension.Count),
        };

    /// <summary>An instant, or an uncertain one as <c>earliest/latest</c>.</summary>
    public static TimeRange? Range(string value)
    {
        var parts = value.Trim().Split('/');
        if (parts.Length is < 1 or > 2 || !Iso.TryParse(parts[0], out var first) || !Iso.TryParse(parts[^1], out var last) || last < first)
        {
            return null;
        }
        return new TimeRange(first, last);
    }

    /// <summary>What a statement of the type has to look like, for a message.</summary>
    public static string Expected(FactType type) =>
        type switch
        {
            FactType.Bool => "'true' or 'false'",
            FactType.Instant => "an instant in UTC such as 2025-04-19T15:00:00Z, or two with a slash between",
            FactType.Length => "a length such as '120 mm'",
            FactType.Duration => "a duration such as '30 h'",
            FactType.Count => "a number such as '3'",
        };

    private static string? Number(string value, Dimension wanted) =>
        Units.TryParse(value, out var number, out var dimension) && dimension == wanted
            ? (number / 1.000000000000000000000000000000000m).ToString(CultureInfo.InvariantCulture)
            : null;

    public static decimal Parse(string canonical) => decimal.Parse(canonical, CultureInfo.InvariantCulture);
}
