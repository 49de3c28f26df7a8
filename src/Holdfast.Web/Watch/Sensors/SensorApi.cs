using System.Collections.Immutable;
using Holdfast.App.Watch.Sensors;
using Holdfast.Core.Access;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Core.Watch.Sensors.Screening;
using Holdfast.Web.Frame;
using NodaTime;

namespace Holdfast.Web.Watch.Sensors;

/// <summary>A flag of a sensor.</summary>
/// <param name="Since">Begin of the hours in a row in which it was found.</param>
/// <param name="HeldBack">Arrivals of the last day that were not associated for it.</param>
/// <param name="DownWeighted">Arrivals of the last day that were associated with a wider error for it.</param>
public sealed record SensorFlagItem(
    string Reason,
    string Verdict,
    int Arrivals,
    string From,
    string Until,
    string Words,
    string Since,
    long HeldBack,
    long DownWeighted,
    double Value
)
{
    public static SensorFlagItem Of(SensorFlag flag) =>
        Of(flag.Finding) with
        {
            Since = Iso.Format(flag.Since),
            HeldBack = flag.HeldBack,
            DownWeighted = flag.Weighed,
        };

    public static SensorFlagItem Of(SensorFinding f) =>
        new(
            SensorText.Of(f.Reason),
            SensorText.Of(f.Verdict),
            f.Count,
            Iso.Format(f.From),
            Iso.Format(f.Until),
            f.Words,
            Iso.Format(f.From),
            f.Verdict == ScreenVerdict.HeldBack ? f.Count : 0,
            f.Verdict == ScreenVerdict.DownWeighted ? f.Count : 0,
            f.Value
        );
}

/// <summary>What became of the arrivals of a span; the figures add up to those that arrived.</summary>
public sealed record ScreenedItem(
    string From,
    string Until,
    long Arrived,
    long Taken,
    long DownWeighted,
    long HeldBack,
    long Waiting,
    long NoRegionListens,
    long UnknownSensor,
    long ImpossibleTime
)
{
    public static ScreenedItem Of(ScreenedSpan s) =>
        new(
            Iso.Format(s.From),
            Iso.Format(s.Until),
            s.Arrived,
            s.Taken,
            s.Weighed,
            s.HeldBack,
            s.Waiting,
            s.NotListenedTo,
            s.UnknownSensor,
            s.Timeless
        );
}

/// <summary>A sensor, as the API gives it to readers who may know.</summary>
public sealed record SensorItem(
    string Id,
    string Kind,
    string Owner,
    string Condition,
    double? Longitude,
    double? Latitude,
    double? ElevationM,
    double? ClockSigmaS,
    double? DeadTimeS,
    string? LastSign,
    double UpShare,
    long Arrivals,
    double? SelfNoise,
    ImmutableArray<SensorFlagItem> Flags
)
{
    public static SensorItem Of(SensorRow row) =>
        new(
            row.Sensor.Id,
            SensorWords.Of(row.Sensor.Kind),
            row.Sensor.Owner,
            SensorText.Slug(row.Condition),
            row.Site?.At.Longitude,
            row.Site?.At.Latitude,
            row.Site?.ElevationMetres,
            row.Site?.ClockSigmaSeconds,
            row.Site?.DeadTimeSeconds,
            row.LastSign is { } last ? Iso.Format(last) : null,
            row.UpShare,
            row.Arrivals,
            row.SelfNoise,
            row.Flags.IsEmpty ? [.. row.Findings.Select(SensorFlagItem.Of)] : [.. row.Flags.Select(SensorFlagItem.Of)]
        );
}

/// <summary>A place at which a sensor would add most.</summary>
public sealed record GapItem(
    string Region,
    int Rank,
    double Longitude,
    double Latitude,
    string Sector,
    double GainPerHundred,
    double SectorBefore,
    double SectorAfter,
    double GainWeighted
);

/// <summary>What could have been heard, by sector.</summary>
public sealed record AudibleItem(string From, int Listening, ImmutableArray<AudibleSectorItem> Sectors);

/// <summary>The probability that a round somewhere in a sector would have been found.</summary>
public sealed record AudibleSectorItem(string Sector, double Probability);

