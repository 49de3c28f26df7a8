using NodaTime;

namespace Holdfast.App.Watch.Feeds;

/// <summary>
/// What UCDP's precision codes mean (UCDP GED Codebook, version 25.1, on <c>where_prec</c> and <c>date_prec</c>), as uncertainty.
/// <para><c>where_prec</c>: 1 the exact place; 2 within about 25 km of the point; 3 the second-order unit (raion); 4 the first-order unit (oblast); 5 a line or an area
/// that is no administrative unit; 6 the country; 7 international waters or airspace.</para>
/// <para><c>date_prec</c>: 1 the day; 2 two to six days; 3 a week; 4 a month; 5 longer, up to a year. The dates give the range themselves; where start and end are the same day
/// though the code says otherwise, the code's length is used.</para>
/// </summary>
internal static class UcdpPrecision
{
    /// <summary>One standard deviation of a point, or null where the code means an area. An exact place is a settlement, not a street.</summary>
    public static double? SigmaMetres(int wherePrecision) =>
        wherePrecision switch
        {
            1 => 1_500,
            2 => 12_500,
            _ => null,
        };

    /// <summary>A disc that covers a typical unit of that order in Ukraine; the atlas's outline is used instead where it has one.</summary>
    public static double RadiusMetres(int wherePrecision) =>
        wherePrecision switch
        {
            3 => 35_000,
            4 => 150_000,
            5 => 100_000,
            6 => 700_000,
            _ => 100_000,
        };

    /// <summary>The most specific name that the code vouches for.</summary>
    public static string AreaName(int wherePrecision, string where, string adm2, string adm1, string country)
    {
        string[] names = wherePrecision switch
        {
            3 => [adm2, where, adm1],
            4 => [adm1, where],
            6 => [country, where],
            _ => [where, adm1, country],
        };
        return names.FirstOrDefault(n => n.Length > 0) ?? "unnamed area";
    }

    public static (LocalDate First, LocalDate Last) Days(LocalDate start, LocalDate end, int datePrecision) =>
        end > start
            ? (start, end)
            : datePrecision switch
            {
                1 => (start, end),
                2 => (start.PlusDays(-5), end.PlusDays(5)),
                3 => (start.PlusDays(-6), end.PlusDays(6)),
                4 => (start.With(DateAdjusters.StartOfMonth), end.With(DateAdjusters.EndOfMonth)),
                _ => (new LocalDate(start.Year, 1, 1), new LocalDate(end.Year, 12, 31)),
            };
}
