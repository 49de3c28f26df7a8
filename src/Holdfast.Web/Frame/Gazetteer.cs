using System.Globalization;
using Holdfast.Core.Values;

namespace Holdfast.Web.Frame;

/// <summary>Places in words, always with how uncertain they are.</summary>
internal static class Gazetteer
{
    // 90 % of a two-dimensional Gaussian lies within sqrt(-2 ln 0.1) standard deviations.
    private const double NinetyPercent = 2.145966;

    public static string Coordinates(GeoPoint point, int digits = 3)
    {
        var format = "0." + new string('0', digits);
        return $"{Math.Abs(point.Latitude).ToString(format, CultureInfo.InvariantCulture)}° {(point.Latitude < 0 ? "S" : "N")}, "
            + $"{Math.Abs(point.Longitude).ToString(format, CultureInfo.InvariantCulture)}° {(point.Longitude < 0 ? "W" : "E")}";
    }

    public static string Short(Place place) =>
        place switch
        {
            AreaPlace { Name.Length: > 0 } area => area.Name,
            _ => Coordinates(place.Centre, Digits(place)),
        };

    public static string Uncertainty(Place place) =>
        place switch
        {
            PointPlace point => $"within {Figures.Distance(point.Error.SemiMajorMetres * NinetyPercent)} (9 in 10)",
            BoxPlace box => $"anywhere in a {Figures.Distance(box.WidthMetres)} by {Figures.Distance(box.HeightMetres)} cell",
            AreaPlace area => $"anywhere within about {Figures.Distance(area.RadiusMetres)}",
            _ => "uncertain",
        };

    // No more digits than the uncertainty deserves.
    private static int Digits(Place place) =>
        place.Ellipse.SemiMajorMetres switch
        {
            < 100 => 4,
            < 1_500 => 3,
            _ => 2,
        };
}
