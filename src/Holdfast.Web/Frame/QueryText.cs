using System.Globalization;
using Holdfast.Core.Values;
using NodaTime;
using NodaTime.Text;

namespace Holdfast.Web.Frame;

/// <summary>Reads values of a query string; every failure says which parameter, what was found and what was expected.</summary>
internal static class QueryText
{
    // Bounds for an open end of a period: wide enough for any ceasefire, narrow enough for any store.
    public static readonly Instant Beginning = Instant.FromUtc(1900, 1, 1, 0, 0);
    public static readonly Instant End = Instant.FromUtc(2200, 1, 1, 0, 0);

    public const int LongestValue = 400;

    public static string? Single(IQueryCollection query, string name)
    {
        var text = query[name].ToString().Trim();
        return text.Length == 0 ? null : text;
    }

    public static Refusal? CheckSizes(IQueryCollection query, int longest = LongestValue)
    {
        foreach (var (name, values) in query)
        {
            if (values.ToString().Length > longest)
            {
                return Refusal.BadRequest($"'{name[..Math.Min(name.Length, 40)]}' is longer than {longest} characters.");
            }
        }
        return null;
    }

    /// <summary>A date in the zone (its first or last instant) or an instant in UTC.</summary>
    public static bool TryInstant(string text, DateTimeZone zone, bool endOfDay, out Instant instant)
    {
        if (Iso.TryParse(text, out instant))
        {
            return instant >= Beginning && instant <= End;
        }
        var date = LocalDatePattern.Iso.Parse(text);
        if (!date.Success || date.Value.Year is < 1900 or >= 2200)
        {
            return false;
        }
        instant = endOfDay
            ? zone.AtStartOfDay(date.Value.PlusDays(1)).ToInstant() - Duration.Epsilon
            : zone.AtStartOfDay(date.Value).ToInstant();
        return true;
    }

    public static string InstantExpected(string name, string found) =>
        $"'{name}' is '{found}'; expected a date such as 2025-04-20 or an instant such as 2025-04-20T15:00:00Z.";

    public static bool TryLimit(string? text, int fallback, int most, out int limit)
    {
        limit = fallback;
        return text is null
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit >= 1 && limit <= most);
    }

    /// <summary>West, south, east, north in degrees; six numbers (with heights) are read as OGC API Features says, heights ignored.</summary>
    public static bool TryBox(string text, out App.Watch.BoundingBox box, out string reason)
    {
        box = default;
        var parts = text.Split(',');
        if (parts.Length is not (4 or 6))
        {
            reason = $"found {parts.Length} values; expected four: west,south,east,north in degrees (CRS84).";
            return false;
        }
        var numbers = new double[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (
                !double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i])
            )
            {
                reason = $"value {i + 1} is '{parts[i]}'; expected a number of degrees.";
                return false;
            }
        }
        box = parts.Length == 4 ? new(numbers[0], numbers[1], numbers[2], numbers[3]) : new(numbers[0], numbers[1], numbers[3], numbers[4]);
        return Holds(box, out reason);
    }

    private static bool Holds(App.Watch.BoundingBox box, out string reason)
    {
        reason =
            Math.Abs(box.West) > 180 || Math.Abs(box.East) > 180 ? "longitudes run from -180 to 180."
            : Math.Abs(box.South) > 90 || Math.Abs(box.North) > 90 ? "latitudes run from -90 to 90."
            : box.South > box.North ? "its south lies north of its north; the order is west,south,east,north."
            : box.West > box.East ? "its west lies east of its east; a box across the antimeridian is not supported."
            : "";
        return reason.Length == 0;
    }
}
