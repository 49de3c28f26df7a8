using NodaTime;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>What was last said about each sensor before an instant.</summary>
public sealed class StateSpells
{
    private readonly Dictionary<string, SensorStatus[]> bySensor;

    public StateSpells(IEnumerable<SensorStatus> states) =>
        bySensor = states
            .GroupBy(s => s.Sensor, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.OrderBy(s => s.At).ThenBy(s => s.State).ToArray(), StringComparer.Ordinal);

    /// <summary>Null where nothing was said before.</summary>
    public SensorStatus? At(string sensor, Instant at)
    {
        if (!bySensor.TryGetValue(sensor, out var own))
        {
            return null;
        }
        var (low, high) = (0, own.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (own[middle].At <= at)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low == 0 ? null : own[low - 1];
    }

    /// <summary>All that was said about a sensor, by time.</summary>
    public IReadOnlyList<SensorStatus> Of(string sensor) => bySensor.GetValueOrDefault(sensor) ?? [];
}
