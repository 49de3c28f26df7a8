using System.Runtime.CompilerServices;

namespace Holdfast.Core.Watch.Association;

/// <summary>Times and places around a few origins at which free arrivals line up: stacked along time for every place of a fine lattice.</summary>
internal sealed class SeedLattice(AssociationParameters parameters, EventFit fit)
{
    /// <summary>Places to each side of the origins' middle.</summary>
    private const int Places = 3;

    private const double StepSeconds = 0.075;

    /// <summary>Times are tried so far before the first and after the last origin, seconds.</summary>
    private const double Reach = 2;

    private readonly double metres = parameters.Mission?.SpreadMetres ?? 150;
    private readonly double maximumRange = parameters.Detection.MaximumRangeMetres;

    /// <summary>The best that are not neighbours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public List<Hypothesis> Seeds(PickWindow picks, Hypothesis[] group, int most)
    {
        var first = group.Min(origin => origin.Time) - Reach;
        var stack = new double[(int)((group.Max(origin => origin.Time) + Reach - first) / StepSeconds) + 1];
        var (east, north) = (group.Average(origin => origin.East), group.Average(origin => origin.North));
        var peaks = new List<(double Score, Hypothesis Seed)>();
        fit.Model.Rays.Restrict(group[0].Loudness);
        for (var place = 0; place < ((2 * Places) + 1) * ((2 * Places) + 1); place++)
        {
            var seed = new Hypothesis
            {
                East = east + (((place % ((2 * Places) + 1)) - Places) * metres),
                North = north + (((place / ((2 * Places) + 1)) - Places) * metres),
                Depth = group[0].Depth,
                Loudness = group[0].Loudness,
            };
            Stack(picks, seed, first, stack);
            for (var step = 1; step < stack.Length - 1; step++)
            {
                if (stack[step] > 0 && stack[step] > stack[step - 1] && stack[step] >= stack[step + 1])
                {
                    peaks.Add((stack[step], At(seed, first + ((step + 0.5) * StepSeconds))));
                }
            }
        }
        return Apart(peaks, most);
    }

    private List<Hypothesis> Apart(List<(double Score, Hypothesis Seed)> peaks, int most)
    {
        var seeds = new List<Hypothesis>();
        foreach (var (_, peak) in peaks.OrderByDescending(item => item.Score))
        {
            var near = seeds.Exists(seed =>
                Math.Abs(seed.Time - peak.Time) < 0.35
                && Math.Abs(seed.East - peak.East) < 1.5 * metres
                && Math.Abs(seed.North - peak.North) < 1.5 * metres
            );
            if (!near)
            {
                seeds.Add(peak);
                if (seeds.Count == most)
                {
                    break;
                }
            }
        }
        return seeds;
    }

    private static Hypothesis At(Hypothesis place, double time) =>
        new()
        {
            Time = time,
            East = place.East,
            North = place.North,
            Depth = place.Depth,
            Loudness = place.Loudness,
        };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Stack(PickWindow picks, Hypothesis place, double first, double[] stack)
    {
        var rays = fit.Model.Rays;
        fit.Propagation.Trace(rays, place.East, place.North, place.Depth);
        var floor = 0.0;
        Array.Clear(stack);
        for (var ray = 0; ray < rays.Count; ray++)
        {
            var heard = rays.Detection(ray, place.Loudness);
            if (heard < DetectionModel.Negligible)
            {
                continue;
            }
            floor += Math.Log(1 - heard);
            var channel = rays.Channel[ray];
            var start = first + rays.Travel[ray];
            var end = picks.Start[channel + 1];
            for (var pick = picks.FirstAtOrAfter(channel, start); pick < end; pick++)
            {
                var offset = picks.Time[pick] - start;
                if (offset >= stack.Length * StepSeconds)
                {
                    break;
                }
                if (picks.Owner[pick] == PickWindow.Free)
                {
                    Add(picks, ray, pick, offset, heard, stack);
                }
            }
        }
        for (var step = 0; step < stack.Length; step++)
        {
            stack[step] += floor;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(PickWindow picks, int ray, int pick, double offset, double heard, double[] stack)
    {
        var rays = fit.Model.Rays;
        var blur = 0.3 * metres / parameters.SpeedScale;
        var sigma = Math.Sqrt(rays.PathVariance[ray] + rays.AirVariance[ray] + picks.Variance[pick] + (blur * blur));
        var ratio = heard / ((1 - heard) * 2.5 * sigma * picks.Rate[rays.Channel[ray]]);
        if (picks.Directed)
        {
            ratio *= PickLikelihood.Direction(picks.Arrivals[pick].Bearing, rays, ray, maximumRange);
        }
        var last = Math.Min(stack.Length - 1, (int)((offset + (2 * sigma)) / StepSeconds));
        var begin = Math.Max(0, (int)((offset - (2 * sigma)) / StepSeconds));
        VectorMath.AddBump(stack, begin, last, ratio, (offset / StepSeconds) - 0.5, sigma / StepSeconds);
    }
}
