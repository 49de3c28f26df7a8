using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Association.Signatures;

/// <summary>
/// Tells muzzle blasts from bursts and in which direction was fired, from what each origin's own arrivals say and from the other origins about it (<see cref="FirePairs"/>). Undetermined is the default: a
/// role or a direction is said from a probability of <see cref="OriginSignature.Determined"/> on.
/// </summary>
public static class OriginSignatures
{
    /// <summary>What an origin's signature hangs on lies within so many seconds of it.</summary>
    public const double ContextSeconds = FirePairs.ContextSeconds;

    /// <summary>A direction less sharp than this is none, radians.</summary>
    private const double BluntestDirection = 15 * Math.PI / 180;

    /// <summary>What rounds of one gun scatter by where they fall, as a part of their range.</summary>
    private const double Scatter = 0.01;

    /// <summary>And at least, metres: the target is no point, nor is the battery.</summary>
    private const double LeastScatter = 120;

    /// <summary>The signatures of the origins from one time to before another, in the order of <paramref name="origins"/>.</summary>
    /// <param name="origins">All origins within <see cref="ContextSeconds"/> of that span.</param>
    /// <param name="from">Seconds.</param>
    /// <param name="to">Seconds.</param>
    public static IReadOnlyList<(CuedOrigin Origin, OriginSignature Signature)> Read(
        IEnumerable<CuedOrigin> origins,
        double from,
        double to
    )
    {
        ArgumentNullException.ThrowIfNull(origins);
        var sorted = origins.OrderBy(origin => origin.Seconds).ThenBy(origin => origin.Id, StringComparer.Ordinal).ToArray();
        var pairs = new FirePairs(sorted);
        var read = new List<(CuedOrigin, OriginSignature)>();
        for (var at = 0; at < sorted.Length; at++)
        {
            if (sorted[at].Seconds >= from && sorted[at].Seconds < to)
            {
                read.Add((sorted[at], Of(sorted, pairs, at)));
            }
        }
        return read;
    }

    private static OriginSignature Of(CuedOrigin[] origins, FirePairs pairs, int at)
    {
        var cue = origins[at].Cue;
        var bursts = pairs.Bursts(at).ToArray();
        var muzzles = pairs.Muzzles(at).ToArray();
        var (fired, fell) = (bursts.Sum(pair => pair.Probability), muzzles.Sum(pair => pair.Probability));
        // To the first order both may come to a little more than one.
        var scale = Math.Max(1, fired + fell);
        (fired, fell) = (fired / scale, fell / scale);
        var alone = Math.Max(0, 1 - fired - fell);
        var (muzzle, burst, neither) = FirePairs.Alone(cue);
        var total = muzzle + burst + neither;
        muzzle = fired + (alone * muzzle / total);
        burst = fell + (alone * burst / total);
        var role =
            muzzle >= OriginSignature.Determined ? OriginRole.Muzzle
            : burst >= OriginSignature.Determined ? OriginRole.Burst
            : OriginRole.Undetermined;
        var direction = fired >= fell ? Paired(origins, pairs, at, bursts, fires: true) : Paired(origins, pairs, at, muzzles, fires: false);
        direction ??= Beside(cue, muzzle);
        var kinds = WithFlight(origins, at, [.. bursts.Concat(muzzles)], scale);
        return new OriginSignature(
            role,
            muzzle,
            burst,
            Math.Max(0, 1 - muzzle - burst),
            kinds,
            direction,
            Why(cue, role, Math.Max(fired, fell), direction)
        );
    }

