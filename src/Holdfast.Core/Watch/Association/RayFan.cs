namespace Holdfast.Core.Watch.Association;

/// <summary>The rays from one place to every sensor that could hear it, with travel times, derivatives, errors and detection probabilities.</summary>
internal sealed class RayFan(SensorNet net, DetectionModel detection, double relativeSigma)
{
    private readonly double range = detection.MaximumRangeMetres;

    public int Count { get; private set; }

    public int[] Sensor { get; } = new int[net.Count];

    public double[] Distance { get; } = new double[net.Count];

    /// <summary>Unit vector from the source to the sensor.</summary>
    public double[] UnitEast { get; } = new double[net.Count];

    public double[] UnitNorth { get; } = new double[net.Count];

    public double[] Travel { get; } = new double[net.Count];

    public double[] Speed { get; } = new double[net.Count];

    /// <summary>Derivatives of the travel time by the source's place, s/m.</summary>
    public double[] SlopeEast { get; } = new double[net.Count];

    public double[] SlopeNorth { get; } = new double[net.Count];

    /// <summary>Variance of clock and path, without pick and air, s^2.</summary>
    public double[] PathVariance { get; } = new double[net.Count];

    /// <summary>Variance from the error of the air, s^2.</summary>
    public double[] AirVariance { get; } = new double[net.Count];

    /// <summary>Probability of detection for an event of unknown loudness.</summary>
    public double[] Detection { get; } = new double[net.Count];

    /// <summary>Cosine of the angle between ray and wind.</summary>
    public double[] Cosine { get; } = new double[net.Count];

    public void Trace(AirModel air, double east, double north)
    {
        var state = air.StateOf(air.SectorAt(east));
        var (blowEast, blowNorth) = state.WindDirection;
        var (from, to) = net.Within(east, range);
        Count = 0;
        for (var sensor = from; sensor < to; sensor++)
        {
            var alongEast = net.East[sensor] - east;
            var alongNorth = net.North[sensor] - north;
            var square = (alongEast * alongEast) + (alongNorth * alongNorth);
            if (square > range * range)
            {
                continue;
            }
            // One metre at least: the direction of a ray of no length is undefined.
            var distance = Math.Max(1, Math.Sqrt(square));
            Fill(state, sensor, distance, alongEast / distance, alongNorth / distance, blowEast, blowNorth);
        }
    }

    private void Fill(AirState state, int sensor, double distance, double unitEast, double unitNorth, double blowEast, double blowNorth)
    {
        var cosine = (unitEast * blowEast) + (unitNorth * blowNorth);
        var probability = detection.Probability(distance, cosine);
        if (probability < DetectionModel.Negligible)
        {
            return;
        }
        var along = (state.WindEast * unitEast) + (state.WindNorth * unitNorth);
        var speed = state.StillSpeed + along;
        var travel = distance / speed;
        var clock = net.Sensors[sensor].ClockSigmaSeconds;
        var relative = travel / speed;
        var index = Count++;
        Sensor[index] = sensor;
        Distance[index] = distance;
        UnitEast[index] = unitEast;
        UnitNorth[index] = unitNorth;
        Travel[index] = travel;
        Speed[index] = speed;
        SlopeEast[index] = (-unitEast / speed) + ((state.WindEast - (along * unitEast)) / (speed * speed));
        SlopeNorth[index] = (-unitNorth / speed) + ((state.WindNorth - (along * unitNorth)) / (speed * speed));
        PathVariance[index] = (clock * clock) + (relativeSigma * relativeSigma * travel * travel);
        AirVariance[index] = state.SpeedVariance(unitEast, unitNorth) * relative * relative;
        Detection[index] = probability;
        Cosine[index] = cosine;
    }
}
