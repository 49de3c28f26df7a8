namespace Holdfast.Core.Watch.Fusion;

/// <summary>What is estimated for a pair of sources in one block.</summary>
/// <param name="MatchA">Share of A's records that have a partner among B's.</param>
/// <param name="MatchB">Share of B's records that have a partner among A's.</param>
/// <param name="Right">Probability that both dates agree.</param>
/// <param name="OneDay">Probability that they differ by a day, to either side.</param>
/// <param name="TwoDays">Probability that they differ by two days, to either side.</param>
/// <param name="Confusion">Probability that the two classes say nothing about each other (one of them is wrong).</param>
/// <param name="Scale">Ratio of the true to the stated variance of the distance.</param>
/// <param name="Crowding">How much denser the background is than the density map says (see <see cref="Crowding"/>).</param>
internal readonly record struct PairModel(
    double MatchA,
    double MatchB,
    double Right,
    double OneDay,
    double TwoDays,
    double Confusion,
    double Scale,
    double Crowding = 1
)
{
    private const double LargestWeight = 1e6;

    public static PairModel Default(double match) => new(match, match, 0.80, 0.18, 0.02, 0.2, 1);

    public float Weigh(in Edge edge) =>
        (float)Math.Min(LargestWeight, Odds * edge.Base * Math.Exp(-0.5 / Scale * edge.Mahalanobis) * Time(edge) * Kind(edge));

    /// <summary>What all weights of the model share.</summary>
    private double Odds => Math.Sqrt(MatchA * MatchB) / ((1 - MatchA) * (1 - MatchB) * Scale * Crowding);

    public double Time(in Edge edge) => Right * edge.Time0 + OneDay * edge.Time1 + TwoDays * edge.Time2;

    public double Kind(in Edge edge) => (1 - Confusion) * edge.Agreement + Confusion;
}