    /// <summary>The direction to or from the other end, where the rounds of one mission together are probable enough.</summary>
    private static FireDirection? Paired(
        CuedOrigin[] origins,
        FirePairs pairs,
        int at,
        (int Other, double Probability)[] partners,
        bool fires
    )
    {
        if (partners.Length == 0)
        {
            return null;
        }
        var best = partners.OrderByDescending(pair => pair.Probability).ThenBy(pair => pair.Other).First();
        var mission = pairs.Mission(best.Other);
        var same = partners.Where(pair => mission.Contains(pair.Other)).ToArray();
        var probability = Math.Min(1, same.Sum(pair => pair.Probability));
        var (one, other) = (origins[at], origins[best.Other]);
        var (east, north) = fires ? (other.East - one.East, other.North - one.North) : (one.East - other.East, one.North - other.North);
        var range = Math.Max(1, Math.Sqrt((east * east) + (north * north)));
        var (unitEast, unitNorth) = (east / range, north / range);
        var scatter = (Scatter * Scatter * range * range) + (LeastScatter * LeastScatter);
        var across = one.VarianceAcross(unitEast, unitNorth) + other.VarianceAcross(unitEast, unitNorth);
        var sigma = Math.Sqrt(across + scatter) / range;
        return probability >= OriginSignature.Determined && sigma <= BluntestDirection
            ? new FireDirection(
                Math.Atan2(east, north),
                sigma,
                probability,
                DirectionBasis.Pair,
                other.Id,
                Math.Abs(other.Seconds - one.Seconds)
            )
            : null;
    }

    private static FireDirection? Beside(OriginCue cue, double muzzle)
    {
        if (cue.Bow is not { } bow)
        {
            return null;
        }
        var probability = muzzle / (1 + Math.Exp(-bow.LogRatio));
        return probability >= OriginSignature.Determined && bow.SigmaRadians <= BluntestDirection
            ? new FireDirection(bow.AzimuthRadians, bow.SigmaRadians, probability, DirectionBasis.BowWave, null, null)
            : null;
    }

    /// <summary>Kinds by the range and time of flight that each possible partner implies, as probable as it is; the rest of the probability leaves them as they were.</summary>
    private static ImmutableArray<KindWeight> WithFlight(
        CuedOrigin[] origins,
        int at,
        (int Other, double Probability)[] partners,
        double scale
    )
    {
        var before = origins[at].Kinds;
        var weights = before.ToDictionary(weight => weight.Kind, _ => 0.0, StringComparer.Ordinal);
        var left = 1.0;
        foreach (var (other, probability) in partners)
        {
            var (east, north) = (origins[other].East - origins[at].East, origins[other].North - origins[at].North);
            var (metres, seconds) = (Math.Sqrt((east * east) + (north * north)), Math.Abs(origins[other].Seconds - origins[at].Seconds));
            var flown = FlightEnvelope
                .All.Select(envelope => (envelope.Flight.Kind, Weight: Named(before, envelope.Flight) * envelope.Density(metres, seconds)))
                .ToArray();
            var total = flown.Sum(one => one.Weight);
            if (total <= 0)
            {
                continue;
            }
            left -= probability / scale;
            foreach (var (kind, weight) in flown)
            {
                weights[kind] = weights.GetValueOrDefault(kind) + (probability / scale * weight / total);
            }
        }
        foreach (var (kind, weight) in before)
        {
            weights[kind] = weights.GetValueOrDefault(kind) + (Math.Max(0, left) * weight);
        }
        var sum = weights.Values.Sum();
        return
        [
            .. weights
                .Where(w => w.Value > 1e-6)
                .OrderBy(w => w.Key, StringComparer.Ordinal)
                .Select(w => new KindWeight(w.Key, w.Value / sum)),
        ];
    }

    // Where nobody names a kind of weapon, all are as frequent as where nothing is known.
    private static double Named(ImmutableArray<KindWeight> kinds, WeaponFlight flight)
    {
        var named = kinds.Any(weight => WeaponFlight.All.Any(known => known.Kind == weight.Kind));
        return named ? kinds.FirstOrDefault(weight => weight.Kind == flight.Kind).Probability : flight.Share;
    }

    private static string Why(OriginCue cue, OriginRole role, double paired, FireDirection? direction) =>
        direction switch
        {
            { Basis: DirectionBasis.Pair } =>
                "Muzzle and burst were both located, and a round may fly from the one to the other in the time between them.",
            { Basis: DirectionBasis.BowWave } => "Bow waves beside the flight lie on the cone of a round from here.",
            null when paired > 0.2 => "Several origins may be the other end, or none: chance makes such pairs here, too.",
            null when cue.Bow is not null => "Bow waves were heard, and do not fix a line of fire.",
            null when role != OriginRole.Undetermined => "Pickers tell which end it is; the other end was not located.",
            null => "No other end was located that a round may have flown to or from, and no picker tells.",
        };
}
