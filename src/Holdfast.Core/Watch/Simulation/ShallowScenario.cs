using Holdfast.Core.Watch.Association;

namespace Holdfast.Core.Watch.Simulation;

/// <summary>
/// SHALLOW, the synthetic set-up of Muenchmeyer 2024 (<i>PyOcto: a high-throughput seismic phase associator</i>, with its published benchmark code): 10 x 10 stations over 2 x 2 degrees, depths of
/// 0 to 30 km, magnitudes after Gutenberg and Richter with b = 1 from -.5; a phase is detected with p = .8 (1 - logistic((d - r) / max(.1 r, 30 km))), r = 120 M + 80 km, d the distance to the hypocentre, P
/// and S correlated by .5; a pick is wrong by N(0, max(1 % of the travel time, .4 s)); an event that gives fewer than ten picks or fewer than four stations with both is drawn anew; false picks are uniform.
/// </summary>
public sealed class ShallowScenario
{
    private const int Side = 10;
    private const double South = -22;
    private const double West = -70;
    private const double Degrees = 2;
    private const double DeepestKm = 30;
    private const double LeastMagnitude = -0.5;
    private const double MostMagnitude = 9;
    private const double Ceiling = 0.8;
    private const double Correlation = 0.5;
    private const double RelativeError = 0.01;
    private const double LeastError = 0.4;
    private const int LeastPicks = 10;
    private const int LeastBoth = 4;

    /// <summary>So often may an event be drawn anew; about one in three can be found.</summary>
    private const int MostDraws = 100_000;

    private readonly ShallowOptions options;
    private readonly Draws draws;
    private readonly TravelGrid travel = new(Truth);
    private readonly List<(double Time, int Sensor, Phase Phase, SimulatedEvent? Event)> heard = [];

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public ShallowScenario(ShallowOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        this.options = options;
        draws = new Draws(options.Seed);
        var made = new List<Sensor>();
        for (var row = 0; row < Side; row++)
        {
            for (var column = 0; column < Side; column++)
            {
                var step = Degrees / (Side - 1);
                var (east, north) = Plane(West + (column * step), South + (row * step));
                made.Add(new Sensor($"S{made.Count:D4}", east, north, 0, 0));
            }
        }
        Sensors = made;
    }

    public IReadOnlyList<Sensor> Sensors { get; }

    /// <summary>The speeds of the benchmark: northern Chile after Graeber and Asch 1999, gradients as layers of two kilometres.</summary>
    public static VelocityModel Truth { get; } = new(Layers(), 0, DeepestKm * 1_000);

    /// <summary>Everything that happens. Can be asked once.</summary>
    public SimulatedBlock Make()
    {
        var events = new List<SimulatedEvent>();
        while (events.Count < options.Events)
        {
            events.Add(MakeEvent(events.Count));
        }
        for (var count = (int)(options.NoiseFactor * heard.Count); count > 0; count--)
        {
            var phase = draws.Below(2) == 0 ? Phase.P : Phase.S;
            heard.Add((draws.Uniform() * options.DurationSeconds, draws.Below(Sensors.Count), phase, null));
        }
        var picks = new List<SimulatedPick>();
        foreach (var (time, sensor, phase, source) in heard.OrderBy(pick => pick.Time))
        {
            var arrival = new Arrival($"p{picks.Count:D7}", Sensors[sensor].Id, time, LeastError, null, phase);
            var pick = new SimulatedPick(arrival, sensor, source);
            source?.Heard(pick);
            picks.Add(pick);
        }
        heard.Clear();
        return new SimulatedBlock(double.PositiveInfinity, picks, events);
    }

    /// <summary>Metres east and north of the middle: transverse Mercator on the sphere, so that lengths are right to a few parts in ten thousand.</summary>
    public static (double East, double North) Plane(double longitude, double latitude)
    {
        var (phi, lambda) = (latitude * Math.PI / 180, (longitude - (West + (Degrees / 2))) * Math.PI / 180);
        return (
            EarthMetres * Math.Atanh(Math.Cos(phi) * Math.Sin(lambda)),
            EarthMetres * (Math.Atan2(Math.Tan(phi), Math.Cos(lambda)) - ((South + (Degrees / 2)) * Math.PI / 180))
        );
    }

