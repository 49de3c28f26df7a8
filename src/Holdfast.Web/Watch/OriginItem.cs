using System.Collections.Immutable;
using Holdfast.App.Watch.Origins;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Web.Watch;

/// <summary>An arrival behind an origin.</summary>
public sealed record OriginArrivalItem(
    string Id,
    string Sensor,
    string Source,
    string Owner,
    string Time,
    string Phase,
    double ResidualSeconds,
    double SigmaSeconds,
    double SigmaFactor,
    string? Doubt
)
{
    internal static OriginArrivalItem Of(OriginArrival arrival) =>
        new(
            $"{arrival.Producer}/{arrival.Message}",
            arrival.Sensor,
            arrival.Source,
            arrival.Owner,
            Iso.Format(NodaConstants.UnixEpoch + Duration.FromNanoseconds(arrival.Time)),
            arrival.Phase.ToString().ToLowerInvariant(),
            arrival.ResidualSeconds,
            arrival.SigmaSeconds,
            arrival.SigmaFactor,
            arrival.Doubt
        );
}

/// <summary>What an origin was before.</summary>
public sealed record OriginRevisionItem(string KnownAt, string Reason, string Time, double Latitude, double Longitude, int Arrivals);

/// <summary>The trace of an origin: who heard it, how well it explains them, what geometry it hangs on. For readers who may know sensors alone.</summary>
public sealed record OriginItem(
    string Id,
    string Region,
    bool Stands,
    string Time,
    double TimeSigmaSeconds,
    double Latitude,
    double Longitude,
    double SemiMajorMetres,
    double SemiMinorMetres,
    double AzimuthDegrees,
    double Evidence,
    int Sensors,
    double GapDegrees,
    double ResidualSeconds,
    string Phase,
    string Source,
    string Ground,
    ImmutableArray<OriginArrivalItem> Arrivals,
    ImmutableArray<OriginRevisionItem> Revisions
)
{
    internal static OriginItem Of(OriginHistory history)
    {
        var origin = history.Origin;
        return new(
            origin.Id,
            origin.Region,
            history.Stands,
            Iso.Format(origin.At),
            origin.TimeSigmaSeconds,
            origin.Latitude,
            origin.Longitude,
            origin.Error.SemiMajorMetres,
            origin.Error.SemiMinorMetres,
            origin.Error.AzimuthDegrees,
            origin.Evidence,
            origin.Arrivals.Select(a => a.Sensor).Distinct(StringComparer.Ordinal).Count(),
            origin.GapDegrees,
            origin.ResidualSeconds,
            origin.Phase.ToString().ToLowerInvariant(),
            origin.SourceId,
            origin.Ground,
            [.. origin.Arrivals.Select(OriginArrivalItem.Of)],
            [
                .. history.Revisions.Select(r => new OriginRevisionItem(
                    Iso.Format(r.KnownAt),
                    r.Reason,
                    Iso.Format(r.Before.At),
                    r.Before.Latitude,
                    r.Before.Longitude,
                    r.Before.Arrivals.Length
                )),
            ]
        );
    }
}
