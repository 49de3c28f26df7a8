namespace Holdfast.Core.Watch.Association;

/// <summary>Whose an arrival and a sensor are; null for whoever's word is taken alone.</summary>
public sealed record Ownership(Func<Arrival, string?> OfArrival, Func<Sensor, string?> OfSensor);

/// <summary>The engine asked again about one origin, as if one owner had neither sensors nor arrivals.</summary>
/// <param name="Owner">Whose were left out.</param>
/// <param name="Arrivals">Arrivals that are left and explained.</param>
/// <param name="Evidence">What the others' arrivals and silence say: natural log odds of an event; negative infinity where no place fits.</param>
/// <param name="Stands">Whether it is an origin still: enough arrivals, evidence as of any origin, about the same time and place.</param>
public sealed record OwnerTrial(string Owner, int Arrivals, double Evidence, bool Stands);

/// <summary>
/// Asks the engine again about the origins of a window that somebody had a part in whose word is not taken alone: fitted and scored anew on the others' sensors, whose misses count. Owners are
/// asked about once a window, origins that they had no part in not at all.
/// </summary>
internal sealed class OwnerTrials(
    AssociationParameters parameters,
    Ownership ownership,
    PickWindow picks,
    Func<SensorNet, Propagation> propagation
)
{
    /// <summary>An origin that moves farther when it is fitted again is another one.</summary>
    private const double SameSeconds = 2;

    private readonly Dictionary<string, Alone?> owners = new(StringComparer.Ordinal);

    /// <summary>One trial for each owner that had a part in the origin, by name.</summary>
    public IReadOnlyList<OwnerTrial> Of(Hypothesis found)
    {
        var parts = found.Picks.Select(pick => ownership.OfArrival(picks.Arrivals[pick])).OfType<string>();
        return [.. parts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(owner => Without(owner, found))];
    }

    private OwnerTrial Without(string owner, Hypothesis found)
    {
        var left = found.Picks.Count(pick => ownership.OfArrival(picks.Arrivals[pick]) != owner);
        if (left < parameters.MinimumArrivals || AloneOf(owner) is not { } others)
        {
            return new OwnerTrial(owner, left, double.NegativeInfinity, false);
        }
        var again = new Hypothesis
        {
            Time = found.Time,
            East = found.East,
            North = found.North,
            Depth = found.Depth,
            Loudness = [.. found.Loudness],
        };
        // What others explain stays theirs; what this origin had is free to be taken again.
        var own = picks.Owner[found.Picks[0]];
        if (!others.Fit.Fit(others.Picks, again, own, takes: false, fromSearch: false))
        {
            return new OwnerTrial(owner, left, double.NegativeInfinity, false);
        }
        others.Fit.Score(others.Picks, again, own, takes: false, parameters.PriorEventsPerSecondKm2 / 1e6);
        var (east, north) = (again.East - found.East, again.North - found.North);
        var same =
            Math.Abs(again.Time - found.Time) < SameSeconds
            && (east * east) + (north * north) < 4 * parameters.CellMetres * parameters.CellMetres;
        var stands = again.Picks.Length >= parameters.MinimumArrivals && again.Evidence >= parameters.StageEvidence[^1] && same;
        return new OwnerTrial(owner, again.Picks.Length, again.Evidence, stands);
    }

    private Alone? AloneOf(string owner)
    {
        if (owners.TryGetValue(owner, out var known))
        {
            return known;
        }
        var silent = new HashSet<string>(StringComparer.Ordinal);
        foreach (var arrival in picks.Arrivals)
        {
            if (ownership.OfArrival(arrival) == owner)
            {
                silent.Add(arrival.Sensor);
            }
        }
        var sensors = picks
            .Net.Sensors.Distinct()
            .Where(sensor => ownership.OfSensor(sensor) != owner && !silent.Contains(sensor.Id))
            .ToArray();
        return owners[owner] = sensors.Length == 0 ? null : Make(new SensorNet(sensors, [.. picks.Net.Phases.Distinct()]));
    }

    private Alone Make(SensorNet net)
    {
        var kept = new List<(int Channel, Arrival Arrival, int Owner, double Price, double Slack)>();
        for (var pick = 0; pick < picks.Arrivals.Length; pick++)
        {
            var arrival = picks.Arrivals[pick];
            if (net.TryFind(arrival.Sensor, arrival.Phase, out var channel))
            {
                kept.Add((channel, arrival, picks.Owner[pick], picks.Price[pick], picks.Slack[pick]));
            }
        }
        var window = new PickWindow(net, kept.Select(one => (one.Channel, one.Arrival)), picks.From, picks.To)
        {
            HeardUntil = picks.HeardUntil,
        };
        var owned = kept.ToDictionary(one => one.Arrival.Id, StringComparer.Ordinal);
        for (var pick = 0; pick < window.Arrivals.Length; pick++)
        {
            var (_, _, owner, price, slack) = owned[window.Arrivals[pick].Id];
            window.Give(pick, owner, price, slack);
        }
        window.EstimateRates();
        return new Alone(window, new EventFit(parameters, propagation(net)));
    }

    private sealed record Alone(PickWindow Picks, EventFit Fit);
}
