using System.Collections.Immutable;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Association;

namespace Holdfast.Core.Watch.Sensors.Hearing;

/// <summary>A stretch of land with its air and its detection model, as far as the question goes what could have been heard.</summary>
/// <param name="Centre">Origin of the region's plane, in which the sectors of air lie.</param>
/// <param name="Air">From west to east; empty for still air and for the ground.</param>
/// <param name="LeastArrivals">An event needs so many arrivals to be found.</param>
public sealed record HearingRegion(string Id, GeoPoint Centre, DetectionModel Detection, ImmutableArray<AirSector> Air, int LeastArrivals)
{
    private readonly AirModel? model = Air.IsDefaultOrEmpty ? null : new AirModel(Air);

    /// <summary>The direction the wind blows to over a place of the plane; nothing in still air.</summary>
    public (double East, double North) WindOver(double eastMetres) =>
        model is null ? (0, 0) : model.StateOf(model.SectorAt(eastMetres)).WindDirection;
}

/// <summary>A sensor at an hour.</summary>
/// <param name="UpShare">Share of the hour in which it listened.</param>
/// <param name="RangeFactor">How far it hears, as a part of what the model says: less where it is noisier than others of its kind.</param>
public sealed record ListeningSensor(string Id, SensorKind Kind, string Owner, GeoPoint At, double UpShare, double RangeFactor = 1);
