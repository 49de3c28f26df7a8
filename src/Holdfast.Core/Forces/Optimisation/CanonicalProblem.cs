using System.Collections.Immutable;
using Holdfast.Core.Forces.Planning;

namespace Holdfast.Core.Forces.Optimisation;

/// <summary>One order for problems that differ in nothing but order, and the faults that make a problem none.</summary>
public static class CanonicalProblem
{
    /// <summary>The problem with lines, offers and commands in ordinal order of their ids, and indices to match.</summary>
    /// <exception cref="ArgumentException">The problem has <see cref="Faults"/>.</exception>
    public static ForceProblem Of(ForceProblem problem)
    {
        if (Faults(problem) is [var first, ..])
        {
            throw new ArgumentException(first, nameof(problem));
        }
        var (lines, lineAt) = Sorted(problem.Lines, line => line.Id);
        var (offers, offerAt) = Sorted(problem.Offers, offer => offer.Id);
        return problem with
        {
            Lines = lines,
            Offers =
            [
                .. offers.Select(offer =>
                    offer with
                    {
                        Fits = [.. offer.Fits.Select(fit => fit with { Line = lineAt[fit.Line] }).OrderBy(fit => fit.Line)],
                    }
                ),
            ],
            Commands =
            [
                .. problem
                    .Commands.OrderBy(command => command.Id, StringComparer.Ordinal)
                    .Select(command =>
                        command with
                        {
                            Lines = [.. command.Lines.Select(line => lineAt[line]).Distinct().Order()],
                            LeadOffers = [.. command.LeadOffers.Select(offer => offerAt[offer]).Distinct().Order()],
                        }
                    ),
            ],
        };
    }

    /// <summary>What is wrong with a problem, one sentence each; empty where nothing is.</summary>
    public static ImmutableArray<string> Faults(ForceProblem problem)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        void Say(bool wrong, string fault)
        {
            if (wrong)
            {
                faults.Add(fault);
            }
        }
        Say(problem.Months is < 1 or > 240, $"The horizon is {problem.Months} months; it must be 1 to 240.");
        Twice(problem.Lines.Select(line => line.Id), "line", faults);
        Twice(problem.Offers.Select(offer => offer.Id), "offer", faults);
        Twice(problem.Commands.Select(command => command.Id), "command", faults);
        foreach (var line in problem.Lines)
        {
            Say(line.Weight < 0, $"Line '{line.Id}' has the negative weight {line.Weight}.");
            Say(line.Need.Length != problem.Months, $"Line '{line.Id}' states {line.Need.Length} months of need, not {problem.Months}.");
            Say(line.Need.Any(need => need < 0), $"Line '{line.Id}' needs a negative quantity.");
        }
        foreach (var offer in problem.Offers)
        {
            foreach (var fault in Faults(problem, offer))
            {
                faults.Add($"Offer '{offer.Id}' {fault}");
            }
        }
        foreach (var command in problem.Commands)
        {
            Say(
                command.Lines.Any(line => line < 0 || line >= problem.Lines.Length),
                $"Command '{command.Id}' names a line that is not there."
            );
            Say(
                command.LeadOffers.Any(offer => offer < 0 || offer >= problem.Offers.Length),
                $"Command '{command.Id}' names an offer that is not there."
            );
        }
        return faults.ToImmutable();
    }

    private static IEnumerable<string> Faults(ForceProblem problem, ProblemOffer offer)
    {
        (bool Wrong, string Fault)[] tests =
        [
            (offer.Units < 0, $"has {offer.Units} units."),
            (offer.BoundUnits < 0 || offer.BoundUnits > offer.Units, $"has {offer.BoundUnits} bound units of {offer.Units}."),
            (offer.PersonsPerUnit < 0, $"has {offer.PersonsPerUnit} persons in a unit."),
            (offer.DeploymentMonths < 1, $"deploys for {offer.DeploymentMonths} months."),
            (offer.DwellMonths < 0, $"dwells {offer.DwellMonths} months."),
            (
                offer.HandoverMonths < 0 || offer.HandoverMonths > offer.DeploymentMonths,
                $"hands over for {offer.HandoverMonths} of {offer.DeploymentMonths} months."
            ),
            (offer.CanStart.Length != problem.Months, $"states {offer.CanStart.Length} months of starts, not {problem.Months}."),
            (offer.Fits.Any(fit => fit.Line < 0 || fit.Line >= problem.Lines.Length), "fits a line that is not there."),
            (offer.Fits.Any(fit => fit.Effect < 1), "fits a line without effect."),
            (offer.Fits.Select(fit => fit.Line).Distinct().Count() != offer.Fits.Length, "fits one line twice."),
        ];
        return tests.Where(test => test.Wrong).Select(test => test.Fault);
    }

    private static void Twice(IEnumerable<string> ids, string what, ImmutableArray<string>.Builder faults)
    {
        foreach (var id in ids.GroupBy(id => id, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            faults.Add($"There are two {what}s '{id}'.");
        }
    }

    private static (ImmutableArray<T> Sorted, int[] NewIndex) Sorted<T>(ImmutableArray<T> items, Func<T, string> id)
    {
        var order = Enumerable.Range(0, items.Length).OrderBy(i => id(items[i]), StringComparer.Ordinal).ToArray();
        var at = new int[items.Length];
        for (var i = 0; i < order.Length; i++)
        {
            at[order[i]] = i;
        }
        return ([.. order.Select(i => items[i])], at);
    }
}
