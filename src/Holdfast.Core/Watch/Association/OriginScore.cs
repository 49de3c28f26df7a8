namespace Holdfast.Core.Watch.Association;

/// <summary>
/// Chooses a supposed event's arrivals and says how much more probable they are as an event than by chance: hits ln(p f / rate), misses ln(1 - p), where f is
/// the density of the residuals, summed over loudness classes; times the expected number of events in the space that the fit leaves open (Laplace's approximation
/// of the evidence, Kass and Raftery 1995).
/// </summary>
internal sealed class OriginScore(AssociationParameters parameters, RayFan rays, int sensors)
{
    private readonly double maximumRange = parameters.Detection.MaximumRangeMetres;
    private readonly int classes = parameters.Detection.Loudness.Count;
    private readonly double[] byClass = new double[parameters.Detection.Loudness.Count];
    private readonly int[] chosen = new int[sensors];
    private readonly double[] chosenGain = new double[sensors];
    private readonly double[] chosenSlack = new double[sensors];
    private readonly double[] chosenPrice = new double[sensors];
    private readonly bool[] deaf = new bool[sensors];

    /// <summary>Scores at the supposed time and place, choosing among free arrivals and those of <paramref name="owner"/>.</summary>
    /// <param name="picks">The window.</param>
    /// <param name="air">The air.</param>
    /// <param name="supposed">Receives arrivals, covariance, loudness and evidence.</param>
    /// <param name="owner">Number of the origin, or <see cref="PickWindow.Free"/>.</param>
    /// <param name="takes">Whether arrivals of other origins may be had for their price.</param>
    /// <param name="eventDensity">Expected events per second and square metre here.</param>
    public void Score(PickWindow picks, AirModel air, Hypothesis supposed, int owner, bool takes, double eventDensity)
    {
        rays.Trace(air, supposed.East, supposed.North);
        var hits = Choose(picks, supposed.Time, owner, takes);
        supposed.Evidence = double.NegativeInfinity;
        Keep(supposed, hits);
        if (hits < Math.Max(3, parameters.MinimumArrivals))
        {
            return;
        }
        if (OriginCovariance.Of(parameters, picks, air.StateOf(air.SectorAt(supposed.East)), rays, chosen) is not { } covariance)
        {
            return;
        }
        supposed.Covariance = covariance;
        supposed.Loudness = new double[classes];
        var fit = Marginal(supposed.Loudness);
        Appraise(supposed);
        var volume = Math.Pow(Math.Tau, 1.5) * Math.Sqrt(covariance.Determinant);
        supposed.Evidence = fit + Math.Log(eventDensity * volume);
    }

    /// <summary>Values the arrivals by the loudness that they say themselves: that is what losing one would cost.</summary>
    private void Appraise(Hypothesis supposed)
    {
        var next = 0;
        for (var ray = 0; ray < rays.Count; ray++)
        {
            if (chosen[ray] == PickWindow.Free)
            {
                continue;
            }
            var (gain, slack) = supposed.Gains[next];
            var mean = rays.Detection[ray];
            var own = Detection(supposed, ray);
            supposed.Gains[next++] = (gain + Math.Log((own * (1 - mean) / (mean * (1 - own))) + 1e-300), slack);
        }
    }

    /// <summary>Probability that a sensor detects an event of the loudness that its arrivals say.</summary>
    private double Detection(Hypothesis supposed, int ray)
    {
        var probability = 0.0;
        for (var loudness = 0; loudness < classes; loudness++)
        {
            probability += supposed.Loudness[loudness] * parameters.Detection.Probability(loudness, rays.Distance[ray], rays.Cosine[ray]);
        }
        return probability;
    }

    /// <summary>The arrivals an event there and then would explain, each with what it gains over a miss; for the contest between origins.</summary>
    public void Bids(PickWindow picks, AirModel air, Hypothesis supposed, int origin, List<Bid> bids)
    {
        rays.Trace(air, supposed.East, supposed.North);
        for (var ray = 0; ray < rays.Count; ray++)
        {
            var sensor = rays.Sensor[ray];
            var probability = Detection(supposed, ray);
            var predicted = supposed.Time + rays.Travel[ray];
            var gate = GateOf(ray);
            for (var pick = picks.FirstAtOrAfter(sensor, predicted - gate); pick < picks.Start[sensor + 1]; pick++)
            {
                if (picks.Time[pick] > predicted + gate)
                {
                    break;
                }
                var (gain, slack) = Gain(picks, ray, pick, picks.Time[pick] - predicted, probability);
                if (gain > 0)
                {
                    bids.Add(new Bid(gain, slack, pick, origin, sensor));
                }
            }
        }
    }

