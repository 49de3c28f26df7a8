namespace Holdfast.Core.Watch.Association;

/// <summary>Asks of every two origins that are near each other whether one alone explains the arrivals of both better than the two do together.</summary>
internal sealed class MergeTest(EventFit fit, MissionPrior prior)
{
    private const double NearSeconds = 1;

    private const double NearMetres = 1_500;

    /// <summary>Merges where that raises the evidence; the weaker one goes. The arrivals' owners must be up to date and are so again afterwards.</summary>
    public void Run(PickWindow picks, List<Hypothesis> origins)
    {
        prior.Reset(origins);
        var byTime = Enumerable.Range(0, origins.Count).OrderBy(index => origins[index].Time).ThenBy(index => index).ToArray();
        for (var at = 0; at < byTime.Length; at++)
        {
            for (var next = at + 1; next < byTime.Length && origins[byTime[next]].Time - origins[byTime[at]].Time <= NearSeconds; next++)
            {
                if (IsNear(origins[byTime[at]], origins[byTime[next]]))
                {
                    var weaker = Hypothesis.BestFirst(origins[byTime[at]], origins[byTime[next]]) < 0;
                    Try(picks, origins, weaker ? byTime[next] : byTime[at], weaker ? byTime[at] : byTime[next]);
                }
            }
        }
        Contest.Settle(picks, origins, double.MinValue);
    }

    private static bool IsNear(Hypothesis a, Hypothesis b) =>
        !double.IsNegativeInfinity(a.Evidence)
        && !double.IsNegativeInfinity(b.Evidence)
        && Math.Abs(a.East - b.East) <= NearMetres
        && Math.Abs(a.North - b.North) <= NearMetres;

    private void Try(PickWindow picks, List<Hypothesis> origins, int weak, int strong)
    {
        var (lesser, greater) = (origins[weak], origins[strong]);
        var both = lesser.Evidence + greater.Evidence;
        foreach (var pick in lesser.Picks)
        {
            picks.Give(pick, PickWindow.Free, 0, 0);
        }
        var merged = new Hypothesis
        {
            Time = greater.Time,
            East = greater.East,
            North = greater.North,
            Depth = greater.Depth,
            Loudness = greater.Loudness,
        };
        // Alone, it has no other round beside it to make it likelier.
        lesser.Evidence = double.NegativeInfinity;
        prior.Remove(lesser);
        if (fit.Fit(picks, merged, strong, takes: false, fromSearch: false))
        {
            fit.Score(picks, merged, strong, takes: false, prior.Density(greater));
        }
        if (merged.Evidence >= both)
        {
            foreach (var pick in greater.Picks)
            {
                picks.Give(pick, PickWindow.Free, 0, 0);
            }
            greater.Evidence = double.NegativeInfinity;
            prior.Remove(greater);
            origins[strong] = merged;
            prior.Add(merged);
            Give(picks, merged, strong);
            return;
        }
        lesser.Evidence = both - greater.Evidence;
        prior.Add(lesser);
        Give(picks, lesser, weak);
    }

    private static void Give(PickWindow picks, Hypothesis origin, int number)
    {
        for (var index = 0; index < origin.Picks.Length; index++)
        {
            picks.Give(origin.Picks[index], number, origin.Gains[index].Gain, origin.Gains[index].Slack);
        }
    }
}
