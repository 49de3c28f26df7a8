namespace Holdfast.Core.Clauses;

/// <summary>The outcome of one term for one incident without its explanation: what bulk assessment needs.</summary>
/// <param name="ReasonBits">Its reasons; <see cref="Term.ReasonCodes"/> of the same term turns them into codes.</param>
public readonly record struct TermJudgement(Outcome Outcome, Severity? Severity, ulong ReasonBits);
