using System.Collections.Immutable;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Watch.Association;

/// <summary>How a mission's arrivals become origins: what its <c>sensing.yaml</c> says.</summary>
/// <param name="ArrivalLabel">Who may read arrivals, and what tells of sensors.</param>
/// <param name="OriginLabel">Who may read that there was an event: an automatic release of the event, never of a sensor.</param>
/// <param name="Watermark">Arrivals may be so late before what was found without them is worked out again.</param>
/// <param name="Regions">In the order of the file. Never empty.</param>
public sealed record SensingModel(Label ArrivalLabel, Label OriginLabel, Duration Watermark, ImmutableArray<SensingRegion> Regions);

/// <summary>A stretch of land with one model of its waves.</summary>
/// <param name="Id">Lower case, digits and hyphens.</param>
/// <param name="SourceId">The source of the mission under which its origins stand.</param>
/// <param name="Kind">What an origin is whose arrivals say nothing of it; one of <see cref="EventKinds"/>.</param>
public sealed record SensingRegion(string Id, RegionBox Box, string SourceId, string Kind, WavesModel Waves);

/// <summary>Degrees; west of <see cref="East"/>, south of <see cref="North"/>.</summary>
public readonly record struct RegionBox(double West, double South, double East, double North)
{
    public GeoPoint Centre => new((South + North) / 2, (West + East) / 2);

    public bool Holds(GeoPoint point) =>
        point.Longitude >= West && point.Longitude <= East && point.Latitude >= South && point.Latitude <= North;

    /// <summary>The box with a margin around it.</summary>
    public RegionBox Wider(double metres)
    {
        const double MetresPerDegree = 111_195;
        var north = metres / MetresPerDegree;
        var east = north / Math.Max(0.05, Math.Cos(Math.Min(89, Math.Max(Math.Abs(South), Math.Abs(North)) + north) * Math.PI / 180));
        return new RegionBox(West - east, South - north, East + east, North + north);
    }
}
