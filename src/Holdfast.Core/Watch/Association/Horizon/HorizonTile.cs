namespace Holdfast.Core.Watch.Association.Horizon;

/// <summary>One stretch of a region: its cells, the sensors that could report an event there, and their arrivals of the last minutes.</summary>
internal sealed class HorizonTile
{
    private readonly AirPropagation propagation;
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
        (Parameters, Limits) = (parameters, limits);
        Net = new SensorNet(sensors, Phase.Sound);
        propagation = new AirPropagation(Net, parameters, air);
        Search = new AnchoredSearch(parameters, new HorizonGrid(parameters, propagation, fromEast, toEast));
        Fit = new EventFit(parameters, propagation);
        Prior = new MissionPrior(parameters.Mission) { Background = parameters.PriorEventsPerSecondKm2 / 1e6 };
        rays = new RayFan(Net, parameters.Detection);
        (FromEast, ToEast) = (fromEast, toEast);
        keepSeconds = (parameters.Detection.MaximumRangeMetres / propagation.SlowestMetresPerSecond) + limits.DisorderSeconds;
    }

    public AssociationParameters Parameters { get; }
    public HorizonParameters Limits { get; }
    public AnchoredSearch Search { get; }
    public EventFit Fit { get; }
    public MissionPrior Prior { get; }
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
        var picks = new PickWindow(Net, held.Values, now - keepSeconds, now + 1) { HeardUntil = now - Limits.DisorderSeconds };
        Prior.Reset(Live.Select(origin => origin.Fitted));
        var round = new HorizonRound(this, picks, owners, changed);
        var anchors = round.Begin(fresh.ToHashSet(StringComparer.Ordinal));
        fresh.Clear();
        foreach (var origin in Live.Where(o => !o.IsGone && IsTouched(o, picks, anchors)).ToArray())
        {
            round.Refit(origin);
        }
        round.Ask(anchors, now);
    }

    /// <summary>As it is to be published.</summary>
    public Origin Build(PickWindow picks, Hypothesis found) => OriginBuilder.Build(Parameters, picks, propagation, rays, found);

    /// <summary>Whether it lies here: beyond the edge it is the neighbour's; a cell's breadth of grace, since fits move.</summary>
    public bool IsHere(Hypothesis supposed) =>
        supposed.East >= FromEast - HorizonGrid.CellMetres && supposed.East < ToEast + HorizonGrid.CellMetres;

    /// <summary>Whether a new arrival is about where the origin would have it, or the time has come to look at what it did not bring.</summary>
    private bool IsTouched(PreliminaryOrigin origin, PickWindow picks, int[] anchors)
    {
        foreach (var pick in anchors)
        {
            var channel = picks.Channel[pick];
            var (east, north) = (Net.East[channel] - origin.Origin.EastMetres, Net.North[channel] - origin.Origin.NorthMetres);
            var distance = Math.Sqrt((east * east) + (north * north));
            var late = picks.Time[pick] - origin.Origin.TimeSeconds - (distance / Parameters.SpeedScale);
            if (picks.Owner[pick] == PickWindow.Free && Math.Abs(late) < 1 + (0.06 * distance / Parameters.SpeedScale))
            {
                return true;
            }
        }
        return origin.IsDue(picks.HeardUntil);
    }
}
