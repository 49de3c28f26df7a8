using System.Runtime.CompilerServices;

namespace Holdfast.Core.Watch.Association;

/// <summary>
/// Moves a supposed event to where its arrivals agree: Gauss-Newton on (time, east, north, depth) with every arrival weighted by the probability that it is the event's
/// (Bar-Shalom and Tse 1975, probabilistic data association), while the gate shrinks from coarse to the measurement's own error (graduated non-convexity, Blake and
/// Zisserman 1987). Then says how much more probable the arrivals are as an event than by chance: the likelihood ratio times the expected number of events in the
/// volume that the fit leaves open (Laplace's approximation of the evidence, Kass and Raftery 1995).
/// </summary>
internal sealed class EventFit(AssociationParameters parameters, Propagation propagation)
{
    private const double LeastBelief = 0.01;

    /// <summary>An arrival is the event's from this probability on.</summary>
    private const double OwnBelief = 0.5;

    private readonly EventModel model = new(parameters, new RayFan(propagation.Net, parameters.Detection), propagation.Net.Count);

    private readonly double[] coarse =
    [
        .. Enumerable.Range(0, 5).Select(at => parameters.CellMetres * Math.Pow(0.55, at) * 0.4 / parameters.SpeedScale),
        0,
        0,
        0,
    ];

    /// <summary>What part of its final likelihood a supposed event must show at the first steps of a coarse fit, where gates are wide.</summary>
    private static readonly double[] Promise = [0.25, 0.35, 0.4, 0.5, 0.6, 0.7, 0.7, 0.7];

    private readonly double[] fine = [parameters.CellMetres * 0.04 / parameters.SpeedScale, 0, 0];

    /// <summary>A step longer than this is cut, metres: the linearisation holds no farther.</summary>
    private readonly double longestStep = 3 * parameters.CellMetres;

    private Normal4 normal;

    public EventModel Model => model;

    /// <summary>Where a fitted event may be.</summary>
    public OriginPosterior Posterior { get; } = new(new PosteriorTerms(parameters, propagation.Net.Count));

    /// <summary>Travel times in use; the air may be corrected meanwhile.</summary>
    public Propagation Propagation { get; set; } = propagation;

    /// <summary>About the volume that a fit leaves open: s, m, m; picks as wide as they usually are, seen from about one side.</summary>
    public static double UsualVolume(AssociationParameters parameters, PickWindow picks)
    {
        var sigma = 1.7 * picks.WidestSigma;
        return Math.Pow(Math.Tau, 1.5) * sigma * Math.Pow(3 * sigma * parameters.SpeedScale, 2);
    }

    /// <summary>Fits; false when too few arrivals are near or the geometry does not fix the place.</summary>
    /// <param name="picks">The window; free arrivals and those of <paramref name="owner"/> cost nothing.</param>
    /// <param name="supposed">Where to begin; holds the result.</param>
    /// <param name="owner">Number of the origin being fitted, or <see cref="PickWindow.Free"/>.</param>
    /// <param name="takes">Whether arrivals of other origins may be had for their price.</param>
    /// <param name="fromSearch">Whether the beginning is a cell of the search rather than an earlier fit.</param>
    /// <param name="hope">The log likelihood ratio that it needs in the end; a coarse fit that does not promise it is given up.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Fit(PickWindow picks, Hypothesis supposed, int owner, bool takes, bool fromSearch, double hope = double.NegativeInfinity)
    {
        var schedule = fromSearch ? coarse : fine;
        model.Rays.Restrict(fromSearch ? [] : supposed.Loudness);
        for (var step = 0; step < schedule.Length; step++)
        {
            if (step == 2 && fromSearch)
            {
                // By now the arrivals have said about how loud it was; far sensors need no longer be asked about a quiet event.
                model.Rays.Restrict(model.Loudness);
            }
            var extra = schedule[step];
            var promise = model.Gather(picks, Propagation, supposed, owner, takes, extra);
            if (fromSearch && promise < hope * Promise[step])
            {
                return false;
            }
            if (Equations(picks, supposed.Time, supposed.Depth) < 3)
            {
                return false;
            }
            // Damping: a step is believed to about the size of the gate.
            var reach = (0.5 * parameters.CellMetres) + (6 * parameters.SpeedScale * extra);
            if (normal.Damped(1 / (reach * reach), 0).Solve() is not { } change)
            {
                return false;
            }
            Move(supposed, change);
            if (extra == 0 && Math.Abs(change.East) + Math.Abs(change.North) + Math.Abs(change.Depth) < 0.004 * parameters.CellMetres)
            {
                break;
            }
        }
        return double.IsFinite(supposed.Time + supposed.East + supposed.North + supposed.Depth);
    }

