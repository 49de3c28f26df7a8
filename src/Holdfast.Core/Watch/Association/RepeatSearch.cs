using System.Runtime.CompilerServices;

namespace Holdfast.Core.Watch.Association;

/// <summary>
/// Looks for further shots from the place of one that was found: the arrivals are aligned by their travel times from that very place and stacked along time, finer than any cell
/// of the search. This also finds the second of two rounds that were taken for one.
/// </summary>
internal sealed class RepeatSearch(AssociationParameters parameters, SensorNet net)
{
    private const double StepSeconds = 0.08;

    /// <summary>Repetitions are looked for so far before and after, seconds.</summary>
    private const double ReachSeconds = 30;

    /// <summary>Rounds of a mission lie this far apart in travel time, on top of the measurement's error, seconds.</summary>
    private const double Blur = 0.1;

    private const int Steps = (int)(2 * ReachSeconds / StepSeconds);

    private readonly RayFan rays = new(net, parameters.Detection);
    private readonly double[] stack = new double[Steps];
    private readonly double maximumRange = parameters.Detection.MaximumRangeMetres;

    /// <summary>Supposed events at the place of <paramref name="found"/>, at most <paramref name="most"/>, best first.</summary>
    public IEnumerable<Hypothesis> Candidates(PickWindow picks, Propagation propagation, Hypothesis found, int most)
    {
        Array.Clear(stack);
        propagation.Trace(rays, found.East, found.North, found.Depth);
        var floor = 0.0;
        for (var ray = 0; ray < rays.Count; ray++)
        {
            // The rounds of a mission are about equally loud.
            var heard = rays.Detection(ray, found.Loudness);
            if (heard >= DetectionModel.Negligible)
            {
                floor += Math.Log(1 - heard);
                Align(picks, found.Time, ray, heard);
            }
        }
        return Enumerable
            .Range(1, Steps - 2)
            .Where(step =>
                stack[step] + floor > parameters.SearchThreshold && stack[step] > stack[step - 1] && stack[step] >= stack[step + 1]
            )
            .OrderByDescending(step => stack[step])
            .ThenBy(step => step)
            .Take(most)
            .Select(step => new Hypothesis
            {
                Time = found.Time - ReachSeconds + ((step + 0.5) * StepSeconds),
                East = found.East,
                North = found.North,
                Depth = found.Depth,
                Loudness = found.Loudness,
            })
            .ToArray();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Align(PickWindow picks, double time, int ray, double heard)
    {
        var channel = rays.Channel[ray];
        var start = time + rays.Travel[ray] - ReachSeconds;
        var variance = rays.PathVariance[ray] + rays.AirVariance[ray] + (Blur * Blur);
        for (var pick = picks.FirstAtOrAfter(channel, start); pick < picks.Start[channel + 1]; pick++)
        {
            var offset = picks.Time[pick] - start;
            if (offset >= 2 * ReachSeconds)
            {
                return;
            }
            var arrival = picks.Arrivals[pick];
            var sigma = Math.Sqrt(variance + (arrival.SigmaSeconds * arrival.SigmaSeconds));
            var peak =
                heard
                * PickLikelihood.Direction(arrival.Bearing, rays, ray, maximumRange)
                / ((1 - heard) * 2.5 * sigma * picks.Rate[channel]);
            var price = picks.Owner[pick] == PickWindow.Free ? 1 : Math.Exp(-picks.Price[pick]);
            Add(peak * price, offset, sigma);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(double peak, double offset, double sigma)
    {
        var first = Math.Max(0, (int)((offset - (2 * sigma)) / StepSeconds));
        var last = Math.Min(Steps - 1, (int)((offset + (2 * sigma)) / StepSeconds));
        VectorMath.AddBump(stack, first, last, peak, (offset / StepSeconds) - 0.5, sigma / StepSeconds);
    }
}
