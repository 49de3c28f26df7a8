using System.Collections.Immutable;
using Holdfast.App.Watch.Sensors;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Sensors.Hearing;
using Holdfast.Web.Frame;

namespace Holdfast.Web.Watch.Sensors;

/// <summary>Where one sensor more would add most, for each region of the mission.</summary>
public sealed record SensorGaps(
    ImmutableArray<(HearingArea Area, int Listening, double Found, double FoundWeighted, ImmutableArray<ProposedSensor> Places)> Regions
)
{
    internal static async Task<SensorGaps> ComputeAsync(Visit visit, AudibleAsked asked)
    {
        var desk = visit.Workspace.Sensors;
        if (await desk.HearingAsync(visit.Reader, asked.Without, asked.Known, visit.Cancellation) is not { } hearing)
        {
            return new SensorGaps([]);
        }
        var events = asked.Evenly ? [] : await desk.EventsAsync(visit.Reader, visit.Cancellation);
        return new SensorGaps([
            .. desk.Areas.Select(area =>
            {
                var listening = hearing.Listening(asked.From, area);
                var region = area.Region with { LeastArrivals = asked.LeastOf(area.Region) };
                var placement = new SensorPlacement(region, listening, WatchedPoints.Of(visit.Mission, area, events));
                var (before, weighed) = (placement.Found(null), placement.FoundWeighted());
                return (area, listening.Count(s => s.UpShare > 0), before, weighed, placement.Best(asked.Count));
            }),
        ]);
    }
}