    private double GateOf(int ray) => PickLikelihood.Gate * (Math.Sqrt(rays.PathVariance[ray] + rays.AirVariance[ray]) + 0.05);

    /// <summary>What a hit is worth over a miss, in natural log units.</summary>
    private (double Gain, double Slack) Gain(PickWindow picks, int ray, int pick, double residual, double probability)
    {
        var arrival = picks.Arrivals[pick];
        var other = rays.PathVariance[ray] + rays.AirVariance[ray];
        var (density, _) = PickLikelihood.Time(parameters, residual, arrival.SigmaSeconds, other);
        var likelihood = density * PickLikelihood.Direction(arrival.Bearing, rays, ray, maximumRange);
        var (perfect, _) = PickLikelihood.Time(parameters, 0, arrival.SigmaSeconds, other);
        var gain = Math.Log((probability * likelihood / (picks.Rate[rays.Sensor[ray]] * (1 - probability))) + 1e-300);
        return (gain, Math.Log(perfect / (density + 1e-300)));
    }

    private int Choose(PickWindow picks, double origin, int owner, bool takes)
    {
        var hits = 0;
        for (var ray = 0; ray < rays.Count; ray++)
        {
            var sensor = rays.Sensor[ray];
            var predicted = origin + rays.Travel[ray];
            var gate = GateOf(ray);
            var dead = picks.Net.Sensors[sensor].DeadTimeSeconds;
            (chosen[ray], chosenGain[ray], chosenPrice[ray], deaf[ray]) = (PickWindow.Free, 0, 0, false);
            for (var pick = picks.FirstAtOrAfter(sensor, predicted - Math.Max(gate, dead)); pick < picks.Start[sensor + 1]; pick++)
            {
                var residual = picks.Time[pick] - predicted;
                if (residual > gate)
                {
                    break;
                }
                deaf[ray] |= residual <= 0 && residual >= -dead;
                var free = picks.Owner[pick] == PickWindow.Free || picks.Owner[pick] == owner;
                if (!free && !takes)
                {
                    continue;
                }
                var price = free ? 0 : picks.Price[pick];
                var (gain, slack) = Gain(picks, ray, pick, residual, rays.Detection[ray]);
                if (gain - price > chosenGain[ray] - chosenPrice[ray])
                {
                    (chosen[ray], chosenGain[ray], chosenSlack[ray], chosenPrice[ray]) = (pick, gain, slack, price);
                }
            }
            hits += chosen[ray] != PickWindow.Free ? 1 : 0;
        }
        return hits;
    }

    private void Keep(Hypothesis supposed, int hits)
    {
        supposed.Picks = new int[hits];
        supposed.Gains = new (double, double)[hits];
        supposed.Price = 0;
        var next = 0;
        for (var ray = 0; ray < rays.Count; ray++)
        {
            if (chosen[ray] != PickWindow.Free)
            {
                supposed.Price += chosenPrice[ray];
                supposed.Gains[next] = (chosenGain[ray], chosenSlack[ray]);
                supposed.Picks[next++] = chosen[ray];
            }
        }
    }

    /// <summary>Log likelihood ratio summed over loudness classes; fills their posterior.</summary>
    private double Marginal(double[] posterior)
    {
        for (var loudness = 0; loudness < classes; loudness++)
        {
            var sum = Math.Log(parameters.Detection.Loudness[loudness].Share);
            for (var ray = 0; ray < rays.Count; ray++)
            {
                var p = parameters.Detection.Probability(loudness, rays.Distance[ray], rays.Cosine[ray]);
                if (chosen[ray] != PickWindow.Free)
                {
                    var mean = rays.Detection[ray];
                    sum += chosenGain[ray] - chosenPrice[ray] + Math.Log(p * (1 - mean) / mean + 1e-300);
                }
                else if (!deaf[ray])
                {
                    sum += Math.Log(1 - p);
                }
            }
            byClass[loudness] = sum;
        }
        var most = byClass.Max();
        var total = byClass.Sum(value => Math.Exp(value - most));
        for (var loudness = 0; loudness < classes; loudness++)
        {
            posterior[loudness] = Math.Exp(byClass[loudness] - most) / total;
        }
        return most + Math.Log(total);
    }
}

/// <summary>What an origin would gain from an arrival.</summary>
internal readonly record struct Bid(double Gain, double Slack, int Pick, int Origin, int Sensor);
