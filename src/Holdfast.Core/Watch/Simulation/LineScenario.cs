using Holdfast.Core.Watch.Association;

namespace Holdfast.Core.Watch.Simulation;

/// <summary>
/// The LINE-ACOUSTIC scenario of PEERS.md: a winding front with three rows of sensors, air known with errors, shots and fire missions, picks with wide errors, false picks,
/// bearings on some sensors. Rates count shots; half of the shots are single and half belong to missions, or half of the starts are single shots and half are missions: the
/// text can be read either way.
/// </summary>
/// <remarks>A function of the options alone. Up to an hour is drawn at once, longer scenarios in blocks: what is held does not grow with the duration.</remarks>
public sealed class LineScenario
{
    private static readonly double[] HalfRange = [6_000, 10_000, 16_000];

    private readonly LineOptions options;
    private readonly Draws draws;
    private readonly List<Sensor> sensors = [];
    private readonly List<AirSector> told = [];
    private readonly List<double> clock = [];

    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public LineScenario(LineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        this.options = options;
        draws = new Draws(options.Seed);
        var phase = draws.Uniform() * Math.Tau;
        Air = new LineAir(options.Weather, phase, draws.Uniform() * Math.Tau);
        MakeSensors();
        MakeTold();
    }

    /// <summary>Who hears what, as the scenario is made and as the engine is told.</summary>
    public static DetectionModel Detection { get; } =
        new([new LoudnessClass(HalfRange[0], 0.5), new LoudnessClass(HalfRange[1], 0.35), new LoudnessClass(HalfRange[2], 0.15)]);

    public IReadOnlyList<Sensor> Sensors => sensors;

    /// <summary>The air as the engine is told: one value for each sector of 20 km, as it is at the start, with errors.</summary>
    public IReadOnlyList<AirSector> Told => told;

    /// <summary>The air as it truly is.</summary>
    public LineAir Air { get; }

    /// <summary>The front: kilometres north at kilometres east.</summary>
    public static double Front(double km) => (8 * Math.Sin(Math.Tau * km / 70)) + (3 * Math.Sin(Math.Tau * km / 23));

    /// <summary>What happens, in stretches of time. Can be asked once: what is drawn is gone.</summary>
    public IEnumerable<SimulatedBlock> Blocks()
    {
        var picks = new LinePicks(options, draws, sensors, clock);
        var shots = new LineShots(options, draws);
        var guns = options.Fire == LineFireKind.Guns ? new LineGuns(options, draws) : null;
        var length = options.DurationSeconds <= LineOptions.LongestWhole ? options.DurationSeconds : LineOptions.BlockSeconds;
        for (var from = 0.0; from < options.DurationSeconds; from += length)
        {
            var to = Math.Min(options.DurationSeconds, from + length);
            var made = guns is null ? shots.Make(from, to) : guns.Make(from, to);
            picks.Hear(made, Air, HalfRange);
            picks.AddFalse(from, to);
            yield return picks.Finish(to);
        }
    }

    private void MakeSensors()
    {
        foreach (var (back, spacing) in new[] { (3.0, 1.5), (6.0, 1.5), (12.0, 3.0) })
        {
            for (var x = 0.0; x <= options.LengthKm; x += spacing)
            {
                var east = x + (0.25 * draws.Gauss());
                var north = Front(x) - back + (0.25 * draws.Gauss());
                sensors.Add(new Sensor($"s{sensors.Count:D5}", east * 1_000, north * 1_000));
                clock.Add(0.010 * draws.Gauss());
            }
        }
    }

    private void MakeTold()
    {
        for (var sector = 0; sector * 20 < options.LengthKm; sector++)
        {
            var middle = ((sector * 20) + 10) * 1_000.0;
            var (east, north) = Air.Wind(middle, 0);
            told.Add(
                new AirSector(
                    sector * 20_000.0,
                    Air.Temperature(middle, 0) + (2 * draws.Gauss()),
                    east + (2 * draws.Gauss()),
                    north + (2 * draws.Gauss())
                )
            );
        }
    }
}
