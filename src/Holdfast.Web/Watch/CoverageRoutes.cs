using Holdfast.Web.Frame;

namespace Holdfast.Web.Watch;

internal static class CoverageRoutes
{
    public static void MapCoverage(this IEndpointRouteBuilder mission) => mission.MapGet("/coverage", CoverageAsync);

    private static async Task<IResult> CoverageAsync(Visit visit)
    {
        var (query, refused) = Canonical.Read(visit);
        if (query is null)
        {
            return refused;
        }
        var counts = await visit.Workspace.Watch.CountsAsync(visit.Reader, query.Filter, visit.Cancellation);
        var days = CoverageDays.For(visit.Mission, query, counts.LastRecordedAt);
        var rows = await visit.Workspace.Watch.CoverageAsync(
            visit.Reader,
            days.From,
            days.To,
            query.Filter.Without,
            query.Filter.Known,
            visit.Cancellation
        );
        return Html.Page<CoveragePage>(
            new
            {
                Rows = rows,
                Days = days,
                Query = query,
                Frame = PageFrame.Of(visit.Context, "Coverage", "coverage"),
            }
        );
    }
}
