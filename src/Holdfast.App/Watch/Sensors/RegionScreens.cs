using Holdfast.App.Watch.Origins;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors.Screening;

namespace Holdfast.App.Watch.Sensors;

/// <summary>Makes the screens of a mission's blocks.</summary>
internal sealed class RegionScreens(Mission mission)
{
    /// <summary>No sensor reports more in a minute: ten in a second.</summary>
    private const int MostPerMinute = 600;
    private const int LeastPerMinute = 20;

    private readonly bool live = mission.Mode == Mode.Actual && mission.Exposure == Exposure.Live;

    /// <summary>For a block of which more is to come.</summary>
    public BlockScreen Running(SensingRegion region, RegionNet net) =>
        new(new RunningScreen(net.Registry, [], SensorTrust.Full, Most(region.Waves.Parameters, net)).Judge, live);

    // So many of all sensors together that the engine holds them, however many flood at once.
    private static int Most(AssociationParameters engine, RegionNet net)
    {
        var seconds = engine.WindowSeconds + engine.MarginSeconds + (engine.Detection.MaximumRangeMetres / 290);
        var minutes = Math.Ceiling(seconds / 60) + 2;
        return (int)Math.Clamp(engine.MaximumHeld / (minutes * Math.Max(1, net.Registry.Count)), LeastPerMinute, MostPerMinute);
    }
}
