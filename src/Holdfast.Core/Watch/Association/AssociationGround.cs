namespace Holdfast.Core.Watch.Association;

/// <summary>
/// What of a region's engine hangs on its sensors and on the waves as told alone, and on no arrival: the net, travel times as told, the grid of the search (by far the largest part of an engine's memory, and
/// seconds of work for a long line) and working memory. Made once for all streams over the same sensors; one of them is advanced at a time.
/// </summary>
public sealed class AssociationGround
{
    private readonly Func<SensorNet, (Propagation Told, ICalibration Calibration)> waves;
    private readonly ICalibration untaught;
    private readonly Lazy<AdaptiveSearch> search;

    /// <exception cref="ArgumentException">No sensors, a sensor twice, or numbers that are not finite or out of range.</exception>
    public AssociationGround(AssociationParameters parameters, IEnumerable<Sensor> sensors, AirModel air)
        : this(
            parameters,
            new SensorNet(sensors, Phase.Sound),
            net => (new AirPropagation(net, parameters, air), new AirCalibration(parameters, air))
        )
    {
        Air = air;
    }

    /// <summary>The same for seismic waves.</summary>
    /// <exception cref="ArgumentException">No sensors, a sensor twice, or numbers that are not finite or out of range.</exception>
    public AssociationGround(AssociationParameters parameters, IEnumerable<Sensor> sensors, VelocityModel velocity)
        : this(
            parameters,
            new SensorNet(sensors, Phase.P, Phase.S),
            net =>
                (
                    new VelocityPropagation(net, parameters, velocity),
                    new StationCalibration(net.Count, velocity.StationSigmaSeconds * velocity.StationSigmaSeconds)
                )
        ) { }

    private AssociationGround(
        AssociationParameters parameters,
        SensorNet net,
        Func<SensorNet, (Propagation Told, ICalibration Calibration)> waves
    )
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.Check();
        (Parameters, Net, this.waves) = (parameters, net, waves);
        (Told, untaught) = waves(net);
        Pool = new FitPool(parameters, net);
        search = new Lazy<AdaptiveSearch>(() => new AdaptiveSearch(parameters, Told));
    }

    /// <summary>The air as told; null where the waves do not travel in air.</summary>
    public AirModel? Air { get; }

    /// <summary>How long after its window an origin may still be heard, seconds.</summary>
    public double LongestTravelSeconds => Parameters.Detection.MaximumRangeMetres / Told.SlowestMetresPerSecond;

    internal AssociationParameters Parameters { get; }

    internal SensorNet Net { get; }

    internal Propagation Told { get; }

    internal FitPool Pool { get; }

    internal AdaptiveSearch Search => search.Value;

    /// <summary>One that has not learnt anything yet.</summary>
    internal ICalibration Calibration() => untaught.Copy();

    /// <summary>The waves as told to other sensors.</summary>
    internal Propagation ToldTo(SensorNet others) => waves(others).Told;
}
