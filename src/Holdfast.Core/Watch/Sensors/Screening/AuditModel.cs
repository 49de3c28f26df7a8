using System.Collections.Immutable;
using Holdfast.Core.Watch.Association;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>A sensor as the audit knows it: its place in the region's plane, whose it is, and whether it listened in the block.</summary>
/// <param name="Listening">Whether it gave any sign of life: the silence of one that is down says nothing.</param>
/// <param name="RegisteredAs">Its name in the registry, where the engine knows it by another; null where by the same.</param>
public sealed record AuditSensor(Sensor Sensor, string Owner, bool Listening = true, string? RegisteredAs = null)
{
    public string Name => RegisteredAs ?? Sensor.Id;
}

/// <summary>How sound or waves travel and who hears them, as far as the audit asks.</summary>
public sealed class AuditModel
{
    private const double SpeedOfSound = 340;

    private readonly Func<Due, Sensor, double> travel;
    private readonly Func<double, (double East, double North)> windOver;
    private readonly Func<IReadOnlyList<Sensor>, AssociationStream> engine;

    private AuditModel(
        AssociationParameters parameters,
        ImmutableArray<Phase> phases,
        Func<Due, Sensor, double> travel,
        Func<double, (double East, double North)> windOver,
        Func<IReadOnlyList<Sensor>, AssociationStream> engine
    )
    {
        (Parameters, Phases) = (parameters, phases);
        (this.travel, this.windOver, this.engine) = (travel, windOver, engine);
    }

    public AssociationParameters Parameters { get; }

    /// <summary>The waves that each event sends out.</summary>
    public ImmutableArray<Phase> Phases { get; }

    public DetectionModel Detection => Parameters.Detection;

    /// <summary>How many times faster than sound the waves are: lengths of searches grow with it.</summary>
    public double Scale => Parameters.SpeedScale / SpeedOfSound;

    /// <summary>Sound in air; the wind carries it.</summary>
    public static AuditModel InAir(AssociationParameters parameters, AirModel air) =>
        new(
            parameters,
            [Phase.Sound],
            (due, sensor) => air.TravelSeconds(due.Origin.EastMetres, due.Origin.NorthMetres, sensor.EastMetres, sensor.NorthMetres),
            east => air.StateOf(air.SectorAt(east)).WindDirection,
            sensors => new AssociationStream(parameters, sensors, air)
        );

    /// <summary>Waves in layers of rock, P and S.</summary>
    public static AuditModel InGround(AssociationParameters parameters, VelocityModel velocity)
    {
        // A search for the place where a sensor may stand looks further than anything is heard.
        var reach = parameters.Detection.MaximumRangeMetres * 1.5;
        var tables = new[] { Phase.P, Phase.S }.ToDictionary(phase => phase, phase => new TravelTable(velocity, phase, reach));
        return new AuditModel(
            parameters,
            [Phase.P, Phase.S],
            (due, sensor) =>
                tables[due.Phase]
                    .At(
                        Math.Max(1, Distance(sensor.EastMetres - due.Origin.EastMetres, sensor.NorthMetres - due.Origin.NorthMetres)),
                        due.Origin.DepthMetres
                    )
                    .Seconds,
            _ => (0, 0),
            sensors => new AssociationStream(parameters, sensors, velocity)
        );
    }

    /// <summary>The waves of a region.</summary>
    public static AuditModel Of(WavesModel waves)
    {
        ArgumentNullException.ThrowIfNull(waves);
        return waves.Velocity is { } velocity ? InGround(waves.Parameters, velocity) : InAir(waves.Parameters, new AirModel(waves.Air));
    }

    /// <summary>
    /// Origins that the sensors of one owner alone make of arrivals: the engine itself rejects what only one owner's sensors tell against the silence of the others, so to
    /// see that somebody invents events it is asked what that owner's sensors alone would have it believe.
    /// </summary>
    public IReadOnlyList<Origin> Alone(IReadOnlyList<Sensor> sensors, IReadOnlyList<Arrival> arrivals)
    {
        if (arrivals.Count < Parameters.MinimumArrivals)
        {
            return [];
        }
        var stream = engine(sensors);
        foreach (var arrival in arrivals)
        {
            stream.Add(arrival);
        }
        return stream.Complete();
    }

    /// <summary>Seconds from a source to a sensor.</summary>
    public double Seconds(Due due, Sensor sensor) => travel(due, sensor);

    /// <summary>The probability that a sensor reports an event of a class of loudness.</summary>
    public double Probability(int loudness, Origin origin, Sensor sensor)
    {
        var (distance, cosine) = Ray(origin, sensor);
        return Detection.Probability(loudness, distance, cosine);
    }

    /// <summary>The same for an event whose loudness is known as a distribution.</summary>
    public double Probability(Origin origin, Sensor sensor)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var (distance, cosine) = Ray(origin, sensor);
        var sum = 0.0;
        for (var number = 0; number < Detection.Loudness.Count; number++)
        {
            var known = origin.LoudnessProbabilities;
            var share = number < known.Count ? known[number] : Detection.Loudness[number].Share;
            sum += share * Detection.Probability(number, distance, cosine);
        }
        return sum;
    }

    private (double Distance, double Cosine) Ray(Origin origin, Sensor sensor)
    {
        var (east, north) = (sensor.EastMetres - origin.EastMetres, sensor.NorthMetres - origin.NorthMetres);
        var along = Math.Max(1, Distance(east, north));
        var (blowEast, blowNorth) = windOver(origin.EastMetres);
        var slant = Math.Sqrt((along * along) + (origin.DepthMetres * origin.DepthMetres));
        return (slant, ((east * blowEast) + (north * blowNorth)) / along);
    }

    private static double Distance(double east, double north) => Math.Sqrt((east * east) + (north * north));
}

/// <summary>A wave that an event sent out: an arrival of it may be due at a sensor.</summary>
public readonly record struct Due(Origin Origin, Phase Phase);

/// <summary>A block of work of the association, to be audited.</summary>
/// <param name="Epoch">The instant at which the block begins.</param>
/// <param name="Seconds">Length of the block.</param>
/// <param name="Arrivals">Those that were put to association, explained or not.</param>
/// <param name="StartSeconds">The time of the epoch in the times of origins and arrivals.</param>
public sealed record AuditBlock(
    NodaTime.Instant Epoch,
    double Seconds,
    IReadOnlyList<AuditSensor> Sensors,
    IReadOnlyList<Origin> Origins,
    IReadOnlyList<Arrival> Arrivals,
    double StartSeconds = 0
)
{
    public double EndSeconds => StartSeconds + Seconds;
}

/// <summary>How a sensor's arrivals lie to what origins make of them.</summary>
/// <param name="Expected">Arrivals that it should have had of the block's origins.</param>
/// <param name="Explained">Arrivals that origins explain.</param>
/// <param name="Unexplained">Arrivals that no origin explains: its noise, and what is too faint for others.</param>
/// <param name="ClockOffsetSeconds">Its clock minus true time by the residuals; null where too few say.</param>
/// <param name="ClockOffsetSigma">Standard deviation of that.</param>
/// <param name="MisplacedMetres">How far from its registered place the residuals put it; null where too few say.</param>
/// <param name="MisplacedSigma">Standard deviation of that.</param>
public sealed record SensorResiduals(
    string Sensor,
    double Expected,
    int Explained,
    int Unexplained,
    double? ClockOffsetSeconds,
    double? ClockOffsetSigma,
    double? MisplacedMetres,
    double? MisplacedSigma
);
