using Holdfast.Core.Forces.Planning;

namespace Holdfast.Core.Forces.Optimisation;

/// <summary>What is set free around a plan: the starts of some offers to some lines in some months; all other starts are held.</summary>
/// <param name="Lines">Indices of lines in the canonical order, or null for all.</param>
/// <param name="Offers">Indices of offers, or null for all.</param>
/// <param name="From">First month of a window that comes again with each offer's cycle of deployment and dwell, so that a unit's turns can be moved together; null for all months.</param>
/// <param name="Months">Length of the window.</param>
public sealed record Neighbourhood(IReadOnlySet<int>? Lines, IReadOnlySet<int>? Offers, int? From, int Months)
{
    /// <summary>Is that start free?</summary>
    public bool Has(ProblemOffer offer, int index, int line, int month) =>
        Lines?.Contains(line) != false && Offers?.Contains(index) != false && InWindow(offer, month);

    private bool InWindow(ProblemOffer offer, int month)
    {
        if (From is not { } from)
        {
            return true;
        }
        var cycle = Math.Max(1, (long)offer.DeploymentMonths + offer.DwellMonths);
        return ((month - from) % cycle + cycle) % cycle < Months;
    }
}
