namespace Holdfast.Core.Watch.Association;

/// <summary>A sensor heard something at a time: one pick.</summary>
/// <param name="Id">The producer's own name for the pick; the same name again is the same pick.</param>
/// <param name="Sensor">Name of the <see cref="Association.Sensor"/>.</param>
/// <param name="TimeSeconds">Seconds since the region's epoch, which the caller chooses and keeps.</param>
/// <param name="SigmaSeconds">Standard deviation of the picking error as the picker states it, seconds; above zero.</param>
/// <param name="Bearing">The direction it came from, if the sensor measures one.</param>
/// <param name="Phase">The kind of wave; what the region's propagation knows.</param>
public sealed record Arrival(
    string Id,
    string Sensor,
    double TimeSeconds,
    double SigmaSeconds,
    Bearing? Bearing = null,
    Phase Phase = Phase.Sound
);

/// <summary>The direction from a sensor to what it heard.</summary>
/// <param name="AzimuthRadians">Clockwise from north.</param>
/// <param name="SigmaRadians">Standard deviation; above zero.</param>
/// <param name="Range">The distance, where the observer states one.</param>
public readonly record struct Bearing(double AzimuthRadians, double SigmaRadians, StatedRange? Range = null);

/// <summary>A stated distance.</summary>
/// <param name="Metres">The distance, metres; not negative.</param>
/// <param name="SigmaMetres">Standard deviation, metres; above zero.</param>
public readonly record struct StatedRange(double Metres, double SigmaMetres);
