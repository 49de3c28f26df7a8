using Holdfast.Core.Watch.Association;

namespace Holdfast.Core.Watch.Simulation;

/// <summary>
/// The air over the line as it truly is: T = 10 + 4 sin(2 pi x / 400 + phase), wind 5 m/s in one direction plus (2 sin(2 pi x / 250 + phase), 2 cos(2 pi x / 310 + phase)); and, where the weather
/// changes, what time adds.
/// </summary>
public sealed class LineAir
{
    private const double Day = 86_400;

    /// <summary>A cold front comes this much into the scenario to the line's west end, and travels east.</summary>
    private const double FrontStartSeconds = 900;
    private const double FrontMetresPerSecond = 10;
    private const double FrontWidthSeconds = 600;
    private const double FrontCooling = 8;

    private readonly LineWeatherKind kind;
    private readonly double phase;
    private readonly double windAngle;

    internal LineAir(LineWeatherKind kind, double phase, double windAngle) =>
        (this.kind, this.phase, this.windAngle) = (kind, phase, windAngle);

    /// <summary>Degrees Celsius at a place (metres east) and time (seconds since the start).</summary>
    public double Temperature(double east, double time)
    {
        var there = 10 + (4 * Math.Sin((Math.Tau * east / 400_000) + phase));
        return kind switch
        {
            LineWeatherKind.Steady => there,
            LineWeatherKind.Changing => there + Course(time),
            LineWeatherKind.Front => there + Course(time) - (FrontCooling * Passed(east, time)),
            _ => throw new InvalidOperationException("A kind of weather that is not known."),
        };
    }

    /// <summary>Where the wind blows to, metres per second.</summary>
    public (double East, double North) Wind(double east, double time)
    {
        var angle = kind switch
        {
            LineWeatherKind.Steady => windAngle,
            LineWeatherKind.Changing => windAngle + Veer(time),
            LineWeatherKind.Front => windAngle + Veer(time) - (0.5 * Math.PI * Passed(east, time)),
            _ => throw new InvalidOperationException("A kind of weather that is not known."),
        };
        var speed = kind == LineWeatherKind.Steady ? 5 : 5 + (1.5 * Math.Sin((Math.Tau * time / 1_300) + (3 * phase)));
        return (
            (speed * Math.Cos(angle)) + (2 * Math.Sin((Math.Tau * east / 250_000) + phase)),
            (speed * Math.Sin(angle)) + (2 * Math.Cos((Math.Tau * east / 310_000) + phase))
        );
    }

    /// <summary>The air at a place and time, known without error: for the Cramer-Rao bound.</summary>
    public AirModel At(double east, double time)
    {
        var (windEast, windNorth) = Wind(east, time);
        return new AirModel([new AirSector(0, Temperature(east, time), windEast, windNorth, 0, 0)]);
    }

    /// <summary>A day's course, so that the start has what is stated for it.</summary>
    private static double Course(double time) => 4 * (Math.Cos(Math.Tau * ((time / Day) - (15.0 / 24))) - Math.Cos(Math.Tau * 15 / 24));

    private double Veer(double time) =>
        (0.6 * Math.Sin(Math.Tau * time / (6 * 3_600))) + (0.15 * Math.Sin((Math.Tau * time / 1_700) + phase));

    private static double Passed(double east, double time) =>
        1 / (1 + Math.Exp(-(time - FrontStartSeconds - (east / FrontMetresPerSecond)) / FrontWidthSeconds));
}
