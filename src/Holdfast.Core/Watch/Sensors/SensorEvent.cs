using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Sensors;

/// <summary>
/// What the record holds about sensors beside what they hear. A closed union: <see cref="SensorRegistered"/>, <see cref="SensorMoved"/>,
/// <see cref="SensorStatus"/>.
/// </summary>
public abstract record SensorEvent
{
    private protected SensorEvent() { }

    /// <summary>The sensor's id.</summary>
    public required string Sensor { get; init; }
}

/// <summary>A sensor and where it stands (<c>sensor.registered/1</c>).</summary>
public sealed record SensorRegistered : SensorEvent
{
    public required SensorKind Kind { get; init; }
    public required SensorSite Site { get; init; }
}

/// <summary>A sensor stands somewhere else from an instant on (<c>sensor.moved/1</c>). Owner, clock and dead time stay.</summary>
public sealed record SensorMoved : SensorEvent
{
    public required Instant From { get; init; }
    public required GeoPoint To { get; init; }
    public double ElevationMetres { get; init; }
    public string Note { get; init; } = "";
    public string Source { get; init; } = "";
}

/// <summary>How a sensor is (<c>sensor.status/1</c>): a heartbeat, or what a technician found. Null for what it does not say.</summary>
public sealed record SensorStatus : SensorEvent
{
    public required Instant At { get; init; }
    public SensorState State { get; init; } = SensorState.Up;

    /// <summary>Clock minus true time, seconds, as the sensor measures it (against a satellite's, say).</summary>
    public double? ClockOffsetSeconds { get; init; }

    /// <summary>Root mean square of what it hears when nothing happens: Pa for sound, m/s for ground.</summary>
    public double? SelfNoise { get; init; }

    /// <summary>Charge, 0 to 1.</summary>
    public double? Battery { get; init; }

    /// <summary>Degrees Celsius, of its housing.</summary>
    public double? TemperatureCelsius { get; init; }
    public string Note { get; init; } = "";
}

/// <summary>An event of a sensor as the record holds it.</summary>
/// <param name="Index">Index of the entry.</param>
public sealed record SensorEntry(long Index, Instant RecordedAt, string Author, Standing Standing, SensorEvent Event);