    /// <summary>Fills in arrivals, covariance, loudness and evidence at the supposed time and place.</summary>
    /// <param name="picks">The window.</param>
    /// <param name="supposed">Where and when.</param>
    /// <param name="owner">Number of the origin, or <see cref="PickWindow.Free"/>.</param>
    /// <param name="takes">Whether arrivals of other origins may be had for their price.</param>
    /// <param name="eventDensity">Expected events per second and square metre here.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Score(PickWindow picks, Hypothesis supposed, int owner, bool takes, double eventDensity)
    {
        model.Rays.Restrict([]);
        var fit = model.Gather(picks, Propagation, supposed, owner, takes, 0);
        supposed.Evidence = double.NegativeInfinity;
        supposed.FittedWith = null;
        supposed.Loudness = [.. model.Loudness];
        Keep(picks, supposed, owner);
        if (supposed.Picks.Length < parameters.MinimumArrivals)
        {
            return;
        }
        if (OriginCovariance.Of(parameters, picks, Propagation, model, supposed) is not { } covariance)
        {
            return;
        }
        supposed.Covariance = covariance.Place;
        supposed.DepthVariance = covariance.DepthVariance;
        supposed.Evidence = fit + Math.Log(eventDensity * covariance.Volume);
        supposed.FittedWith = Propagation;
    }

