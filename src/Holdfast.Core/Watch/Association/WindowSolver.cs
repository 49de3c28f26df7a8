namespace Holdfast.Core.Watch.Association;

/// <summary>
/// Explains the arrivals of one window by origins: best first and exclusive, a supposed origin being scored again only when it comes to the top and one of its arrivals
/// has gone (lazy greedy, Minoux 1978); then all origins bid for every arrival again. Repeated with lower thresholds and re-estimated rates of false arrivals.
/// </summary>
internal sealed class WindowSolver(AssociationParameters parameters, SensorNet net, ICandidateSource search, AirCalibration calibration)
{
    /// <summary>A supposed origin that loses arrivals is fitted again at most so often.</summary>
    private const int MostRefits = 12;

    /// <summary>From one origin at most so many further shots are supposed at a time.</summary>
    private const int MostRepeats = 12;

    /// <summary>Shots farther apart than so many mean distances in time are not of one mission.</summary>
    private const double MissionReach = 6;

    private const int ContestRounds = 3;

    private readonly RayFan rays = new(net, parameters.Detection, parameters.RelativeTravelSigma);
    private readonly List<Hypothesis> origins = [];
    private readonly List<Bid> bids = [];
    private double eventDensity = parameters.PriorEventsPerSecondKm2 / 1e6;

    /// <summary>The air as believed at the end.</summary>
    public AirModel Air { get; private set; } = calibration.Believed();

    /// <summary>Origins with times from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public IReadOnlyList<Hypothesis> Solve(PickWindow picks, double from, double to)
    {
        var fit = new OriginFit(parameters, rays);
        var score = new OriginScore(parameters, rays, net.Count);
        var repeats = new RepeatSearch(parameters, rays);
        foreach (var threshold in parameters.StageEvidence)
        {
            picks.EstimateRates();
            Examine(picks, fit, score, search.Candidates(picks, from, to), threshold, (from, to));
            picks.EstimateRates();
            var again = origins.OrderBy(origin => origin, Comparer<Hypothesis>.Create(Hypothesis.BestFirst)).ToArray();
            Examine(
                picks,
                fit,
                score,
                again.SelectMany(origin => repeats.Candidates(picks, Air, origin, MostRepeats)),
                threshold,
                (from, to)
            );
            Learn(picks, to - from);
        }
        return origins;
    }

    /// <summary>Looks at candidates closely, accepts the best, and lets all origins contest the arrivals.</summary>
    private void Examine(
        PickWindow picks,
        OriginFit fit,
        OriginScore score,
        IEnumerable<Hypothesis> candidates,
        double threshold,
        (double From, double To) times
    )
    {
        var queue = new PriorityQueue<(Hypothesis Supposed, int Refits), Hypothesis>(Comparer<Hypothesis>.Create(Hypothesis.BestFirst));
        foreach (var supposed in candidates)
        {
            if (
                fit.Fit(picks, Air, supposed, PickWindow.Free, takes: true, coarse: true)
                && supposed.Time >= times.From
                && supposed.Time < times.To
            )
            {
                score.Score(picks, Air, supposed, PickWindow.Free, takes: true, Density(supposed));
                Offer(queue, supposed, 0, threshold);
            }
        }
        Accept(picks, fit, score, queue, threshold);
        Contest(picks, fit, score, threshold);
        new MergeTest(fit, score).Run(picks, Air, origins, Density);
    }

    /// <summary>Expected events per second and square metre where one is supposed, missions of the origins found so far included.</summary>
    private double Density(Hypothesis supposed)
    {
        var density = eventDensity;
        if (parameters.Mission is not { } mission)
        {
            return density;
        }
        foreach (var origin in origins)
        {
            var seconds = supposed.Time - origin.Time;
            if (
                ReferenceEquals(origin, supposed)
                || double.IsNegativeInfinity(origin.Evidence)
                || Math.Abs(seconds) > MissionReach * mission.Seconds
            )
            {
                continue;
            }
            var east = supposed.East - origin.East;
            var north = supposed.North - origin.North;
            var variance = 0.5 * (origin.Covariance.A11 + origin.Covariance.A22);
            density += mission.Density(seconds, (east * east) + (north * north), variance);
        }
        return density;
    }

    private static void Offer(
        PriorityQueue<(Hypothesis Supposed, int Refits), Hypothesis> queue,
        Hypothesis supposed,
        int refits,
        double threshold
    )
    {
        if (supposed.Evidence >= threshold && refits <= MostRefits)
        {
            queue.Enqueue((supposed, refits), supposed);
        }
    }

