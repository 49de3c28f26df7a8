namespace Holdfast.Core.Watch.Association;

/// <summary>
/// Explains the arrivals of one window by origins: best first and exclusive, a supposed origin being scored again only when it comes to the top and one of its arrivals
/// has gone (lazy greedy, Minoux 1978); then all origins bid for every arrival again. Repeated with lower thresholds and re-estimated rates of false arrivals.
/// </summary>
internal sealed class WindowSolver(
    AssociationParameters parameters,
    FitPool pool,
    ICandidateSource search,
    Propagation told,
    ICalibration calibration
)
{
    /// <summary>A supposed origin that loses arrivals is fitted again at most so often.</summary>
    private const int MostRefits = 6;

    /// <summary>From one origin at most so many further shots are supposed at a time.</summary>
    private const int MostRepeats = 12;

    private const int ContestRounds = 2;

    /// <summary>A candidate whose arrivals went to others is fitted again only if it may still come this near to the threshold.</summary>
    public const double Hope = 3;

    /// <summary>The search asks for so much of a stage's evidence on top of its own threshold.</summary>
    private const double SearchShare = 0.6;

    private readonly List<Hypothesis> origins = [];
    private readonly MissionPrior prior = new(parameters.Mission) { Background = parameters.PriorEventsPerSecondKm2 / 1e6 };
    private readonly EventFit single = new(parameters, told);

    /// <summary>Travel times as believed at the end.</summary>
    public Propagation Propagation { get; private set; } = calibration.Believed(told);

    /// <summary>Origins with times from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public IReadOnlyList<Hypothesis> Solve(PickWindow picks, double from, double to)
    {
        var contest = new Contest(pool, prior, origins);
        var chance = picks.MeanRate * ((parameters.CellMetres / parameters.SpeedScale) + parameters.StepSeconds);
        var stride = chance < parameters.SparseChance ? 2 : 1;
        for (var stage = (parameters.StageEvidence.Count - 1) % stride; stage < parameters.StageEvidence.Count; stage += stride)
        {
            var threshold = parameters.StageEvidence[stage];
            picks.EstimateRates();
            var least = parameters.SearchThreshold + (SearchShare * threshold);
            var found = search.Candidates(picks, from, to, least).ToList();

            Examine(picks, contest, found, threshold, (from, to));
            if (parameters.Mission is not null)
            {
                picks.EstimateRates();
                Examine(picks, contest, Repeats(picks), threshold, (from, to));
            }
            new MergeTest(single, prior).Run(picks, origins);
            if (parameters.Mission is not null)
            {
                // Where little is about it is enough to ask in the end.
                var alone = chance >= AdaptiveSearch.CrowdedChance || stage == parameters.StageEvidence.Count - 1;
                new Repair(parameters, pool, prior).Run(picks, Propagation, origins, threshold, alone);
            }

            Learn(picks, to - from);
        }
        contest.Run(picks, Propagation, parameters.StageEvidence[^1], all: true);
        return origins;
    }

    /// <summary>Finds out where the origins before a time may be, now that it is known what all of them claim.</summary>
    public void Locate(PickWindow picks, double before)
    {
        var learnt = calibration.Copy();
        foreach (var origin in origins.Where(_ => parameters.CalibratesAir))
        {
            learnt.Learn(picks, Propagation, single.Model.Rays, origin);
        }
        var claims = Claims.Of(picks, pool, Propagation, origins);
        pool.ForEach(
            Propagation,
            origins.Count,
            (fit, index) =>
            {
                if (origins[index] is { } origin && origin.Time < before)
                {
                    var rays = fit.Model.Rays;
                    var air = learnt.Without(picks, Propagation, rays, origin);
                    origin.Posterior = fit.Posterior.Of(picks, Propagation, rays, origin, claims.LeftBy(index), air);
                }
            }
        );
    }

    private List<Hypothesis> Repeats(PickWindow picks)
    {
        var found = new IEnumerable<Hypothesis>[origins.Count];
        pool.ForEachRepeat(
            origins.Count,
            (repeats, index) => found[index] = repeats.Candidates(picks, Propagation, origins[index], MostRepeats)
        );
        return [.. found.SelectMany(candidates => candidates)];
    }

    /// <summary>Looks at candidates closely, accepts the best, and lets all origins contest the arrivals.</summary>
    private void Examine(PickWindow picks, Contest contest, List<Hypothesis> candidates, double threshold, (double From, double To) times)
    {
        prior.Reset(origins);
        single.Propagation = Propagation;
        var hope = threshold - Math.Log(prior.Background * EventFit.UsualVolume(parameters, picks));
        pool.ForEach(
            Propagation,
            candidates.Count,
            (fit, index) =>
            {
                var supposed = candidates[index];
                if (
                    fit.Fit(picks, supposed, PickWindow.Free, takes: true, fromSearch: supposed.Loudness.Length == 0, hope)
                    && supposed.Time >= times.From
                    && supposed.Time < times.To
                )
                {
                    fit.Score(picks, supposed, PickWindow.Free, takes: true, prior.Density(supposed));
                }
            }
        );

        Accept(picks, Distinct(candidates, threshold), threshold);

        for (var round = 0; round < ContestRounds; round++)
        {
            contest.Run(picks, Propagation, threshold, all: false);
        }
    }

    /// <summary>Those that reach the threshold, one of each that came to the same place and time, best first.</summary>
    private static List<Hypothesis> Distinct(List<Hypothesis> candidates, double threshold)
    {
        const double SameSeconds = 0.02;
        const double SameMetres = 25;
        var result = new List<Hypothesis>();
        var seen = new Dictionary<(long, long), List<Hypothesis>>();
        foreach (
            var supposed in candidates
                .Where(supposed => supposed.Evidence >= threshold)
                .Order(Comparer<Hypothesis>.Create(Hypothesis.BestFirst))
        )
        {
            var (time, east) = ((long)Math.Floor(supposed.Time / SameSeconds), (long)Math.Floor(supposed.East / SameMetres));
            var same = false;
            for (var index = 0; index < 9 && !same; index++)
            {
                same =
                    seen.TryGetValue((time + (index % 3) - 1, east + (index / 3) - 1), out var bucket)
                    && bucket.Exists(other =>
                        Math.Abs(other.Time - supposed.Time) <= SameSeconds
                        && Math.Abs(other.East - supposed.East) <= SameMetres
                        && Math.Abs(other.North - supposed.North) <= SameMetres
                    );
            }
            if (same)
            {
                continue;
            }
            result.Add(supposed);
            if (!seen.TryGetValue((time, east), out var own))
            {
                seen[(time, east)] = own = [];
            }
            own.Add(supposed);
        }
        return result;
    }

    private void Accept(PickWindow picks, List<Hypothesis> candidates, double threshold)
    {
        var queue = new PriorityQueue<(Hypothesis Supposed, int Refits), Hypothesis>(Comparer<Hypothesis>.Create(Hypothesis.BestFirst));
        foreach (var supposed in candidates)
        {
            queue.Enqueue((supposed, 0), supposed);
        }
        while (queue.TryDequeue(out var best, out _))
        {
            var supposed = best.Supposed;
            var price = Price(picks, supposed);
            if (price == supposed.Price)
            {
                Own(picks, supposed);
                prior.Add(supposed);
            }
            else if (best.Refits < MostRefits && supposed.Evidence - Lost(picks, supposed) >= threshold - Hope)
            {
                if (single.Fit(picks, supposed, PickWindow.Free, takes: true, fromSearch: false))
                {
                    single.Score(picks, supposed, PickWindow.Free, takes: true, prior.Density(supposed));
                    if (supposed.Evidence >= threshold)
                    {
                        queue.Enqueue((supposed, best.Refits + 1), supposed);
                    }
                }
            }
        }
    }

    private void Learn(PickWindow picks, double duration)
    {
        prior.Background = Math.Max(parameters.PriorEventsPerSecondKm2 / 1e8, (origins.Count + 1) / (search.AreaSquareMetres * duration));
        if (!parameters.CalibratesAir)
        {
            return;
        }
        var learnt = calibration.Copy();
        foreach (var origin in origins)
        {
            learnt.Learn(picks, Propagation, single.Model.Rays, origin);
        }
        Propagation = learnt.Believed(told);
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

    /// <summary>At least so much of its evidence has gone with arrivals that others own by now.</summary>
    private static double Lost(PickWindow picks, Hypothesis supposed)
    {
        var sum = -supposed.Price;
        for (var index = 0; index < supposed.Picks.Length; index++)
        {
            sum += Math.Min(supposed.Gains[index].Gain, picks.Price[supposed.Picks[index]]);
        }
        return sum;
    }

    private void Own(PickWindow picks, Hypothesis supposed)
    {
        for (var index = 0; index < supposed.Picks.Length; index++)
        {
            var pick = supposed.Picks[index];
            if (picks.Owner[pick] is var earlier && earlier != PickWindow.Free)
            {
                Contest.Lose(origins[earlier], pick);
            }
            picks.Give(pick, origins.Count, supposed.Gains[index].Gain, supposed.Gains[index].Slack);
        }
        origins.Add(supposed);
    }
}