    /// <summary>The arrivals an event there and then would explain, each with what it gains over a miss; for the contest between origins.</summary>
    /// <param name="picks">The window.</param>
    /// <param name="supposed">The event.</param>
    /// <param name="origin">Its number.</param>
    /// <param name="bids">Where bids go.</param>
    /// <param name="spread">Whether the event may also be elsewhere within its covariance.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Bids(PickWindow picks, Hypothesis supposed, int origin, List<Bid> bids, bool spread = false)
    {
        var rays = model.Rays;
        rays.Restrict(supposed.Loudness);
        Propagation.Trace(rays, supposed.East, supposed.North, supposed.Depth);
        var loudness = model.LoudnessOf(supposed);
        for (var ray = 0; ray < rays.Count; ray++)
        {
            var channel = rays.Channel[ray];
            var heard = rays.Detection(ray, loudness);
            var predicted = supposed.Time + rays.Travel[ray];
            var other = rays.PathVariance[ray] + rays.AirVariance[ray];
            other += spread ? Math.Max(0, supposed.Covariance.Quadratic(1, rays.SlopeEast[ray], rays.SlopeNorth[ray])) : 0;
            var gate = EventModel.GateOf(picks, other);
            for (var pick = picks.FirstAtOrAfter(channel, predicted - gate); pick < picks.Start[channel + 1]; pick++)
            {
                if (picks.Time[pick] > predicted + gate)
                {
                    break;
                }
                var (density, _) = model.Density(picks, ray, pick, picks.Time[pick] - predicted, other);
                var gain = Math.Log((heard * density / (picks.Rate[channel] * (1 - heard))) + 1e-300);
                if (gain > 0)
                {
                    bids.Add(new Bid(gain, Slack(picks, pick, density, other), pick, origin, channel));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Equations(PickWindow picks, double origin, double depth)
    {
        normal = default;
        var rays = model.Rays;
        var contributions = 0;
        for (var ray = 0; ray < rays.Count; ray++)
        {
            var belief = model.Belief[ray];
            if (belief < LeastBelief)
            {
                continue;
            }
            contributions++;
            var pick = model.Best[ray];
            var residual = picks.Time[pick] - origin - rays.Travel[ray];
            normal.Add(belief * model.Precision[ray], residual, 1, rays.SlopeEast[ray], rays.SlopeNorth[ray], rays.SlopeDepth[ray]);
            if (picks.Directed)
            {
                AddBearing(picks.Arrivals[pick].Bearing, ray, belief);
            }
        }
        AddDepth(ref normal, depth);
        return contributions;
    }

    /// <summary>Where depth is no question it stays; where it is, it is somewhere in its range unless the arrivals say better.</summary>
    private void AddDepth(ref Normal4 equations, double depth)
    {
        var (least, greatest) = Propagation.Depth;
        var sigma = Math.Max(1, (greatest - least) / 2);
        equations.Add(1 / (sigma * sigma), (0.5 * (least + greatest)) - depth, 0, 0, 0, 1);
    }

    private void AddBearing(Bearing? measured, int ray, double belief)
    {
        if (measured is not { } bearing)
        {
            return;
        }
        // Azimuth from the sensor to the source: the source moves across the ray.
        var rays = model.Rays;
        var residual = PickLikelihood.AzimuthResidual(bearing, rays, ray);
        var across = 1 / rays.Distance[ray];
        var standard = residual / bearing.SigmaRadians;
        var weight = belief / (bearing.SigmaRadians * bearing.SigmaRadians * (1 + (standard * standard / 9)));
        normal.Add(weight, residual, 0, -rays.UnitNorth[ray] * across, rays.UnitEast[ray] * across, 0);
        if (bearing.Range is { } range)
        {
            var precision = belief / (range.SigmaMetres * range.SigmaMetres);
            normal.Add(precision, range.Metres - rays.Distance[ray], 0, -rays.UnitEast[ray], -rays.UnitNorth[ray], 0);
        }
    }

    private void Move(Hypothesis supposed, (double Time, double East, double North, double Depth) step)
    {
        var length = Math.Sqrt((step.East * step.East) + (step.North * step.North));
        var scale = length > longestStep ? longestStep / length : 1;
        supposed.Time += step.Time * scale;
        supposed.East += step.East * scale;
        supposed.North += step.North * scale;
        var (least, greatest) = Propagation.Depth;
        supposed.Depth = Math.Clamp(supposed.Depth + (step.Depth * scale), least, greatest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Keep(PickWindow picks, Hypothesis supposed, int owner)
    {
        var rays = model.Rays;
        var kept = 0;
        for (var ray = 0; ray < rays.Count; ray++)
        {
            kept += model.Belief[ray] >= OwnBelief ? 1 : 0;
        }
        supposed.Picks = new int[kept];
        supposed.Gains = new (double, double)[kept];
        supposed.Price = 0;
        var next = 0;
        for (var ray = 0; ray < rays.Count; ray++)
        {
            if (model.Belief[ray] < OwnBelief)
            {
                continue;
            }
            var pick = model.Best[ray];
            var heard = rays.Detection(ray, model.Loudness);
            var other = rays.PathVariance[ray] + rays.AirVariance[ray];
            var price = picks.Owner[pick] == owner ? 0 : picks.Price[pick];
            var density = model.Ratio[ray] * picks.Rate[rays.Channel[ray]] * Math.Exp(price);
            var gain = Math.Log((heard * density / (picks.Rate[rays.Channel[ray]] * (1 - heard))) + 1e-300);
            supposed.Price += price;
            supposed.Gains[next] = (Math.Max(0, gain), Slack(picks, pick, density, other));
            supposed.Picks[next++] = pick;
        }
    }

    /// <summary>How much more a perfect residual would be worth.</summary>
    private double Slack(PickWindow picks, int pick, double density, double otherVariance)
    {
        var (perfect, _) = PickLikelihood.Time(parameters, 0, picks.Variance[pick], otherVariance);
        return Math.Log(perfect / (density + 1e-300));
    }
}

/// <summary>What an origin would gain from an arrival.</summary>
internal readonly record struct Bid(double Gain, double Slack, int Pick, int Origin, int Channel);
