using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.App.Watch.Origins;

/// <summary>Turns what the engine found into an origin that is kept: place on the Earth, kinds, and under whose name it stands.</summary>
internal sealed class OriginMaker(SensingRegion region, RegionPlane plane, Mode mode, IReadOnlyDictionary<string, Source> sources)
{
    public StoredOrigin Make(Origin origin, HeardArrival[] heard)
    {
        var arrivals = origin.Arrivals.Zip(heard, Arrival).ToImmutableArray();
        var where = plane.Back(origin.EastMetres, origin.NorthMetres);
        var (source, ground) = Stands(arrivals);
        return new StoredOrigin(
            origin.Id,
            region.Id,
            mode,
            (long)Math.Round(origin.TimeSeconds * 1e9),
            Math.Sqrt(origin.Covariance.A00),
            where.Latitude,
            where.Longitude,
            Ellipse(origin.Covariance, plane.ConvergenceDegrees(where)),
            origin.DepthMetres,
            origin.DepthSigmaMetres,
            origin.Evidence,
            origin.GapDegrees,
            origin.ResidualSeconds,
            PhaseOf(arrivals),
            OriginKinds.Of(heard.Select(h => h.Observation.Kinds), region.Kind),
            heard.Max(h => h.Observation.Standing),
            source,
            ground,
            heard.Max(h => h.Known),
            arrivals
        );
    }

    /// <summary>
    /// An event that would not be found without what one party or member heard stands under that one's name, and is verified no further than its word. What the mission
    /// itself hears needs nobody.
    /// </summary>
    private (string Source, string Ground) Stands(ImmutableArray<OriginArrival> arrivals)
    {
        var least = region.Waves.Parameters.MinimumArrivals;
        var alone = arrivals
            .Where(a => a.Owner != SensorWords.MissionOwner)
            .GroupBy(a => a.Owner, StringComparer.Ordinal)
            .Where(g => arrivals.Length - g.Count() < least)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .FirstOrDefault();
        if (alone is null)
        {
            return (region.SourceId, "It stands without the arrivals of any one owner but the mission.");
        }
        var source = alone
            .GroupBy(a => a.Source, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .First()
            .Key;
        var others = arrivals.Length - alone.Count();
        return (
            source,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Without the {alone.Count()} arrivals of '{alone.Key}' {others} are left, and an origin needs {least}: it stands under that owner's name."
            )
        );
    }

    private OriginArrival Arrival(ExplainedArrival explained, HeardArrival heard)
    {
        var observation = heard.Observation;
        return new OriginArrival(
            observation.Id.Producer,
            observation.Id.MessageId,
            observation.Sensor,
            observation.SourceId,
            OwnerOf(observation.SourceId),
            RegionNet.Nanoseconds(observation.When.Earliest),
            observation.Phase,
            explained.ResidualSeconds,
            explained.SigmaSeconds,
            heard.Doubt?.Words,
            heard.Doubt?.SigmaFactor ?? 1
        );
    }

    private string OwnerOf(string sourceId) =>
        sources.TryGetValue(sourceId, out var source)
            ? source.Affiliation == Affiliation.Mission
                ? SensorWords.MissionOwner
                : source.Owner.Length > 0
                    ? source.Owner
                    : source.Id
            : sourceId;

    // What most of those say that tell the one from the other, two at least.
    private static ArrivalPhase PhaseOf(ImmutableArray<OriginArrival> arrivals)
    {
        var muzzle = arrivals.Count(a => a.Phase == ArrivalPhase.Muzzle);
        var burst = arrivals.Count(a => a.Phase == ArrivalPhase.Burst);
        return muzzle >= 2 && muzzle > 2 * burst ? ArrivalPhase.Muzzle
            : burst >= 2 && burst > 2 * muzzle ? ArrivalPhase.Burst
            : ArrivalPhase.Sound;
    }

    /// <summary>Semi-axes of one standard deviation, and the direction of the longer, clockwise from true north.</summary>
    private static ErrorEllipse Ellipse(Symmetric3 covariance, double convergence)
    {
        var (a, b, c) = (covariance.A11, covariance.A12, covariance.A22);
        var (middle, half) = (0.5 * (a + c), Math.Sqrt((0.25 * (a - c) * (a - c)) + (b * b)));
        var azimuth = (0.5 * Math.Atan2(2 * b, c - a) * 180 / Math.PI) + convergence;
        azimuth -= 180 * Math.Floor(azimuth / 180);
        return new ErrorEllipse(Math.Sqrt(Math.Max(1, middle + half)), Math.Sqrt(Math.Max(1, middle - half)), azimuth);
    }
}