    /// <summary>The other way.</summary>
    public static (double Longitude, double Latitude) Geographic(double east, double north)
    {
        var (x, y) = (east / EarthMetres, (north / EarthMetres) + ((South + (Degrees / 2)) * Math.PI / 180));
        return (
            West + (Degrees / 2) + (Math.Atan2(Math.Sinh(x), Math.Cos(y)) * 180 / Math.PI),
            Math.Asin(Math.Sin(y) / Math.Cosh(x)) * 180 / Math.PI
        );
    }

    private const double EarthMetres = 6_371_008.8;

    private SimulatedEvent MakeEvent(int number)
    {
        for (var drawn = 0; drawn < MostDraws; drawn++)
        {
            var (east, north) = Plane(West + (Degrees * draws.Uniform()), South + (Degrees * draws.Uniform()));
            var depth = 1_000 * DeepestKm * draws.Uniform();
            var time = draws.Uniform() * options.DurationSeconds;
            var magnitude = Magnitude();
            var made = new SimulatedEvent(number, time, east, north, depth, 0) { Magnitude = magnitude };
            if (Hear(made, (120 * magnitude) + 80))
            {
                return made;
            }
        }
        throw new InvalidOperationException("No event that can be found was drawn.");
    }

    /// <summary>The inverse of the distribution, cut at the largest magnitude.</summary>
    private double Magnitude()
    {
        var cut = Math.Pow(10, LeastMagnitude - MostMagnitude);
        return LeastMagnitude - Math.Log10(1 - (draws.Uniform() * (1 - cut)));
    }

    private bool Hear(SimulatedEvent made, double rangeKm)
    {
        var (before, both) = (heard.Count, 0);
        var width = Math.Max(0.1 * rangeKm, 30);
        for (var sensor = 0; sensor < Sensors.Count; sensor++)
        {
            var (east, north) = (Sensors[sensor].EastMetres - made.EastMetres, Sensors[sensor].NorthMetres - made.NorthMetres);
            var flat = Math.Sqrt((east * east) + (north * north));
            var distanceKm = Math.Sqrt((flat * flat) + (made.DepthMetres * made.DepthMetres)) / 1_000;
            var p = Ceiling / (1 + Math.Exp((distanceKm - rangeKm) / width));
            var hasP = draws.Uniform() < p;
            var hasS = draws.Uniform() < (hasP ? p + (Correlation * (1 - p)) : p - (Correlation * p));
            foreach (var phase in (ReadOnlySpan<Phase>)[Phase.P, Phase.S])
            {
                if (phase == Phase.P ? hasP : hasS)
                {
                    var seconds = travel.Seconds(phase, flat, made.DepthMetres);
                    var error = Math.Max(RelativeError * seconds, LeastError) * draws.Gauss();
                    heard.Add((made.TimeSeconds + seconds + error, sensor, phase, made));
                }
            }
            both += hasP && hasS ? 1 : 0;
        }
        if (heard.Count - before >= LeastPicks && both >= LeastBoth)
        {
            return true;
        }
        heard.RemoveRange(before, heard.Count - before);
        return false;
    }

    private static IEnumerable<VelocityLayer> Layers()
    {
        (double Depth, double P, double S)[] nodes =
        [
            (0, 6.1, 3.6),
            (10, 6.1, 3.6),
            (20, 6.4, 3.8),
            (30, 6.5, 3.8),
            (40, 7.1, 4.2),
            (50, 7.1, 4.2),
            (60, 7.3, 4.3),
            (70, 7.9, 4.7),
            (80, 8.1, 4.8),
            (90, 8.5, 5.1),
        ];
        for (var node = 0; node + 1 < nodes.Length; node++)
        {
            var (top, bottom) = (nodes[node], nodes[node + 1]);
            var steps = top.P == bottom.P && top.S == bottom.S ? 1 : 5;
            for (var step = 0; step < steps; step++)
            {
                var share = (step + 0.5) / steps;
                yield return new VelocityLayer(
                    1_000 * (top.Depth + ((bottom.Depth - top.Depth) * step / steps)),
                    1_000 * (top.P + (share * (bottom.P - top.P))),
                    1_000 * (top.S + (share * (bottom.S - top.S)))
                );
            }
        }
        yield return new VelocityLayer(90_000, 8_500, 5_100);
    }
}
