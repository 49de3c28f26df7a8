using System.Collections.Immutable;
using Holdfast.App.Watch;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Web.Frame;
using Holdfast.Web.Watch;

namespace Holdfast.Web.Api;

/// <summary>The API under <c>/api/v1</c>; docs/guide/api.md describes it, <c>openapi.json</c> in detail.</summary>
internal static class ApiRoutes
{
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/api/{documentName}/openapi.json").WithMetadata(RoutePolicy.PublicRead);
        routes.MapFeatures();
        var api = routes.MapGroup("/api/v1/missions").WithMetadata(RoutePolicy.PublicRead);
        api.MapGet("", (IMissionDirectory missions) => Json(missions.All.Select(w => MissionItem.Of(w.Mission))))
            .WithName("listMissions")
            .WithTags("missions")
            .WithSummary("All missions served here.")
            .Produces<ImmutableArray<MissionItem>>();
        var mission = api.MapGroup("/{mission}");
        mission
            .MapGet("", (Visit visit) => Json(MissionItem.Of(visit.Mission)))
            .WithName("getMission")
            .WithTags("missions")
            .Produces<MissionItem>();
        mission.MapLists();
        mission.MapInputs();
    }

    internal static IResult Json<T>(T value) => Results.Json(value, JsonText.Options);

    private static void MapLists(this RouteGroupBuilder mission)
    {
        mission
            .MapGet("/counts", CountsAsync)
            .WithName("getCounts")
            .WithTags("watch")
            .WithSummary("The four counts under a filter, each with its definition.")
            .Produces<CountsItem>();
        mission.MapGet("/incidents", IncidentsAsync).WithName("listIncidents").WithTags("watch").Produces<ListItem<IncidentItem>>();
        mission
            .MapGet("/incidents/{id}", IncidentAsync)
            .WithName("getIncident")
            .WithTags("watch")
            .WithSummary("One incident with what every term makes of it, the trace, its observations and its revisions.")
            .Produces<IncidentDocument>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        mission.MapGet("/violations", ViolationsAsync).WithName("listViolations").WithTags("watch").Produces<ListItem<ViolationItem>>();
        mission.MapGet("/claims", ClaimsAsync).WithName("listClaims").WithTags("watch").Produces<ImmutableArray<ClaimItem>>();
        mission.MapGet("/coverage", CoverageAsync).WithName("listCoverage").WithTags("watch").Produces<ImmutableArray<CoverageItem>>();
        mission.MapWithoutApi();
    }

    private static void MapInputs(this RouteGroupBuilder mission)
    {
        mission.MapGet("/sources", SourcesAsync).WithName("listSources").WithTags("inputs").Produces<ImmutableArray<SourceItem>>();
        mission
            .MapGet("/quarantine", QuarantineAsync)
            .WithName("listQuarantine")
            .WithTags("inputs")
            .WithSummary("Lines that could not be read, with the reason.")
            .Produces<QuarantineListItem>();
    }

    private static async Task<IResult> CountsAsync(Visit visit)
    {
        var (query, refusal) = FilterQuery.Parse(visit.Query, visit.Mission);
        if (query is null)
        {
            return Refused(refusal, visit);
        }
        var counts = await visit.Workspace.Watch.CountsAsync(visit.Reader, query.Filter, visit.Cancellation);
        return Json(CountsItem.Of(counts));
    }

    private static async Task<IResult> IncidentsAsync(Visit visit)
    {
        var (query, refusal) = FilterQuery.Parse(visit.Query, visit.Mission);
        if (query is null)
        {
            return Refused(refusal, visit);
        }
        var page = await visit.Workspace.Watch.IncidentsAsync(
            visit.Reader,
            query.Filter,
            query.Sort,
            query.Cursor,
            query.Limit,
            visit.Cancellation
        );
        return Json(new ListItem<IncidentItem>(page.Total, page.Next, [.. page.Items.Select(r => IncidentItem.Of(r, !visit.IsVeiled))]));
    }

    private static async Task<IResult> ViolationsAsync(Visit visit)
    {
        var (query, refusal) = FilterQuery.Parse(visit.Query, visit.Mission);
        if (query is null)
        {
            return Refused(refusal, visit);
        }
        var page = await visit.Workspace.Watch.ViolationsAsync(
            visit.Reader,
            query.Filter,
            query.Sort,
            query.Cursor,
            query.Limit,
            visit.Cancellation
        );
        return Json(new ListItem<ViolationItem>(page.Total, page.Next, [.. page.Items.Select(ViolationItem.Of)]));
    }

    private static async Task<IResult> IncidentAsync(Visit visit, string id)
    {
        var detail = id.Length > 64 ? null : await visit.Workspace.Watch.IncidentAsync(visit.Reader, id, visit.Cancellation);
        return detail is null
            ? Refusal.NotFound($"There is no incident '{id}' in this mission that you may read.").ToResult(visit.Context)
            : Json(IncidentDocument.Of(detail, !visit.IsVeiled));
    }

    private static async Task<IResult> ClaimsAsync(Visit visit)
    {
        var (query, refusal) = FilterQuery.Parse(visit.Query, visit.Mission);
        if (query is null)
        {
            return Refused(refusal, visit);
        }
        var claims = await visit.Workspace.Watch.ClaimsAsync(visit.Reader, query.Filter.When, query.Filter.Known, visit.Cancellation);
        return Json(claims.Select(ClaimItem.Of));
    }

    private static async Task<IResult> CoverageAsync(Visit visit)
    {
        var (query, refusal) = FilterQuery.Parse(visit.Query, visit.Mission);
        if (query is null)
        {
            return Refused(refusal, visit);
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
        return Json(rows.Select(CoverageItem.Of));
    }

    private static async Task<IResult> SourcesAsync(Visit visit)
    {
        var sources = await visit.Workspace.Watch.SourcesAsync(visit.Reader, visit.Cancellation);
        return Json(sources.Select(SourceItem.Of));
    }

    private static async Task<IResult> QuarantineAsync(Visit visit, string? cursor, string? limit)
    {
        if (!QueryText.TryLimit(limit, FilterQuery.DefaultLimit, FilterQuery.MostLimit, out var most))
        {
            return Refusal
                .BadRequest($"'limit' is '{limit}'; expected a whole number from 1 to {FilterQuery.MostLimit}.")
                .ToResult(visit.Context);
        }
        var page = await visit.Workspace.Watch.QuarantineAsync(visit.Reader, cursor, most, visit.Cancellation);
        var stations = await visit.Workspace.Sensors.StrangersAsync(visit.Reader, null, visit.Cancellation);
        return Json(
            new QuarantineListItem(
                page.Total,
                page.Next,
                [.. page.Items.Select(QuarantineItem.Of)],
                [
                    .. stations
                        .Take(FilterQuery.MostLimit)
                        .Select(s => new StrangeStationItem(s.Name, s.Arrivals, Iso.Format(s.Last), s.Nearest, s.Reason)),
                ]
            )
        );
    }

    private static IResult Refused(Refusal? refusal, Visit visit) => (refusal ?? Refusal.BadRequest("")).ToResult(visit.Context);
}
