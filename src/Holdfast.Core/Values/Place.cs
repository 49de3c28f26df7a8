namespace Holdfast.Core.Values;

/// <summary>A point on the WGS 84 ellipsoid, in degrees.</summary>
public readonly record struct GeoPoint
{
    public GeoPoint(double latitude, double longitude)
    {
        if (!(latitude is >= -90 and <= 90) || !(longitude is >= -180 and <= 180))
        {
            throw new ArgumentOutOfRangeException(nameof(latitude), $"({latitude}, {longitude}) is not a latitude and longitude.");
        }
        Latitude = latitude;
        Longitude = longitude;
    }

    public double Latitude { get; }
    public double Longitude { get; }
}

/// <summary>A Gaussian position error: semi-axes at one standard deviation, in metres; azimuth of the major axis clockwise from north.</summary>
public readonly record struct ErrorEllipse(double SemiMajorMetres, double SemiMinorMetres, double AzimuthDegrees)
{
    public static ErrorEllipse Circle(double sigmaMetres) => new(sigmaMetres, sigmaMetres, 0);
}

/// <summary>An uncertain place. A closed union: <see cref="PointPlace"/>, <see cref="BoxPlace"/>, <see cref="AreaPlace"/>.</summary>
public abstract record Place
{
    private protected Place() { }

    /// <summary>The best single point, for a map or a sort; never a substitute for the uncertainty.</summary>
    public abstract GeoPoint Centre { get; }

    /// <summary>A Gaussian that stands for the place where only two moments are wanted.</summary>
    public abstract ErrorEllipse Ellipse { get; }
}

/// <summary>A point with a Gaussian error.</summary>
public sealed record PointPlace(GeoPoint Point, ErrorEllipse Error) : Place
{
    public override GeoPoint Centre => Point;
    public override ErrorEllipse Ellipse => Error;
}

/// <summary>Uniform over a rectangle (a satellite pixel): full width across and height along the azimuth, in metres.</summary>
public sealed record BoxPlace(GeoPoint Point, double WidthMetres, double HeightMetres, double AzimuthDegrees) : Place
{
    public override GeoPoint Centre => Point;
    public override ErrorEllipse Ellipse => new(HeightMetres / Math.Sqrt(12), WidthMetres / Math.Sqrt(12), AzimuthDegrees);
}

/// <summary>
/// Somewhere in a named area. Where an <see cref="Atlas"/> knows the name its outline is used, otherwise the disc of the radius around the point.
/// </summary>
public sealed record AreaPlace(string Name, GeoPoint Point, double RadiusMetres) : Place
{
    public override GeoPoint Centre => Point;
    public override ErrorEllipse Ellipse => ErrorEllipse.Circle(RadiusMetres / 2);
}
