using System.Text.Json;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Watch;

/// <summary>What the map, the time slider and their legends read.</summary>
internal static class MapData
{
    private const int DefaultBins = 120;
    private const int MostBins = 1000;

    public static void MapMapData(this IEndpointRouteBuilder mission)
    {
        mission.MapGet("/map.json", PointsAsync);
        mission.MapGet("/zones.json", Zones);
        mission.MapGet("/density.json", DensityAsync);
    }

    private static async Task<IResult> PointsAsync(Visit visit)
    {
        var (query, refusal) = FilterQuery.Parse(visit.Query, visit.Mission);
        if (query is null)
        {
            return (refusal ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        var points = await visit.Workspace.Watch.MapAsync(visit.Reader, query.Filter, visit.Cancellation);
        return Results.Bytes(points, "application/json");
    }

    private static IResult Zones(Visit visit)
    {
        var (query, refusal) = FilterQuery.Parse(visit.Query, visit.Mission);
        if (query is null)
        {
            return (refusal ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        var mission = visit.Mission;
        var areas = mission.Clauses.Terms.Select(t => t.Area).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var windows = Windows(mission);
        var open = windows.Where(w => IsOpen(w.Window, query.Filter.When)).ToLookup(w => w.Shape, w => w.Window, StringComparer.Ordinal);
        // What is shut all the time that the page asks about is not drawn; sectors and areas of terms are drawn whatever else they are.
        var shut = windows.Select(w => w.Shape).Except([.. open.Select(o => o.Key), .. mission.Sectors, .. areas]).ToHashSet();
        var atlas = new Atlas(mission.Atlas.Shapes.Values.Where(s => !shut.Contains(s.Name)));
        return Results.Stream(
            async body =>
            {
                await using var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = JsonText.Options.Encoder });
                GeoJsonText.WriteAtlas(json, atlas, mission.Sectors, areas, open);
                await json.FlushAsync(visit.Cancellation);
            },
            "application/geo+json"
        );
    }

    /// <summary>The windows in which some term applies, with the name of each shape that they speak of.</summary>
    private static (string Shape, ScheduleWindow Window)[] Windows(Mission mission) =>
        [
            .. mission
                .Clauses.Terms.Select(t => t.Schedule)
                .OfType<string>()
                .Distinct()
                .SelectMany(name => mission.Schedules[name].Windows)
                .SelectMany(w => w.Shapes.Select(s => (s.Name, w))),
        ];

    private static bool IsOpen(ScheduleWindow window, TimeRange? when) =>
        when is not { } asked || (window.From.Earliest <= asked.Latest && window.Until.Latest > asked.Earliest);

    private static async Task<IResult> DensityAsync(Visit visit, string? bins)
    {
        var (query, refusal) = FilterQuery.Parse(visit.Query, visit.Mission);
        if (query is null)
        {
            return (refusal ?? Refusal.BadRequest("")).ToResult(visit.Context);
        }
        if (!QueryText.TryLimit(bins, DefaultBins, MostBins, out var count))
        {
            return Refusal.BadRequest($"'bins' is '{bins}'; expected a whole number from 1 to {MostBins}.").ToResult(visit.Context);
        }
        var density = await visit.Workspace.Watch.DensityAsync(visit.Reader, query.Filter, count, visit.Cancellation);
        var width = density.Length > 1 ? (density[1].Start - density[0].Start).TotalSeconds : 0;
        return Results.Json(
            new Density(
                visit.Mission.Zone.Id,
                width,
                [.. density.Select(b => b.Start.ToUnixTimeSeconds())],
                [.. density.Select(b => b.Incidents)],
                [.. density.Select(b => b.ApparentBreaches)]
            )
        );
    }

    /// <param name="Starts">Epoch seconds at which each bin starts.</param>
    private sealed record Density(string Zone, double BinSeconds, long[] Starts, long[] Incidents, long[] Breaches);
}
