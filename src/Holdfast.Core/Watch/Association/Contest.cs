namespace Holdfast.Core.Watch.Association;

/// <summary>Every origin bids for every arrival it could explain; the highest bids win, each origin one arrival per channel; then every origin is fitted to what it holds and what is free.</summary>
internal sealed class Contest(FitPool pool, MissionPrior prior, List<Hypothesis> origins)
{
    /// <summary>One round; origins that no longer reach the threshold go.</summary>
    /// <param name="picks">The window.</param>
    /// <param name="propagation">Travel times.</param>
    /// <param name="threshold">Least evidence.</param>
    /// <param name="all">Whether origins are fitted again that hold what they held.</param>
    public void Run(PickWindow picks, Propagation propagation, double threshold, bool all)
    {
        Assign(picks, propagation);
        var held = Held(picks);
        prior.Reset(origins);
        pool.ForEach(
            propagation,
            origins.Count,
            (fit, index) =>
            {
                var supposed = origins[index];
                if (!all && ReferenceEquals(supposed.FittedWith, propagation) && held[index].SequenceEqual(supposed.Picks))
                {
                    return;
                }
                if (fit.Fit(picks, supposed, index, takes: false, fromSearch: false))
                {
                    fit.Score(picks, supposed, index, takes: false, prior.Density(supposed));
                }
                else
                {
                    supposed.Evidence = double.NegativeInfinity;
                }
            }
        );
        Settle(picks, origins, threshold);
    }

    /// <summary>Keeps the origins that reach the threshold, best first; of two that hold one arrival the better keeps it.</summary>
    public static void Settle(PickWindow picks, List<Hypothesis> origins, double threshold)
    {
        origins.RemoveAll(origin => !(origin.Evidence >= threshold));
        origins.Sort(Hypothesis.BestFirst);
        picks.FreeAll();
        for (var number = 0; number < origins.Count; number++)
        {
            var origin = origins[number];
            foreach (var pick in origin.Picks.Where(pick => picks.Owner[pick] != PickWindow.Free).ToArray())
            {
                Lose(origin, pick);
            }
            for (var index = 0; index < origin.Picks.Length; index++)
            {
                picks.Give(origin.Picks[index], number, origin.Gains[index].Gain, origin.Gains[index].Slack);
            }
        }
    }

    /// <summary>An arrival goes to another origin; the loser is fitted again in the next round.</summary>
    public static void Lose(Hypothesis loser, int pick)
    {
        var index = Array.IndexOf(loser.Picks, pick);
        loser.Picks = [.. loser.Picks.Where((_, at) => at != index)];
        loser.Gains = [.. loser.Gains.Where((_, at) => at != index)];
    }

    /// <summary>What each origin was assigned, in canonical order.</summary>
    private List<int>[] Held(PickWindow picks)
    {
        var held = new List<int>[origins.Count];
        for (var origin = 0; origin < held.Length; origin++)
        {
            held[origin] = [];
        }
        for (var pick = 0; pick < picks.Owner.Length; pick++)
        {
            if (picks.Owner[pick] != PickWindow.Free)
            {
                held[picks.Owner[pick]].Add(pick);
            }
        }
        return held;
    }

    private void Assign(PickWindow picks, Propagation propagation)
    {
        var offered = new List<Bid>[origins.Count];
        pool.ForEach(
            propagation,
            origins.Count,
            (fit, index) =>
            {
                offered[index] = [];
                fit.Bids(picks, origins[index], index, offered[index]);
            }
        );
        var bids = new List<Bid>(offered.Sum(list => list.Count));
        foreach (var list in offered)
        {
            bids.AddRange(list);
        }
        bids.Sort(Highest);
        picks.FreeAll();
        var taken = new HashSet<(int Origin, int Channel)>();
        foreach (var bid in bids)
        {
            if (picks.Owner[bid.Pick] == PickWindow.Free && taken.Add((bid.Origin, bid.Channel)))
            {
                picks.Give(bid.Pick, bid.Origin, bid.Gain, bid.Slack);
            }
        }
    }

    private static int Highest(Bid a, Bid b)
    {
        var order = b.Gain.CompareTo(a.Gain);
        order = order != 0 ? order : a.Pick.CompareTo(b.Pick);
        return order != 0 ? order : a.Origin.CompareTo(b.Origin);
    }
}
