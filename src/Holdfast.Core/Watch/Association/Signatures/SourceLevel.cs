namespace Holdfast.Core.Watch.Association.Signatures;

/// <summary>How loud an event was, as if heard a kilometre away: peak level in decibels over 20 micropascals, its standard deviation, and how many sensors' amplitudes it rests on.</summary>
public sealed record SourceLevel(double Decibels, double SigmaDecibels, int Sensors)
{
    private const int FewestSensors = 3;
    private const int Rounds = 12;

    /// <summary>Freedom of the Student distribution that residuals are taken to have: few sensors are far off, and those count little (Lange, Little and Taylor 1989).</summary>
    private const double Freedom = 4;

    /// <summary>Spread of levels about spreading and absorption, as if measured on <see cref="SpreadWeight"/> sensors before.</summary>
    private const double Spread = 5;
    private const double SpreadWeight = 4;

    /// <summary>The exponent of spreading: 1 for a point source in still air (ISO 9613-2), steeper for weak shocks and against the wind.</summary>
    private const double Exponent = 1.1;
    private const double ExponentSigma = 0.2;

    /// <summary>Where most of the power of heavy weapons is heard from afar (ISO 17201-1 gives tens of hertz for large calibres).</summary>
    private const double Hertz = 50;
    private const double Humidity = 0.7;

    /// <summary>What ground and weather do to all sensors alike.</summary>
    private const double CommonSigma = 2;

    /// <summary>
    /// Robust weighted least squares (iterated, Student weights) of level at a kilometre and exponent of spreading, the absorption of the air by ISO 9613-1 taken off; null with fewer than three amplitudes.
    /// </summary>
    /// <param name="heard">Distance in metres and amplitude in pascals, above zero.</param>
    /// <param name="celsius">Temperature.</param>
    public static SourceLevel? Of(IEnumerable<(double Metres, double Pascals)> heard, double celsius)
    {
        ArgumentNullException.ThrowIfNull(heard);
        var lost = BlastLevel.Absorption(Hertz, Math.Clamp(celsius, -40, 50), Humidity);
        var points = heard
            .Where(one => one.Pascals > 0 && double.IsFinite(one.Pascals))
            .Select(one =>
                (X: -20 * Math.Log10(Math.Max(50, one.Metres) / 1_000), Y: BlastLevel.Decibels(one.Pascals) + (lost * (one.Metres - 1_000)))
            )
            .OrderBy(point => point.X)
            .ThenBy(point => point.Y)
            .ToArray();
        if (points.Length < FewestSensors)
        {
            return null;
        }
        var weights = new double[points.Length];
        Array.Fill(weights, 1);
        var variance = Spread * Spread;
        var (level, exponent, levelVariance) = (0.0, Exponent, 0.0);
        for (var round = 0; round < Rounds; round++)
        {
            (level, exponent, levelVariance) = Solve(points, weights, variance);
            var squares = 0.0;
            for (var at = 0; at < points.Length; at++)
            {
                var residual = points[at].Y - level - (exponent * points[at].X);
                squares += weights[at] * residual * residual;
                weights[at] = (Freedom + 1) / (Freedom + (residual * residual / variance));
            }
            variance = ((SpreadWeight * Spread * Spread) + squares) / (SpreadWeight + points.Length);
        }
        return new SourceLevel(level, Math.Sqrt(levelVariance + (CommonSigma * CommonSigma)), points.Length);
    }

    /// <summary>Level and exponent, the latter with its prior; and the variance of the former.</summary>
    private static (double Level, double Exponent, double Variance) Solve((double X, double Y)[] points, double[] weights, double variance)
    {
        var (n, x, xx, y, xy) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var at = 0; at < points.Length; at++)
        {
            var weight = weights[at] / variance;
            n += weight;
            x += weight * points[at].X;
            xx += weight * points[at].X * points[at].X;
            y += weight * points[at].Y;
            xy += weight * points[at].X * points[at].Y;
        }
        const double Prior = 1 / (ExponentSigma * ExponentSigma);
        xx += Prior;
        xy += Prior * Exponent;
        var determinant = (n * xx) - (x * x);
        return (((xx * y) - (x * xy)) / determinant, ((n * xy) - (x * y)) / determinant, xx / determinant);
    }
}

/// <summary>How loud kinds of events are at a kilometre: from the charges of <see cref="WeaponFlight"/> by scaled distance. They overlap: loudness alone tells little.</summary>
public static class LevelsOfKinds
{
    /// <summary>What blasts of one charge differ by: muzzle or burst, casing, ground, how deep it went off.</summary>
    private const double Sigma = 4.5;

    private const double UnknownSigma = 9;

    private static readonly (string Kind, double Mean)[] Means =
    [
        .. WeaponFlight.All.Select(flight =>
            (flight.Kind, BlastLevel.Decibels(BlastLevel.Burst(Math.Sqrt(flight.LeastCharge * flight.MostCharge), 1_000)) - 2)
        ),
    ];

    /// <summary>Logarithm of the density of a level among events of a kind; of a kind that is not known, among all.</summary>
    public static double Log(string kind, SourceLevel level)
    {
        ArgumentNullException.ThrowIfNull(level);
        var (mean, sigma) = (Means.Average(known => known.Mean), UnknownSigma);
        foreach (var known in Means)
        {
            if (known.Kind == kind)
            {
                (mean, sigma) = (known.Mean, Sigma);
            }
        }
        var total = Math.Sqrt((sigma * sigma) + (level.SigmaDecibels * level.SigmaDecibels));
        var off = (level.Decibels - mean) / total;
        return (-0.5 * off * off) - Math.Log(total);
    }
}
