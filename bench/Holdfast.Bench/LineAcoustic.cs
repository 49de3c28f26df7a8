using Holdfast.Core.Watch.Association;

namespace Holdfast.Bench;

/// <summary>
/// The LINE-ACOUSTIC scenario of PEERS.md: a winding front with three rows of sensors, air known with errors, shots and fire missions, picks with wide errors, false picks,
/// bearings on some sensors. Rates count shots; half of the shots are single, half belong to missions, or half of the
/// starts are single shots and half are missions: the text can be read either way.
/// </summary>
internal sealed class LineAcoustic
{
    private static readonly double[] HalfRange = [6_000, 10_000, 16_000];
    private readonly Random random;
    private readonly bool halfOfStarts;
    private readonly double lengthKm;
    private readonly double duration;
    private readonly double airPhase;
    private readonly double windAngle;
    private readonly List<double> clock = [];
    private readonly List<List<(double Time, int Shot)>> heard = [];

    private LineAcoustic(double lengthKm, double duration, int seed, bool halfOfStarts)
    {
        this.halfOfStarts = halfOfStarts;
        this.lengthKm = lengthKm;
        this.duration = duration;
        random = new Random(seed);
        airPhase = random.NextDouble() * Math.Tau;
        windAngle = random.NextDouble() * Math.Tau;
    }

    public List<Sensor> Sensors { get; } = [];

    public List<AirSector> Told { get; } = [];

    public List<Shot> Shots { get; } = [];

    public List<Arrival> Arrivals { get; } = [];

    /// <summary>The shot of each arrival by its id; -1 for false ones.</summary>
    public Dictionary<string, int> TrueShot { get; } = new(StringComparer.Ordinal);

    public static DetectionModel Detection { get; } =
        new([new LoudnessClass(6_000, 0.5), new LoudnessClass(10_000, 0.35), new LoudnessClass(16_000, 0.15)]);

    public static LineAcoustic Make(
        double lengthKm,
        double ratePerSector,
        double seconds,
        double falseRatio,
        double bearings,
        int seed,
        bool halfOfStarts = false
    )
    {
        var made = new LineAcoustic(lengthKm, seconds, seed, halfOfStarts);
        made.MakeSensors();
        made.MakeAir();
        made.MakeShots(ratePerSector);
        made.MakePicks();
        made.MakeFalse(falseRatio);
        made.Finish(bearings);
        return made;
    }

    /// <summary>The air as it truly is at a place, for the Cramer-Rao bound.</summary>
    public AirModel TrueAir(double east) => new([new AirSector(0, Temperature(east), Wind(east).East, Wind(east).North, 0, 0)]);

    private static double Front(double km) => (8 * Math.Sin(Math.Tau * km / 70)) + (3 * Math.Sin(Math.Tau * km / 23));

    private void MakeSensors()
    {
        foreach (var (back, spacing) in new[] { (3.0, 1.5), (6.0, 1.5), (12.0, 3.0) })
        {
            for (var x = 0.0; x <= lengthKm; x += spacing)
            {
                var east = x + (0.25 * Gauss());
                var north = Front(x) - back + (0.25 * Gauss());
                Sensors.Add(new Sensor($"s{Sensors.Count:D5}", east * 1_000, north * 1_000));
                clock.Add(0.010 * Gauss());
                heard.Add([]);
            }
        }
    }

    private double Temperature(double east) => 10 + (4 * Math.Sin((Math.Tau * east / 400_000) + airPhase));

    private (double East, double North) Wind(double east) =>
        (
            (5 * Math.Cos(windAngle)) + (2 * Math.Sin((Math.Tau * east / 250_000) + airPhase)),
            (5 * Math.Sin(windAngle)) + (2 * Math.Cos((Math.Tau * east / 310_000) + airPhase))
        );

    private void MakeAir()
    {
        for (var sector = 0; sector * 20 < lengthKm; sector++)
        {
            var middle = ((sector * 20) + 10) * 1_000.0;
            var wind = Wind(middle);
            Told.Add(
                new AirSector(sector * 20_000.0, Temperature(middle) + (2 * Gauss()), wind.East + (2 * Gauss()), wind.North + (2 * Gauss()))
            );
        }
    }

