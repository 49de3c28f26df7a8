using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Holdfast.Core.Watch.Association;

/// <summary>
/// The likelihood about a fitted event as a function of a change of (time, east, north) and of depth or the air's three unknowns: the terms are gathered once and evaluated often.
/// Travel times are expanded to second order: the front of the wave is curved.
/// </summary>
internal sealed class PosteriorTerms(AssociationParameters parameters, int channels)
{
    public const int MostUnknowns = 7;

    /// <summary>Time, east and north.</summary>
    public const int Place = 3;

    private const int Air = 3;

    /// <summary>A hit less probable than this part of a miss changes nothing.</summary>
    private const double Negligible = 1e-4;

    private readonly double maximumRange = parameters.Detection.MaximumRangeMetres;

    // By term, that is by ray with arrivals about the event.
    private readonly double[] rows = new double[channels * MostUnknowns];
    private readonly double[] curvature = new double[channels];
    private readonly double[] acrossEast = new double[channels];
    private readonly double[] acrossNorth = new double[channels];
    private readonly double[] miss = new double[channels];
    private readonly double[] distance = new double[channels];
    private readonly double[] unitEast = new double[channels];
    private readonly double[] unitNorth = new double[channels];
    private readonly int[] end = new int[channels];
    private readonly int[] mine = new int[channels];

    // By arrival.
    private double[] residual = new double[256];
    private double[] narrow = new double[256];
    private double[] wide = new double[256];
    private double[] narrowFactor = new double[256];
    private double[] wideFactor = new double[256];
    private Bearing?[] bearing = new Bearing?[256];
    private double[] azimuth = new double[256];

    private readonly double[] information = new double[MostUnknowns * MostUnknowns];
    private PosteriorPrior prior = PosteriorPrior.Of(Place, null, null, default);
    private int count;
    private LeftByOthers leftByOthers;

    /// <summary>Number of unknowns.</summary>
    public int Size { get; private set; }

    /// <summary>Gathers what lies about a fitted event.</summary>
    /// <param name="picks">The window.</param>
    /// <param name="propagation">Travel times.</param>
    /// <param name="rays">Working memory.</param>
    /// <param name="found">The event.</param>
    /// <param name="left">For each arrival of the window the logarithm of the probability that no other origin made it.</param>
    /// <param name="without">The air as believed without this event; null for the air that travel times are computed with.</param>
    public void Gather(PickWindow picks, Propagation propagation, RayFan rays, Hypothesis found, LeftByOthers left, AirState? without)
    {
        leftByOthers = left;
        rays.Restrict([]);
        propagation.Trace(rays, found.East, found.North, found.Depth);
        var (least, greatest) = propagation.Depth;
        var air = propagation.AirOver(found.East);
        var deep = greatest > least;
        Size = Place + (air is not null ? Air : 0) + (deep ? 1 : 0);
        prior = PosteriorPrior.Of(
            Size,
            without ?? air,
            air,
            deep ? (0.5 * (greatest - least), (0.5 * (least + greatest)) - found.Depth) : default
        );
        Array.Clear(information);
        count = 0;
        for (var ray = 0; ray < rays.Count; ray++)
        {
            Gather(picks, rays, found, ray, air, deep);
        }
    }

    /// <summary>A first proposal: the curvature where the event was fitted.</summary>
    public PosteriorMoments? Curvature()
    {
        var matrix = new double[Size * Size];
        for (var index = 0; index < matrix.Length; index++)
        {
            matrix[index] = information[index] + prior.Precision[index];
        }
        return Dense.Inverse(matrix, Size) is { } covariance ? new PosteriorMoments(new double[Size], covariance, 0) : null;
    }

