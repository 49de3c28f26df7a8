using System.Collections.Immutable;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.Core.Forces.Optimisation;

/// <summary>
/// Is a plan what it says? Each unit is named and walked through its months, and every figure is counted again, by other code than made the plan and without
/// the program: what a solver returns is believed only after this.
/// </summary>
public static class PlanCheck
{
    /// <summary>What is wrong, one sentence each; empty for a sound plan.</summary>
    public static ImmutableArray<string> Faults(ForceProblem problem, ForcePlan plan)
    {
        var faults = new List<string>();
        var served = new List<(ProblemOffer Offer, string Line, int Effect, int Month, bool Fills)>();
        foreach (var offer in problem.Offers)
        {
            Walk(problem, plan, offer, faults, served);
        }
        faults.AddRange(
            plan.Starts.Where(start => problem.Offers.All(offer => offer.Id != start.Offer))
                .Select(start => $"There is no offer '{start.Offer}'.")
        );
        if (faults.Count == 0)
        {
            Count(problem, plan, faults, served);
        }
        return [.. faults];
    }

    // Each start takes the unit that has been home longest; where none is rested the plan needs more units than there are.
    private static void Walk(
        ForceProblem problem,
        ForcePlan plan,
        ProblemOffer offer,
        List<string> faults,
        List<(ProblemOffer, string, int, int, bool)> served
    )
    {
        var restedFrom = new long[offer.Units];
        foreach (var start in plan.Starts.Where(start => start.Offer == offer.Id).OrderBy(start => start.Month))
        {
            var fit = offer.Fits.FirstOrDefault(fit => problem.Lines[fit.Line].Id == start.Line);
            if (fit is null || start.Month < 0 || start.Month >= problem.Months || !offer.CanStart[start.Month] || start.Units < 1)
            {
                faults.Add($"Offer '{offer.Id}' cannot start {start.Units} units to line '{start.Line}' in month {start.Month}.");
                continue;
            }
            for (var i = 0; i < start.Units; i++)
            {
                var unit = Array.FindIndex(restedFrom, month => month <= start.Month);
                if (unit < 0)
                {
                    faults.Add($"Offer '{offer.Id}' has no rested unit for line '{start.Line}' in month {start.Month}.");
                    break;
                }
                restedFrom[unit] = (long)start.Month + offer.DeploymentMonths + offer.DwellMonths;
                for (var month = start.Month; month < problem.Months && month < start.Month + offer.DeploymentMonths; month++)
                {
                    served.Add((offer, start.Line, fit.Effect, month, month - start.Month >= offer.HandoverMonths));
                }
            }
        }
    }

    private static void Count(
        ForceProblem problem,
        ForcePlan plan,
        List<string> faults,
        List<(ProblemOffer Offer, string Line, int Effect, int Month, bool Fills)> served
    )
    {
        var weighted = 0L;
        var at = served.ToLookup(s => s.Month);
        foreach (var line in problem.Lines)
        {
            var told = plan.Lines.SingleOrDefault(l => l.Id == line.Id);
            for (var month = 0; month < problem.Months; month++)
            {
                var supply = at[month].Where(s => s.Line == line.Id && s.Fills).Sum(s => (long)s.Effect);
                var led = problem
                    .Commands.Where(command => command.Lines.Any(i => problem.Lines[i].Id == line.Id))
                    .All(command =>
                        at[month]
                            .Any(s =>
                                command.Lines.Any(i => problem.Lines[i].Id == s.Line)
                                && command.LeadOffers.Any(i => problem.Offers[i].Id == s.Offer.Id)
                            )
                    );
                var fill = led ? Math.Min(supply, line.Need[month]) : 0;
                weighted += line.Weight * (line.Need[month] - fill);
                if (told is null || told.Fill[month] != fill || told.Unfilled[month] != line.Need[month] - fill)
                {
                    faults.Add($"Line '{line.Id}' is filled with {fill} hundredths in month {month}, not {told?.Fill[month]}.");
                }
            }
        }
        var hats = problem.Offers.Sum(offer =>
            Enumerable
                .Range(0, problem.Months)
                .Sum(m => Math.Max(0L, at[m].Count(s => s.Offer.Id == offer.Id) - (offer.Units - offer.BoundUnits)) * offer.PersonsPerUnit)
        );
        Same(faults, "weighted unfilled need", weighted, plan.Totals.WeightedUnfilled);
        Same(faults, "double-hatted person-months", hats, plan.Totals.DoubleHatted);
        Same(faults, "deployed unit-months", served.Count, plan.Totals.UnitMonths);
        Same(faults, "greatest burden", GreatestBurden(problem, served.Select(s => s.Offer)), plan.Totals.GreatestBurden);
    }

    private static long GreatestBurden(ForceProblem problem, IEnumerable<ProblemOffer> served)
    {
        var borne = served
            .GroupBy(offer => offer.Nation, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Sum(offer => (long)offer.PersonsPerUnit), StringComparer.Ordinal);
        var most = 0L;
        foreach (var (nation, months) in borne)
        {
            var offered = problem.Offers.Where(offer => offer.Nation == nation).Sum(offer => (long)offer.Units * offer.PersonsPerUnit);
            most = Math.Max(most, offered == 0 ? 0 : (long)Math.Ceiling(1000m * months / offered));
        }
        return most;
    }

    private static void Same(List<string> faults, string what, long counted, long told)
    {
        if (counted != told)
        {
            faults.Add($"The {what} come to {counted}, not {told}.");
        }
    }
}
