namespace Holdfast.Core.Watch.Association;

/// <summary>Shares out the arrivals of a few origins anew, on its own copy of who owns what.</summary>
internal sealed class RepairTask(AssociationParameters parameters, EventFit fit, MissionPrior prior, PickWindow picks, double threshold)
{
    private const int MostSeeds = 14;

    private const int MostOrigins = 4;

    private const int MostBeginnings = 10;

    /// <summary>A new sharing must be better by more than rounding.</summary>
    private const double LeastGain = 0.1;

    private readonly List<Hypothesis> chosen = [];
    private Hypothesis[] group = [];

    /// <summary>A sharing that is better than the present one, or null.</summary>
    public List<Hypothesis>? Solve(List<Hypothesis> origins, int[] numbers)
    {
        group = [.. numbers.Select(number => origins[number])];
        foreach (var origin in group)
        {
            Free(origin);
        }
        var best = Total(group) + LeastGain;
        var alone = new SeedLattice(parameters, fit).Seeds(picks, group, MostSeeds).ConvertAll(Fitted);
        List<Hypothesis>? result = null;
        for (var begin = 0; begin < Math.Min(MostBeginnings, alone.Count); begin++)
        {
            if (alone[begin] is not { } first || !(first.Origin.Evidence >= threshold) || Most(alone, begin, first.Origin) <= best)
            {
                continue;
            }
            Extend(alone, begin, first.Origin);
            var total = chosen.Sum(origin => origin.Evidence);
            if (total > best)
            {
                best = total;
                result = [.. chosen];
            }
            Clear();
        }
        for (var index = 0; index < group.Length; index++)
        {
            Give(group[index], numbers[index]);
        }
        return result;
    }

    /// <summary>Evidence of the present sharing, counted as that of a new one is: each as if only those before it were there.</summary>
    private double Total(Hypothesis[] present)
    {
        foreach (var origin in present.Order(Comparer<Hypothesis>.Create(Hypothesis.BestFirst)))
        {
            if (Fitted(origin)?.Origin is { } again && again.Evidence >= threshold)
            {
                Choose(again);
            }
        }
        var total = chosen.Sum(origin => origin.Evidence);
        Clear();
        return total;
    }

    /// <summary>About the most that a sharing which begins with one seed comes to: with the best of the others, each less what the first takes from it and a little more than fitting it again brings.</summary>
    private double Most(List<SeedFit?> alone, int begin, Hypothesis first)
    {
        var others = new List<double>(alone.Count);
        for (var index = 0; index < alone.Count; index++)
        {
            if (index != begin && alone[index] is { } seed)
            {
                var lost = Lost(seed.Origin, first);
                var rest = seed.Origin.Evidence + Math.Log(prior.Density(seed.Origin, group, [first]) / seed.Density) - lost;
                others.Add(lost > 0 ? rest + WindowSolver.Hope : rest);
            }
        }
        return first.Evidence + others.Where(rest => rest >= threshold).OrderDescending().Take(MostOrigins - 1).Sum();
    }

    /// <summary>
    /// Begins with one seed and adds the best of the others as long as there is one. A seed is fitted again only when what was chosen has taken one of its arrivals; otherwise it is but
    /// likelier for having another round beside it.
    /// </summary>
    private void Extend(List<SeedFit?> alone, int begin, Hypothesis first)
    {
        SeedFit?[] seeds = [.. alone];
        seeds[begin] = null;
        for (var last = first; ; )
        {
            Choose(last);
            if (chosen.Count >= MostOrigins)
            {
                return;
            }
            Hypothesis? best = null;
            for (var index = 0; index < seeds.Length; index++)
            {
                seeds[index] = seeds[index] is { } seed ? Beside(seed, last) : null;
                if (
                    seeds[index]?.Origin is { } next
                    && next.Evidence >= threshold
                    && (best is null || Hypothesis.BestFirst(next, best) < 0)
                )
                {
                    best = next;
                }
            }
            if (best is null)
            {
                return;
            }
            seeds[Array.FindIndex(seeds, seed => ReferenceEquals(seed?.Origin, best))] = null;
            last = best;
        }
    }

    private SeedFit? Beside(SeedFit seed, Hypothesis last)
    {
        var density = prior.Density(seed.Origin, group, chosen);
        var evidence = seed.Origin.Evidence + Math.Log(density / seed.Density);
        var lost = Lost(seed.Origin, last);
        if (lost == 0)
        {
            return seed with { Origin = seed.Origin.With(evidence), Density = density };
        }
        // What it lost was all that spoke for it.
        return evidence - lost < threshold - WindowSolver.Hope ? null : Fitted(seed.From);
    }

    /// <summary>What spoke for an origin in the arrivals that another one takes.</summary>
    private static double Lost(Hypothesis origin, Hypothesis taking)
    {
        var lost = 0.0;
        for (var index = 0; index < origin.Picks.Length; index++)
        {
            lost += Array.IndexOf(taking.Picks, origin.Picks[index]) >= 0 ? origin.Gains[index].Gain : 0;
        }
        return lost;
    }

    /// <summary>An origin fitted from a beginning to what is free, or null.</summary>
    private SeedFit? Fitted(Hypothesis seed)
    {
        var supposed = new Hypothesis
        {
            Time = seed.Time,
            East = seed.East,
            North = seed.North,
            Depth = seed.Depth,
            Loudness = seed.Loudness,
        };
        if (!fit.Fit(picks, supposed, PickWindow.Free, takes: false, fromSearch: false))
        {
            return null;
        }
        var density = prior.Density(supposed, group, chosen);
        fit.Score(picks, supposed, PickWindow.Free, takes: false, density);
        return new SeedFit(seed, supposed, density);
    }

    private void Choose(Hypothesis origin)
    {
        chosen.Add(origin);
        // Any owner will do: the copy only needs to know that they are taken.
        Give(origin, int.MaxValue);
    }

    private void Clear()
    {
        chosen.ForEach(Free);
        chosen.Clear();
    }

    private void Free(Hypothesis origin)
    {
        foreach (var pick in origin.Picks)
        {
            picks.Give(pick, PickWindow.Free, 0, 0);
        }
    }

    private void Give(Hypothesis origin, int number)
    {
        for (var index = 0; index < origin.Picks.Length; index++)
        {
            picks.Give(origin.Picks[index], number, origin.Gains[index].Gain, origin.Gains[index].Slack);
        }
    }

    /// <summary>What a beginning came to, with the density of events there that its evidence counts on.</summary>
    private sealed record SeedFit(Hypothesis From, Hypothesis Origin, double Density);
}
