namespace Holdfast.Core.Watch.Association;

/// <summary>
/// Associates the arrivals of one region into origins as they come. Windows of origin time lie on a fixed calendar and are solved in order, each when the watermark says
/// that everything it needs is here; so the origins are a function of the set of arrivals before the watermark, whatever their order and repetition.
/// </summary>
/// <remarks>Memory: the search grid, and the arrivals of one window, its margin and the longest travel time; at most <see cref="AssociationParameters.MaximumHeld"/>.</remarks>
public sealed class AssociationStream
{
    /// <summary>An origin may lie this much before its window: it may have been just outside the last one, seconds.</summary>
    private const double Overlap = 1;

    /// <summary>What was learnt of the air is worth half after about 40 minutes.</summary>
    private const double AirMemorySeconds = 3_600;

    private readonly AssociationParameters parameters;
    private readonly AssociationGround ground;
    private readonly SensorNet net;
    private readonly Propagation told;
    private readonly FitPool pool;
    private readonly ICandidateSource search;
    private readonly ICalibration calibration;
    private readonly double waitSeconds;
    private readonly Dictionary<string, (int Channel, Arrival Arrival)> held = new(StringComparer.Ordinal);
    private double watermark = double.NegativeInfinity;
    private double? next;

    /// <exception cref="ArgumentException">No sensors, a sensor twice, or numbers that are not finite or out of range.</exception>
    /// <param name="parameters">The engine's parameters.</param>
    /// <param name="sensors">The region's sensors.</param>
    /// <param name="air">The region's air as told.</param>
    /// <param name="known">If there are any, only these events are looked for, as in a calibration with shots at known places.</param>
    public AssociationStream(
        AssociationParameters parameters,
        IEnumerable<Sensor> sensors,
        AirModel air,
        IReadOnlyList<KnownEvent>? known = null
    )
        : this(new AssociationGround(parameters, sensors, air), null, known) { }

    /// <summary>The same for seismic waves: arrivals are P or S, and origins have a depth.</summary>
    /// <exception cref="ArgumentException">No sensors, a sensor twice, or numbers that are not finite or out of range.</exception>
    public AssociationStream(
        AssociationParameters parameters,
        IEnumerable<Sensor> sensors,
        VelocityModel velocity,
        IReadOnlyList<KnownEvent>? known = null
    )
        : this(new AssociationGround(parameters, sensors, velocity), null, known) { }

    /// <summary>Over ground that was prepared, which several streams may share; not at the same time.</summary>
    /// <param name="ground">What does not change while the sensors stand where they stand.</param>
    /// <param name="pace">Other windows than the parameters say; null for those.</param>
    /// <param name="known">If there are any, only these events are looked for.</param>
    public AssociationStream(AssociationGround ground, WindowPace? pace = null, IReadOnlyList<KnownEvent>? known = null)
    {
        ArgumentNullException.ThrowIfNull(ground);
        this.ground = ground;
        parameters = pace is null
            ? ground.Parameters
            : ground.Parameters with
            {
                WindowSeconds = pace.WindowSeconds,
                MarginSeconds = pace.MarginSeconds,
            };
        parameters.Check();
        (net, told, pool) = (ground.Net, ground.Told, ground.Pool);
        calibration = ground.Calibration();
        search = known is { Count: > 0 } ? new KnownEvents(known, ground.Search.AreaSquareMetres) : ground.Search;
        waitSeconds = pace?.WaitSeconds ?? parameters.MarginSeconds + LongestTravelSeconds;
        Air = ground.Air;
    }

    /// <summary>The air as believed after the last window; null where the waves do not travel in air.</summary>
    public AirModel? Air { get; private set; }

    /// <summary>Whose sensors and arrivals are; where it is set, each origin is asked again without each owner that had a part in it (<see cref="Origin.Trials"/>).</summary>
    public Ownership? Ownership { get; set; }

    /// <summary>Arrivals that are waiting.</summary>
    public int Held => held.Count;

    /// <summary>How long after its window an origin may still be heard, seconds.</summary>
    public double LongestTravelSeconds => ground.LongestTravelSeconds;

    /// <summary>Where the next window begins, seconds; null before the first was solved. Origins before it are said.</summary>
    public double? SolvedTo => next * parameters.WindowSeconds;

    /// <summary>Takes one arrival, in any order.</summary>
    public Admission Add(Arrival arrival)
    {
        ArgumentNullException.ThrowIfNull(arrival);
        if (!IsSound(arrival))
        {
            return Admission.Invalid;
        }
        if (!net.TryFind(arrival.Sensor, arrival.Phase, out var sensor))
        {
            return Admission.UnknownSensor;
        }
        if (arrival.TimeSeconds < watermark)
        {
            return Admission.Late;
        }
        if (held.TryGetValue(arrival.Id, out var earlier))
        {
            return Contradicting(arrival, sensor, earlier.Arrival);
        }
        if (held.Count >= parameters.MaximumHeld)
        {
            return Admission.Full;
        }
        held.Add(arrival.Id, (sensor, arrival));
        return Admission.Taken;
    }

    /// <summary>Takes an arrival back that waits and that no origin has; false where there is none of this name.</summary>
    public bool Withdraw(string id) => held.Remove(id);

