namespace Holdfast.Core.Watch.Association.Horizon;

/// <summary>
/// Proposes origins within moments of the arrival that makes them probable, minutes before <see cref="AssociationStream"/> can solve their window: each new arrival is taken as a part of an event
/// somewhere around its sensor, and the arrivals so far are asked (<see cref="AnchoredSearch"/>); what promises enough is fitted and weighed by the engine's own evidence, sensors that the sound cannot have reached yet
/// saying nothing. What is proposed is revised as more comes, withdrawn where silence speaks against it, and settled by the final origins.
/// </summary>
/// <remarks>
/// Preliminary origins depend on the order in which arrivals came; final ones do not. Memory: the arrivals of the longest travel time and the origins not settled yet, both bounded.
/// Not for use by several threads at once.
/// </remarks>
public sealed class PreliminaryHorizon
{
    /// <summary>Length of a stretch of the region, metres.</summary>
    private const double TileMetres = 30_000;

    /// <summary>More origins are not kept for settling; the oldest go, as withdrawn.</summary>
    private const int MostOpen = 200_000;

    /// <summary>A final origin is a preliminary one's if it has so many of its arrivals.</summary>
    private const double SharedPart = 0.5;

    private readonly AssociationParameters parameters;
    private readonly List<HorizonTile> tiles = [];
    private readonly Dictionary<string, List<HorizonTile>> tilesOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PreliminaryOrigin> owners = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, PreliminaryOrigin> open = [];
    private double latest = double.NegativeInfinity;
    private int numbered;

    /// <exception cref="ArgumentException">No sensors, a sensor twice, or numbers that are not finite or out of range.</exception>
    public PreliminaryHorizon(AssociationParameters parameters, IEnumerable<Sensor> sensors, AirModel air, HorizonParameters? limits = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Check();
        this.parameters = parameters;
        Sensor[] all = [.. sensors];
        var range = parameters.Detection.MaximumRangeMetres;
        var (west, east) = (all.Min(s => s.EastMetres) - range, all.Max(s => s.EastMetres) + range);
        for (var from = west; from < east; from += TileMetres)
        {
            Sensor[] near = [.. all.Where(s => s.EastMetres >= from - range && s.EastMetres < from + TileMetres + range)];
            if (near.Length < parameters.MinimumArrivals)
            {
                continue;
            }
            var tile = new HorizonTile(parameters, limits ?? HorizonParameters.Default, near, air, from, from + TileMetres);
            tiles.Add(tile);
            foreach (var sensor in near)
            {
                (tilesOf.TryGetValue(sensor.Id, out var list) ? list : tilesOf[sensor.Id] = []).Add(tile);
            }
        }
    }

    /// <summary>Arrivals in memory, some in two stretches.</summary>
    public int Held => tiles.Sum(t => t.Held);

    /// <summary>Preliminary origins that are neither settled nor withdrawn.</summary>
    public int Open => open.Count;

    /// <summary>Takes an arrival; one that is known, of an unknown sensor, not of sound, or older than the memory leaves no trace.</summary>
    public Admission Add(Arrival arrival)
    {
        ArgumentNullException.ThrowIfNull(arrival);
        if (!double.IsFinite(arrival.TimeSeconds) || arrival.SigmaSeconds is not (> 0 and < 60))
        {
            return Admission.Invalid;
        }
        if (arrival.Phase != Phase.Sound || !tilesOf.TryGetValue(arrival.Sensor, out var of))
        {
            return Admission.UnknownSensor;
        }
        if (arrival.TimeSeconds < latest - (parameters.Detection.MaximumRangeMetres / parameters.SpeedScale))
        {
            return Admission.Late;
        }
        if (Held >= parameters.MaximumHeld)
        {
            return Admission.Full;
        }
        var any = false;
        foreach (var tile in of)
        {
            any |= tile.TryAdd(arrival);
        }
        return any ? Admission.Taken : Admission.Repeated;
    }

    /// <summary>Says what time it is, in the arrivals' seconds, and returns what has changed; to be called a few times a second.</summary>
    public IReadOnlyList<PreliminaryChange> Advance(double now)
    {
        latest = Math.Max(latest, now);
        var changes = new List<PreliminaryChange>();
        foreach (var tile in tiles)
        {
            tile.Forget(latest);
            tile.Advance(latest, owners, (origin, isNew) => changes.Add(Changed(origin, isNew)));
        }
        while (open.Count > MostOpen)
        {
            var (number, oldest) = open.First();
            oldest.IsGone = true;
            open.Remove(number);
            Disown(oldest);
            changes.Add(new PreliminaryChange(PreliminaryState.Withdrawn, oldest.Id, oldest.Origin));
        }
        return changes;
    }

    /// <summary>
    /// Says that the final origins before an instant are these: every preliminary one before it is settled, under its final name, or withdrawn.
    /// </summary>
    public IReadOnlyList<PreliminaryChange> Settle(IReadOnlyList<Origin> finals, double before)
    {
        ArgumentNullException.ThrowIfNull(finals);
        var finalOf = new Dictionary<string, Origin>(StringComparer.Ordinal);
        foreach (var final in finals)
        {
            foreach (var arrival in final.Arrivals)
            {
                finalOf[arrival.Arrival.Id] = final;
            }
        }
        var changes = new List<PreliminaryChange>();
        foreach (var (number, origin) in open.ToArray())
        {
            var found = Matching(origin.Origin, finalOf);
            if (found is null && origin.Origin.TimeSeconds >= before)
            {
                continue;
            }
            open.Remove(number);
            origin.IsGone = true;
            Disown(origin);
            changes.Add(
                found is null
                    ? new PreliminaryChange(PreliminaryState.Withdrawn, origin.Id, origin.Origin)
                    : new PreliminaryChange(PreliminaryState.Settled, origin.Id, found, found.Id)
            );
        }
        return changes;
    }

    private PreliminaryChange Changed(PreliminaryOrigin origin, bool isNew)
    {
        if (isNew)
        {
            origin.Number = ++numbered;
            open.Add(origin.Number, origin);
            return new PreliminaryChange(PreliminaryState.Proposed, origin.Id, origin.Origin);
        }
        if (origin.IsGone)
        {
            open.Remove(origin.Number);
            return new PreliminaryChange(PreliminaryState.Withdrawn, origin.Id, origin.Origin);
        }
        return new PreliminaryChange(PreliminaryState.Revised, origin.Id, origin.Origin);
    }

    private void Disown(PreliminaryOrigin origin)
    {
        foreach (var arrival in origin.Origin.Arrivals)
        {
            if (owners.TryGetValue(arrival.Arrival.Id, out var owner) && owner == origin)
            {
                owners.Remove(arrival.Arrival.Id);
            }
        }
    }

    private static Origin? Matching(Origin preliminary, Dictionary<string, Origin> finalOf) =>
        preliminary
            .Arrivals.Select(a => finalOf.GetValueOrDefault(a.Arrival.Id))
            .OfType<Origin>()
            .GroupBy(f => f)
            .Where(g => g.Count() >= SharedPart * preliminary.Arrivals.Count)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key.Id, StringComparer.Ordinal)
            .Select(g => g.Key)
            .FirstOrDefault();
}