    /// <summary>Logarithms of the likelihood and of what is believed beforehand, but for a constant, for four changes at once: one vector for each unknown.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Vector256<double> LogLikelihood(ReadOnlySpan<Vector256<double>> at)
    {
        var product = Vector256<double>.One;
        var exponent = Vector256<long>.Zero;
        var arrival = 0;
        for (var term = 0; term < count; term++)
        {
            var delay = Delay(term, at);
            var value = Vector256.Create(miss[term]);
            for (; arrival < end[term]; arrival++)
            {
                var off = Vector256.Create(residual[arrival]) - delay;
                var square = off * off;
                var density = VectorMath.Falling(square * wide[arrival]) * wideFactor[arrival];
                var closer = square * narrow[arrival];
                // Where it is far from all four, only the wide part is left.
                if (Vector256.LessThanAny(closer, Vector256.Create(VectorMath.Nothing)))
                {
                    density += VectorMath.Falling(closer) * narrowFactor[arrival];
                }
                value += bearing[arrival] is { } measured ? density * Directions(measured, arrival, term, at) : density;
            }
            product *= value;
            if ((term & 7) == 7)
            {
                exponent = unchecked(exponent + VectorMath.TakeExponent(ref product));
            }
        }
        var (mantissa, powers, before) = (product, exponent, prior.Quadratic(at));
        return Vector256.Create(
            Math.Log(mantissa[0]) + (powers[0] * VectorMath.Ln2) - (0.5 * before[0]),
            Math.Log(mantissa[1]) + (powers[1] * VectorMath.Ln2) - (0.5 * before[1]),
            Math.Log(mantissa[2]) + (powers[2] * VectorMath.Ln2) - (0.5 * before[2]),
            Math.Log(mantissa[3]) + (powers[3] * VectorMath.Ln2) - (0.5 * before[3])
        );
    }

    /// <summary>
    /// Weighted squares of the residuals of the origin's own arrivals after a change, and their number. The weight is the mean precision of the part that a residual comes from,
    /// narrow or wide, so that each is one on average where the errors are as they are said to be.
    /// </summary>
    public (double Squares, int Count) Misfit(ReadOnlySpan<double> at)
    {
        var (sum, number) = (0.0, 0);
        for (var term = 0; term < count; term++)
        {
            if (mine[term] < 0)
            {
                continue;
            }
            var off = residual[mine[term]] - Delay(term, at);
            var square = off * off;
            var first = narrowFactor[mine[term]] * Math.Exp(-square * narrow[mine[term]]);
            var second = wideFactor[mine[term]] * Math.Exp(-square * wide[mine[term]]);
            sum +=
                first + second > 0
                    ? 2 * square * ((first * narrow[mine[term]]) + (second * wide[mine[term]])) / (first + second)
                    : 2 * square * wide[mine[term]];
            number++;
        }
        return (sum, number);
    }

    /// <summary>For each of the origin's own arrivals that was gathered the probability that the event made it, were it so changed; gives how many there are.</summary>
    public int Own(ReadOnlySpan<double> at, Span<double> probabilities)
    {
        var (number, arrival) = (0, 0);
        for (var term = 0; term < count; term++)
        {
            var (delay, total, own) = (Delay(term, at), miss[term], 0.0);
            for (; arrival < end[term]; arrival++)
            {
                var density = mine[term] >= 0 ? Density(arrival, delay, term, at) : 0;
                total += density;
                own = arrival == mine[term] ? density : own;
            }
            if (mine[term] >= 0 && number < probabilities.Length)
            {
                probabilities[number++] = total > 0 ? own / total : 0;
            }
        }
        return number;
    }

    private double Density(int arrival, double delay, int term, ReadOnlySpan<double> at)
    {
        var off = residual[arrival] - delay;
        var square = off * off;
        var density = (narrowFactor[arrival] * Falling(square * narrow[arrival])) + (wideFactor[arrival] * Falling(square * wide[arrival]));
        return density > 0 && bearing[arrival] is { } measured ? density * Direction(measured, arrival, term, at) : density;
    }

