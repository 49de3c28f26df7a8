using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Association.Signatures;
using Holdfast.Core.Watch.Sensors;
using NodaTime;

namespace Holdfast.App.Watch.Origins;

/// <summary>Turns what the engine found into an origin that is kept: place on the Earth, kinds, and under whose name it stands.</summary>
internal sealed class OriginMaker(SensingRegion region, RegionPlane plane, Mode mode, OriginOwners owners)
{
    public StoredOrigin Make(Origin origin, HeardArrival[] heard)
    {
        var arrivals = origin.Arrivals.Zip(heard, Arrival).ToImmutableArray();
        var where = plane.Back(origin.EastMetres, origin.NorthMetres);
        var (source, ground) = Stands(arrivals, origin.Trials.Count > 0 ? origin.Trials : Counted(arrivals));
        var (cue, kinds) = origin.Told ?? (OriginCue.None, [new KindWeight(region.Kind, 1)]);
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
            kinds,
            heard.Max(h => h.Observation.Standing),
            source,
            ground,
            heard.Max(h => h.Known),
            arrivals
        )
        {
            Cue = cue,
            Probability = Math.Round(origin.Probability, 4),
            Trials = [.. origin.Trials.Select(OriginTrial.Of)],
        };
    }

    /// <summary>The origin with what is said of its arrivals, as they come in order.</summary>
    /// <param name="learns">Whether the listener learns from it; not from what is told again and again.</param>
    public static Origin Told(Origin origin, IReadOnlyList<HeardArrival> heard, OriginListener listener, bool learns = true) =>
        origin with
        {
            Told = listener.Hear(origin, [.. heard.Select(Word)], learns),
        };

    private static ArrivalWord? Word(HeardArrival heard)
    {
        var said = heard.Observation;
        return new ArrivalWord(said.SourceId, said.Phase, said.Amplitude, said.Kinds);
    }

    /// <summary>
    /// An event that the engine does not find when it is asked again without what one party or member heard stands under that one's name, and is verified no further than its word. What the
    /// mission itself hears needs nobody.
    /// </summary>
    private (string Source, string Ground) Stands(ImmutableArray<OriginArrival> arrivals, IReadOnlyList<OwnerTrial> trials)
    {
        var needed = trials
            .Where(trial => !trial.Stands)
            .OrderByDescending(trial => arrivals.Count(a => a.Owner == trial.Owner))
            .ThenBy(trial => trial.Owner, StringComparer.Ordinal)
            .FirstOrDefault();
        if (needed is null)
        {
            return (
                region.SourceId,
                trials.Count == 0
                    ? "The mission alone heard it."
                    : "The engine, asked again without the sensors of each other owner in turn, finds it all the same."
            );
        }
        var alone = arrivals.Where(a => a.Owner == needed.Owner).ToArray();
        var source = alone
            .GroupBy(a => a.Source, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .First()
            .Key;
        var rest =
            needed.Arrivals < region.Waves.Parameters.MinimumArrivals
                ? string.Create(CultureInfo.InvariantCulture, $"an origin needs {region.Waves.Parameters.MinimumArrivals} arrivals")
            : double.IsFinite(needed.Evidence)
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"with the silence of the others the evidence is {needed.Evidence:F1}, too little or of another place"
                )
            : "no place fits them";
        return (
            source,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The engine, asked again without the {alone.Length} arrivals and the sensors of '{needed.Owner}', does not find it from the {needed.Arrivals} that are left: {rest}. It stands under that owner's name."
            )
        );
    }

    /// <summary>Where the engine was not asked again (what was heard a moment ago): arrivals are counted.</summary>
    private OwnerTrial[] Counted(ImmutableArray<OriginArrival> arrivals) =>
        [
            .. arrivals
                .Where(a => a.Owner != SensorWords.MissionOwner)
                .CountBy(a => a.Owner, StringComparer.Ordinal)
                .Select(of => (Owner: of.Key, Left: arrivals.Length - of.Value))
                .Select(of => new OwnerTrial(of.Owner, of.Left, double.NaN, of.Left >= region.Waves.Parameters.MinimumArrivals)),
        ];

    private OriginArrival Arrival(ExplainedArrival explained, HeardArrival heard)
    {
        var observation = heard.Observation;
        return new OriginArrival(
            observation.Id.Producer,
            observation.Id.MessageId,
            observation.Sensor,
            observation.SourceId,
            owners.Of(observation.SourceId),
            RegionNet.Nanoseconds(observation.When.Earliest),
            observation.Phase,
            explained.ResidualSeconds,
            explained.SigmaSeconds,
            heard.Doubt?.Words,
            heard.Doubt?.SigmaFactor ?? 1
        );
    }

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
