using System.Collections.Immutable;
using Holdfast.Core.Forces.Optimisation;

namespace Holdfast.App.Forces;

/// <summary>What came of putting a program's first objective to a solver.</summary>
/// <param name="Seconds">Wall time.</param>
public abstract record MixedAnswer(double Seconds)
{
    /// <summary>A solution, proven to be the best.</summary>
    /// <param name="Values">One value for each column, as the solver gave it (whole columns rounded to the nearest whole number).</param>
    /// <param name="Objective">Value of the objective as the solver counts it.</param>
    public sealed record Optimal(ImmutableArray<double> Values, double Objective, double Seconds) : MixedAnswer(Seconds)
    {
        /// <summary>Of a program without whole columns: the price of each row (its dual value), from which <see cref="SafeBound"/> counts the bound again; otherwise empty.</summary>
        public ImmutableArray<double> Prices { get; init; } = [];
    }

    /// <summary>A solution, and nothing better than <paramref name="Bound"/> exists.</summary>
    public sealed record Feasible(ImmutableArray<double> Values, double Objective, double Bound, double Seconds) : MixedAnswer(Seconds);

    /// <summary>The relaxation, solved, and where a dive from it ended (<see cref="MixedTask.Dive"/>).</summary>
    /// <param name="Values">A solution with whole numbers; empty where the dive met none.</param>
    /// <param name="Relaxation">Value of the relaxation as the solver counts it.</param>
    /// <param name="Prices">The price of each row in the relaxation.</param>
    /// <param name="Held">For each column a whole number that it may be held at or above for a small loss against the relaxation: where the dive stood before it lost much.</param>
    public sealed record Dived(
        ImmutableArray<double> Values,
        double Relaxation,
        ImmutableArray<double> Prices,
        ImmutableArray<double> Held,
        double Seconds
    ) : MixedAnswer(Seconds);

    /// <summary>Proven to have no solution.</summary>
    public sealed record Infeasible(double Seconds) : MixedAnswer(Seconds);

    /// <summary>Cancelled by the caller.</summary>
    /// <param name="Bound">Best bound told until then, or negative infinity.</param>
    public sealed record Cancelled(double Bound, double Seconds) : MixedAnswer(Seconds);

    /// <summary>The time limit passed without a solution (other than the start that was given).</summary>
    /// <param name="Bound">Best bound told until then, or negative infinity.</param>
    public sealed record TimedOut(double Bound, double Seconds) : MixedAnswer(Seconds);

    /// <summary>The solver's process ended without an answer: it was killed, ran out of memory, or failed.</summary>
    /// <param name="Reason">For people.</param>
    /// <param name="Bound">Best bound told until then, or negative infinity.</param>
    public sealed record Crashed(string Reason, double Bound, double Seconds) : MixedAnswer(Seconds);

    /// <summary>The solver's library is not on this machine.</summary>
    /// <param name="Install">What to install.</param>
    public sealed record NotInstalled(string Install, double Seconds) : MixedAnswer(Seconds);
}

/// <summary>How far a solver is.</summary>
/// <param name="Best">Objective of its best solution so far, or null.</param>
/// <param name="Bound">Nothing better than this exists; null while nothing is known.</param>
/// <param name="Seconds">Wall time since the start.</param>
public readonly record struct MixedProgress(double? Best, double? Bound, double Seconds);

/// <summary>Limits on one question.</summary>
/// <param name="Seconds">Wall time; the solver ends itself by then, and is killed a little later.</param>
/// <param name="Gap">Relative gap at which a solution is good enough; 0 for proof.</param>
/// <param name="Task">What is wanted.</param>
/// <param name="Step">Values of any two solutions differ by a multiple of it, so that what is better by less need not be looked for; 0 where nothing is known.</param>
public readonly record struct MixedLimits(double Seconds, double Gap = 0, MixedTask Task = MixedTask.Best, long Step = 0);

/// <summary>What is wanted of a solver.</summary>
public enum MixedTask
{
    /// <summary>The best solution, with proof where time allows.</summary>
    Best,

    /// <summary>Only the bound of the relaxation with its cuts: no branching, no search for solutions.</summary>
    Root,

    /// <summary>The relaxation and a dive from it: <see cref="MixedAnswer.Dived"/>. Of a program in which any solution may be raised in any whole column that the relaxation raises.</summary>
    Dive,
}
