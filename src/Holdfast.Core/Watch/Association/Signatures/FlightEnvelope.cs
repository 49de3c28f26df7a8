namespace Holdfast.Core.Watch.Association.Signatures;

/// <summary>
/// How probable it is that a round of a kind lands at a range after a time: trajectories over the whole of what <see cref="WeaponFlight"/> allows, every speed, angle and drag as probable as any other, smoothed over
/// a kilometre and three seconds. Made once; a table of 40 km by 120 s.
/// </summary>
public sealed class FlightEnvelope
{
    /// <summary>No round that is looked for flies longer, seconds.</summary>
    public const double LongestSeconds = 120;

    /// <summary>No round that is looked for flies farther, metres.</summary>
    public const double FarthestMetres = 40_000;

    private const double MetresBin = 500;
    private const double SecondsBin = 1.5;
    private const int Across = (int)(FarthestMetres / MetresBin);
    private const int Along = (int)(LongestSeconds / SecondsBin);
    private const int Speeds = 24;
    private const int Angles = 28;
    private const int Drags = 2;

    private static readonly Lazy<FlightEnvelope[]> Made = new(() => [.. WeaponFlight.All.Select(flight => new FlightEnvelope(flight))]);

    private readonly double[] density = new double[Across * Along];

    private FlightEnvelope(WeaponFlight flight)
    {
        Flight = flight;
        for (var s = 0; s < Speeds; s++)
        {
            for (var a = 0; a < Angles; a++)
            {
                for (var d = 0; d < Drags; d++)
                {
                    Add(flight, (s + 0.5) / Speeds, (a + 0.5) / Angles, (d + 0.5) / Drags);
                }
            }
        }
        var total = density.Sum() * MetresBin * SecondsBin;
        for (var bin = 0; bin < density.Length; bin++)
        {
            density[bin] /= total;
        }
    }

    /// <summary>One for each of <see cref="WeaponFlight.All"/>, in its order.</summary>
    public static IReadOnlyList<FlightEnvelope> All => Made.Value;

    public WeaponFlight Flight { get; }

    /// <summary>Probability for each metre of range and second of flight.</summary>
    public double Density(double metres, double seconds)
    {
        if (!(metres >= 0 && metres < FarthestMetres && seconds > 0 && seconds < LongestSeconds))
        {
            return 0;
        }
        // Between the middles of bins, so that what is read has no steps.
        var (x, y) = (Math.Max(0, (metres / MetresBin) - 0.5), Math.Max(0, (seconds / SecondsBin) - 0.5));
        var (i, j) = (Math.Min((int)x, Across - 2), Math.Min((int)y, Along - 2));
        var (p, q) = (Math.Min(1, x - i), Math.Min(1, y - j));
        return ((1 - p) * (1 - q) * density[(i * Along) + j])
            + (p * (1 - q) * density[((i + 1) * Along) + j])
            + ((1 - p) * q * density[(i * Along) + j + 1])
            + (p * q * density[((i + 1) * Along) + j + 1]);
    }

    private void Add(WeaponFlight flight, double speed, double angle, double drag)
    {
        var flown = Trajectory.Of(
            flight.SlowestMetresPerSecond + (speed * (flight.FastestMetresPerSecond - flight.SlowestMetresPerSecond)),
            (flight.LowestDegrees + (angle * (flight.HighestDegrees - flight.LowestDegrees))) * Math.PI / 180,
            flight.LeastDrag + (drag * (flight.MostDrag - flight.LeastDrag))
        );
        const double MetresWide = 600;
        const double SecondsWide = 2;
        var (i, j) = ((int)(flown.RangeMetres / MetresBin), (int)(flown.FlightSeconds / SecondsBin));
        for (var x = Math.Max(0, i - 4); x <= Math.Min(Across - 1, i + 4); x++)
        {
            for (var y = Math.Max(0, j - 4); y <= Math.Min(Along - 1, j + 4); y++)
            {
                var (far, late) = (
                    (((x + 0.5) * MetresBin) - flown.RangeMetres) / MetresWide,
                    (((y + 0.5) * SecondsBin) - flown.FlightSeconds) / SecondsWide
                );
                density[(x * Along) + y] += Math.Exp(-0.5 * ((far * far) + (late * late)));
            }
        }
    }
}
