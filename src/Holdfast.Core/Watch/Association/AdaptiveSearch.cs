using System.Collections.Concurrent;

namespace Holdfast.Core.Watch.Association;

/// <summary>
/// Searches on a coarse grid where arrivals are few, and on one half as wide in space and time where so many are about that a coarse cell sees some by chance anyway; with
/// more channels for each cell where sensors measure directions. A grid is made when it is first needed.
/// </summary>
internal sealed class AdaptiveSearch(AssociationParameters parameters, Propagation propagation) : ICandidateSource
{
    /// <summary>From so many chance arrivals in a coarse cell and step on, hits there say little.</summary>
    public const double CrowdedChance = 0.25;

    /// <summary>About the part of chance arrivals that a direction leaves: a sector, and the error of a bearing on both sides of it.</summary>
    private const double DirectedShare = 0.07;

    private readonly ConcurrentDictionary<(bool Fine, bool Directed), Lazy<BackProjection>> grids = [];

    /// <summary>The same with directions and without: what is at hand is asked.</summary>
    public double AreaSquareMetres => Coarse(grids.ContainsKey((false, true))).AreaSquareMetres;

    public IEnumerable<Hypothesis> Candidates(PickWindow picks, double from, double to, double threshold)
    {
        var directed = picks.Arrivals.Count(arrival => arrival.Bearing is not null) / (double)Math.Max(1, picks.Arrivals.Length);
        var rate = picks.MeanRate * (1 - (directed * (1 - DirectedShare)));
        var chance = rate * ((parameters.CellMetres / parameters.SpeedScale) + parameters.StepSeconds);
        var search = chance < CrowdedChance ? Coarse(directed > 0) : Fine(directed > 0);
        return search.Candidates(picks, from, to, threshold);
    }

    private BackProjection Coarse(bool directed) => Grid(false, directed, parameters);

    private BackProjection Fine(bool directed) =>
        Grid(true, directed, parameters with { CellMetres = parameters.CellMetres / 2, StepSeconds = parameters.StepSeconds / 2 });

    private BackProjection Grid(bool fine, bool directed, AssociationParameters sized) =>
        grids.GetOrAdd((fine, directed), _ => new Lazy<BackProjection>(() => new BackProjection(sized, propagation, directed))).Value;
}
