namespace Holdfast.Core.Watch.Fusion;

/// <summary>The local plane: kilometres east and north between two near points (equirectangular on the mean sphere; 0.5 % of a short distance).</summary>
internal static class Plane
{
    public const double KmPerDegree = 6371.0088 * Math.PI / 180;

    public static double Cosine(double latitudeDegrees) => Math.Cos(latitudeDegrees * Math.PI / 180);

    public static (double East, double North) Offset(double latitude, double longitude, double latitudeTo, double longitudeTo)
    {
        var east = longitudeTo - longitude;
        east =
            east > 180 ? east - 360
            : east < -180 ? east + 360
            : east;
        return (east * KmPerDegree * Cosine((latitude + latitudeTo) / 2), (latitudeTo - latitude) * KmPerDegree);
    }
}