    private void MakeShots(double rate)
    {
        var count = Poisson(rate * duration / 60 * lengthKm / 20);
        // A mission has seven rounds on average: one start in eight is a mission where half of the shots are to belong to missions.
        while (Shots.Count < count)
        {
            var x = random.NextDouble() * lengthKm;
            var y = Front(x) + (random.NextDouble() < 0.5 ? 3 + (12 * random.NextDouble()) : -10 + (12 * random.NextDouble()));
            var time = random.NextDouble() * duration;
            var loudness = Loudness();
            if (random.NextDouble() < (halfOfStarts ? 0.5 : 7.0 / 8))
            {
                Shots.Add(new Shot(time, x * 1_000, y * 1_000, loudness));
                continue;
            }
            for (var rounds = 1 + Poisson(6); rounds > 0 && time < duration; rounds--)
            {
                Shots.Add(new Shot(time, (x * 1_000) + (150 * Gauss()), (y * 1_000) + (150 * Gauss()), loudness));
                time -= 4 * Math.Log(1 - random.NextDouble());
            }
        }
    }

    private int Loudness()
    {
        var draw = random.NextDouble();
        return draw < 0.5 ? 0
            : draw < 0.85 ? 1
            : 2;
    }

    private void MakePicks()
    {
        for (var shot = 0; shot < Shots.Count; shot++)
        {
            var source = Shots[shot];
            var wind = Wind(source.East);
            var speed = Math.Sqrt((wind.East * wind.East) + (wind.North * wind.North));
            var still = AirModel.StillSpeed(Temperature(source.East));
            for (var sensor = 0; sensor < Sensors.Count; sensor++)
            {
                var east = Sensors[sensor].EastMetres - source.East;
                var north = Sensors[sensor].NorthMetres - source.North;
                var distance = Math.Sqrt((east * east) + (north * north));
                if (distance > 45_000)
                {
                    continue;
                }
                var along = ((wind.East * east) + (wind.North * north)) / distance;
                var range = HalfRange[source.Loudness] * (1 + (0.25 * along / speed));
                if (random.NextDouble() >= 0.85 / (1 + Math.Exp((distance - range) / (0.12 * range))))
                {
                    continue;
                }
                var sigma = random.NextDouble() < 0.9 ? 0.03 : 0.15;
                var travel = distance / (still + along) * (1 + (0.005 * Gauss()));
                heard[sensor].Add((source.Time + travel + (sigma * Gauss()) + clock[sensor], shot));
            }
        }
    }

    private void MakeFalse(double ratio)
    {
        var count = Poisson(ratio * heard.Sum(picks => picks.Count));
        var noisy = Enumerable.Range(0, Sensors.Count).OrderBy(_ => random.Next()).Take(Math.Max(1, Sensors.Count / 10)).ToArray();
        for (var made = 0; made < count; made++)
        {
            var sensor = random.NextDouble() < 0.3 ? noisy[random.Next(noisy.Length)] : random.Next(Sensors.Count);
            heard[sensor].Add((random.NextDouble() * (duration + 50), -1));
        }
    }

    private void Finish(double bearings)
    {
        for (var sensor = 0; sensor < Sensors.Count; sensor++)
        {
            var directed = random.NextDouble() < bearings;
            var last = double.NegativeInfinity;
            foreach (var (time, shot) in heard[sensor].OrderBy(pick => pick.Time).ToArray())
            {
                if (time - last < 0.2)
                {
                    continue;
                }
                last = time;
                var id = $"p{Arrivals.Count:D7}";
                Arrivals.Add(new Arrival(id, Sensors[sensor].Id, time, 0.03, directed ? BearingOf(sensor, shot) : null));
                TrueShot.Add(id, shot);
                if (shot >= 0)
                {
                    Shots[shot].Picks.Add((id, sensor));
                }
            }
        }
    }

    private Bearing BearingOf(int sensor, int shot)
    {
        const double Sigma = 3 * Math.PI / 180;
        var azimuth =
            shot < 0
                ? random.NextDouble() * Math.Tau
                : Math.Atan2(Shots[shot].East - Sensors[sensor].EastMetres, Shots[shot].North - Sensors[sensor].NorthMetres)
                    + (Sigma * Gauss());
        return new Bearing(Math.IEEERemainder(azimuth, Math.Tau), Sigma);
    }

    private double Gauss() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());

    private int Poisson(double mean)
    {
        if (mean > 50)
        {
            return Math.Max(0, (int)Math.Round(mean + (Math.Sqrt(mean) * Gauss())));
        }
        var count = 0;
        for (var product = 1 - random.NextDouble(); product > Math.Exp(-mean); product *= 1 - random.NextDouble())
        {
            count++;
        }
        return count;
    }
}

/// <summary>A shot as it truly was: seconds and metres; with the arrivals that survived.</summary>
internal sealed record Shot(double Time, double East, double North, int Loudness)
{
    public List<(string Id, int Sensor)> Picks { get; } = [];
}
