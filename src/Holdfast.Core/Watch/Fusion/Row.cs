namespace Holdfast.Core.Watch.Fusion;

/// <summary>An observation reduced to the numbers that matching needs. Kilometres, days since 1970-01-01 UTC, degrees.</summary>
internal struct Row
{
    /// <summary>Degrees.</summary>
    public double Latitude;
    public double Longitude;

    /// <summary>Position covariance in km², x east, y north.</summary>
    public double Xx;
    public double Xy;
    public double Yy;

    /// <summary>The larger standard deviation, km.</summary>
    public double Sigma;

    /// <summary>Days since the epoch; the range is at least <see cref="RowReader.LeastWidthDays"/> wide.</summary>
    public double Start;
    public double End;

    /// <summary>Index into the sorted source ids of the run.</summary>
    public int Source;

    /// <summary>Index into the kind profiles of the run.</summary>
    public int Kind;

    /// <summary>The step of the calendar in which it starts.</summary>
    public int Step;

    /// <summary>The block in which it starts; set by <see cref="FusionCalendar.Place"/>.</summary>
    public int Block;

    /// <summary>The frame in which it starts.</summary>
    public int Frame;

    /// <summary>Total dead as stated; both -1 where nothing is stated.</summary>
    public int KilledLow;
    public int KilledHigh;

    /// <summary>Too wide in space or time to be identified with any other record.</summary>
    public bool Diffuse;

    /// <summary>Density of records of its own source around it, per km² and day.</summary>
    public double Density;

    /// <summary>Cosine and sine of half the latitude: the cosine of the mean of two latitudes follows by addition.</summary>
    public double HalfCosine;
    public double HalfSine;

    public void HalveLatitude() => (HalfSine, HalfCosine) = Math.SinCos(Latitude * Math.PI / 360);

    /// <summary>Kilometres east and north from one row to another; as <see cref="Plane.Offset"/>.</summary>
    public static (double East, double North) Offset(in Row from, in Row to)
    {
        var east = to.Longitude - from.Longitude;
        east =
            east > 180 ? east - 360
            : east < -180 ? east + 360
            : east;
        var cosine = from.HalfCosine * to.HalfCosine - from.HalfSine * to.HalfSine;
        return (east * Plane.KmPerDegree * cosine, (to.Latitude - from.Latitude) * Plane.KmPerDegree);
    }
}
