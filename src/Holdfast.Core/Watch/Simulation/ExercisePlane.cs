namespace Holdfast.Core.Watch.Simulation;

/// <summary>
/// Where a simulated line lies: in the open Atlantic, where nobody fights, so that no exercise is taken for a report. An equirectangular plane about its origin.
/// </summary>
public static class ExercisePlane
{
    public const double OriginLongitude = -45;
    public const double OriginLatitude = 40;

    /// <summary>The mean radius of the Earth gives so many metres a degree.</summary>
    private const double MetresPerDegree = 111_195;

    private static readonly double Cosine = Math.Cos(OriginLatitude * Math.PI / 180);

    public static (double Longitude, double Latitude) Geographic(double east, double north) =>
        (OriginLongitude + (east / (MetresPerDegree * Cosine)), OriginLatitude + (north / MetresPerDegree));

    public static (double East, double North) Plane(double longitude, double latitude) =>
        ((longitude - OriginLongitude) * MetresPerDegree * Cosine, (latitude - OriginLatitude) * MetresPerDegree);
}
