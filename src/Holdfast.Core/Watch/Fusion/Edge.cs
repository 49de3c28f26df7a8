namespace Holdfast.Core.Watch.Fusion;

/// <summary>
/// A candidate pair of records of two sources with everything about it that does not depend on the estimated parameters. Row indices are in
/// canonical order of the run; <see cref="A"/> belongs to the source whose id is less. Forty bytes: in dense data there are many times more
/// pairs than records.
/// </summary>
internal struct Edge
{
    public int A;
    public int B;

    /// <summary>Squared Mahalanobis distance.</summary>
    public float Mahalanobis;

    /// <summary>1 / (2 pi sqrt det) over the geometric mean of both backgrounds (per km² and day), times the weak evidence.</summary>
    public float Base;

    /// <summary>Density of the times (per day) if both are dated right, misdated by one day, by two days against each other.</summary>
    public float Time0;
    public float Time1;
    public float Time2;

    /// <summary>Agreement of classes when nobody errs.</summary>
    public float Agreement;

    /// <summary>Weight: likelihood ratio times prior odds, one event against two.</summary>
    public float Weight;

    /// <summary>Posterior probability that both are one event.</summary>
    public float Probability;
}
