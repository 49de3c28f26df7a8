using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.App.Watch.Feeds.SensorThings;

/// <summary>What a sensor says of itself, by the name of the observed property.</summary>
internal static class StatusReading
{
    public delegate (SensorEvent? Said, RowFault? Fault) Reading(ThingsEntity entity, string sensor, Instant? at);

    /// <summary>How a property of this name is read; null where it is no status.</summary>
    public static Reading? Of(string property) =>
        property switch
        {
            _ when Any(property, "battery", "charge") => Battery,
            _ when Any(property, "clock", "time offset", "timing") => Clock,
            _ when Any(property, "self-noise", "self noise", "noise floor", "background noise") => Noise,
            _ when Any(property, "temperature") => Temperature,
            _ when Any(property, "heartbeat", "status", "uptime", "health") => State,
            _ => null,
        };

    private static bool Any(string property, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (property.Contains(word, StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }

    private static (SensorEvent?, RowFault?) Battery(ThingsEntity entity, string sensor, Instant? at) =>
        Measured(entity, sensor, at, ("", 1), ("1", 1), ("%", 0.01), ("percent", 0.01)) is var (status, value, fault) && status is not null
            ? (status with { Battery = Math.Round(value, 9) }, null)
            : (null, fault);

    private static (SensorEvent?, RowFault?) Clock(ThingsEntity entity, string sensor, Instant? at) =>
        Measured(entity, sensor, at, ("s", 1), ("", 1), ("second", 1), ("ms", 1e-3), ("us", 1e-6), ("µs", 1e-6))
            is var (status, value, fault)
        && status is not null
            ? (status with { ClockOffsetSeconds = value }, null)
            : (null, fault);

    private static (SensorEvent?, RowFault?) Noise(ThingsEntity entity, string sensor, Instant? at) =>
        Measured(entity, sensor, at, ("Pa", 1), ("m/s", 1), ("mPa", 1e-3), ("mm/s", 1e-3), ("nm/s", 1e-9), ("", 1))
            is var (status, value, fault)
        && status is not null
            ? (status with { SelfNoise = value }, null)
            : (null, fault);

    private static (SensorEvent?, RowFault?) Temperature(ThingsEntity entity, string sensor, Instant? at) =>
        Measured(entity, sensor, at, ("°C", 1), ("degC", 1), ("C", 1), ("", 1), ("K", 1)) is var (status, value, fault)
        && status is not null
            ? (status with { TemperatureCelsius = entity.Unit == "K" ? value - 273.15 : value }, null)
            : (null, fault);

    private static (SensorEvent?, RowFault?) State(ThingsEntity entity, string sensor, Instant? at)
    {
        var word = entity.Text("result").ToLowerInvariant();
        SensorState? state = word switch
        {
            "" or "true" or "1" or "up" or "ok" or "online" or "alive" => SensorState.Up,
            "false" or "0" or "down" or "offline" or "dead" => SensorState.Down,
            "maintenance" => SensorState.Maintenance,
            _ => null,
        };
        if (at is not { } when)
        {
            return (null, RowFault.Missing("phenomenonTime"));
        }
        return state is { } known
            ? (
                new SensorStatus
                {
                    Sensor = sensor,
                    At = when,
                    State = known,
                },
                null
            )
            : (null, new RowFault("result", "bad-code", $"'result' is '{RowFault.Cut(word)}', expected up, down or maintenance."));
    }

    private static (SensorStatus? Status, double Value, RowFault? Fault) Measured(
        ThingsEntity entity,
        string sensor,
        Instant? at,
        params ReadOnlySpan<(string Unit, double Factor)> units
    )
    {
        if (at is not { } when)
        {
            return (null, 0, RowFault.Missing("phenomenonTime"));
        }
        if (entity.Result is not { } value)
        {
            return (null, 0, RowFault.Number("result", entity.Text("result")));
        }
        var names = new List<string>();
        foreach (var (unit, factor) in units)
        {
            names.Add(unit);
            if (string.Equals(unit, entity.Unit, StringComparison.OrdinalIgnoreCase))
            {
                return (new SensorStatus { Sensor = sensor, At = when }, value * factor, null);
            }
        }
        var expected = string.Join(", ", names.Where(n => n.Length > 0));
        return (null, 0, new RowFault("unitOfMeasurement", "bad-code", $"The unit is '{RowFault.Cut(entity.Unit)}', expected {expected}."));
    }
}
