namespace Holdfast.Core.Watch.Association;

/// <summary>
/// Moves a supposed event to where its arrivals agree: Gauss-Newton on (time, east, north) with every arrival weighted by the probability that it is the event's
/// (Bar-Shalom and Tse 1975, probabilistic data association), while the gate shrinks from coarse to the measurement's own error (graduated non-convexity, Blake and
/// Zisserman 1987).
/// </summary>
internal sealed class OriginFit(AssociationParameters parameters, RayFan rays)
{
    private const int LeastContributions = 3;

    /// <summary>A step longer than this is cut, metres: the linearisation holds no farther.</summary>
    private const double LongestStep = 1_500;

    /// <summary>Extra standard deviation of times in each iteration, seconds.</summary>
    private static readonly double[] Coarse = [0.35, 0.2, 0.12, 0.06, 0.03, 0, 0, 0];

    private static readonly double[] Fine = [0.06, 0.03, 0, 0];

    private readonly double maximumRange = parameters.Detection.MaximumRangeMetres;

    private Symmetric3 normal;

    private (double Time, double East, double North) right;

    private int contributions;

    /// <summary>Fits; false when too few arrivals are near or the geometry does not fix the place.</summary>
    /// <param name="picks">The window; free arrivals and those of <paramref name="owner"/> cost nothing.</param>
    /// <param name="air">The air.</param>
    /// <param name="supposed">Where to begin; holds the result.</param>
    /// <param name="owner">Number of the origin being fitted, or <see cref="PickWindow.Free"/>.</param>
    /// <param name="takes">Whether arrivals of other origins may be had for their price.</param>
    /// <param name="coarse">Whether the beginning is a cell of the search rather than an earlier fit.</param>
    public bool Fit(PickWindow picks, AirModel air, Hypothesis supposed, int owner, bool takes, bool coarse)
    {
        foreach (var extra in coarse ? Coarse : Fine)
        {
            rays.Trace(air, supposed.East, supposed.North);
            Gather(picks, supposed.Time, owner, takes, extra);
            // Damping: a step is believed to about the size of the gate.
            var reach = 200 + (2_000 * extra);
            var damped = normal + new Symmetric3(0, 0, 0, 1 / (reach * reach), 0, 1 / (reach * reach));
            if (contributions < LeastContributions || damped.Inverse() is not { } inverse)
            {
                return false;
            }
            var (time, east, north) = inverse.Times(right.Time, right.East, right.North);
            var length = Math.Sqrt((east * east) + (north * north));
            var scale = length > LongestStep ? LongestStep / length : 1;
            supposed.Time += time * scale;
            supposed.East += east * scale;
            supposed.North += north * scale;
        }
        return double.IsFinite(supposed.Time + supposed.East + supposed.North);
    }

    private void Gather(PickWindow picks, double origin, int owner, bool takes, double extra)
    {
        normal = default;
        right = default;
        contributions = 0;
        for (var ray = 0; ray < rays.Count; ray++)
        {
            var other = rays.PathVariance[ray] + rays.AirVariance[ray] + (extra * extra);
            var predicted = origin + rays.Travel[ray];
            // Wide enough for the wide picks of a usual picker; the weight decides within.
            var gate = PickLikelihood.Gate * (Math.Sqrt(other) + 0.05);
            var best = PickWindow.Free;
            var bestLikelihood = 0.0;
            var bestPrecision = 0.0;
            for (var pick = picks.FirstAtOrAfter(rays.Sensor[ray], predicted - gate); pick < picks.Start[rays.Sensor[ray] + 1]; pick++)
            {
                var residual = picks.Time[pick] - predicted;
                if (residual > gate)
                {
                    break;
                }
                var free = picks.Owner[pick] == PickWindow.Free || picks.Owner[pick] == owner;
                if (!free && !takes)
                {
                    continue;
                }
                var arrival = picks.Arrivals[pick];
                var (density, precision) = PickLikelihood.Time(parameters, residual, arrival.SigmaSeconds, other);
                var likelihood = density * PickLikelihood.Direction(arrival.Bearing, rays, ray, maximumRange);
                // An owner's price is one more explanation that competes, as the rate of false arrivals does.
                likelihood *= free ? 1 : Math.Exp(-picks.Price[pick]);
                if (likelihood > bestLikelihood)
                {
                    (best, bestLikelihood, bestPrecision) = (pick, likelihood, precision);
                }
            }
            if (best != PickWindow.Free)
            {
                Add(picks, ray, best, origin, bestLikelihood, bestPrecision);
            }
        }
    }

    private void Add(PickWindow picks, int ray, int pick, double origin, double likelihood, double precision)
    {
        var own = rays.Detection[ray] * likelihood;
        var belief = own / (own + picks.Rate[rays.Sensor[ray]]);
        if (belief < 0.01)
        {
            return;
        }
        contributions++;
        Row(belief * precision, picks.Time[pick] - origin - rays.Travel[ray], 1, rays.SlopeEast[ray], rays.SlopeNorth[ray]);
        if (picks.Arrivals[pick].Bearing is { } bearing)
        {
            // Azimuth from the sensor to the source: the source moves across the ray.
            var residual = PickLikelihood.AzimuthResidual(bearing, rays, ray);
            var across = 1 / rays.Distance[ray];
            var standard = residual / bearing.SigmaRadians;
            var weight = belief / (bearing.SigmaRadians * bearing.SigmaRadians * (1 + (standard * standard / 9)));
            Row(weight, residual, 0, -rays.UnitNorth[ray] * across, rays.UnitEast[ray] * across);
            if (bearing.Range is { } range)
            {
                Row(
                    belief / (range.SigmaMetres * range.SigmaMetres),
                    range.Metres - rays.Distance[ray],
                    0,
                    -rays.UnitEast[ray],
                    -rays.UnitNorth[ray]
                );
            }
        }
    }

    private void Row(double weight, double residual, double byTime, double byEast, double byNorth)
    {
        normal = normal.Plus(weight, byTime, byEast, byNorth);
        var scaled = weight * residual;
        right = (right.Time + (scaled * byTime), right.East + (scaled * byEast), right.North + (scaled * byNorth));
    }
}
