using Holdfast.Core.Watch.Association;

namespace Holdfast.Core.Watch.Sensors.Screening;

/// <summary>A sensor as the audit knows it: its place in the region's plane, whose it is, and whether it listened in the block.</summary>
/// <param name="Listening">Whether it gave any sign of life: the silence of one that is down says nothing.</param>
public sealed record AuditSensor(Sensor Sensor, string Owner, bool Listening = true);

/// <summary>How sound or waves travel and who hears them, as far as the audit asks.</summary>
public sealed class AuditModel
{
    private readonly Func<double, double, double, double, double> travel;
    private readonly Func<double, (double East, double North)> windOver;
    private readonly Func<IReadOnlyList<Sensor>, IReadOnlyList<Arrival>, IReadOnlyList<Origin>>? alone;

    private AuditModel(
        DetectionModel detection,
        Func<double, double, double, double, double> travel,
        Func<double, (double East, double North)> windOver,
        Func<IReadOnlyList<Sensor>, IReadOnlyList<Arrival>, IReadOnlyList<Origin>>? alone = null
    )
    {
        this.alone = alone;
        Detection = detection;
        this.travel = travel;
        this.windOver = windOver;
    }

    public DetectionModel Detection { get; }

    /// <summary>Sound in air; the wind carries it.</summary>
    public static AuditModel InAir(DetectionModel detection, AirModel air) =>
        new(detection, air.TravelSeconds, east => air.StateOf(air.SectorAt(east)).WindDirection);

    /// <summary>
    /// The same, with parties heard alone: the engine itself rejects what only one owner's sensors tell against the silence of the others, so to see that somebody
    /// invents events it is asked what that owner's sensors alone would have it believe.
    /// </summary>
    public static AuditModel InAir(AssociationParameters engine, AirModel air) =>
        new(
            engine.Detection,
            air.TravelSeconds,
            east => air.StateOf(air.SectorAt(east)).WindDirection,
            (sensors, arrivals) =>
            {
                var stream = new AssociationStream(engine, sensors, air);
                foreach (var arrival in arrivals)
                {
                    stream.Add(arrival);
                }
                return [.. stream.Complete()];
            }
        );

    /// <summary>Origins that the sensors of one owner alone make of arrivals; none where parties are not heard alone.</summary>
    public IReadOnlyList<Origin> Alone(IReadOnlyList<Sensor> sensors, IReadOnlyList<Arrival> arrivals) =>
        alone?.Invoke(sensors, arrivals) ?? [];

    /// <summary>Waves of one speed, m/s: enough for audits within a region of the ground.</summary>
    public static AuditModel InGround(DetectionModel detection, double metresPerSecond) =>
        new(detection, (e, n, toEast, toNorth) => Distance(toEast - e, toNorth - n) / metresPerSecond, _ => (0, 0));

    /// <summary>Seconds from a source to a place.</summary>
    public double Seconds(double east, double north, double toEast, double toNorth) => travel(east, north, toEast, toNorth);

    /// <summary>The probability that a sensor at a place reports an event of a class of loudness.</summary>
    public double Probability(int loudness, double east, double north, double toEast, double toNorth)
    {
        var (distance, cosine) = Ray(east, north, toEast, toNorth);
        return Detection.Probability(loudness, distance, cosine);
    }

    /// <summary>The same for an event whose loudness is known as a distribution.</summary>
    public double Probability(IReadOnlyList<double> loudness, double east, double north, double toEast, double toNorth)
    {
        var (distance, cosine) = Ray(east, north, toEast, toNorth);
        var sum = 0.0;
        for (var number = 0; number < Detection.Loudness.Count; number++)
        {
            var share = number < loudness.Count ? loudness[number] : Detection.Loudness[number].Share;
            sum += share * Detection.Probability(number, distance, cosine);
        }
        return sum;
    }

    private (double Distance, double Cosine) Ray(double east, double north, double toEast, double toNorth)
    {
        var distance = Math.Max(1, Distance(toEast - east, toNorth - north));
        var (blowEast, blowNorth) = windOver(east);
        return (distance, (((toEast - east) * blowEast) + ((toNorth - north) * blowNorth)) / distance);
    }

    private static double Distance(double east, double north) => Math.Sqrt((east * east) + (north * north));
}

/// <summary>A block of work of the association, to be audited.</summary>
/// <param name="Epoch">The instant from which times count.</param>
/// <param name="Seconds">Length of the block.</param>
/// <param name="Arrivals">Those that were put to association, explained or not.</param>
public sealed record AuditBlock(
    NodaTime.Instant Epoch,
    double Seconds,
    IReadOnlyList<AuditSensor> Sensors,
    IReadOnlyList<Origin> Origins,
    IReadOnlyList<Arrival> Arrivals
);

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
