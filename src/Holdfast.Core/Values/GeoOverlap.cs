using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace Holdfast.Core.Values;

/// <summary>
/// Shares of areas: what part of one area lies in another, measured in Lambert's cylindrical equal-area projection on the authalic sphere (Snyder 1987,
/// p. 16 and 76), exact up to the straightness of edges, which are cut at about 5 km. Differences below one part in a million are called all or nothing.
/// </summary>
internal static class GeoOverlap
{
    private const double Nothing = 1e-6;

    /// <summary>In [0, 1]; 0 for an empty part.</summary>
    public static double ShareInside(Geometry part, Geometry whole)
    {
        if (part.IsEmpty || whole.IsEmpty || !part.EnvelopeInternal.Intersects(whole.EnvelopeInternal))
        {
            return 0;
        }
        var area = EqualArea(part).Area;
        if (area <= 0)
        {
            return whole.Covers(part) ? 1 : 0;
        }
        var common = OverlayNGRobust.Overlay(part, whole, SpatialFunction.Intersection);
        var share = EqualArea(common).Area / area;
        return share >= 1 - Nothing ? 1
            : share <= Nothing ? 0
            : share;
    }

    private static Geometry EqualArea(Geometry geometry) =>
        GeoMapping.Apply(
            NetTopologySuite.Densify.Densifier.Densify(geometry, 0.05),
            c => new Coordinate(c.X * (Math.PI / 180), Authalic(Math.Sin(c.Y * (Math.PI / 180))))
        );

    // Snyder's q(phi), up to a constant factor.
    private static double Authalic(double sine)
    {
        var e = Math.Sqrt(GeoPlane.EccentricitySquared);
        var w = 1 - GeoPlane.EccentricitySquared * sine * sine;
        return (1 - GeoPlane.EccentricitySquared) * (sine / w - Math.Log((1 - e * sine) / (1 + e * sine)) / (2 * e)) / 2;
    }
}
