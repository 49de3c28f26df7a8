using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;

namespace Holdfast.Core.Values;

/// <summary>Carries every corner of a geometry elsewhere. Makes new coordinates: the ends of a ring may be one object, which must not move twice.</summary>
internal sealed class GeoMapping(Func<Coordinate, Coordinate> map) : GeometryEditor.CoordinateOperation
{
    public static Geometry Apply(Geometry geometry, Func<Coordinate, Coordinate> map) =>
        new GeometryEditor().Edit(geometry, new GeoMapping(map));

    public override Coordinate[] Edit(Coordinate[] coordinates, Geometry geometry) => [.. coordinates.Select(map)];
}
