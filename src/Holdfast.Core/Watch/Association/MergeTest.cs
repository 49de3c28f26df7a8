namespace Holdfast.Core.Watch.Association;

/// <summary>Asks of every two origins that are near each other whether one alone explains the arrivals of both better than the two do together.</summary>
internal sealed class MergeTest(OriginFit fit, OriginScore score)
{
    private const double NearSeconds = 3;

    private const double NearMetres = 2_500;

    /// <summary>Merges where that raises the evidence; the weaker one goes. The arrivals' owners must be up to date and are so again afterwards.</summary>
    public void Run(PickWindow picks, AirModel air, List<Hypothesis> origins, Func<Hypothesis, double> density)
    {
        // The weakest first: it is the likelier fragment.
        foreach (
            var weak in Enumerable
                .Range(0, origins.Count)
                .OrderByDescending(index => origins[index], Comparer<Hypothesis>.Create(Hypothesis.BestFirst))
        )
        {
            for (var strong = 0; strong < origins.Count && origins[weak].Evidence > double.NegativeInfinity; strong++)
            {
                if (strong != weak && IsNear(origins[strong], origins[weak]))
                {
                    Try(picks, air, origins, weak, strong, density);
                }
            }
        }
        origins.RemoveAll(origin => double.IsNegativeInfinity(origin.Evidence));
        picks.FreeAll();
        for (var origin = 0; origin < origins.Count; origin++)
        {
            Give(picks, origins[origin], origin);
        }
    }

    private static bool IsNear(Hypothesis a, Hypothesis b) =>
        !double.IsNegativeInfinity(a.Evidence)
        && Math.Abs(a.Time - b.Time) <= NearSeconds
        && Math.Abs(a.East - b.East) <= NearMetres
        && Math.Abs(a.North - b.North) <= NearMetres;

    private void Try(PickWindow picks, AirModel air, List<Hypothesis> origins, int weak, int strong, Func<Hypothesis, double> density)
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
        };
        // Alone, it has no other round beside it to make it likelier.
        lesser.Evidence = double.NegativeInfinity;
        if (fit.Fit(picks, air, merged, strong, takes: false, coarse: false))
        {
            score.Score(picks, air, merged, strong, takes: false, density(greater));
        }
        if (merged.Evidence >= both)
        {
            foreach (var pick in greater.Picks)
            {
                picks.Give(pick, PickWindow.Free, 0, 0);
            }
            origins[strong] = merged;
            Give(picks, merged, strong);
            return;
        }
        lesser.Evidence = both - greater.Evidence;
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
