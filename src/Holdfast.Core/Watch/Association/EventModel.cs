using System.Runtime.CompilerServices;

namespace Holdfast.Core.Watch.Association;

/// <summary>
/// What a window's arrivals say about an event at a time and place. For each ray the arrival that fits best, against the rate of false ones and against what another
/// owner would lose: (1 - p) + p f / rate, so that hit and miss are both counted by their probability. Loudness classes are kept apart, since a quiet event has no
/// business with what a far sensor reports.
/// </summary>
internal sealed class EventModel(AssociationParameters parameters, RayFan rays, int channels)
{
    /// <summary>Powers of two are put by after so many factors, well before a product leaves the range of a double.</summary>
    private const int FactorsAtOnce = 12;

    private readonly int classes = parameters.Detection.Loudness.Count;
    private readonly double[] shares = [.. parameters.Detection.Loudness.Select(loudness => loudness.Share)];
    private readonly double[] logShares = [.. parameters.Detection.Loudness.Select(loudness => Math.Log(loudness.Share))];
    private readonly double[] product = new double[parameters.Detection.Loudness.Count];
    private readonly long[] powers = new long[parameters.Detection.Loudness.Count];
    private readonly double[] byClass = new double[parameters.Detection.Loudness.Count];
    private readonly double maximumRange = parameters.Detection.MaximumRangeMetres;
    private readonly bool[] deaf = new bool[channels];

    public RayFan Rays => rays;

    /// <summary>The arrival that fits a ray best, or <see cref="PickWindow.Free"/> for none.</summary>
    public int[] Best { get; } = new int[channels];

    /// <summary>Its density over the rate of false arrivals, times what its owner lets go.</summary>
    public double[] Ratio { get; } = new double[channels];

    /// <summary>Precision of its time, 1/s^2.</summary>
    public double[] Precision { get; } = new double[channels];

    /// <summary>Probability that it is this event's.</summary>
    public double[] Belief { get; } = new double[channels];

    /// <summary>Probabilities of the loudness classes.</summary>
    public double[] Loudness { get; } = new double[parameters.Detection.Loudness.Count];

    /// <summary>Gathers the arrivals around a supposed event; returns the log likelihood ratio against their being false, summed over loudness classes.</summary>
    /// <param name="picks">The window; free arrivals and those of <paramref name="owner"/> cost nothing.</param>
    /// <param name="propagation">Travel times.</param>
    /// <param name="supposed">The event.</param>
    /// <param name="owner">Number of the origin, or <see cref="PickWindow.Free"/>.</param>
    /// <param name="takes">Whether arrivals of other origins may be had for their price.</param>
    /// <param name="extra">Standard deviation of times on top of the model's, seconds.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Gather(PickWindow picks, Propagation propagation, Hypothesis supposed, int owner, bool takes, double extra)
    {
        propagation.Trace(rays, supposed.East, supposed.North, supposed.Depth);
        Array.Fill(product, 1);
        Array.Clear(powers);
        for (var ray = 0; ray < rays.Count; ray++)
        {
            var other = rays.PathVariance[ray] + rays.AirVariance[ray] + (extra * extra);
            Find(picks, ray, supposed.Time + rays.Travel[ray], owner, takes, other);
            for (var loudness = 0; loudness < classes; loudness++)
            {
                var heard = rays.Heard[(ray * classes) + loudness];
                if (heard == 0)
                {
                    continue;
                }
                product[loudness] *= (deaf[ray] ? 1 : 1 - heard) + (heard * Ratio[ray]);
            }
            if (ray % FactorsAtOnce == FactorsAtOnce - 1)
            {
                for (var loudness = 0; loudness < classes; loudness++)
                {
                    powers[loudness] += VectorMath.TakeExponent(ref product[loudness]);
                }
            }
        }
        for (var loudness = 0; loudness < classes; loudness++)
        {
            byClass[loudness] = Math.Log(product[loudness]) + (powers[loudness] * VectorMath.Ln2);
        }
        var sum = Posterior();
        Believe();
        return sum;
    }

    /// <summary>Gathering tolerance around a predicted time: four standard deviations, with room for wide picks.</summary>
    public static double GateOf(PickWindow picks, double otherVariance) =>
        PickLikelihood.Gate * (Math.Sqrt(otherVariance) + (1.7 * picks.WidestSigma));

    /// <summary>Density of an arrival's time and direction for a ray (1/s); with the precision of its time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (double Density, double Precision) Density(PickWindow picks, int ray, int pick, double residual, double otherVariance)
    {
        var (density, precision) = PickLikelihood.Time(parameters, residual, picks.Variance[pick], otherVariance);
        if (picks.Directed)
        {
            density *= PickLikelihood.Direction(picks.Arrivals[pick].Bearing, rays, ray, maximumRange);
        }
        return (density, precision);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Find(PickWindow picks, int ray, double predicted, int owner, bool takes, double otherVariance)
    {
        var channel = rays.Channel[ray];
        var gate = GateOf(picks, otherVariance);
        var dead = picks.Net.DeadTime[channel];
        Best[ray] = PickWindow.Free;
        Ratio[ray] = 0;
        deaf[ray] = predicted + gate > picks.HeardUntil;
        var end = picks.Start[channel + 1];
        for (var pick = picks.FirstAtOrAfter(channel, predicted - Math.Max(gate, dead)); pick < end; pick++)
        {
            var residual = picks.Time[pick] - predicted;
            if (residual > gate)
            {
                return;
            }
            deaf[ray] |= residual <= 0 && residual >= -dead;
            var free = picks.Owner[pick] == PickWindow.Free || picks.Owner[pick] == owner;
            if (!free && !takes)
            {
                continue;
            }
            var (density, precision) = Density(picks, ray, pick, residual, otherVariance);
            var ratio = density / picks.Rate[channel] * (free ? 1 : Math.Exp(-picks.Price[pick]));
            if (ratio > Ratio[ray])
            {
                (Best[ray], Ratio[ray], Precision[ray]) = (pick, ratio, precision);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Posterior()
    {
        var most = double.NegativeInfinity;
        for (var loudness = 0; loudness < classes; loudness++)
        {
            byClass[loudness] = rays.IsActive(loudness) ? byClass[loudness] + logShares[loudness] : double.NegativeInfinity;
            most = Math.Max(most, byClass[loudness]);
        }
        var total = 0.0;
        for (var loudness = 0; loudness < classes; loudness++)
        {
            Loudness[loudness] = Math.Exp(byClass[loudness] - most);
            total += Loudness[loudness];
        }
        for (var loudness = 0; loudness < classes; loudness++)
        {
            Loudness[loudness] /= total;
        }
        return most + Math.Log(total);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Believe()
    {
        for (var ray = 0; ray < rays.Count; ray++)
        {
            Belief[ray] = 0;
            if (Best[ray] == PickWindow.Free)
            {
                continue;
            }
            for (var loudness = 0; loudness < classes; loudness++)
            {
                var heard = rays.Heard[(ray * classes) + loudness];
                var hit = heard * Ratio[ray];
                Belief[ray] += Loudness[loudness] * hit / ((deaf[ray] ? 1 : 1 - heard) + hit);
            }
        }
    }

    /// <summary>The loudness of an event that no arrival has spoken of.</summary>
    public ReadOnlySpan<double> LoudnessOf(Hypothesis supposed) => supposed.Loudness.Length == classes ? supposed.Loudness : shares;
}
