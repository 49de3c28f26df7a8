namespace Holdfast.Core.Watch.Association.Horizon;

/// <summary>
/// What a stretch makes of the arrivals that have come since it looked last. Early origins are often wrong, since the first arrivals of several events mix; so an origin holds its arrivals only until
/// another one explains all of them better: its evidence, and what the others have left without what it takes, must be more than they have now by what a new origin needs.
/// </summary>
internal sealed class HorizonRound(
    HorizonTile tile,
    PickWindow picks,
    Dictionary<string, PreliminaryOrigin> owners,
    Action<PreliminaryOrigin, bool> changed
)
{
    /// <summary>Of arrivals that lost their origin at most so many are asked about at once.</summary>
    private const int MostFreed = 64;

    /// <summary>The price of an arrival that is not to be had.</summary>
    private const double NotToBeHad = double.MaxValue;

    private readonly Queue<int> asked = new();

    /// <summary>Which arrivals are a firm origin's: no event is looked for because of them, though one that was found may have them.</summary>
    private readonly bool[] firm = new bool[picks.Time.Length];

    /// <summary>Gives the arrivals to their owners; returns the new ones by time.</summary>
    public int[] Begin(HashSet<string> coming)
    {
        var here = tile.Live.ToHashSet();
        var found = new List<int>(coming.Count);
        for (var pick = 0; pick < picks.Arrivals.Length; pick++)
        {
            var id = picks.Arrivals[pick].Id;
            if (owners.TryGetValue(id, out var owner))
            {
                // What a neighbouring stretch has found is not to be had here.
                var mine = here.Contains(owner);
                picks.Give(pick, owner.Number, mine ? 0 : NotToBeHad, 0);
                firm[pick] = !mine || IsFirm(owner.Fitted);
            }
            if (coming.Contains(id))
            {
                found.Add(pick);
            }
        }
        picks.EstimateRates();
        return [.. found.OrderBy(p => picks.Time[p]).ThenBy(p => p)];
    }

    /// <summary>Fits an origin to what it has and what is free; withdraws it where nothing is left of it.</summary>
    public void Refit(PreliminaryOrigin origin)
    {
        origin.Looked(picks.HeardUntil);
        Replace(origin, Again(origin));
    }

    /// <summary>Looks for events that these arrivals are a part of, and then that those are which lose their origin by it.</summary>
    public void Ask(int[] anchors, double now)
    {
        Array.ForEach(anchors, asked.Enqueue);
        var presence = new RecentPresence(picks, firm);
        for (var left = anchors.Length + MostFreed; left > 0 && asked.TryDequeue(out var anchor); left--)
        {
            if (!firm[anchor] && Best(presence, anchor) is { } found)
            {
                Accept(found, now);
                presence = new RecentPresence(picks, firm);
            }
        }
    }

    private Rival? Best(RecentPresence presence, int anchor)
    {
        Rival? best = null;
        var (channel, time) = (picks.Channel[anchor], picks.Time[anchor]);
        foreach (var begin in tile.Search.Candidates(presence, picks.MeanRate, channel, time, picks.HeardUntil, tile.Limits.LeastScore))
        {
            // What is not enough with the arrivals of others is not without them either.
            var rival = Rivalling(begin, takes: true);
            best = Better(best, rival);
            if (rival?.Losers.Length > 0)
            {
                best = Better(best, Rivalling(begin, takes: false));
            }
        }
        return best;
    }

    private Rival? Better(Rival? best, Rival? other) =>
        other is not null && other.Worth >= tile.Limits.ProposedFrom && (best is null || other.Worth > best.Worth) ? other : best;

    /// <summary>A beginning fitted to what is free, or also to what origins have; null where that comes to nothing that may be proposed.</summary>
    private Rival? Rivalling(Hypothesis begin, bool takes)
    {
        var supposed = new Hypothesis
        {
            Time = begin.Time,
            East = begin.East,
            North = begin.North,
        };
        var hope = tile.Limits.ProposedFrom - Math.Log(tile.Prior.Density(supposed) * EventFit.UsualVolume(tile.Parameters, picks));
        if (!tile.Fit.Fit(picks, supposed, PickWindow.Free, takes, fromSearch: true, hope) || !tile.IsHere(supposed))
        {
            return null;
        }
        tile.Fit.Score(picks, supposed, PickWindow.Free, takes, tile.Prior.Density(supposed));
        return supposed.Evidence >= tile.Limits.ProposedFrom ? Against(supposed) : null;
    }

    private Rival Against(Hypothesis supposed)
    {
        var taken = supposed
            .Picks.Select(pick => picks.Owner[pick])
            .Where(owner => owner != PickWindow.Free)
            .CountBy(owner => owner)
            .ToDictionary();
        if (taken.Count == 0)
        {
            return new Rival(supposed, supposed.Evidence, []);
        }
        var had = supposed.Picks.Select(pick => (pick, picks.Owner[pick], picks.Price[pick])).ToArray();
        foreach (var pick in supposed.Picks)
        {
            picks.Give(pick, int.MaxValue, NotToBeHad, 0);
        }
        Loser[] losers =
        [
            .. tile.Live.Where(origin => taken.ContainsKey(origin.Number)).Select(o => new Loser(o, Again(o), taken[o.Number])),
        ];
        foreach (var (pick, owner, price) in had)
        {
            picks.Give(pick, owner, price, 0);
        }
        return new Rival(supposed, supposed.Evidence + losers.Sum(loser => loser.Change), losers);
    }

    /// <summary>An origin fitted to what it has and what is free; null where it falls.</summary>
    private Hypothesis? Again(PreliminaryOrigin origin)
    {
        var supposed = new Hypothesis
        {
            Time = origin.Origin.TimeSeconds,
            East = origin.Origin.EastMetres,
            North = origin.Origin.NorthMetres,
        };
        tile.Prior.Remove(origin.Fitted);
        var stands = tile.Fit.Fit(picks, supposed, origin.Number, takes: false, fromSearch: false);
        if (stands)
        {
            tile.Fit.Score(picks, supposed, origin.Number, takes: false, tile.Prior.Density(supposed));
        }
        tile.Prior.Add(origin.Fitted);
        return stands && supposed.Evidence >= tile.Limits.WithdrawnBelow ? supposed : null;
    }

    /// <summary>Where it is but another view of an origin that falls, that one goes on as it; else it is proposed.</summary>
    private void Accept(Rival found, double now)
    {
        var heir = found.Losers.Where(loser => loser.IsSame).MaxBy(loser => loser.Taken)?.Origin;
        foreach (var loser in found.Losers.Where(loser => loser.Origin != heir))
        {
            Lose(loser.Origin, loser.Left, found.Origin);
        }
        if (heir is not null)
        {
            Lose(heir, found.Origin, found.Origin);
            return;
        }
        var origin = new PreliminaryOrigin(tile.Build(picks, found.Origin), found.Origin, now);
        changed(origin, true);
        Take(found.Origin, origin);
        tile.Live.Add(origin);
        tile.Prior.Add(found.Origin);
    }

    /// <summary>An origin becomes what is left of it; what has no origin any more is asked about again.</summary>
    private void Lose(PreliminaryOrigin origin, Hypothesis? left, Hypothesis to)
    {
        var had = Enumerable.Range(0, picks.Owner.Length).Where(pick => picks.Owner[pick] == origin.Number).ToArray();
        Replace(origin, left);
        foreach (var pick in had.Where(pick => picks.Owner[pick] == PickWindow.Free && Array.IndexOf(to.Picks, pick) < 0))
        {
            asked.Enqueue(pick);
        }
    }

    private void Replace(PreliminaryOrigin origin, Hypothesis? again)
    {
        tile.Prior.Remove(origin.Fitted);
        foreach (var arrival in origin.Origin.Arrivals)
        {
            owners.Remove(arrival.Arrival.Id);
        }
        for (var pick = 0; pick < picks.Owner.Length; pick++)
        {
            if (picks.Owner[pick] == origin.Number)
            {
                picks.Give(pick, PickWindow.Free, 0, 0);
                firm[pick] = false;
            }
        }
        if (again is null)
        {
            origin.IsGone = true;
            changed(origin, false);
            return;
        }
        tile.Prior.Add(again);
        Take(again, origin);
        var before = origin.Origin;
        origin.Origin = tile.Build(picks, again);
        if (!before.Arrivals.Select(a => a.Arrival.Id).SequenceEqual(origin.Origin.Arrivals.Select(a => a.Arrival.Id)))
        {
            changed(origin, false);
        }
    }

    private void Take(Hypothesis found, PreliminaryOrigin origin)
    {
        origin.Fitted = found;
        foreach (var pick in found.Picks)
        {
            picks.Give(pick, origin.Number, 0, 0);
            firm[pick] = IsFirm(found);
            owners[picks.Arrivals[pick].Id] = origin;
        }
    }

    private bool IsFirm(Hypothesis origin) => origin.Evidence >= tile.Limits.FirmFrom;

    /// <summary>A supposed origin, what it would be worth, and who would lose arrivals by it.</summary>
    private sealed record Rival(Hypothesis Origin, double Worth, Loser[] Losers);

    /// <summary>An origin, what is left of it (null where it falls), and how many arrivals it loses.</summary>
    private sealed record Loser(PreliminaryOrigin Origin, Hypothesis? Left, int Taken)
    {
        public double Change => (Left?.Evidence ?? 0) - Origin.Fitted.Evidence;

        /// <summary>Whether what takes half of its arrivals, so that it falls, is the same event seen better.</summary>
        public bool IsSame => Left is null && 2 * Taken >= Origin.Origin.Arrivals.Count;
    }
}
