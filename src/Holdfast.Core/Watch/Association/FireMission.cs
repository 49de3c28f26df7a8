namespace Holdfast.Core.Watch.Association;

/// <summary>
/// How shots repeat from about one place: a shot raises the expected number of others near it in time and place (a Neyman-Scott cluster process, Neyman and Scott
/// 1958).
/// </summary>
/// <param name="ExpectedOthers">Expected number of other shots of the same mission, averaged over all shots.</param>
/// <param name="Seconds">Mean distance in time between shots of a mission; the density falls exponentially.</param>
/// <param name="SpreadMetres">Standard deviation of the places of a mission, each axis.</param>
public sealed record FireMission(double ExpectedOthers = 3, double Seconds = 15, double SpreadMetres = 150)
{
    /// <summary>Expected shots per second and square metre that a shot adds.</summary>
    /// <param name="seconds">Difference in time.</param>
    /// <param name="square">Squared distance, m^2.</param>
    /// <param name="variance">Variance of the two places as located, each axis, m^2.</param>
    public double Density(double seconds, double square, double variance)
    {
        // Two members of a mission differ by twice its spread.
        var total = (2 * SpreadMetres * SpreadMetres) + variance;
        return ExpectedOthers * Math.Exp((-Math.Abs(seconds) / Seconds) - (0.5 * square / total)) / (2 * Seconds * Math.Tau * total);
    }
}
