using System.Collections.Immutable;
using Holdfast.App.Watch.Origins;
using Holdfast.Core.Values;
using Holdfast.Core.Watch.Association.Signatures;
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

/// <summary>Direction of fire, degrees clockwise from true north.</summary>
/// <param name="Basis"><c>pair</c> (both ends were located) or <c>bow-wave</c>.</param>
/// <param name="Partner">The origin at the other end.</param>
public sealed record DirectionItem(
    double Degrees,
    double SigmaDegrees,
    double Probability,
    string Basis,
    string? Partner,
    double? FlightSeconds
)
{
    internal static DirectionItem Of(FireDirection way) =>
        new(
            Math.Round(((way.AzimuthRadians * 180 / Math.PI) + 720) % 360, 1),
            Math.Round(way.SigmaRadians * 180 / Math.PI, 1),
            way.Probability,
            way.Basis == DirectionBasis.Pair ? "pair" : "bow-wave",
            way.Partner,
            way.FlightSeconds
        );
}

/// <summary>What an origin was, of a firing or not.</summary>
/// <param name="Role"><c>muzzle</c>, <c>burst</c> or <c>undetermined</c>, which is the default.</param>
/// <param name="Direction">Null where it is undetermined; <paramref name="Why"/> says why.</param>
public sealed record SignatureItem(
    string Role,
    double Muzzle,
    double Burst,
    double Neither,
    ImmutableArray<KindWeight> Kinds,
    DirectionItem? Direction,
    string Why
)
{
    internal static SignatureItem Of(OriginSignature signature) =>
        new(
            signature.Role.ToString().ToLowerInvariant(),
            signature.Muzzle,
            signature.Burst,
            signature.Neither,
            signature.Kinds,
            signature.Direction is { } way ? DirectionItem.Of(way) : null,
            signature.Why
        );
}

/// <summary>How loud it was at a kilometre: peak, decibels over 20 micropascals.</summary>
public sealed record LevelItem(double Decibels, double SigmaDecibels, int Sensors);

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
    double? Probability,
    int Sensors,
    double GapDegrees,
    double ResidualSeconds,
    string Phase,
    string Source,
    string Ground,
    SignatureItem? Signature,
    LevelItem? Level,
    ImmutableArray<OriginTrial> Trials,
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
            origin.Probability,
            origin.Arrivals.Select(a => a.Sensor).Distinct(StringComparer.Ordinal).Count(),
            origin.GapDegrees,
            origin.ResidualSeconds,
            origin.Phase.ToString().ToLowerInvariant(),
            origin.SourceId,
            origin.Ground,
            origin.Signature is { } signature ? SignatureItem.Of(signature) : null,
            origin.Cue.Level is { } level
                ? new LevelItem(Math.Round(level.Decibels, 1), Math.Round(level.SigmaDecibels, 1), level.Sensors)
                : null,
            origin.Trials,
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
