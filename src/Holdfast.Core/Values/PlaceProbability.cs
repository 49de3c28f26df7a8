using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using NetTopologySuite.Geometries;

namespace Holdfast.Core.Values;

/// <summary>
/// Probabilities of where an uncertain place lies, for the shapes of one atlas. Shapes are prepared on first use; safe for many threads.
/// <list type="bullet">
/// <item>A <see cref="PointPlace"/> is Gaussian: the integral along the boundary is exact to 1e-6, plus what a metre of the boundary is worth.</item>
/// <item>A <see cref="BoxPlace"/> is uniform over its rectangle, an <see cref="AreaPlace"/> over the atlas's outline of that name, otherwise over its
/// disc: shares of area, exact to 0.1 %. An outline wholly inside an area is inside it with probability 1.</item>
/// <item>"Within a distance" is the same question for the widened shape (at most 0.06 % of the distance too narrow).</item>
/// </list>
/// </summary>
public sealed class PlaceProbability(Atlas atlas)
{
    private const int MostRemembered = 1 << 17;

    private readonly GeoNames _names = new(atlas);
    private readonly ConcurrentDictionary<(ShapeKey Shape, double Metres), Lazy<Prepared>> _prepared = new();
    private readonly ConcurrentDictionary<(Place Place, ShapeKey Shape, double Metres), double> _remembered = new();
    private int _rememberedCount;

    public Atlas Atlas { get; } = atlas;

    /// <summary>In [0, 1]. Lines and points have no inside: 0.</summary>
    public double Inside(Place place, NamedShape area) => area.Kind == ShapeKind.Area ? Within(place, area, 0) : 0;

    /// <summary>The probability that the place lies closer than the distance to the shape; inside an area counts as 0 m.</summary>
    public double Within(Place place, NamedShape shape, double metres)
    {
        var prepared = Prepare(shape, metres);
        if (Outline(place) is not { } named)
        {
            var reach = ReachMetres(place);
            if (prepared.Outline.BoundaryIsBeyond(place.Centre) > reach)
            {
                return prepared.Outline.Contains(place.Centre.Longitude, place.Centre.Latitude) ? 1 : 0;
            }
            return Remember(place, shape, metres, () => Near(place, prepared.Outline, reach));
        }
        return Remember(
            new AreaPlace(named.Name, default, 0),
            shape,
            metres,
            () => GeoOverlap.ShareInside(named.Geometry, prepared.Geometry)
        );
    }

    /// <summary>
    /// The probability that the place lies left of a directed line, which is taken to run on straight beyond its ends. Exact for a
    /// <see cref="PointPlace"/>; other places are sampled at 441 points (error up to 0.03).
    /// </summary>
    public double LeftOf(Place place, NamedShape line)
    {
        var outline = Prepare(line, LeftOfLine).Outline;
        return Remember(place, line, LeftOfLine, () => place is PointPlace point ? Left(point, outline) : SampledLeft(place, outline));
    }

    /// <summary>The outline that the atlas knows for a place, or null.</summary>
    public NamedShape? Outline(Place place) => place is AreaPlace area ? _names.FindArea(area.Name) : null;

    // A marker that no distance can be.
    private const double LeftOfLine = -1;

    private static double ReachMetres(Place place) =>
        place switch
        {
            PointPlace p => GeoGaussian.Reach * Math.Max(p.Error.SemiMajorMetres, p.Error.SemiMinorMetres) + 1,
            BoxPlace b => Math.Sqrt(b.WidthMetres * b.WidthMetres + b.HeightMetres * b.HeightMetres) / 2 + 1,
            AreaPlace a => a.RadiusMetres + 1,
            _ => throw new System.Diagnostics.UnreachableException("Place is a closed union."),
        };

    private static double Near(Place place, GeoOutline outline, double reach)
    {
        switch (place)
        {
            case BoxPlace box:
                var square = new GeoBox(box);
                outline.All(ref square);
                return Math.Clamp(square.Share, 0, 1);
            case AreaPlace area when area.RadiusMetres > 0:
                var disc = new GeoDisc(Nudged(area.Point), area.RadiusMetres);
                outline.Near(Nudged(area.Point), reach, ref disc);
                return Math.Clamp(Base(outline, Nudged(area.Point)) - disc.Sum, 0, 1);
            case PointPlace point:
                var gaussian = new GeoGaussian(Nudged(point.Point), point.Error);
                outline.Near(Nudged(point.Point), reach, ref gaussian);
                return Math.Clamp(Base(outline, Nudged(point.Point)) - gaussian.Sum, 0, 1);
            default:
                return Base(outline, place.Centre);
        }
    }

