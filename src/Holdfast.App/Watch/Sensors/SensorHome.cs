using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors;

namespace Holdfast.App.Watch.Sensors;

/// <summary>In which region a sensor is counted, though its neighbours hear with it too.</summary>
internal static class SensorHome
{
    /// <summary>The first region in whose box it ever stood, else the first that it stood near enough to hear; null where there is none.</summary>
    public static int? Of(SensingModel sensing, RegisteredSensor sensor)
    {
        int? near = null;
        for (var number = 0; number < sensing.Regions.Length; number++)
        {
            var region = sensing.Regions[number];
            if (sensor.Sites.Any(s => region.Box.Holds(s.At)))
            {
                return number;
            }
            var wide = region.Box.Wider(region.Waves.Parameters.Detection.MaximumRangeMetres);
            near ??= sensor.Sites.Any(s => wide.Holds(s.At)) ? number : null;
        }
        return near;
    }
}
