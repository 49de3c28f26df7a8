namespace Holdfast.Core.Commission.Acts;

/// <summary>How a piece of evidence sits with a hypothesis (Heuer, Psychology of Intelligence Analysis, 1999, chapter 8).</summary>
public enum Consistency
{
    VeryInconsistent,
    Inconsistent,
    Neutral,
    Consistent,
    VeryConsistent,
}

/// <summary>A reading of who did it. "Undetermined" is always one of them and is never stated by an act.</summary>
/// <param name="Actor">The party it would attribute the act to; null where it names nobody (an accident, a false report).</param>
public sealed record HypothesisStated(string Id, string Text, string? Actor) : CaseAct;

/// <summary>How a piece of evidence bears on a hypothesis. A later weighing of the same pair replaces the earlier, which stays in the record.</summary>
/// <param name="LikelihoodRatio">P(evidence | hypothesis) / P(evidence | not), where somebody can argue one; positive and finite.</param>
/// <param name="Group">
/// Names what this evidence shares with others that are not independent of it; evidence of one group counts once. Empty: argued to be independent.
/// </param>
public sealed record EvidenceWeighed(
    string Hypothesis,
    string Evidence,
    Consistency Consistency,
    string Argument,
    double? LikelihoodRatio,
    string Group
) : CaseAct;