    private static double Base(GeoOutline outline, GeoPoint at) => outline.Contains(at.Longitude, at.Latitude) ? 1 : 0;

    // A millimetre aside, so that the mean never lies exactly on a corner.
    private static GeoPoint Nudged(GeoPoint point) =>
        new(Math.Clamp(point.Latitude + 0.83e-8, -90, 90), Math.Clamp(point.Longitude + 1.17e-8, -180, 180));

    private static double Left(PointPlace place, GeoOutline outline)
    {
        var mean = Nudged(place.Point);
        var side = outline.NearestEdge(mean).Side > 0 ? 1.0 : 0.0;
        var gaussian = new GeoGaussian(mean, place.Error);
        outline.Near(mean, ReachMetres(place), ref gaussian);
        return Math.Clamp(side - gaussian.Sum, 0, 1);
    }

    private double SampledLeft(Place place, GeoOutline outline)
    {
        const int Steps = 21;
        var (left, all) = (0, 0);
        var named = Outline(place)?.Geometry;
        var plane = new GeoPlane(named is null ? place.Centre : new(named.EnvelopeInternal.Centre.Y, named.EnvelopeInternal.Centre.X));
        var (halfWidth, halfHeight, azimuth) = Extent(place, plane, named);
        var (sin, cos) = Math.SinCos(azimuth * (Math.PI / 180));
        for (var i = 0; i < Steps * Steps; i++)
        {
            var u = ((i % Steps + 0.5) / Steps * 2 - 1) * halfWidth;
            var v = ((i / Steps + 0.5) / Steps * 2 - 1) * halfHeight;
            var at = plane.Unproject(new(u * cos + v * sin, v * cos - u * sin));
            var counts = named is null
                ? place is BoxPlace || u * u + v * v <= halfWidth * halfWidth
                : named.Intersects(named.Factory.CreatePoint(new Coordinate(at.Longitude, at.Latitude)));
            all += counts ? 1 : 0;
            left += counts && outline.NearestEdge(at).Side > 0 ? 1 : 0;
        }
        return all == 0 ? (outline.NearestEdge(place.Centre).Side > 0 ? 1 : 0) : (double)left / all;
    }

    private static (double HalfWidth, double HalfHeight, double Azimuth) Extent(Place place, GeoPlane plane, Geometry? named)
    {
        if (named is not null)
        {
            var corner = plane.Project(named.EnvelopeInternal.MaxX, named.EnvelopeInternal.MaxY);
            return (corner.X, corner.Y, 0);
        }
        return place is BoxPlace box
            ? (box.WidthMetres / 2, box.HeightMetres / 2, box.AzimuthDegrees)
            : (ReachMetres(place), ReachMetres(place), 0);
    }

    // Once full it takes no more: the answer never depends on what is remembered.
    private double Remember(Place place, NamedShape shape, double metres, Func<double> ask)
    {
        var key = (place, new ShapeKey(shape), metres);
        if (_remembered.TryGetValue(key, out var known))
        {
            return known;
        }
        var answer = ask();
        if (Volatile.Read(ref _rememberedCount) < MostRemembered && _remembered.TryAdd(key, answer))
        {
            Interlocked.Increment(ref _rememberedCount);
        }
        return answer;
    }

    private Prepared Prepare(NamedShape shape, double metres) =>
        _prepared.GetOrAdd((new ShapeKey(shape), metres), static key => new(() => Prepared.From(key.Shape.Shape, key.Metres))).Value;

    private sealed record Prepared(Geometry Geometry, GeoOutline Outline)
    {
        public static Prepared From(NamedShape shape, double metres)
        {
            if (metres == LeftOfLine)
            {
                return new(shape.Geometry, new(GeoDirectedLine.Segments(shape.Geometry)));
            }
            var geometry = GeoBuffer.Within(shape.Geometry, metres);
            return new(geometry, new(GeoSegments.Of(geometry)));
        }
    }

    // Shapes are compared by identity: comparing two outlines vertex by vertex would cost more than the question.
    private readonly record struct ShapeKey(NamedShape Shape)
    {
        public bool Equals(ShapeKey other) => ReferenceEquals(Shape, other.Shape);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(Shape);
    }
}
