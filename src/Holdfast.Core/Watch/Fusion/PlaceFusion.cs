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

    public static Place Fuse(FixObservation[] members, Companies companies)
    {
        var groups = new string[members.Length];
        var places = new Place[members.Length];
        for (var i = 0; i < members.Length; i++)
        {
            // Sorted by group as they come; within one group the canonical order stays.
            var (group, at) = (companies.Group(members[i].SourceId), i);
            for (; at > 0 && string.CompareOrdinal(groups[at - 1], group) > 0; at--)
            {
                (groups[at], places[at]) = (groups[at - 1], places[at - 1]);
            }
            (groups[at], places[at]) = (group, members[i].Where);
        }
        var count = 0;
        for (int from = 0, to; from < places.Length; from = to)
        {
            for (to = from + 1; to < places.Length && groups[to] == groups[from]; to++) { }
            places[count++] = OfGroup(places.AsSpan(from, to - from));
        }
        var used = WithoutWideAreas(places.AsSpan(0, count));
        return used.Length == 1 ? used[0] : Product(used);
    }

    private static Span<Place> WithoutWideAreas(Span<Place> places)
    {
        var least = double.MaxValue;
        foreach (var place in places)
        {
            least = Math.Min(least, Spread(place));
        }
        var kept = 0;
        foreach (var place in places)
        {
            if (place is not AreaPlace || Spread(place) <= least * MuchSharper)
            {
                places[kept++] = place;
            }
        }
        return places[..kept];
    }

    private static Place OfGroup(ReadOnlySpan<Place> of)
    {
        if (of.Length == 1)
        {
            return of[0];
        }
        var places = of.ToArray();
        var pixels = places.Where(p => p is BoxPlace).ToArray();
        var sharpest = pixels.Length > 1 ? places.Where(p => p is not BoxPlace).Append(Mixture.Of(pixels)) : places;
        return sharpest.MinBy(Spread) ?? places[0];
    }

    private static double Spread(Place place)
    {
        var ellipse = place.Ellipse;
        return Math.Max(ellipse.SemiMajorMetres, ellipse.SemiMinorMetres);
    }

    private static PointPlace Product(ReadOnlySpan<Place> places)
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
