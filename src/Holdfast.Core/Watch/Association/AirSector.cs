namespace Holdfast.Core.Watch.Association;

/// <summary>The air over a stretch of the region, as it was told to the engine, with the errors of what was told.</summary>
/// <param name="FromEastMetres">The stretch begins here; the first sector also serves everything west of it.</param>
/// <param name="TemperatureCelsius">Temperature, degrees Celsius.</param>
/// <param name="WindEastMetresPerSecond">The wind blows towards the east at this speed.</param>
/// <param name="WindNorthMetresPerSecond">The wind blows towards the north at this speed.</param>
/// <param name="TemperatureSigmaCelsius">Standard deviation of the temperature.</param>
/// <param name="WindSigmaMetresPerSecond">Standard deviation of each component of the wind.</param>
public sealed record AirSector(
    double FromEastMetres,
    double TemperatureCelsius,
    double WindEastMetresPerSecond,
    double WindNorthMetresPerSecond,
    double TemperatureSigmaCelsius = 2,
    double WindSigmaMetresPerSecond = 2
);
