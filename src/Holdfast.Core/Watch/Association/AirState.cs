namespace Holdfast.Core.Watch.Association;

/// <summary>
/// What is believed of a sector's air: the sound speed of still air and the wind, with their 3 x 3 covariance. Still speed stands for temperature,
/// because the travel time is a function of it alone.
/// </summary>
/// <param name="StillSpeed">Sound speed without wind, m/s.</param>
/// <param name="WindEast">Wind towards the east, m/s.</param>
/// <param name="WindNorth">Wind towards the north, m/s.</param>
/// <param name="Covariance">Covariance of (still speed, wind east, wind north), (m/s)^2.</param>
public sealed record AirState(double StillSpeed, double WindEast, double WindNorth, Symmetric3 Covariance)
{
    /// <summary>The direction the wind blows to: a unit vector, or nothing in still air.</summary>
    public (double East, double North) WindDirection
    {
        get
        {
            var speed = Math.Sqrt((WindEast * WindEast) + (WindNorth * WindNorth));
            return speed == 0 ? (0, 0) : (WindEast / speed, WindNorth / speed);
        }
    }

    /// <summary>The air as told.</summary>
    public static AirState Told(AirSector sector)
    {
        ArgumentNullException.ThrowIfNull(sector);
        const double Step = 0.5;
        var slope = AirModel.StillSpeed(sector.TemperatureCelsius + Step) - AirModel.StillSpeed(sector.TemperatureCelsius - Step);
        var still = slope * sector.TemperatureSigmaCelsius;
        var wind = sector.WindSigmaMetresPerSecond * sector.WindSigmaMetresPerSecond;
        return new AirState(
            AirModel.StillSpeed(sector.TemperatureCelsius),
            sector.WindEastMetresPerSecond,
            sector.WindNorthMetresPerSecond,
            new Symmetric3(still * still, 0, 0, wind, 0, wind)
        );
    }

    /// <summary>Sound speed in the direction of a unit vector, m/s.</summary>
    public double Speed(double unitEast, double unitNorth) => StillSpeed + (WindEast * unitEast) + (WindNorth * unitNorth);

    /// <summary>Variance of that speed, (m/s)^2.</summary>
    public double SpeedVariance(double unitEast, double unitNorth) => Covariance.Quadratic(1, unitEast, unitNorth);
}