    /// <summary>How much later a term's arrivals are expected after a change.</summary>
    private double Delay(int term, ReadOnlySpan<double> at)
    {
        var delay = 0.0;
        for (var axis = 0; axis < at.Length; axis++)
        {
            delay += rows[(term * MostUnknowns) + axis] * at[axis];
        }
        var across = (acrossEast[term] * at[1]) + (acrossNorth[term] * at[2]);
        return delay + (curvature[term] * across * across);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> Delay(int term, ReadOnlySpan<Vector256<double>> at)
    {
        var delay = Vector256<double>.Zero;
        for (var axis = 0; axis < at.Length; axis++)
        {
            delay += at[axis] * rows[(term * MostUnknowns) + axis];
        }
        var across = (at[1] * acrossEast[term]) + (at[2] * acrossNorth[term]);
        return delay + (across * across * curvature[term]);
    }

    private static double Falling(double halfSquare) => halfSquare > 40 ? 0 : Math.Exp(-halfSquare);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> Directions(Bearing measured, int arrival, int term, ReadOnlySpan<Vector256<double>> at)
    {
        var across = (at[1] * acrossEast[term]) + (at[2] * acrossNorth[term]);
        var away = Vector256.Create(distance[term]) - (at[1] * unitEast[term]) - (at[2] * unitNorth[term]);
        return PickLikelihood.Direction(measured, Vector256.Create(azimuth[arrival]) - (across * (1 / distance[term])), away, maximumRange);
    }

    private double Direction(Bearing measured, int arrival, int term, ReadOnlySpan<double> at)
    {
        var across = (-unitNorth[term] * at[1]) + (unitEast[term] * at[2]);
        var away = distance[term] - (unitEast[term] * at[1]) - (unitNorth[term] * at[2]);
        return PickLikelihood.Direction(measured, azimuth[arrival] - (across / distance[term]), away, maximumRange);
    }

    private void Gather(PickWindow picks, RayFan rays, Hypothesis found, int ray, AirState? air, bool deep)
    {
        var channel = rays.Channel[ray];
        var predicted = found.Time + rays.Travel[ray];
        var other = rays.PathVariance[ray];
        // A draw may lie some standard deviations away: what is near it must be known.
        var gate = EventModel.GateOf(picks, other + rays.AirVariance[ray]) + (4 * Spread(rays, ray, found));
        var heard = rays.Detection(ray, found.Loudness);
        var first = count == 0 ? 0 : end[count - 1];
        var last = first;
        var dead = picks.Net.DeadTime[channel];
        var deaf = predicted > picks.HeardUntil;
        var own = -1;
        for (var pick = picks.FirstAtOrAfter(channel, predicted - Math.Max(gate, dead)); pick < picks.Start[channel + 1]; pick++)
        {
            var off = picks.Time[pick] - predicted;
            if (off > gate)
            {
                break;
            }
            deaf |= off <= 0 && off >= -dead;
            var isOwn = Array.IndexOf(found.Picks, pick) >= 0;
            if (off < -gate)
            {
                continue;
            }
            var weight = heard / picks.Rate[channel] * Math.Exp(leftByOthers.Of(pick));
            // What others claim cannot matter even where it fits perfectly.
            if (weight * Most(picks, pick, other) < Negligible * (1 - heard))
            {
                continue;
            }
            own = isOwn ? last : own;
            AddArrival(picks, pick, last++, off, weight, other, rays, ray);
        }
        if (last == first)
        {
            return;
        }
        AddTerm(rays, ray, air, deep, deaf ? 1 : 1 - heard, last);
        mine[count - 1] = own;
        if (own >= 0)
        {
            AddInformation(own);
        }
    }

    /// <summary>The most that an arrival's density can be, with its direction.</summary>
    private double Most(PickWindow picks, int pick, double other)
    {
        var density = 1 / Math.Sqrt(Math.Tau * (picks.Variance[pick] + other));
        return picks.Arrivals[pick].Bearing is { } measured
            ? density * PickLikelihood.Direction(measured, 0, measured.Range?.Metres ?? 0, maximumRange)
            : density;
    }

    private static double Spread(RayFan rays, int ray, Hypothesis found) =>
        Math.Sqrt(Math.Max(0, found.Covariance.Quadratic(1, rays.SlopeEast[ray], rays.SlopeNorth[ray])));

    private void AddArrival(PickWindow picks, int pick, int at, double off, double factor, double other, RayFan rays, int ray)
    {
        if (at >= residual.Length)
        {
            var size = 2 * residual.Length;
            Array.Resize(ref residual, size);
            Array.Resize(ref narrow, size);
            Array.Resize(ref wide, size);
            Array.Resize(ref narrowFactor, size);
            Array.Resize(ref wideFactor, size);
            Array.Resize(ref bearing, size);
            Array.Resize(ref azimuth, size);
        }
        var first = 1 / (picks.Variance[pick] + other);
        var second = 1 / ((picks.Variance[pick] * parameters.WideFactor * parameters.WideFactor) + other);
        residual[at] = off;
        (narrow[at], wide[at]) = (0.5 * first, 0.5 * second);
        narrowFactor[at] = factor * (1 - parameters.WideShare) * Math.Sqrt(first / Math.Tau);
        wideFactor[at] = factor * parameters.WideShare * Math.Sqrt(second / Math.Tau);
        bearing[at] = picks.Arrivals[pick].Bearing;
        azimuth[at] = bearing[at] is { } measured ? PickLikelihood.AzimuthResidual(measured, rays, ray) : 0;
    }

    private void AddTerm(RayFan rays, int ray, AirState? air, bool deep, double missed, int last)
    {
        var row = rows.AsSpan(count * MostUnknowns, MostUnknowns);
        row.Clear();
        (row[0], row[1], row[2]) = (1, rays.SlopeEast[ray], rays.SlopeNorth[ray]);
        if (air is not null)
        {
            var byStill = -rays.Travel[ray] * rays.Travel[ray] / rays.Distance[ray];
            (row[3], row[4], row[5]) = (byStill, byStill * rays.UnitEast[ray], byStill * rays.UnitNorth[ray]);
        }
        if (deep)
        {
            row[Size - 1] = rays.SlopeDepth[ray];
        }
        (unitEast[count], unitNorth[count], distance[count]) = (rays.UnitEast[ray], rays.UnitNorth[ray], rays.Distance[ray]);
        (acrossEast[count], acrossNorth[count]) = (-rays.UnitNorth[ray], rays.UnitEast[ray]);
        curvature[count] = 0.5 * rays.Travel[ray] / (rays.Distance[ray] * rays.Distance[ray]);
        miss[count] = missed;
        end[count++] = last;
    }

    /// <summary>Curvature of an own arrival: that of the narrow part, in the measure in which it is narrow.</summary>
    private void AddInformation(int arrival)
    {
        var square = residual[arrival] * residual[arrival];
        var first = narrowFactor[arrival] * Falling(square * narrow[arrival]);
        var second = wideFactor[arrival] * Falling(square * wide[arrival]);
        var weight = 2 * ((first * narrow[arrival]) + (second * wide[arrival])) / (first + second + miss[count - 1]);
        var row = rows.AsSpan((count - 1) * MostUnknowns, MostUnknowns);
        for (var a = 0; a < Size; a++)
        {
            for (var b = 0; b < Size; b++)
            {
                information[(a * Size) + b] += weight * row[a] * row[b];
            }
        }
        if (bearing[arrival] is { } measured)
        {
            var spread = measured.SigmaRadians * distance[count - 1];
            var (east, north) = (acrossEast[count - 1] / spread, acrossNorth[count - 1] / spread);
            information[Size + 1] += east * east;
            information[Size + 2] += east * north;
            information[(2 * Size) + 1] += east * north;
            information[(2 * Size) + 2] += north * north;
        }
    }
}
