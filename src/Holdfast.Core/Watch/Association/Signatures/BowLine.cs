namespace Holdfast.Core.Watch.Association.Signatures;

/// <summary>The line of fire that bow waves show, if they came from the event in question.</summary>
/// <param name="AzimuthRadians">Clockwise from the plane's north.</param>
/// <param name="SigmaRadians">Its standard deviation.</param>
/// <param name="Arrivals">Bow waves that lie on the cone.</param>
/// <param name="LogRatio">Natural logarithm of how much better a flight from here explains them than chance.</param>
public sealed record BowLine(double AzimuthRadians, double SigmaRadians, int Arrivals, double LogRatio);

/// <summary>A bow wave as a picker reports it.</summary>
public readonly record struct BowArrival(double Seconds, double East, double North, double SigmaSeconds);

/// <summary>
/// Looks for the flight whose Mach cone explains bow waves about a muzzle (muzzle blast and shock wave together: Ferguson, Lo and Wyber 2007, <i>Acoustic sensing of direct and indirect weapon fire</i>; Damarla,
/// Kaplan and Whipps 2010): every azimuth, and a coarse set of flights of every speed and elevation, each as probable as any other before. What is said is the mean over all of them, so that freedom is paid for.
/// </summary>
public static class BowLineFit
{
    private const int FewestArrivals = 3;
    private const int MostArrivals = 40;
    private const double FarthestMetres = 15_000;

    /// <summary>How often a bow wave within reach is the cone's, if there is one.</summary>
    private const double Own = 0.6;

    /// <summary>Flights are coarse and sound bends: so much error on top of the picker's, and a part of the travel time.</summary>
    private const double ModelSeconds = 0.12;
    private const double ModelShare = 0.02;

    private const int Directions = 60;
    private const int FineDirections = 13;

    private static readonly Lazy<Trajectory[]> Flights = new(() =>
        [
            .. from speed in new[] { 400.0, 480, 560, 640, 720, 800, 880, 960 }
            from degrees in new[] { 12.0, 25, 40, 55 }
            select Trajectory.Of(speed, degrees * Math.PI / 180, 5e-5),
        ]
    );

    /// <summary>The line of fire; null where too few bow waves are about or chance explains them as well.</summary>
    /// <param name="seconds">When the muzzle was heard, at its place.</param>
    /// <param name="east">Where it is.</param>
    /// <param name="north">Where it is.</param>
    /// <param name="waves">What pickers take for bow waves.</param>
    /// <param name="rate">Such arrivals a second at a sensor that reports any.</param>
    /// <param name="sound">Speed of sound, m/s.</param>
    public static BowLine? Of(double seconds, double east, double north, IEnumerable<BowArrival> waves, double rate, double sound)
    {
        ArgumentNullException.ThrowIfNull(waves);
        var near = Near(seconds, east, north, waves, sound);
        if (near.Length < FewestArrivals)
        {
            return null;
        }
        var coarse = Scan(near, rate, sound, 0, Math.Tau, Directions);
        var best = coarse.MaxBy(one => one.Log).Azimuth;
        const double Width = Math.Tau / Directions;
        var fine = Scan(near, rate, sound, best - Width, best + Width, FineDirections);
        // The mean over directions, the fine ones standing for the two coarse ones that they cover.
        var most = Math.Max(fine.Max(one => one.Log), coarse.Max(one => one.Log));
        var inside = fine.Average(one => Math.Exp(one.Log - most)) * 2 / Directions;
        var outside =
            coarse
                .Where(one => Math.Abs(Math.IEEERemainder(one.Azimuth - best, Math.Tau)) > 0.9 * Width)
                .Sum(one => Math.Exp(one.Log - most)) / Directions;
        var ratio = most + Math.Log(inside + outside);
        if (!(ratio > 0))
        {
            return null;
        }
        var total = fine.Sum(one => Math.Exp(one.Log - most));
        var mean = fine.Sum(one => Math.Exp(one.Log - most) * (one.Azimuth - best)) / total;
        var square = fine.Sum(one => Math.Exp(one.Log - most) * (one.Azimuth - best - mean) * (one.Azimuth - best - mean)) / total;
        var step = 2 * Width / (FineDirections - 1);
        var away = outside / (inside + outside);
        var sigma = Math.Sqrt(square + (step * step / 12) + (away * Math.PI * Math.PI / 3));
        return new BowLine(Math.IEEERemainder(best + mean, Math.Tau), sigma, near.Length, ratio);
    }

    private static BowArrival[] Near(double seconds, double east, double north, IEnumerable<BowArrival> waves, double sound) =>
        [
            .. waves
                .Where(wave => wave.Seconds > seconds)
                .Select(wave =>
                    (
                        Wave: wave with
                        {
                            Seconds = wave.Seconds - seconds,
                            East = wave.East - east,
                            North = wave.North - north,
                        },
                        Metres: Math.Sqrt(((wave.East - east) * (wave.East - east)) + ((wave.North - north) * (wave.North - north)))
                    )
                )
                .Where(one => one.Metres < FarthestMetres && one.Wave.Seconds < (one.Metres / sound) + 0.5)
                .OrderBy(one => one.Metres)
                .ThenBy(one => one.Wave.Seconds)
                .Take(MostArrivals)
                .Select(one => one.Wave),
        ];

    private static (double Azimuth, double Log)[] Scan(BowArrival[] near, double rate, double sound, double from, double to, int steps)
    {
        var found = new (double, double)[steps];
        for (var step = 0; step < steps; step++)
        {
            var azimuth = from + ((to - from) * step / (steps == Directions ? steps : steps - 1));
            var (sine, cosine) = Math.SinCos(azimuth);
            var logs = new double[Flights.Value.Length];
            for (var flight = 0; flight < logs.Length; flight++)
            {
                foreach (var wave in near)
                {
                    logs[flight] += Log(Flights.Value[flight], wave, sine, cosine, rate, sound);
                }
            }
            var most = logs.Max();
            found[step] = (azimuth, most + Math.Log(logs.Average(log => Math.Exp(log - most))));
        }
        return found;
    }

    private static double Log(Trajectory flight, BowArrival wave, double sine, double cosine, double rate, double sound)
    {
        var along = (wave.East * sine) + (wave.North * cosine);
        if (along <= 0 || BowWave.At(flight, along, (wave.East * cosine) - (wave.North * sine), sound) is not { } bow)
        {
            return Math.Log(1 - Own);
        }
        var model = ModelSeconds + (ModelShare * wave.Seconds);
        var variance = (wave.SigmaSeconds * wave.SigmaSeconds) + (model * model);
        var off = wave.Seconds - bow.Seconds;
        var density = Math.Exp(-0.5 * off * off / variance) / Math.Sqrt(Math.Tau * variance);
        return Math.Log(1 - Own + (Own * density / Math.Max(rate, 1e-4)));
    }
}