    /// <summary>Says that every arrival before <paramref name="timeSeconds"/> has been added; returns the origins that are now final, by time.</summary>
    public IReadOnlyList<Origin> Advance(double timeSeconds)
    {
        if (double.IsNaN(timeSeconds))
        {
            throw new ArgumentOutOfRangeException(nameof(timeSeconds), "A watermark is a number of seconds.");
        }
        watermark = Math.Max(watermark, timeSeconds);
        var result = new List<Origin>();
        // As long as even the next window must wait, nobody need look for the first arrival.
        while (held.Count > 0 && !(next is { } waiting && !IsDue(waiting)))
        {
            // Nothing can begin before the first arrival's longest travel; empty windows are skipped.
            var first = Math.Floor((held.Values.Min(pick => pick.Arrival.TimeSeconds) - LongestTravelSeconds) / parameters.WindowSeconds);
            var window = Math.Max(next ?? first, first);
            var end = (window + 1) * parameters.WindowSeconds;
            if (!IsDue(window))
            {
                break;
            }
            result.AddRange(SolveWindow(window * parameters.WindowSeconds, end));
            next = window + 1;
        }
        return result;
    }

    private bool IsDue(double window) => ((window + 1) * parameters.WindowSeconds) + waitSeconds <= watermark;

    /// <summary>All that is held, solved as if nothing more came.</summary>
    public IReadOnlyList<Origin> Complete() => Advance(double.PositiveInfinity);

    private static bool IsSound(Arrival arrival) =>
        Math.Abs(arrival.TimeSeconds) <= 1e11
        && arrival.SigmaSeconds is > 0 and < 60
        && arrival.Bearing
            is null
                or {
                    AzimuthRadians: > -10 and < 10,
                    SigmaRadians: > 0 and < 4,
                    Range: null or { Metres: >= 0 and < 1e6, SigmaMetres: > 0 and < 1e6 }
                };

    /// <summary>The same name with other content: the least by time stays, whichever came first, so that order leaves no trace.</summary>
    private Admission Contradicting(Arrival arrival, int sensor, Arrival earlier)
    {
        if (arrival == earlier)
        {
            return Admission.Repeated;
        }
        if (CompareContent(arrival, earlier) < 0)
        {
            held[arrival.Id] = (sensor, arrival);
        }
        return Admission.Contradicting;
    }

    private static int CompareContent(Arrival a, Arrival b)
    {
        var order = a.TimeSeconds.CompareTo(b.TimeSeconds);
        order = order != 0 ? order : string.CompareOrdinal(a.Sensor, b.Sensor);
        order = order != 0 ? order : a.SigmaSeconds.CompareTo(b.SigmaSeconds);
        order = order != 0 ? order : Nullable.Compare(a.Bearing?.AzimuthRadians, b.Bearing?.AzimuthRadians);
        order = order != 0 ? order : Nullable.Compare(a.Bearing?.SigmaRadians, b.Bearing?.SigmaRadians);
        order = order != 0 ? order : Nullable.Compare(a.Bearing?.Range?.Metres, b.Bearing?.Range?.Metres);
        return order != 0 ? order : Nullable.Compare(a.Bearing?.Range?.SigmaMetres, b.Bearing?.Range?.SigmaMetres);
    }

    private List<Origin> SolveWindow(double from, double to)
    {
        var until = to + parameters.MarginSeconds + LongestTravelSeconds;
        var picks = new PickWindow(net, held.Values.Where(pick => pick.Arrival.TimeSeconds < until), from, until);
        var solver = new WindowSolver(parameters, pool, search, told, calibration);
        var solved = solver.Solve(picks, from - Overlap, to + parameters.MarginSeconds);
        solver.Locate(picks, to);
        calibration.Fade(Math.Exp(-parameters.WindowSeconds / AirMemorySeconds));
        var rays = new RayFan(net, parameters.Detection);
        var result = new List<Origin>();
        var trials = Ownership is { } ownership ? new OwnerTrials(parameters, ownership, picks, Over(solver.Propagation)) : null;
        foreach (
            var origin in solved
                .Where(origin => origin.Time < to)
                .OrderBy(origin => origin, Comparer<Hypothesis>.Create(Hypothesis.BestFirst))
        )
        {
            if (parameters.CalibratesAir)
            {
                calibration.Learn(picks, solver.Propagation, rays, origin);
            }
            var built = OriginBuilder.Build(parameters, picks, solver.Propagation, rays, origin);
            result.Add(trials?.Of(origin) is { Count: > 0 } asked ? built with { Trials = asked } : built);
            foreach (var pick in origin.Picks)
            {
                held.Remove(picks.Arrivals[pick].Id);
            }
        }
        Air = (solver.Propagation as AirPropagation)?.Air;
        foreach (var (_, arrival) in held.Values.Where(pick => pick.Arrival.TimeSeconds < to - Overlap).ToArray())
        {
            held.Remove(arrival.Id);
        }
        return [.. result.OrderBy(origin => origin.TimeSeconds).ThenBy(origin => origin.Id, StringComparer.Ordinal)];
    }

    /// <summary>The same waves over other sensors: the air as it is believed by now; the ground as told.</summary>
    private Func<SensorNet, Propagation> Over(Propagation believed) =>
        others => believed is AirPropagation air ? new AirPropagation(others, parameters, air.Air) : ground.ToldTo(others);
}
