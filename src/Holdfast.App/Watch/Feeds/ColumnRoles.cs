using System.Collections.Immutable;
using System.Text;
using Holdfast.App.Watch.Feeds.Text;

namespace Holdfast.App.Watch.Feeds;

/// <summary>Gives each role the column that fits it best by name and by values; a column serves one role.</summary>
internal static class ColumnRoles
{
    private const double Least = 0.3;

    public static ImmutableSortedDictionary<string, ColumnReason> Pick(
        ImmutableArray<string> header,
        ImmutableArray<IReadOnlyList<string>> values,
        bool comma
    )
    {
        var candidates = new List<(ColumnReason Reason, int Index)>();
        foreach (var (role, _) in ColumnNames.Roles)
        {
            for (var i = 0; i < header.Length; i++)
            {
                if (Score(role, header[i], values[i], comma) is { Confidence: >= Least } reason)
                {
                    candidates.Add((reason, i));
                }
            }
        }
        var picked = ImmutableSortedDictionary.CreateBuilder<string, ColumnReason>(StringComparer.Ordinal);
        var taken = new HashSet<int>();
        foreach (var (reason, index) in candidates.OrderByDescending(c => c.Reason.Confidence).ThenBy(c => c.Index))
        {
            if (!picked.ContainsKey(reason.Role) && taken.Add(index))
            {
                picked.Add(reason.Role, reason);
            }
        }
        return picked.ToImmutable();
    }

    /// <summary>The share of values that are numbers between minus and plus the bound.</summary>
    public static double ShareWithin(IReadOnlyList<string> values, double bound, bool comma) =>
        Share(
            values,
            v => FastNumber.TryDouble(Encoding.UTF8.GetBytes(v), out var n, comma ? (byte)',' : (byte)'.') && Math.Abs(n) <= bound
        );

    private static ColumnReason? Score(string role, string column, IReadOnlyList<string> values, bool comma)
    {
        var name = ColumnNames.Fit(role, column);
        if (name == 0 && role is not "coordinates")
        {
            return null;
        }
        var (share, what) = Values(role, values, comma);
        var empty = values.Count == 0;
        // Without a telling name only WKT or pairs of degrees speak for themselves.
        var confidence = name == 0 ? (share > 0.9 && !empty ? 0.5 : 0) : name * (empty ? 0.5 : share);
        var why = name == 0 ? "" : $"the name '{column}' is usual for it; ";
        return new ColumnReason(
            role,
            column,
            Math.Round(confidence, 2),
            why + (empty ? "the sample has no values" : $"{share:P0} of the sample {what}")
        );
    }

    private static (double Share, string What) Values(string role, IReadOnlyList<string> values, bool comma) =>
        role switch
        {
            // Bounds are kept wide here: swapped columns are asked about, not guessed away.
            "latitude" or "longitude" => (ShareWithin(values, 180, comma), "are degrees"),
            "coordinates" => (Share(values, v => PositionText.TryParse(v, out _, out _)), "are positions"),
            "date" or "endDate" => (Share(values, IsDate) * (Share(values, IsYearFirst) > 0.9 ? 1 : 0.97), "are dates"),
            "time" => (Share(values, v => MomentParser.TryParseClock(Encoding.UTF8.GetBytes(v), out _)), "are times of day"),
            "count" or "deaths" or "precisionMetres" => (
                Share(values, v => FastNumber.TryDouble(Encoding.UTF8.GetBytes(v), out var n) && n >= 0),
                "are numbers"
            ),
            "id" => (values.Distinct(StringComparer.Ordinal).Count() / (double)Math.Max(1, values.Count), "are different from each other"),
            "kind" => (Share(values, v => v.Length <= 80), "are short words"),
            _ => (Share(values, v => !double.TryParse(v, out _)), "are texts"),
        };

    // Of two columns that say the same day, the one without doubt about day and month is better.
    private static bool IsYearFirst(string value) => MomentParser.TryParse(Encoding.UTF8.GetBytes(value), DateOrder.YearMonthDay, out _);

    private static bool IsDate(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        return MomentParser.TryParse(bytes, DateOrder.DayMonthYear, out _)
            || MomentParser.TryParse(bytes, DateOrder.MonthDayYear, out _)
            || MomentParser.TryParse(bytes, DateOrder.YearMonthDay, out _);
    }

    private static double Share(IReadOnlyList<string> values, Func<string, bool> fits) =>
        values.Count(fits) / (double)Math.Max(1, values.Count);
}
