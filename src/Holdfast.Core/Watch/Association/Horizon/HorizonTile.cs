namespace Holdfast.Core.Watch.Association.Horizon;

/// <summary>One stretch of a region: its cells, the sensors that could report an event there, and their arrivals of the last minutes.</summary>
internal sealed class HorizonTile
{
    private readonly AssociationParameters parameters;
    private readonly HorizonParameters limits;
    private readonly AirPropagation propagation;
    private readonly AnchoredSearch search;
    private readonly EventFit fit;
    private readonly MissionPrior prior;
    private readonly RayFan rays;
    private readonly double keepSeconds;
    private readonly Dictionary<string, (int Channel, Arrival Arrival)> held = new(StringComparer.Ordinal);
    private readonly List<string> fresh = [];

    public HorizonTile(
        AssociationParameters parameters,
        HorizonParameters limits,
        IEnumerable<Sensor> sensors,
        AirModel air,
        double fromEast,
        double toEast
    )
    {
        (this.parameters, this.limits) = (parameters, limits);
        Net = new SensorNet(sensors, Phase.Sound);
        propagation = new AirPropagation(Net, parameters, air);
        search = new AnchoredSearch(parameters, new HorizonGrid(parameters, propagation, fromEast, toEast));
        fit = new EventFit(parameters, propagation);
        prior = new MissionPrior(parameters.Mission) { Background = parameters.PriorEventsPerSecondKm2 / 1e6 };
        rays = new RayFan(Net, parameters.Detection);
        (FromEast, ToEast) = (fromEast, toEast);
        keepSeconds = (parameters.Detection.MaximumRangeMetres / propagation.SlowestMetresPerSecond) + limits.DisorderSeconds;
    }

    public SensorNet Net { get; }
    public double FromEast { get; }
    public double ToEast { get; }
    public int Held => held.Count;

    /// <summary>The origins proposed here that still may change, oldest first.</summary>
    public List<PreliminaryOrigin> Live { get; } = [];

    /// <summary>False where it is held already, or no sensor of this stretch reports it.</summary>
    public bool TryAdd(Arrival arrival)
    {
        if (!Net.TryFind(arrival.Sensor, Phase.Sound, out var channel) || !held.TryAdd(arrival.Id, (channel, arrival)))
        {
            return false;
        }
        fresh.Add(arrival.Id);
        return true;
    }

    public void Forget(double now)
    {
        foreach (var (id, (_, arrival)) in held)
        {
            if (arrival.TimeSeconds < now - keepSeconds)
            {
                held.Remove(id);
            }
        }
        Live.RemoveAll(p => p.IsGone || p.Origin.TimeSeconds < now - keepSeconds);
    }

    /// <summary>Lets origins take what is new and is theirs, then looks for events that the rest of it is a part of.</summary>
    public void Advance(double now, Dictionary<string, PreliminaryOrigin> owners, Action<PreliminaryOrigin, bool> changed)
    {
        if (fresh.Count == 0)
        {
            return;
        }
        var picks = new PickWindow(Net, held.Values, now - keepSeconds, now + 1) { HeardUntil = now - limits.DisorderSeconds };
        prior.Reset(Live.Select(origin => origin.Fitted));
        var anchors = Begin(picks, owners);
        foreach (var origin in Live.Where(o => !o.IsGone && IsTouched(o, picks, anchors)).ToArray())
        {
            Refit(picks, origin, owners, changed);
        }
        var presence = new RecentPresence(picks);
        foreach (var anchor in anchors)
        {
            if (picks.Owner[anchor] == PickWindow.Free && Search(picks, presence, anchor) is { } supposed)
            {
                Propose(picks, supposed, now, owners, changed);
                presence = new RecentPresence(picks);
            }
        }
    }

    /// <summary>Gives the arrivals to their owners; returns the new ones by time.</summary>
    private int[] Begin(PickWindow picks, Dictionary<string, PreliminaryOrigin> owners)
    {
        var coming = fresh.ToHashSet(StringComparer.Ordinal);
        var found = new List<int>(coming.Count);
        for (var pick = 0; pick < picks.Arrivals.Length; pick++)
        {
            var id = picks.Arrivals[pick].Id;
            if (owners.TryGetValue(id, out var owner))
            {
                picks.Give(pick, owner.Number, 0, 0);
            }
            if (coming.Contains(id))
            {
                found.Add(pick);
            }
        }
        picks.EstimateRates();
        fresh.Clear();
        return [.. found.OrderBy(p => picks.Time[p]).ThenBy(p => p)];
    }

