namespace Holdfast.App.Watch.Feeds;

/// <summary>The direction of flight over ground of the sun-synchronous satellites that see fires.</summary>
internal static class GroundTrack
{
    // Inclination 98.7 degrees (SNPP, NOAA-20 and -21; Terra and Aqua 98.2); the Earth turns 0.0705 of a turn in one orbit of 101.5 minutes.
    private const double InclinationRadians = 98.7 * Math.PI / 180;
    private const double EarthTurnPerOrbit = 0.0705;

    /// <summary>
    /// Azimuth of the ground track in degrees clockwise from north, as an axis in [0, 180): tan az = (cos i - w cos^2 lat) / sqrt(cos^2 lat - cos^2 i)
    /// on the ascending pass, its mirror on the descending one (Capderou, Handbook of Satellite Orbits, 2014, ch. 5). 0 where the pass is not known.
    /// </summary>
    public static double AzimuthDegrees(double latitude, bool? ascending)
    {
        var cosI = Math.Cos(InclinationRadians);
        var cosLat2 = Math.Pow(Math.Cos(latitude * Math.PI / 180), 2);
        var under = cosLat2 - (cosI * cosI);
        if (ascending is not { } up || under <= 0)
        {
            return 0;
        }
        var azimuth = Math.Atan((cosI - (EarthTurnPerOrbit * cosLat2)) / Math.Sqrt(under)) * 180 / Math.PI;
        return Math.Round(up ? azimuth + 180 : -azimuth, 1);
    }
}
