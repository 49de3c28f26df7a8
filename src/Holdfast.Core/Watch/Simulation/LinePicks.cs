using Holdfast.Core.Watch.Association;
using Holdfast.Core.Watch.Association.Signatures;

namespace Holdfast.Core.Watch.Simulation;

/// <summary>What the sensors of a line hear of events, with what they report falsely; holds what belongs to later stretches.</summary>
internal sealed class LinePicks
{
    private const double FarthestMetres = 45_000;
    private const double DeadSeconds = 0.2;
    private const double BowHalfRange = 4_000;
    private const double StillGround = 337;

    /// <summary>No sound is under way longer than this.</summary>
    private const double LongestTravel = 160;

    /// <summary>False picks go on this long after the last event may begin.</summary>
    private const double Aftermath = 50;

    private readonly LineOptions options;
    private readonly Draws draws;
    private readonly IReadOnlyList<Sensor> sensors;
    private readonly IReadOnlyList<double> clock;
    private readonly List<(double Time, SimulatedEvent? Event)>[] heard;
    private readonly double[] last;
    private readonly bool?[] directed;
    private readonly List<SimulatedEvent> open = [];
    private readonly GunVoices? voices;
    private int[]? noisy;
    private long heardNow;
    private long picks;

    public LinePicks(LineOptions options, Draws draws, IReadOnlyList<Sensor> sensors, IReadOnlyList<double> clock)
    {
        (this.options, this.draws, this.sensors, this.clock) = (options, draws, sensors, clock);
        heard = [.. sensors.Select(_ => new List<(double, SimulatedEvent?)>())];
        last = [.. sensors.Select(_ => double.NegativeInfinity)];
        directed = new bool?[sensors.Count];
        voices = options.Fire == LineFireKind.Guns ? new GunVoices(options, sensors) : null;
    }

    public void Hear(IReadOnlyList<SimulatedEvent> events, LineAir air, double[] halfRange)
    {
        heardNow = 0;
        foreach (var shot in events)
        {
            if (shot.Part?.Flight is { } flight)
            {
                HearBow(shot, flight, air);
            }
            else
            {
                Hear(shot, air, halfRange[shot.Loudness]);
            }
        }
        open.AddRange(events);
    }

    private void Hear(SimulatedEvent shot, LineAir air, double halfRange)
    {
        var wind = air.Wind(shot.EastMetres, shot.TimeSeconds);
        var speed = Math.Sqrt((wind.East * wind.East) + (wind.North * wind.North));
        var still = AirModel.StillSpeed(air.Temperature(shot.EastMetres, shot.TimeSeconds));
        for (var sensor = 0; sensor < sensors.Count; sensor++)
        {
            var east = sensors[sensor].EastMetres - shot.EastMetres;
            var north = sensors[sensor].NorthMetres - shot.NorthMetres;
            var distance = Math.Sqrt((east * east) + (north * north));
            if (distance > FarthestMetres)
            {
                continue;
            }
            var along = ((wind.East * east) + (wind.North * north)) / distance;
            var range = halfRange * (1 + (0.25 * along / speed));
            if (draws.Uniform() >= 0.85 / (1 + Math.Exp((distance - range) / (0.12 * range))))
            {
                continue;
            }
            var sigma = draws.Uniform() < 0.9 ? 0.03 : 0.15;
            var travel = distance / (still + along) * (1 + (0.005 * draws.Gauss()));
            heard[sensor].Add((shot.TimeSeconds + travel + (sigma * draws.Gauss()) + clock[sensor], shot));
            heardNow++;
        }
    }

    /// <summary>A bow wave is heard half as often as others at <see cref="BowHalfRange"/> from the flight: its tones are high, and the air takes them.</summary>
    private void HearBow(SimulatedEvent shot, Trajectory flight, LineAir air)
    {
        var still = AirModel.StillSpeed(air.Temperature(shot.EastMetres, shot.TimeSeconds));
        for (var sensor = 0; sensor < sensors.Count; sensor++)
        {
            if (BowAt(shot, flight, sensor, still) is not { } bow || bow.MissMetres > FarthestMetres)
            {
                continue;
            }
            if (draws.Uniform() >= 0.85 / (1 + Math.Exp((bow.MissMetres - BowHalfRange) / (0.12 * BowHalfRange))))
            {
                continue;
            }
            var sigma = draws.Uniform() < 0.9 ? 0.03 : 0.15;
            var seconds = bow.Seconds + (bow.MissMetres / still * 0.005 * draws.Gauss());
            heard[sensor].Add((shot.TimeSeconds + seconds + (sigma * draws.Gauss()) + clock[sensor], shot));
            heardNow++;
        }
    }

