using System.Collections.Immutable;
using System.Globalization;
using Holdfast.Core.Forces.Optimisation;

namespace Holdfast.App.Forces;

/// <summary>How an answer ended.</summary>
public enum ForceStatus
{
    /// <summary>Every objective is proven.</summary>
    Optimal,

    /// <summary>A plan, with what is left to be proven told by stage.</summary>
    Feasible,

    /// <summary>Cancelled by the caller; the plan is the best so far.</summary>
    Cancelled,

    /// <summary>The solver's process died or contradicted itself; the plan is the best so far and nothing more is proven.</summary>
    Crashed,

    /// <summary>There is no solver on this machine; the plan is one of our own search, unproven.</summary>
    NotInstalled,
}

/// <summary>One objective of an answer.</summary>
/// <param name="Objective">Its name: <c>unfilled</c>, <c>double_hatted</c>, <c>burden</c>, <c>unit_months</c>.</param>
/// <param name="Value">What the plan reaches, exactly.</param>
/// <param name="Bound">No plan that holds the earlier objectives reaches less; nought where nothing better is known.</param>
/// <param name="Proven">Value = bound.</param>
/// <param name="Seconds">Wall time spent on it.</param>
public sealed record ForceStage(string Objective, long Value, long Bound, bool Proven, double Seconds)
{
    /// <summary>(Value - bound) / value, 0 .. 1.</summary>
    public double Gap => Value == Bound ? 0 : (double)(Value - Bound) / Value;

    /// <summary>What is proven, exactly: a small gap is not rounded away, and what is left is told in the objective's own units, too.</summary>
    public string Proof =>
        Proven ? "proven"
        : Bound == 0 ? "nothing is proven of it"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"no plan reaches less than {Bound:N0}, {Value - Bound:N0} below it ({Gap:0.00######%})"
        );
}

/// <summary>The answer to a force problem. Where it is not <see cref="ForceStatus.Optimal"/> it hangs on the time it was given: an artefact to be recorded with its input's hash, not state.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Plan">Checked by <see cref="PlanCheck"/>, whoever found it.</param>
/// <param name="Stages">The objectives in their order.</param>
/// <param name="InputHash">SHA-256 of the program's LP text.</param>
/// <param name="Solver">Name and version of the solver, or null.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="Reason">Why it crashed, or what to install; null otherwise.</param>
public sealed record ForceAnswer(
    ForceStatus Status,
    ForcePlan Plan,
    ImmutableArray<ForceStage> Stages,
    string InputHash,
    string? Solver,
    double Seconds,
    string? Reason
);

/// <summary>How far an answer is.</summary>
/// <param name="Stage">Which objective, from 0.</param>
/// <param name="Best">What the best plan so far reaches.</param>
/// <param name="Bound">What is proven so far.</param>
/// <param name="Seconds">Wall time since the start.</param>
public readonly record struct ForceProgress(int Stage, long Best, long Bound, double Seconds)
{
    /// <summary>(Best - bound) / best, 0 .. 1.</summary>
    public double Gap => Best == Bound ? 0 : (double)(Best - Bound) / Best;
}

/// <summary>Limits on an answer.</summary>
/// <param name="Seconds">Wall time for all objectives.</param>
/// <param name="Gap">Relative gap at which the first objective is good enough; 0 for proof.</param>
/// <param name="Objectives">How many objectives, from the first.</param>
public readonly record struct ForceLimits(double Seconds, double Gap = 0, int Objectives = PlanTotals.Count);
