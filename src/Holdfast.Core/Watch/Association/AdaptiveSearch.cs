namespace Holdfast.Core.Watch.Association;

/// <summary>
/// Searches on a coarse grid where arrivals are few, and on one half as wide in space and time where so many are about that a coarse cell sees some by chance anyway. The fine
/// grid is made when it is first needed.
/// </summary>
internal sealed class AdaptiveSearch(AssociationParameters parameters, Propagation propagation) : ICandidateSource
{
    /// <summary>From so many chance arrivals in a coarse cell and step on, hits there say little.</summary>
    public const double CrowdedChance = 0.25;

    /// <summary>About the part of chance arrivals that a direction leaves.</summary>
    private const double DirectedShare = 0.125;

    private readonly BackProjection coarse = new(parameters, propagation);

    private readonly Lazy<BackProjection> fine = new(() =>
        new BackProjection(
            parameters with
            {
                CellMetres = parameters.CellMetres / 2,
                StepSeconds = parameters.StepSeconds / 2,
            },
            propagation
        )
    );

    public double AreaSquareMetres => coarse.AreaSquareMetres;

    public IEnumerable<Hypothesis> Candidates(PickWindow picks, double from, double to, double threshold)
    {
        var directed = picks.Arrivals.Count(arrival => arrival.Bearing is not null) / (double)Math.Max(1, picks.Arrivals.Length);
        var rate = picks.MeanRate * (1 - (directed * (1 - DirectedShare)));
        var chance = rate * ((parameters.CellMetres / parameters.SpeedScale) + parameters.StepSeconds);
        return (chance < CrowdedChance ? coarse : fine.Value).Candidates(picks, from, to, threshold);
    }
}
