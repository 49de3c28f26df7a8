using System.Collections.Immutable;
using Holdfast.Core.Values;

namespace Holdfast.Core.Watch.Association.Signatures;

/// <summary>What an origin's own arrivals tell of its part in a firing; all but the least of it is for readers who may know sensors.</summary>
/// <param name="LogMuzzle">Log likelihood of what was heard if it was a muzzle blast, against what is heard on average.</param>
/// <param name="LogBurst">The same if it was a burst.</param>
/// <param name="Told">Arrivals whose picker tells the one from the other.</param>
/// <param name="Level">How loud it was at its source; null where that was not measured.</param>
/// <param name="Bow">The bow wave that belongs to it, if it was a muzzle; null where none was heard.</param>
public sealed record OriginCue(double LogMuzzle, double LogBurst, int Told, SourceLevel? Level, BowLine? Bow)
{
    /// <summary>Nothing is known.</summary>
    public static OriginCue None { get; } = new(0, 0, 0, null, null);

    /// <summary>How often a picker that tells waves apart is right, before anything is known of it.</summary>
    private const double LabelAccuracy = 0.8;

    /// <summary>Pickers err together: n count for n / (1 + (n - 1) r).</summary>
    private const double Correlation = 0.1;

    /// <summary>How often all pickers are fooled alike: no number of labels says more than this.</summary>
    private const double CommonError = 0.03;

    private const double Log2 = 0.69314718055994531;

    /// <summary>From the words of pickers and amplitudes.</summary>
    /// <param name="waves">What pickers take the arrivals for; those that do not tell count for nothing.</param>
    /// <param name="level">How loud it was.</param>
    /// <param name="bow">The bow wave that belongs to it.</param>
    public static OriginCue Of(IEnumerable<ArrivalPhase> waves, SourceLevel? level, BowLine? bow)
    {
        ArgumentNullException.ThrowIfNull(waves);
        var (muzzle, burst) = (0, 0);
        foreach (var wave in waves)
        {
            muzzle += wave == ArrivalPhase.Muzzle ? 1 : 0;
            burst += wave == ArrivalPhase.Burst ? 1 : 0;
        }
        var told = muzzle + burst;
        var worth = 1 / (1 + (Math.Max(0, told - 1) * Correlation));
        double Log(int right, int wrong) =>
            Mixed((worth * ((right * Math.Log(LabelAccuracy)) + (wrong * Math.Log(1 - LabelAccuracy)))) + (worth * told * Log2));
        return new OriginCue(Log(muzzle, burst) + (bow?.LogRatio ?? 0), Log(burst, muzzle), told, level, bow);
    }

    private static double Mixed(double log) => Math.Log(((1 - CommonError) * Math.Exp(log)) + CommonError);
}

/// <summary>An origin as pairing sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Seconds">Origin time.</param>
/// <param name="SigmaSeconds">Its standard deviation.</param>
/// <param name="East">Metres in a plane that all share.</param>
/// <param name="North">Metres.</param>
/// <param name="EastEast">Variance of the place along the first axis, square metres.</param>
/// <param name="EastNorth">Covariance.</param>
/// <param name="NorthNorth">Variance along the second.</param>
/// <param name="Cue">What its own arrivals tell.</param>
/// <param name="Kinds">What it was, by <see cref="KindOpinion"/>.</param>
public sealed record CuedOrigin(
    string Id,
    double Seconds,
    double SigmaSeconds,
    double East,
    double North,
    double EastEast,
    double EastNorth,
    double NorthNorth,
    OriginCue Cue,
    ImmutableArray<KindWeight> Kinds
)
{
    /// <summary>Root of the mean variance along an axis.</summary>
    public double SigmaMetres => Math.Sqrt((EastEast + NorthNorth) / 2);

    /// <summary>Variance across a direction that a unit vector points in, square metres.</summary>
    public double VarianceAcross(double unitEast, double unitNorth) =>
        (EastEast * unitNorth * unitNorth) - (2 * EastNorth * unitEast * unitNorth) + (NorthNorth * unitEast * unitEast);

    /// <summary>An origin of the engine, in its own plane.</summary>
    public static CuedOrigin Of(Origin origin, OriginCue cue, ImmutableArray<KindWeight> kinds)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var c = origin.Covariance;
        return new CuedOrigin(
            origin.Id,
            origin.TimeSeconds,
            Math.Sqrt(c.A00),
            origin.EastMetres,
            origin.NorthMetres,
            c.A11,
            c.A12,
            c.A22,
            cue,
            kinds
        );
    }
}
