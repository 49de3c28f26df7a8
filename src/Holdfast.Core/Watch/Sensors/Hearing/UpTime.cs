using Holdfast.Core.Watch.Sensors.Screening;
using NodaTime;

namespace Holdfast.Core.Watch.Sensors.Hearing;

/// <summary>
/// When sensors listened: a sign of life (a heartbeat, an arrival) speaks for the time around it, and what was last said of the state decides. Where no sign is known a sensor
/// counts as silent: no absence of events is built on it.
/// </summary>
public sealed class UpTime
{
    /// <summary>A sign of life speaks for so long before and after it.</summary>
    public static readonly Duration Speaks = Duration.FromMinutes(45);

    private static readonly Duration Step = Duration.FromMinutes(15);
    private readonly StateSpells states;
    private readonly Dictionary<string, Instant[]> signs;

    /// <param name="statuses">What was said of sensors.</param>
    /// <param name="heard">When arrivals came of each sensor; to the minute is enough.</param>
    public UpTime(IReadOnlyList<SensorStatus> statuses, IEnumerable<(string Sensor, Instant At)> heard)
    {
        states = new StateSpells(statuses);
        signs = heard
            .Concat(statuses.Where(s => s.State == SensorState.Up).Select(s => (s.Sensor, s.At)))
            .GroupBy(s => s.Sensor, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(s => s.At).Order().ToArray(), StringComparer.Ordinal);
    }

    public StateSpells States => states;

    /// <summary>The last sign of life before an instant; null for none.</summary>
    public Instant? LastSign(string sensor, Instant before) =>
        signs.TryGetValue(sensor, out var own) && FirstFrom(own, before) is var at && at > 0 ? own[at - 1] : null;

    public bool IsUp(RegisteredSensor sensor, Instant at)
    {
        if (sensor.SiteAt(at) is null || states.At(sensor.Id, at) is { State: not SensorState.Up })
        {
            return false;
        }
        if (!signs.TryGetValue(sensor.Id, out var own))
        {
            return false;
        }
        var next = FirstFrom(own, at - Speaks);
        return next < own.Length && own[next] <= at + Speaks;
    }

    /// <summary>Share of a time in which the sensor listened, by quarters of an hour.</summary>
    public double Share(RegisteredSensor sensor, Instant from, Instant until)
    {
        var (up, all) = (0, 0);
        for (var at = from + (Step / 2); at < until; at += Step)
        {
            up += IsUp(sensor, at) ? 1 : 0;
            all++;
        }
        return all == 0 ? 0 : (double)up / all;
    }

    /// <summary>
    /// How far a sensor hears at an instant, as a part of what others of its kind hear: amplitude falls as one over the distance (spherical spreading), so twice the noise is
    /// half the range. Between a quarter and one and a half; one where its noise or the others' is not known.
    /// </summary>
    /// <param name="usual">Median self-noise of sensors of its kind.</param>
    public double RangeFactor(string sensor, Instant at, double? usual) =>
        usual is { } median && median > 0 && LastNoise(sensor, at) is { } own && own > 0 ? Math.Clamp(median / own, 0.25, 1.5) : 1;

    /// <summary>The self-noise that was said last; null for none.</summary>
    public double? LastNoise(string sensor, Instant at) =>
        states.Of(sensor).LastOrDefault(s => s.At <= at && s.SelfNoise is not null)?.SelfNoise;

    private static int FirstFrom(Instant[] sorted, Instant at)
    {
        var found = Array.BinarySearch(sorted, at);
        if (found < 0)
        {
            return ~found;
        }
        while (found > 0 && sorted[found - 1] == at)
        {
            found--;
        }
        return found;
    }
}
