using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Fusion;

/// <summary>The first two moments of an even mixture of places: touching pixels widen each other, they do not sharpen.</summary>
internal static class Mixture
{
    public static PointPlace Of(IReadOnlyList<Place> places)
    {
        var origin = places[0].Centre;
        double x = 0,
            y = 0;
        var covariance = default(Covariance);
        foreach (var place in places)
        {
            var (dx, dy) = Plane.Offset(origin.Latitude, origin.Longitude, place.Centre.Latitude, place.Centre.Longitude);
            (x, y) = (x + dx, y + dy);
            covariance += Covariance.Of(place.Ellipse, 0) + new Covariance(dx * dx, dx * dy, dy * dy);
        }
        (x, y) = (x / places.Count, y / places.Count);
        var moments = covariance.Times(1.0 / places.Count) + new Covariance(-x * x, -x * y, -y * y);
        return new PointPlace(Plane.Move(origin, x, y), moments.ToEllipse());
    }
}
