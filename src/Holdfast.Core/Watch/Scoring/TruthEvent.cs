using Holdfast.Core.Watch.Association.Signatures;

namespace Holdfast.Core.Watch.Scoring;

/// <summary>An event as it truly was, and which picks are its.</summary>
/// <param name="Id">Its name.</param>
/// <param name="TimeSeconds">Origin time, in the frame of the predictions.</param>
/// <param name="EastMetres">Place, in the frame of the predictions.</param>
/// <param name="NorthMetres">Place, in the frame of the predictions.</param>
/// <param name="Picks">Names of its picks.</param>
public sealed record TruthEvent(string Id, double TimeSeconds, double EastMetres, double NorthMetres, IReadOnlyList<string> Picks)
{
    /// <summary>The least standard deviation that an unbiased estimate from these picks can have along each axis (Cramer-Rao); null where it is not known.</summary>
    public PlaceBound? Bound { get; init; }

    /// <summary>Its class, as named by the one who made it; null where none is stated.</summary>
    public string? Class { get; init; }

    /// <summary>When its fifth pick was made, seconds; null where that is not known.</summary>
    public double? FifthPickSeconds { get; init; }

    /// <summary>Names of what observers said of it; empty where that is not known.</summary>
    public IReadOnlyList<string> Reports { get; init; } = [];

    /// <summary>It never happened: picks were invented in concert. A prediction of it is false.</summary>
    public bool IsInvented { get; init; }

    /// <summary>Its part in a firing; null where nobody says. A bow wave is no event: it does not count.</summary>
    public OriginRole? Role { get; init; }

    /// <summary>What it was, of <see cref="Values.EventKinds"/>; null where nobody says.</summary>
    public string? Kind { get; init; }

    /// <summary>Direction of fire, radians clockwise from north; null where nothing was fired.</summary>
    public double? AzimuthRadians { get; init; }
}

/// <summary>Standard deviations along both axes, metres; the error bound is the root of the sum of their squares (root of the trace).</summary>
public readonly record struct PlaceBound(double EastMetres, double NorthMetres)
{
    public double Metres => Math.Sqrt((EastMetres * EastMetres) + (NorthMetres * NorthMetres));
}

/// <summary>An event as an associator found it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="TimeSeconds">Origin time.</param>
/// <param name="EastMetres">Place.</param>
/// <param name="NorthMetres">Place.</param>
/// <param name="Picks">Names of the picks that it claims; empty where the associator does not say.</param>
public sealed record FoundEvent(string Id, double TimeSeconds, double EastMetres, double NorthMetres, IReadOnlyList<string> Picks)
{
    /// <summary>Its stated error; null where none is stated.</summary>
    public PlaceCovariance? Covariance { get; init; }

    /// <summary>Stated probability that it is an event at all; null where none is stated.</summary>
    public double? Probability { get; init; }

    /// <summary>Stated probability of each class; empty where none is stated.</summary>
    public IReadOnlyDictionary<string, double> Classes { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Stated probability of each part in a firing; null where none is stated.</summary>
    public IReadOnlyDictionary<OriginRole, double>? Roles { get; init; }

    /// <summary>The role that it is said to have; undetermined by default.</summary>
    public OriginRole Role { get; init; }

    /// <summary>Stated probability of each kind; null where none is stated.</summary>
    public IReadOnlyDictionary<string, double>? Kinds { get; init; }

    /// <summary>Stated direction of fire and its standard deviation, radians clockwise from north; null where it is undetermined.</summary>
    public (double Azimuth, double Sigma)? Direction { get; init; }

    /// <summary>When it was first told, seconds; null where that is not known.</summary>
    public double? DeclaredSeconds { get; init; }
}

/// <summary>Covariance of a place, square metres.</summary>
public readonly record struct PlaceCovariance(double EastEast, double EastNorth, double NorthNorth)
{
    /// <summary>From the semi-axes of an ellipse that holds 90 %, and the azimuth of the longer one in degrees clockwise from north.</summary>
    public static PlaceCovariance OfNinety(double major, double minor, double azimuthDegrees) =>
        OfSigma(major / Math.Sqrt(ChiSquare2.Ninety), minor / Math.Sqrt(ChiSquare2.Ninety), azimuthDegrees);

    /// <summary>From the semi-axes of one standard deviation, and the azimuth of the longer one.</summary>
    public static PlaceCovariance OfSigma(double major, double minor, double azimuthDegrees)
    {
        var (sine, cosine) = Math.SinCos(azimuthDegrees * Math.PI / 180);
        var (a, b) = (major * major, minor * minor);
        return new PlaceCovariance(
            (a * sine * sine) + (b * cosine * cosine),
            (a - b) * sine * cosine,
            (a * cosine * cosine) + (b * sine * sine)
        );
    }

    /// <summary>Squared Mahalanobis distance of an error; infinite where the covariance is none.</summary>
    public double Square(double east, double north)
    {
        var determinant = (EastEast * NorthNorth) - (EastNorth * EastNorth);
        return determinant > 0
            ? ((NorthNorth * east * east) - (2 * EastNorth * east * north) + (EastEast * north * north)) / determinant
            : double.PositiveInfinity;
    }
}

/// <summary>Chi-square with two degrees of freedom.</summary>
public static class ChiSquare2
{
    public const double Ninety = 4.605170186;

    /// <summary>The value below which a share of it lies.</summary>
    public static double Below(double share) => -2 * Math.Log(1 - share);
}
