namespace Holdfast.Core.Watch.Association.Horizon;

/// <summary>
/// Weighs a supposed event that wants arrivals of origins that stand already: they are fitted again to what it would leave them, and it may take them where all together are better
/// explained by more than a proposal needs. Early origins are often wrong, and what they hold must not be lost to those that come after them.
/// </summary>
internal sealed class HorizonContest(HorizonParameters limits, EventFit fit, MissionPrior prior)
{
    /// <summary>Owner of the arrivals while it is being weighed.</summary>
    private const int Trial = int.MaxValue;

    /// <summary>What a supposed event must bring where an origin goes for it: the two are of one set of arrivals, and one was proposed already.</summary>
    private const double LeastGain = 1;

    /// <summary>Whether it may have its arrivals; then <paramref name="losers"/> are those that must be fitted again, and its evidence is counted without any price.</summary>
    public bool Wins(
        PickWindow picks,
        Hypothesis supposed,
        IReadOnlyDictionary<int, PreliminaryOrigin> standing,
        List<PreliminaryOrigin> losers
    )
    {
        losers.Clear();
        foreach (var pick in supposed.Picks)
        {
            if (picks.Owner[pick] == PickWindow.Free)
            {
                continue;
            }
            if (!standing.TryGetValue(picks.Owner[pick], out var loser))
            {
                return false;
            }
            if (!losers.Contains(loser))
            {
                losers.Add(loser);
            }
        }
        if (losers.Count == 0)
        {
            return supposed.Evidence >= limits.ProposedFrom;
        }
        var held = supposed
            .Picks.Select(pick => (Pick: pick, Owner: picks.Owner[pick], Price: picks.Price[pick], Slack: picks.Slack[pick]))
            .ToArray();
        foreach (var (pick, _, _, _) in held)
        {
            picks.Give(pick, Trial, 0, 0);
        }
        fit.Score(picks, supposed, Trial, takes: false, prior.Density(supposed, [.. losers.Select(l => l.Fitted)], []));
        var wins = supposed.Evidence >= limits.ProposedFrom && Balance(picks, supposed, losers);
        foreach (var (pick, owner, price, slack) in held)
        {
            picks.Give(pick, owner, price, slack);
        }
        return wins;
    }

    private bool Balance(PickWindow picks, Hypothesis supposed, List<PreliminaryOrigin> losers)
    {
        var balance = supposed.Evidence;
        var anyGoes = false;
        foreach (var loser in losers)
        {
            var left = Left(picks, supposed, loser);
            anyGoes |= left < limits.WithdrawnBelow;
            balance += Math.Max(0, left) - Math.Max(0, loser.Fitted.Evidence);
        }
        return balance >= (anyGoes ? LeastGain : limits.ProposedFrom);
    }

    /// <summary>The evidence of an origin without what was taken from it.</summary>
    private double Left(PickWindow picks, Hypothesis supposed, PreliminaryOrigin loser)
    {
        var again = new Hypothesis
        {
            Time = loser.Fitted.Time,
            East = loser.Fitted.East,
            North = loser.Fitted.North,
            Loudness = loser.Fitted.Loudness,
        };
        if (fit.Fit(picks, again, loser.Number, takes: false, fromSearch: false))
        {
            fit.Score(picks, again, loser.Number, takes: false, prior.Density(again, [loser.Fitted], [supposed]));
        }
        return again.Evidence;
    }
}
