using Holdfast.Web.Frame;

namespace Holdfast.Web.Watch;

internal static class ClaimsRoutes
{
    public static void MapClaims(this IEndpointRouteBuilder mission)
    {
        mission.MapGet("/claims", ClaimsAsync);
        mission.MapGet("/claims.{format:regex(^(csv|json)$)}", ClaimsFileAsync);
        mission.MapGet("/claims.csv-metadata.json", (Visit visit) => Companion.Of<ClaimItem>(visit, "claims"));
    }

    private static async Task<IResult> ClaimsAsync(Visit visit)
    {
        var (query, refused) = Canonical.Read(visit);
        if (query is null)
        {
            return refused;
        }
        var claims = await visit.Workspace.Watch.ClaimsAsync(visit.Reader, query.Filter.When, query.Filter.Known, visit.Cancellation);
        var observed = await WatchRoutes.IndependentAsync(visit, query);
        return Html.Page<ClaimsPage>(
            new
            {
                Ledger = ClaimsModel.Of(claims, visit.Mission),
                Observed = observed,
                Query = query,
                Frame = PageFrame.Of(visit.Context, "Claims", "claims"),
            }
        );
    }

    private static async Task<IResult> ClaimsFileAsync(Visit visit, string format)
    {
        var (query, refusal) = FilterQuery.Parse(visit.Query, visit.Mission);
        if (query is null)
        {
            return (refusal ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        var claims = await visit.Workspace.Watch.ClaimsAsync(visit.Reader, query.Filter.When, query.Filter.Known, visit.Cancellation);
        return Downloads.Write(visit, "claims", format, query, claims.Select(ClaimItem.Of).ToAsyncEnumerable());
    }
}
