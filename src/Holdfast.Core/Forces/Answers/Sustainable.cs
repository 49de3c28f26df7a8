using Holdfast.Core.Forces.Model;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.Core.Forces.Answers;

/// <summary>The size that can be kept up without a gap for so many months: the same question for a single month, with the units that can always be there.</summary>
/// <remarks>
/// To keep one unit on station for H months with deployments of D, of which h go to taking over, and rest of R a nation needs min(ceil(H / (D - h)), ceil((D + R) / (D - h)))
/// units: a new one for each turn, until the first is rested (the familiar rule of four where rest is three times the deployment and h is nought).
/// </remarks>
public static class Sustainable
{
    /// <summary>Units of an offer that can always be on station through so many months; 0 where the nation would not keep it up so long.</summary>
    public static int Units(ForceOffer offer, int months)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 1);
        if (offer.MostMonths < months)
        {
            return 0;
        }
        var deployment = offer.DeploymentMonths.Value;
        var station = deployment - offer.HandoverMonths.Value;
        var turns = (months + station - 1) / station;
        var cycle = (deployment * (1 + offer.DwellFactor) + station - 1) / station;
        return offer.Quantity.Value / Math.Min(turns, cycle);
    }

    /// <summary>One month of the last phase, with the units that can always be there.</summary>
    public static ForceProblem Problem(PlanningCase made, int months)
    {
        var last = made.Set.Phases.Length - 1;
        var problem = made.Problem;
        return new ForceProblem(
            1,
            [.. problem.Lines.Select((l, i) => l with { Need = [100 * made.Set.Lines[i].Quantity[last].Value] })],
            [
                .. problem.Offers.Select(
                    (o, i) =>
                    {
                        var units = Units(made.Used[i].Offer, months);
                        return o with
                        {
                            Units = units,
                            BoundUnits = Math.Clamp(units - (o.Units - o.BoundUnits), 0, units),
                            DeploymentMonths = 1,
                            DwellMonths = 0,
                            HandoverMonths = 0,
                            CanStart = [true],
                        };
                    }
                ),
            ],
            problem.Commands
        );
    }
}
