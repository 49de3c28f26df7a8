namespace Holdfast.Core.Watch.Association.Signatures;

/// <summary>A moment of a flight: seconds since it began, metres along the ground and above it, metres a second.</summary>
public readonly record struct FlightPoint(double Seconds, double Along, double Height, double Speed);

/// <summary>
/// The flight of a point mass under gravity and drag in a still standard atmosphere over flat ground (McCoy 1999, <i>Modern Exterior Ballistics</i>, chapter 5): how long a round is on its way to
/// where it fell, and where it was faster than sound. It is asked backwards alone, of what was heard at both ends; it holds for no weapon in particular.
/// </summary>
public sealed class Trajectory
{
    /// <summary>Steps of the integration, seconds.</summary>
    public const double Step = 0.25;

    private const double Gravity = 9.80665;
    private const double SoundSpeed = 336;

    /// <summary>The density of air falls by e in so many metres.</summary>
    private const double ScaleHeight = 8_500;

    private const int MostSteps = 1_200;

    private readonly FlightPoint[] points;

    private Trajectory(FlightPoint[] points) => this.points = points;

    /// <summary>From the firing to the ground, a quarter of a second apart; the last is on the ground.</summary>
    public ReadOnlySpan<FlightPoint> Points => points;

    public double RangeMetres => points[^1].Along;

    public double FlightSeconds => points[^1].Seconds;

    /// <summary>The flight of a round.</summary>
    /// <param name="speed">Speed at the beginning, m/s.</param>
    /// <param name="elevation">Radians above the horizontal, above zero.</param>
    /// <param name="drag">Density times drag coefficient times area over twice the mass, slower than sound at the ground, 1/m.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a flight upwards.</exception>
    public static Trajectory Of(double speed, double elevation, double drag)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speed);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(elevation);
        ArgumentOutOfRangeException.ThrowIfNegative(drag);
        var (sine, cosine) = Math.SinCos(elevation);
        var (x, y, u, v) = (0.0, 0.0, speed * cosine, speed * sine);
        var flown = new List<FlightPoint> { new(0, 0, 0, speed) };
        for (var step = 1; step < MostSteps; step++)
        {
            var (au, av) = Acceleration(u, v, y, drag);
            // The midpoint rule.
            var (mu, mv, my) = (u + (0.5 * Step * au), v + (0.5 * Step * av), y + (0.5 * Step * v));
            var (bu, bv) = Acceleration(mu, mv, my, drag);
            var (nx, ny) = (x + (Step * mu), y + (Step * mv));
            (u, v) = (u + (Step * bu), v + (Step * bv));
            var now = Math.Sqrt((u * u) + (v * v));
            if (ny <= 0)
            {
                var part = y / (y - ny);
                flown.Add(new FlightPoint((step - 1 + part) * Step, x + (part * (nx - x)), 0, now));
                break;
            }
            (x, y) = (nx, ny);
            flown.Add(new FlightPoint(step * Step, x, y, now));
        }
        return new Trajectory([.. flown]);
    }

    private static (double U, double V) Acceleration(double u, double v, double height, double drag)
    {
        var speed = Math.Sqrt((u * u) + (v * v));
        var slowed = drag * Math.Exp(-height / ScaleHeight) * Rise(speed / SoundSpeed) * speed;
        return (-slowed * u, -Gravity - (slowed * v));
    }

    /// <summary>How much greater drag is near the speed of sound and above it: the usual shape of a pointed body (McCoy 1999, chapter 4), roughly.</summary>
    private static double Rise(double mach) =>
        mach < 0.85 ? 1
        : mach < 1.05 ? 1 + (1.5 * (mach - 0.85) / 0.2)
        : 2.5 / Math.Sqrt(mach / 1.05);
}
