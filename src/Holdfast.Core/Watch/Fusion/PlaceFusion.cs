using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// One place from several. Sources of one independence group copy each other, so only the sharpest place of a group counts
/// (several pixels together are one place, as wide as they spread); the groups' Gaussians are
/// multiplied (inverse-covariance weighting). Where they disagree more than their errors allow, the covariance is widened by the reduced
/// chi-square (Birge's ratio), never narrowed. An area takes part only where nothing sharper is known.
/// </summary>
internal static class PlaceFusion
{
    private const double LeastSigmaKm = 0.1;

    /// <summary>An area is left out where some place is sharper than a third of it: its uniform shape would pull the point, not sharpen it.</summary>
    private const double MuchSharper = 3;

    public static Place Fuse(IReadOnlyList<FixObservation> members, Func<FixObservation, string> group)
    {
        var sharpest = members
            .GroupBy(group, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => OfGroup([.. g.Select(o => o.Where)]))
            .ToArray();
        var least = sharpest.Min(Spread);
        var used = sharpest.Where(p => p is not AreaPlace || Spread(p) <= least * MuchSharper).ToArray();
        return used.Length == 1 ? used[0] : Product(used);
    }

    private static Place OfGroup(IReadOnlyList<Place> places)
    {
        var pixels = places.Where(p => p is BoxPlace).ToArray();
        var sharpest = pixels.Length > 1 ? places.Where(p => p is not BoxPlace).Append(Mixture.Of(pixels)) : places;
        return sharpest.MinBy(Spread) ?? places[0];
    }

    private static double Spread(Place place) => Math.Max(place.Ellipse.SemiMajorMetres, place.Ellipse.SemiMinorMetres);

    private static PointPlace Product(Place[] places)
    {
        var origin = places[0].Centre;
        var information = default(Covariance);
        double east = 0,
            north = 0;
        foreach (var place in places)
        {
            var inverse = Covariance.Of(place.Ellipse, LeastSigmaKm).Inverse();
            var (x, y) = Offset(origin, place.Centre);
            information += inverse;
            east += inverse.Xx * x + inverse.Xy * y;
            north += inverse.Xy * x + inverse.Yy * y;
        }
        var covariance = information.Inverse();
        var mean = (X: covariance.Xx * east + covariance.Xy * north, Y: covariance.Xy * east + covariance.Yy * north);
        var chiSquare = 0.0;
        foreach (var place in places)
        {
            var inverse = Covariance.Of(place.Ellipse, LeastSigmaKm).Inverse();
            var (x, y) = Offset(origin, place.Centre);
            (x, y) = (x - mean.X, y - mean.Y);
            chiSquare += inverse.Xx * x * x + 2 * inverse.Xy * x * y + inverse.Yy * y * y;
        }
        var widened = covariance.Times(Math.Max(1, chiSquare / (2 * (places.Length - 1))));
        return new PointPlace(Plane.Move(origin, mean.X, mean.Y), widened.ToEllipse());
    }

    private static (double X, double Y) Offset(GeoPoint from, GeoPoint to) =>
        Plane.Offset(from.Latitude, from.Longitude, to.Latitude, to.Longitude);
}
