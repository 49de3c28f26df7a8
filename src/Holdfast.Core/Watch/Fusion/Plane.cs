using Holdfast.Core.Values;

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

    public static GeoPoint Move(GeoPoint origin, double east, double north)
    {
        var latitude = Math.Clamp(origin.Latitude + north / KmPerDegree, -90, 90);
        var cosine = Math.Max(1e-6, Cosine((origin.Latitude + latitude) / 2));
        var longitude = origin.Longitude + east / (KmPerDegree * cosine);
        longitude =
            longitude > 180 ? longitude - 360
            : longitude < -180 ? longitude + 360
            : longitude;
        return new GeoPoint(latitude, Math.Clamp(longitude, -180, 180));
    }
}
