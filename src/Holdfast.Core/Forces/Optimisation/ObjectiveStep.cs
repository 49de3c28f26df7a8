using Holdfast.Core.Forces.Planning;

namespace Holdfast.Core.Forces.Optimisation;

/// <summary>Every plan's objective is a multiple of its step, so a bound may be raised to the next one.</summary>
public static class ObjectiveStep
{
    /// <summary>The step of the objective with that number, at least 1.</summary>
    public static long Of(ForceProblem problem, int objective)
    {
        var step = objective switch
        {
            0 => problem.Lines.Select((line, i) => line.Weight * Quantum(problem, line, i)).Aggregate(0L, Divisor.Of),
            1 => problem.Offers.Where(offer => offer.BoundUnits > 0).Aggregate(0L, (d, offer) => Divisor.Of(d, offer.PersonsPerUnit)),
            _ => 1,
        };
        return Math.Max(1, step);
    }

    /// <summary>The first multiple of the step that is not below <paramref name="bound"/>, itself not negative.</summary>
    public static long Raised(long bound, long step) => (bound + step - 1) / step * step;

    // Unfilled need is the need less a sum of effects, or the whole of it.
    private static long Quantum(ForceProblem problem, ProblemLine line, int index) =>
        problem
            .Offers.SelectMany(offer => offer.Fits)
            .Where(fit => fit.Line == index)
            .Aggregate(line.Need.Aggregate(0L, (d, need) => Divisor.Of(d, need)), (d, fit) => Divisor.Of(d, fit.Effect));
}
