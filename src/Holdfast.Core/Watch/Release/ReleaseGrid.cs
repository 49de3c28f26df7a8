using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Release;

/// <summary>
/// The fixed grid on which events are released: the same cells for every mission, reader, filter and day, so that two releases of one event say no more
/// than one. A cell is 0.09 degrees high (10.0 km) and at least 10 km wide. Coarser places get cells of two, four, eight... times that size.
/// </summary>
public static class ReleaseGrid
{
    public const double CellMetres = 10_000;

    private const double CellDegrees = 0.09;
    private const int MostLevels = 7;

    /// <summary>The centre of the cell that holds the point.</summary>
    public static GeoPoint Snap(GeoPoint point) => Snap(point, 0);

    /// <summary>The cell as a place: a square with no ellipse of its own. The size follows from how well the place is known, in powers of two.</summary>
    public static BoxPlace Cell(Place place)
    {
        var level = Level(place.Ellipse.SemiMajorMetres);
        var size = CellMetres * (1 << level);
        return new BoxPlace(Snap(place.Centre, level), size, size, 0);
    }

    private static int Level(double sigmaMetres)
    {
        var level = 0;
        while (level < MostLevels && CellMetres * (1 << level) < sigmaMetres)
        {
            level++;
        }
        return level;
    }

    private static GeoPoint Snap(GeoPoint point, int level)
    {
        var height = CellDegrees * (1 << level);
        var row = Math.Floor(point.Latitude / height);
        var latitude = Math.Clamp((row + 0.5) * height, -90, 90);
        // As many whole columns as fit at the row's widest latitude towards the pole, so that no cell is narrower than it is high.
        var towardsPole = Math.Min(89, Math.Max(Math.Abs(row * height), Math.Abs((row + 1) * height)));
        var columns = Math.Max(1, Math.Floor(360 * GeoPlane.MetresPerDegree(towardsPole).East / (CellMetres * (1 << level))));
        var width = 360 / columns;
        var column = Math.Min(columns - 1, Math.Floor((point.Longitude + 180) / width));
        return new GeoPoint(latitude, Math.Clamp((column + 0.5) * width - 180, -180, 180));
    }
}
