using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Sensors;

/// <summary>
/// Where a sensor stood over a time, whose it was and how good its clock. Protected: never shown to readers who are not cleared for sensors
/// (<see cref="SensorAccess"/>).
/// </summary>
/// <param name="At">The place.</param>
/// <param name="ElevationMetres">Metres above the ellipsoid or sea level, as the source says.</param>
/// <param name="Owner">Whose it is: <c>mission</c>, or the id or owner of a source of the mission.</param>
/// <param name="ClockSigmaSeconds">Standard deviation of the clock's error, seconds.</param>
/// <param name="DeadTimeSeconds">After a pick it reports nothing for so long, seconds.</param>
/// <param name="From">Since then; null for always.</param>
/// <param name="Until">Up to then, exclusive; null for still.</param>
/// <param name="Source">Where this can be read, or who says so.</param>
public sealed record SensorSite(
    GeoPoint At,
    double ElevationMetres,
    string Owner,
    double ClockSigmaSeconds,
    double DeadTimeSeconds,
    Instant? From,
    Instant? Until,
    string Note,
    string Source,
    Standing Standing
)
{
    /// <summary>The index of the entry that says so; null where the mission's file does.</summary>
    public long? Entry { get; init; }

    public bool HoldsAt(Instant instant) => (From is null || From <= instant) && (Until is null || instant < Until);

    public bool Overlaps(SensorSite other) =>
        (From is null || other.Until is null || From < other.Until) && (other.From is null || Until is null || other.From < Until);
}
