namespace Holdfast.Core.Watch.Simulation;

/// <summary>
/// Where a simulated line lies: along the equator in the open Atlantic, where nobody fights, so that no exercise is taken for a report, and where longitude and latitude are a plane
/// to a few parts in a million.
/// </summary>
public static class ExercisePlane
{
    public const double OriginLongitude = -28;
    public const double OriginLatitude = 0;

    /// <summary>The mean radius of the Earth gives so many metres a degree.</summary>
    private const double MetresPerDegree = 111_195;

    public static (double Longitude, double Latitude) Geographic(double east, double north) =>
        (OriginLongitude + (east / MetresPerDegree), OriginLatitude + (north / MetresPerDegree));

    public static (double East, double North) Plane(double longitude, double latitude) =>
        ((longitude - OriginLongitude) * MetresPerDegree, (latitude - OriginLatitude) * MetresPerDegree);
}
