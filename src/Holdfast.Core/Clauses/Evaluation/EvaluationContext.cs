using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Clauses.Evaluation;

/// <summary>What an atom may look at. The time is handed apart from the subject, so that a wide time can be cut at the change points of facts.</summary>
internal readonly record struct EvaluationContext(
    ISubject Subject,
    CompiledFacts Facts,
    Thresholds Thresholds,
    Instant Earliest,
    Instant Latest,
    string Term
)
{
    /// <summary>The truth of something whose probability is known, by the mission's thresholds.</summary>
    public Truth Decide(double probability, UnknownReason otherwise) =>
        probability >= Thresholds.Breach ? Truth.True
        : probability <= Thresholds.NoBreach ? Truth.False
        : Truth.Unknown(otherwise);
}