internal static class SensorApi
{
    public static void MapSensorApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1/missions/{mission}").WithMetadata(RoutePolicy.PublicRead).WithTags("sensors");
        api.MapGet("/sensors", ListAsync)
            .WithName("listSensors")
            .WithSummary(
                "All sensors with their health, for readers who may know them; at= asks for an instant, known= as known then, q=, state=, owner= narrow."
            )
            .Produces<ImmutableArray<SensorItem>>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/sensors/{id}", OneAsync).WithName("getSensor").Produces<SensorItem>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/audible", AudibleAsync)
            .WithName("getAudible")
            .WithSummary(
                "What could have been heard in the hour of at=, by sector; class= (1 for the quietest) and least= (arrivals) narrow, without= leaves an owner out."
            )
            .Produces<AudibleItem>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/gaps", GapsAsync)
            .WithName("listGaps")
            .WithSummary(
                "Where one sensor more would add most, the best first; count= says how many, by=fire (the default) or even what counts."
            )
            .Produces<ImmutableArray<GapItem>>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes
            .MapPost("/api/v1/missions/{mission}/sensors", SayAsync)
            .WithMetadata(RoutePolicy.Changes(Right.WriteObservations))
            .WithTags("sensors")
            .WithName("saySensor")
            .WithSummary("Registers a sensor, records a move or a status (kind: registered, moved, status). The same again is a no-op.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(Visit visit, TimeProvider clock)
    {
        var (asked, refusal) = SensorsAsked.Read(visit);
        if (asked is null)
        {
            return (refusal ?? SensorRoutes.NotCleared).ToResult(visit.Context);
        }
        var board = await visit.Workspace.Sensors.BoardAsync(
            visit.Reader,
            asked.At,
            asked.Known,
            SensorRoutes.Now(clock),
            visit.Cancellation
        );
        return board is null
            ? SensorRoutes.NotCleared.ToResult(visit.Context)
            : Results.Json(board.Rows.Where(asked.Admits).Select(SensorItem.Of), JsonText.Options);
    }

    private static async Task<IResult> OneAsync(Visit visit, string id, TimeProvider clock)
    {
        var (asked, refusal) = SensorsAsked.Read(visit);
        if (asked is null)
        {
            return (refusal ?? SensorRoutes.NotCleared).ToResult(visit.Context);
        }
        if (!visit.Workspace.Sensors.MayRead(visit.Reader))
        {
            return SensorRoutes.NotCleared.ToResult(visit.Context);
        }
        var detail = await visit.Workspace.Sensors.OneAsync(
            visit.Reader,
            id,
            asked.At,
            asked.Known,
            SensorRoutes.Now(clock),
            visit.Cancellation
        );
        return detail is null
            ? Refusal.NotFound("There is no such sensor in the registry.").ToResult(visit.Context)
            : Results.Json(SensorItem.Of(detail.Row), JsonText.Options);
    }

    private static async Task<IResult> AudibleAsync(Visit visit, TimeProvider clock)
    {
        var (asked, refusal) = await AudibleAsked.ReadAsync(visit, SensorRoutes.Now(clock));
        if (asked is null)
        {
            return (refusal ?? SensorRoutes.NotCleared).ToResult(visit.Context);
        }
        var field = await AudibleField.ComputeAsync(visit, asked);
        var sectors = field.Sectors.Select(s => new AudibleSectorItem(s.Sector, s.Share)).ToImmutableArray();
        return Results.Json(new AudibleItem(Iso.Format(asked.From), field.Listening, sectors), JsonText.Options);
    }

    private static async Task<IResult> GapsAsync(Visit visit, TimeProvider clock)
    {
        var (asked, refusal) = await AudibleAsked.ReadAsync(visit, SensorRoutes.Now(clock));
        if (asked is null)
        {
            return (refusal ?? SensorRoutes.NotCleared).ToResult(visit.Context);
        }
        if (!visit.May(Right.ReadAnalysis))
        {
            return SensorRoutes.NotCleared.ToResult(visit.Context);
        }
        var gaps = await SensorGaps.ComputeAsync(visit, asked);
        return Results.Json(
            gaps.Regions.SelectMany(r =>
                r.Places.Select(p => new GapItem(
                    r.Area.Region.Id,
                    p.Rank,
                    p.At.Longitude,
                    p.At.Latitude,
                    p.Sector,
                    p.GainPerHundred,
                    p.SectorBefore,
                    p.SectorAfter,
                    p.GainWeighted
                ))
            ),
            JsonText.Options
        );
    }

    private static async Task<IResult> SayAsync(Visit visit, SensorInput input, TimeProvider clock)
    {
        if (!visit.Workspace.Sensors.MayRead(visit.Reader))
        {
            return SensorRoutes.NotCleared.ToResult(visit.Context);
        }
        var answer = await SensorInput.SayAsync(visit, input, SensorRoutes.Now(clock));
        return answer.Receipt is { } receipt
            ? Results.Json(new { index = receipt.Index, kind = receipt.Kind.ToString().ToLowerInvariant() }, JsonText.Options)
            : Refusal.BadRequest(answer.Fault).ToResult(visit.Context);
    }
}
