using Holdfast.Core.Watch.Association;

namespace Holdfast.Core.Watch.Simulation;

/// <summary>
/// A line scenario as the centre gets it: sensors that fail or are bad, clocks that drift, delays, repeated sending. Draws are its own, so that the scenario beneath stays what it is.
/// </summary>
public sealed class Disturbances
{
    private const int SeedOffset = 0x5EED;
    private const double JumpSeconds = 37;
    private const double LieMetres = 5_000;
    private const double FloodFactor = 100;
    private const double StuckShare = 0.2;
    private const double StuckSeconds = 60;
    private const double StuckStep = 2;
    private const double LateShare = 0.02;
    private const double LateFactor = 10;
    private const double ResendSeconds = 5;

    private readonly LineScenario scenario;
    private readonly LineOptions line;
    private readonly DisturbanceOptions options;
    private readonly Draws draws;
    private readonly Outages outages;
    private readonly double[] drift;
    private readonly Dictionary<int, BadSensor> bad = [];
    private readonly InventedEvents invented;
    private readonly List<SimulatedPick> underWay = [];
    private readonly List<Sensor> stated;
    private readonly double[] stuckUntil;
    private long made;

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public Disturbances(LineScenario scenario, LineOptions line, DisturbanceOptions options)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        (this.scenario, this.line, this.options) = (scenario, line, options);
        draws = new Draws(unchecked(line.Seed + SeedOffset));
        outages = new Outages(options.Outages, scenario.Sensors.Count, new Draws(unchecked(line.Seed + (2 * SeedOffset))));
        drift = [.. scenario.Sensors.Select(_ => options.DriftPpm * 1e-6 * draws.Gauss())];
        stuckUntil = [.. scenario.Sensors.Select(_ => double.NegativeInfinity)];
        stated = [.. scenario.Sensors];
        Choose();
        invented = new InventedEvents(scenario, line, options.Bad.GetValueOrDefault(BadSensor.Spoofed), draws);
    }

    /// <summary>The sensors as they are registered: where they say that they stand.</summary>
    public IReadOnlyList<Sensor> Sensors => stated;

    /// <summary>Which sensors are bad, and how.</summary>
    public IReadOnlyDictionary<int, BadSensor> Bad => bad;

    /// <summary>What reaches the centre, by the time at which it does; can be asked once.</summary>
    public IEnumerable<SimulatedBlock> Blocks()
    {
        var from = 0.0;
        foreach (var block in scenario.Blocks())
        {
            var to = Math.Min(block.ToSeconds, line.DurationSeconds);
            var picks = new List<SimulatedPick>();
            foreach (
                var pick in block.Picks.OrderBy(pick => pick.Arrival.TimeSeconds).ThenBy(pick => pick.Arrival.Id, StringComparer.Ordinal)
            )
            {
                Pass(pick, picks);
            }
            Flood(from, to, picks);
            var events = block.Events.Concat(invented.Make(from, to, picks)).ToArray();
            yield return new SimulatedBlock(block.ToSeconds, Received(picks, block.ToSeconds), events);
            from = to;
        }
    }

    private void Choose()
    {
        var free = Enumerable.Range(0, scenario.Sensors.Count).OrderBy(_ => draws.Key()).ToList();
        foreach (var (kind, count) in options.Bad.Where(pair => pair.Key != BadSensor.Spoofed))
        {
            foreach (var sensor in free.Take(count))
            {
                bad[sensor] = kind;
                if (kind == BadSensor.Lies)
                {
                    var angle = draws.Uniform() * Math.Tau;
                    var truly = stated[sensor];
                    stated[sensor] = truly with
                    {
                        EastMetres = truly.EastMetres + (LieMetres * Math.Cos(angle)),
                        NorthMetres = truly.NorthMetres + (LieMetres * Math.Sin(angle)),
                    };
                }
            }
            free.RemoveRange(0, Math.Min(count, free.Count));
        }
    }

    /// <summary>One pick on its way: lost, moved or doubled.</summary>
    private void Pass(SimulatedPick pick, List<SimulatedPick> picks)
    {
        var time = pick.Arrival.TimeSeconds;
        if (outages.IsSilent(pick.Sensor, time))
        {
            pick.Truth?.Lost(pick);
            return;
        }
        if (drift[pick.Sensor] != 0)
        {
            pick = Moved(pick, drift[pick.Sensor] * time, null);
        }
        if (!bad.TryGetValue(pick.Sensor, out var kind))
        {
            picks.Add(pick);
            return;
        }
        var jumps = kind == BadSensor.Jumps && time >= 0.25 * line.DurationSeconds && time < 0.75 * line.DurationSeconds;
        if (jumps || kind == BadSensor.Lies)
        {
            pick.Truth?.Lost(pick);
            picks.Add(Moved(pick with { Truth = null }, jumps ? JumpSeconds : 0, kind.ToString().ToLowerInvariant()));
            return;
        }
        picks.Add(pick);
        if (kind == BadSensor.Repeats && time >= stuckUntil[pick.Sensor] && draws.Uniform() < StuckShare)
        {
            Stick(pick, picks);
        }
    }

    private static SimulatedPick Moved(SimulatedPick pick, double seconds, string? fault)
    {
        var arrival = pick.Arrival with { TimeSeconds = pick.Arrival.TimeSeconds + seconds };
        var moved = pick with { Arrival = arrival, ReceivedSeconds = pick.ReceivedSeconds, Fault = fault ?? pick.Fault };
        pick.Truth?.Replaced(pick, moved);
        return moved;
    }

    /// <summary>The same pick again under a new name, and then one every two seconds, for a minute.</summary>
    private void Stick(SimulatedPick pick, List<SimulatedPick> picks)
    {
        var start = pick.Arrival.TimeSeconds;
        stuckUntil[pick.Sensor] = start + StuckSeconds;
        for (var after = 0.0; after < StuckSeconds; after += StuckStep)
        {
            picks.Add(Invented(pick.Sensor, start + after, pick.Arrival.Bearing, "repeats"));
        }
    }

    private SimulatedPick Invented(int sensor, double time, Bearing? bearing, string fault)
    {
        var arrival = new Arrival($"b{made++:D7}", scenario.Sensors[sensor].Id, time, 0.03, bearing);
        return new SimulatedPick(arrival, sensor, null) { Fault = fault };
    }

    /// <summary>A hundred times as many picks as a sensor has on average.</summary>
    private void Flood(double from, double to, List<SimulatedPick> picks)
    {
        var mean = picks.Count / (double)scenario.Sensors.Count;
        foreach (var sensor in bad.Where(pair => pair.Value == BadSensor.Floods).Select(pair => pair.Key).Order())
        {
            for (var count = draws.Poisson((FloodFactor - 1) * mean); count > 0; count--)
            {
                picks.Add(Invented(sensor, from + (draws.Uniform() * (to - from)), null, "floods"));
            }
        }
    }

    /// <summary>Delays everything, sends some again, and keeps what is still under way.</summary>
    private List<SimulatedPick> Received(List<SimulatedPick> picks, double to)
    {
        foreach (var pick in picks)
        {
            var sent = pick with { ReceivedSeconds = pick.ReceivedSeconds + Delay() };
            underWay.Add(sent);
            if (options.Resent > 0 && draws.Uniform() < options.Resent)
            {
                underWay.Add(sent with { ReceivedSeconds = sent.ReceivedSeconds + (ResendSeconds * draws.Exponential()) });
            }
        }
        var here = underWay.Where(pick => pick.ReceivedSeconds < to).ToList();
        underWay.RemoveAll(pick => pick.ReceivedSeconds < to);
        here.Sort(
            (a, b) =>
                a.ReceivedSeconds.CompareTo(b.ReceivedSeconds) is var order and not 0
                    ? order
                    : string.CompareOrdinal(a.Arrival.Id, b.Arrival.Id)
        );
        return here;
    }

    private double Delay() =>
        options.DelaySeconds <= 0 ? 0 : options.DelaySeconds * draws.Exponential() * (draws.Uniform() < LateShare ? LateFactor : 1);
}
