using System.Collections.Immutable;
using Holdfast.App.Watch.Sensors;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Coverage;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Core.Watch.Sensors.Hearing;
using Holdfast.Web.Frame;
using Microsoft.AspNetCore.Antiforgery;
using NodaTime;

namespace Holdfast.Web.Watch.Sensors;

/// <summary>Pages and API about sensors. Each asks first whether the reader may know them; whoever may not is told whom to ask, and nothing else.</summary>
internal static class SensorRoutes
{
    public static void MapSensors(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/m/{mission}").WithMetadata(RoutePolicy.PublicRead).ExcludeFromDescription();
        pages.MapGet("/sensors", (Visit visit, TimeProvider clock, IAntiforgery forgery) => BoardAsync(visit, clock, forgery, null));
        pages.MapGet(
            "/sensors/{id}",
            (Visit visit, string id, TimeProvider clock, IAntiforgery forgery) => OneAsync(visit, id, clock, forgery, null)
        );
        pages.MapGet("/audible", AudibleAsync);
        pages.MapGet("/audible.json", FieldAsync);
        pages.MapGet("/gaps", GapsAsync);
        routes
            .MapPost("/m/{mission}/sensors", FromFormAsync)
            .WithMetadata(RoutePolicy.Changes(Right.WriteObservations))
            .ExcludeFromDescription();
        routes.MapSensorApi();
    }

    public static Refusal NotCleared { get; } =
        new(
            StatusCodes.Status404NotFound,
            "Nothing here for this reader",
            $"Sensors are shown in the watch room to those who hold the category {SensorAccess.Category}; an administrator grants it. Coverage by sector and day is on the page Coverage."
        );

    public static Instant Now(TimeProvider clock) => Instant.FromDateTimeOffset(clock.GetUtcNow());

    private static async Task<IResult> BoardAsync(Visit visit, TimeProvider clock, IAntiforgery forgery, SensorAnswer? answer)
    {
        var (asked, refusal) = SensorsAsked.Read(visit);
        if (asked is null)
        {
            return (refusal ?? NotCleared).ToResult(visit.Context);
        }
        var desk = visit.Workspace.Sensors;
        if (await desk.BoardAsync(visit.Reader, asked.At, asked.Known, Now(clock), visit.Cancellation) is not { } board)
        {
            return NotCleared.ToResult(visit.Context);
        }
        return Html.Page<SensorsPage>(
            new
            {
                Board = board,
                Asked = asked,
                Answer = answer,
                Forgery = visit.May(Right.WriteObservations) ? forgery.GetAndStoreTokens(visit.Context).RequestToken : null,
                Frame = PageFrame.Of(visit.Context, "Sensors", "sensors"),
            },
            answer is { Receipt: null } ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK
        );
    }

    private static async Task<IResult> OneAsync(Visit visit, string id, TimeProvider clock, IAntiforgery forgery, SensorAnswer? answer)
    {
        var (asked, refusal) = SensorsAsked.Read(visit);
        if (asked is null)
        {
            return (refusal ?? NotCleared).ToResult(visit.Context);
        }
        var desk = visit.Workspace.Sensors;
        if (!desk.MayRead(visit.Reader))
        {
            return NotCleared.ToResult(visit.Context);
        }
        if (await desk.OneAsync(visit.Reader, id, asked.At, asked.Known, Now(clock), visit.Cancellation) is not { } detail)
        {
            return Refusal.NotFound($"There is no sensor '{(id.Length > 64 ? id[..64] : id)}' in the registry.").ToResult(visit.Context);
        }
        return Html.Page<SensorPage>(
            new
            {
                Detail = detail,
                Answer = answer,
                Forgery = visit.May(Right.WriteObservations) ? forgery.GetAndStoreTokens(visit.Context).RequestToken : null,
                Frame = PageFrame.Of(visit.Context, "Sensor " + id, "sensors"),
            },
            answer is { Receipt: null } ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK
        );
    }

    private static async Task<IResult> FromFormAsync(Visit visit, TimeProvider clock, IAntiforgery forgery)
    {
        if (!visit.Workspace.Sensors.MayRead(visit.Reader))
        {
            return NotCleared.ToResult(visit.Context);
        }
        var form = await visit.Context.Request.ReadFormAsync(visit.Cancellation);
        var input = SensorInput.Of(name => form[name].ToString().Trim() is { Length: > 0 } text ? text : null);
        var answer = await SensorInput.SayAsync(visit, input, Now(clock));
        return form["back"].ToString() == "one"
            ? await OneAsync(visit, input.Sensor ?? "", clock, forgery, answer)
            : await BoardAsync(visit, clock, forgery, answer);
    }

    private static async Task<IResult> AudibleAsync(Visit visit, TimeProvider clock)
    {
        var (asked, refusal) = await AudibleAsked.ReadAsync(visit, Now(clock));
        if (asked is null)
        {
            return (refusal ?? NotCleared).ToResult(visit.Context);
        }
        var field = await AudibleField.ComputeAsync(visit, asked);
        return Html.Page<AudiblePage>(
            new
            {
                Field = field,
                Asked = asked,
                Frame = PageFrame.Of(visit.Context, "What could have been heard", "audible"),
            }
        );
    }

    private static async Task<IResult> FieldAsync(Visit visit, TimeProvider clock)
    {
        var (asked, refusal) = await AudibleAsked.ReadAsync(visit, Now(clock));
        return asked is null
            ? (refusal ?? NotCleared).ToResult(visit.Context)
            : Results.Bytes((await AudibleField.ComputeAsync(visit, asked)).GeoJson(), "application/geo+json");
    }

    private static async Task<IResult> GapsAsync(Visit visit, TimeProvider clock)
    {
        var (asked, refusal) = await AudibleAsked.ReadAsync(visit, Now(clock));
        if (asked is null)
        {
            return (refusal ?? NotCleared).ToResult(visit.Context);
        }
        if (!visit.May(Right.ReadAnalysis))
        {
            return NotCleared.ToResult(visit.Context);
        }
        return Html.Page<GapsPage>(
            new
            {
                Gaps = await SensorGaps.ComputeAsync(visit, asked),
                Asked = asked,
                Frame = PageFrame.Of(visit.Context, "Gaps in hearing", "gaps"),
            }
        );
    }
}
