using Holdfast.App.Watch.Operators;
using Holdfast.Core.Watch;
using Holdfast.Web.Commission;
using Holdfast.Web.Frame;
using Holdfast.Web.Watch.Operators;

namespace Holdfast.Web.Watch;

/// <summary>The Watch's pages and the data behind them, under <c>/m/{mission}</c>.</summary>
internal static class WatchRoutes
{
    private const int LatestShown = 8;

    public static void MapWatch(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (Delegate)FrontAsync).WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        var mission = routes.MapGroup("/m/{mission}").WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        mission.MapGet("", SituationAsync);
        mission.MapGet("/incidents", IncidentsAsync);
        mission.MapGet("/incidents/{id}", (Visit visit, string id) => IncidentAsync(visit, id, null, null));
        mission.MapGet("/violations", ViolationsAsync);
        mission.MapGet("/incidents.{format:regex(^(csv|json|geojson)$)}", IncidentsFile);
        mission.MapGet("/violations.{format:regex(^(csv|json|geojson)$)}", ViolationsFile);
        mission.MapGet("/incidents.csv-metadata.json", (Visit visit) => Companion.Of<IncidentItem>(visit, "incidents"));
        mission.MapGet("/violations.csv-metadata.json", (Visit visit) => Companion.Of<ViolationItem>(visit, "violations"));
        mission.MapMapData();
        mission.MapLive();
        mission.MapCoverage();
        mission.MapWithout();
        mission.MapClaims();
        mission.MapSources();
    }

    private static async Task<IResult> FrontAsync(HttpContext context)
    {
        if (Visit.Of(context) is { } visit)
        {
            return await SituationAsync(visit);
        }
        return new Refusal(
            StatusCodes.Status404NotFound,
            "No mission is being served",
            "Start with ./run MISSION, or make one with ./holdfast new NAME."
        ).ToResult(context);
    }

    private static async Task<IResult> SituationAsync(Visit visit)
    {
        var (query, refusal) = FilterQuery.Parse(visit.Query, visit.Mission);
        if (query is null)
        {
            return (refusal ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        var watch = visit.Workspace.Watch;
        var counts = await watch.CountsAsync(visit.Reader, query.Filter, visit.Cancellation);
        var latest = await watch.IncidentsAsync(visit.Reader, query.Filter, "-time", null, LatestShown, visit.Cancellation);
        var claims = await watch.ClaimsAsync(visit.Reader, query.Filter.When, query.Filter.Known, visit.Cancellation);
        var days = CoverageDays.For(visit.Mission, query, counts.LastRecordedAt);
        var coverage = await watch.CoverageAsync(
            visit.Reader,
            days.From,
            days.To,
            query.Filter.Without,
            query.Filter.Known,
            visit.Cancellation
        );
        var model = new SituationModel(
            query,
            counts,
            await IndependentAsync(visit, query),
            latest,
            claims,
            SectorHealth.Of(visit.Mission, coverage),
            days
        );
        return Html.Page<SituationPage>(
            new
            {
                Model = model,
                Frame = PageFrame.Of(visit.Context, "Situation"),
                OthersShown = visit.Context.Request.Path == "/",
            }
        );
    }

    /// <summary>How many incidents rest on more than the word of one party: what may stand beside the parties' claims.</summary>
    public static async Task<long> IndependentAsync(Visit visit, FilterQuery query)
    {
        var least = query.Filter.AtLeast is { } asked && asked > VerificationLevel.Reported ? asked : VerificationLevel.Reported;
        var counts = await visit.Workspace.Watch.CountsAsync(visit.Reader, query.Filter with { AtLeast = least }, visit.Cancellation);
        return counts.Incidents;
    }

    private static async Task<IResult> IncidentsAsync(Visit visit)
    {
        var (query, refused) = Canonical.Read(visit);
        if (query is null)
        {
            return refused;
        }
        var page = await visit.Workspace.Watch.IncidentsAsync(
            visit.Reader,
            query.Filter,
            query.Sort,
            query.Cursor,
            query.Limit,
            visit.Cancellation
        );
        return Html.Page<IncidentsPage>(
            new
            {
                Rows = page,
                Query = query,
                Frame = PageFrame.Of(visit.Context, "Incidents", "incidents"),
            }
        );
    }

    private static async Task<IResult> ViolationsAsync(Visit visit)
    {
        var (query, refused) = Canonical.Read(visit);
        if (query is null)
        {
            return refused;
        }
        var page = await visit.Workspace.Watch.ViolationsAsync(
            visit.Reader,
            query.Filter,
            query.Sort,
            query.Cursor,
            query.Limit,
            visit.Cancellation
        );
        return Html.Page<ViolationsPage>(
            new
            {
                Rows = page,
                Query = query,
                OpenCase = CitingCases.OpenFor(visit),
                Frame = PageFrame.Of(visit.Context, "Violations", "violations"),
            }
        );
    }

    internal static async Task<IResult> IncidentAsync(Visit visit, string id, OperatorWish? kept, OperatorAnswer? answer)
    {
        var detail = id.Length > 64 ? null : await visit.Workspace.Watch.IncidentAsync(visit.Reader, id, visit.Cancellation);
        if (detail is null)
        {
            return Refusal
                .NotFound(
                    $"There is no incident '{id}' in this mission that you may read. An incident is named by its first observation: where a later one came to stand before it, or "
                        + "it was taken into another, the new name leads on from the old one as long as the tables stand; after they were made anew, look for it by time and place."
                )
                .ToResult(visit.Context);
        }
        // Merged and split incidents keep their old addresses.
        var found = detail.Row.Incident.Id.Value;
        return found == id || answer is not null
            ? Html.Page<IncidentPage>(
                new
                {
                    Detail = detail,
                    Citing = await CitingCases.OfAsync(visit, detail.Row.Incident),
                    Decide = await DecideView.OfAsync(visit, detail.Row.Incident, kept, answer),
                    Frame = PageFrame.Of(visit.Context, "Incident", "incidents"),
                },
                OperatorRoutes.StatusOf(answer)
            )
            : Results.LocalRedirect($"/m/{visit.Mission.Name}/incidents/{found}{visit.Context.Request.QueryString}");
    }

    private static IResult IncidentsFile(Visit visit, string format)
    {
        var (query, refusal) = FilterQuery.Parse(visit.Query, visit.Mission);
        return query is null
            ? (refusal ?? Refusal.BadRequest("")).ToResult(visit.Context)
            : Downloads.Write(visit, "incidents", format, query, Listing.IncidentsAsync(visit, query));
    }

    private static IResult ViolationsFile(Visit visit, string format)
    {
        var (query, refusal) = FilterQuery.Parse(visit.Query, visit.Mission);
        return query is null
            ? (refusal ?? Refusal.BadRequest("")).ToResult(visit.Context)
            : Downloads.Write(visit, "violations", format, query, Listing.ViolationsAsync(visit, query));
    }
}
