using System.Collections.Immutable;
using Holdfast.Core.Missions;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Sensors;
using Holdfast.Core.Watch.Sensors.Hearing;

namespace Holdfast.App.Watch.Sensors;

/// <summary>A region of the mission for which hearing is computed: its box and the model of its waves.</summary>
public sealed record HearingArea(double West, double South, double East, double North, bool Seismic, HearingRegion Region)
{
    public bool Holds(GeoPoint place) =>
        place.Longitude >= West && place.Longitude <= East && place.Latitude >= South && place.Latitude <= North;

    /// <summary>Whether a sensor there may hear what happens inside.</summary>
    public bool IsNear(GeoPoint place)
    {
        var (east, north) = GeoPlane.MetresPerDegree(place.Latitude);
        var (wide, high) = (Region.Detection.MaximumRangeMetres * 1.5 / east, Region.Detection.MaximumRangeMetres * 1.5 / north);
        return place.Longitude >= West - wide
            && place.Longitude <= East + wide
            && place.Latitude >= South - high
            && place.Latitude <= North + high;
    }

    public bool Hears(SensorKind kind) =>
        kind == SensorKind.Seismic == Seismic && kind is SensorKind.Acoustic or SensorKind.Infrasound or SensorKind.Seismic;

    /// <summary>The regions of a mission; none where it declares no model of hearing.</summary>
    public static ImmutableArray<HearingArea> Of(Mission mission) =>
        [
            .. (mission.Sensing?.Regions ?? []).Select(r => new HearingArea(
                r.Box.West,
                r.Box.South,
                r.Box.East,
                r.Box.North,
                r.Waves.Velocity is not null,
                new HearingRegion(r.Id, r.Box.Centre, r.Waves.Parameters.Detection, r.Waves.Air, r.Waves.Parameters.MinimumArrivals)
            )),
        ];
}