    private void Accept(
        PickWindow picks,
        OriginFit fit,
        OriginScore score,
        PriorityQueue<(Hypothesis Supposed, int Refits), Hypothesis> queue,
        double threshold
    )
    {
        while (queue.TryDequeue(out var best, out _))
        {
            if (Price(picks, best.Supposed) == best.Supposed.Price)
            {
                Own(picks, best.Supposed, origins.Count);
                origins.Add(best.Supposed);
            }
            else if (fit.Fit(picks, Air, best.Supposed, PickWindow.Free, takes: true, coarse: false))
            {
                score.Score(picks, Air, best.Supposed, PickWindow.Free, takes: true, Density(best.Supposed));
                Offer(queue, best.Supposed, best.Refits + 1, threshold);
            }
        }
    }

    /// <summary>Every origin bids for every arrival it could explain; the highest bids win, each origin one arrival per sensor.</summary>
    private void Contest(PickWindow picks, OriginFit fit, OriginScore score, double threshold)
    {
        for (var round = 0; round < ContestRounds; round++)
        {
            bids.Clear();
            for (var origin = 0; origin < origins.Count; origin++)
            {
                score.Bids(picks, Air, origins[origin], origin, bids);
            }
            bids.Sort(
                (a, b) =>
                {
                    var order = b.Gain.CompareTo(a.Gain);
                    order = order != 0 ? order : a.Pick.CompareTo(b.Pick);
                    return order != 0 ? order : a.Origin.CompareTo(b.Origin);
                }
            );
            picks.FreeAll();
            var taken = new HashSet<(int Origin, int Sensor)>();
            foreach (var bid in bids)
            {
                if (picks.Owner[bid.Pick] == PickWindow.Free && taken.Add((bid.Origin, bid.Sensor)))
                {
                    picks.Give(bid.Pick, bid.Origin, bid.Gain, bid.Slack);
                }
            }
            Refit(picks, fit, score, threshold);
        }
    }

    /// <summary>Fits every origin to what it holds and what is free; drops those that no longer reach the threshold.</summary>
    private void Refit(PickWindow picks, OriginFit fit, OriginScore score, double threshold)
    {
        var owned = new List<int>[origins.Count];
        for (var origin = 0; origin < owned.Length; origin++)
        {
            owned[origin] = [];
        }
        for (var pick = 0; pick < picks.Owner.Length; pick++)
        {
            if (picks.Owner[pick] != PickWindow.Free)
            {
                owned[picks.Owner[pick]].Add(pick);
            }
        }
        for (var origin = 0; origin < origins.Count; origin++)
        {
            var supposed = origins[origin];
            if (fit.Fit(picks, Air, supposed, origin, takes: false, coarse: false))
            {
                score.Score(picks, Air, supposed, origin, takes: false, Density(supposed));
            }
            else
            {
                supposed.Evidence = double.NegativeInfinity;
            }
            foreach (var pick in owned[origin])
            {
                picks.Owner[pick] = PickWindow.Free;
            }
            if (supposed.Evidence >= threshold)
            {
                Own(picks, supposed, origin);
            }
        }
        origins.RemoveAll(origin => !(origin.Evidence >= threshold));
        picks.FreeAll();
        for (var origin = 0; origin < origins.Count; origin++)
        {
            Own(picks, origins[origin], origin);
        }
    }

    private void Learn(PickWindow picks, double duration)
    {
        eventDensity = Math.Max(parameters.PriorEventsPerSecondKm2 / 1e8, (origins.Count + 1) / (search.AreaSquareMetres * duration));
        if (!parameters.CalibratesAir)
        {
            return;
        }
        var learnt = calibration.Copy();
        foreach (var origin in origins)
        {
            learnt.Learn(parameters, picks, Air, rays, origin);
        }
        Air = learnt.Believed();
    }

    /// <summary>What the owners of its arrivals would lose now.</summary>
    private static double Price(PickWindow picks, Hypothesis supposed)
    {
        var sum = 0.0;
        foreach (var pick in supposed.Picks)
        {
            sum += picks.Price[pick];
        }
        return sum;
    }

    private void Own(PickWindow picks, Hypothesis supposed, int origin)
    {
        for (var index = 0; index < supposed.Picks.Length; index++)
        {
            var pick = supposed.Picks[index];
            if (picks.Owner[pick] is var earlier && earlier != PickWindow.Free && earlier != origin)
            {
                Lose(origins[earlier], pick);
            }
            picks.Give(pick, origin, supposed.Gains[index].Gain, supposed.Gains[index].Slack);
        }
    }

    /// <summary>An arrival goes to another origin; the loser is fitted again in the contest.</summary>
    private static void Lose(Hypothesis loser, int pick)
    {
        var index = Array.IndexOf(loser.Picks, pick);
        loser.Picks = [.. loser.Picks.Where((_, at) => at != index)];
        loser.Gains = [.. loser.Gains.Where((_, at) => at != index)];
    }
}
