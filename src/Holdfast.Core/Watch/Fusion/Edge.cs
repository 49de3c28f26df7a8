namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// A candidate pair of records of two sources with everything about it that does not depend on the estimated parameters. Row indices are in
/// canonical order of the run; <see cref="A"/> belongs to the source whose id is less.
/// </summary>
internal struct Edge
{
    public int A;
    public int B;

    /// <summary>Block whose parameters hold: that of the canonically lesser record.</summary>
    public int Block;

    /// <summary>Squared Mahalanobis distance.</summary>
    public double Mahalanobis;

    /// <summary>1 / (2 pi sqrt det) over the geometric mean of both backgrounds (per km² and day), times the weak evidence.</summary>
    public double Base;

    /// <summary>Density of the times (per day) if both are dated right, misdated by one day, by two days against each other.</summary>
    public double Time0;
    public double Time1;
    public double Time2;

    /// <summary>Agreement of classes when nobody errs.</summary>
    public double Agreement;

    /// <summary>Weight: likelihood ratio times prior odds, one event against two.</summary>
    public double Weight;

    /// <summary>Posterior probability that both are one event.</summary>
    public double Probability;
}