    private HeardBow? BowAt(SimulatedEvent shot, Trajectory flight, int sensor, double still)
    {
        var (east, north) = (sensors[sensor].EastMetres - shot.EastMetres, sensors[sensor].NorthMetres - shot.NorthMetres);
        var (sine, cosine) = Math.SinCos(shot.Part?.Azimuth ?? 0);
        return BowWave.At(flight, (east * sine) + (north * cosine), (east * cosine) - (north * sine), still);
    }

    /// <summary>False picks over a stretch, so many for each true one that its events gave; 30 % of them on 10 % of the sensors.</summary>
    public void AddFalse(double from, double to)
    {
        var count = draws.Poisson(options.FalseRatio * heardNow);
        noisy ??= [.. Enumerable.Range(0, sensors.Count).OrderBy(_ => draws.Key()).Take(Math.Max(1, sensors.Count / 10))];
        var until = to < options.DurationSeconds ? to : to + Aftermath;
        for (var made = 0; made < count; made++)
        {
            var sensor = draws.Uniform() < 0.3 ? noisy[draws.Below(noisy.Length)] : draws.Below(sensors.Count);
            heard[sensor].Add((from + (draws.Uniform() * (until - from)), null));
        }
    }

    /// <summary>The picks before the end of a stretch, all of them after the last, and the events that nothing further can be heard of.</summary>
    public SimulatedBlock Finish(double to)
    {
        var isLast = to >= options.DurationSeconds;
        var made = new List<SimulatedPick>();
        for (var sensor = 0; sensor < sensors.Count; sensor++)
        {
            directed[sensor] ??= draws.Uniform() < options.Bearings;
            var waiting = new List<(double Time, SimulatedEvent? Event)>();
            foreach (var (time, shot) in heard[sensor].OrderBy(pick => pick.Time))
            {
                if (!isLast && time >= to)
                {
                    waiting.Add((time, shot));
                    continue;
                }
                if (time - last[sensor] < DeadSeconds)
                {
                    continue;
                }
                last[sensor] = time;
                var bearing = directed[sensor] is true ? BearingOf(sensor, shot) : (Bearing?)null;
                var pick = new SimulatedPick(new Arrival($"p{picks++:D7}", sensors[sensor].Id, time, 0.03, bearing), sensor, shot)
                {
                    Voice = voices?.Of(sensor, shot),
                };
                shot?.Heard(pick);
                made.Add(pick);
            }
            heard[sensor] = waiting;
        }
        var done = open.Where(shot => isLast || shot.TimeSeconds + LongestTravel < to).ToArray();
        open.RemoveAll(shot => isLast || shot.TimeSeconds + LongestTravel < to);
        return new SimulatedBlock(isLast ? double.PositiveInfinity : to, made, done);
    }

    private Bearing BearingOf(int sensor, SimulatedEvent? shot)
    {
        const double Sigma = 3 * Math.PI / 180;
        if (shot?.Part is { Flight: { } flight, Azimuth: { } fire } && BowAt(shot, flight, sensor, StillGround) is { } bow)
        {
            // It seems to come from where it left the flight.
            var (along, side) = Math.SinCos(fire);
            var (toEast, toNorth) = (
                shot.EastMetres + (bow.Along * along) - sensors[sensor].EastMetres,
                shot.NorthMetres + (bow.Along * side) - sensors[sensor].NorthMetres
            );
            return new Bearing(Math.IEEERemainder(Math.Atan2(toEast, toNorth) + (Sigma * draws.Gauss()), Math.Tau), Sigma);
        }
        var azimuth = shot is null
            ? draws.Uniform() * Math.Tau
            : Math.Atan2(shot.EastMetres - sensors[sensor].EastMetres, shot.NorthMetres - sensors[sensor].NorthMetres)
                + (Sigma * draws.Gauss());
        return new Bearing(Math.IEEERemainder(azimuth, Math.Tau), Sigma);
    }
}