    /// <summary>Whether a new arrival is about where the origin would have it, or the time has come to look at what it did not bring.</summary>
    private bool IsTouched(PreliminaryOrigin origin, PickWindow picks, int[] anchors)
    {
        foreach (var pick in anchors)
        {
            var channel = picks.Channel[pick];
            var (east, north) = (Net.East[channel] - origin.Origin.EastMetres, Net.North[channel] - origin.Origin.NorthMetres);
            var distance = Math.Sqrt((east * east) + (north * north));
            var late = picks.Time[pick] - origin.Origin.TimeSeconds - (distance / parameters.SpeedScale);
            if (picks.Owner[pick] == PickWindow.Free && Math.Abs(late) < 1 + (0.06 * distance / parameters.SpeedScale))
            {
                return true;
            }
        }
        return origin.IsDue(picks.HeardUntil);
    }

    private void Refit(
        PickWindow picks,
        PreliminaryOrigin origin,
        Dictionary<string, PreliminaryOrigin> owners,
        Action<PreliminaryOrigin, bool> changed
    )
    {
        var supposed = new Hypothesis
        {
            Time = origin.Origin.TimeSeconds,
            East = origin.Origin.EastMetres,
            North = origin.Origin.NorthMetres,
        };
        origin.Looked(picks.HeardUntil);
        prior.Remove(origin.Fitted);
        var stands = fit.Fit(picks, supposed, origin.Number, takes: false, fromSearch: false);
        if (stands)
        {
            fit.Score(picks, supposed, origin.Number, takes: false, prior.Density(supposed));
        }
        foreach (var arrival in origin.Origin.Arrivals)
        {
            owners.Remove(arrival.Arrival.Id);
        }
        Release(picks, origin.Number);
        if (!stands || supposed.Evidence < limits.WithdrawnBelow)
        {
            origin.IsGone = true;
            changed(origin, false);
            return;
        }
        prior.Add(supposed);
        Take(picks, supposed, origin, owners);
        var before = origin.Origin;
        origin.Origin = OriginBuilder.Build(parameters, picks, propagation, rays, supposed);
        if (!before.Arrivals.Select(a => a.Arrival.Id).SequenceEqual(origin.Origin.Arrivals.Select(a => a.Arrival.Id)))
        {
            changed(origin, false);
        }
    }

    private static void Release(PickWindow picks, int number)
    {
        for (var pick = 0; pick < picks.Owner.Length; pick++)
        {
            if (picks.Owner[pick] == number)
            {
                picks.Give(pick, PickWindow.Free, 0, 0);
            }
        }
    }

    private static void Take(PickWindow picks, Hypothesis found, PreliminaryOrigin origin, Dictionary<string, PreliminaryOrigin> owners)
    {
        origin.Fitted = found;
        foreach (var pick in found.Picks)
        {
            picks.Give(pick, origin.Number, 0, 0);
            owners[picks.Arrivals[pick].Id] = origin;
        }
    }

    private Hypothesis? Search(PickWindow picks, RecentPresence presence, int anchor)
    {
        var hope = limits.ProposedFrom - Math.Log(prior.Background * EventFit.UsualVolume(parameters, picks));
        Hypothesis? best = null;
        foreach (
            var supposed in search.Candidates(
                presence,
                picks.MeanRate,
                picks.Channel[anchor],
                picks.Time[anchor],
                picks.HeardUntil,
                limits.LeastScore
            )
        )
        {
            var density = prior.Density(supposed);
            var promise = hope - Math.Log(density / prior.Background);
            if (!fit.Fit(picks, supposed, PickWindow.Free, takes: false, fromSearch: true, promise) || !IsHere(supposed))
            {
                continue;
            }
            fit.Score(picks, supposed, PickWindow.Free, takes: false, prior.Density(supposed));
            if (supposed.Evidence >= limits.ProposedFrom && (best is null || supposed.Evidence > best.Evidence))
            {
                best = supposed;
            }
        }
        return best;
    }

    // Beyond the edge it is the neighbour's; a cell's breadth of grace, since fits move.
    private bool IsHere(Hypothesis supposed) =>
        supposed.East >= FromEast - HorizonGrid.CellMetres && supposed.East < ToEast + HorizonGrid.CellMetres;

    private void Propose(
        PickWindow picks,
        Hypothesis found,
        double now,
        Dictionary<string, PreliminaryOrigin> owners,
        Action<PreliminaryOrigin, bool> changed
    )
    {
        var origin = new PreliminaryOrigin(OriginBuilder.Build(parameters, picks, propagation, rays, found), found, now);
        changed(origin, true);
        Take(picks, found, origin, owners);
        Live.Add(origin);
        prior.Add(found);
    }
}
