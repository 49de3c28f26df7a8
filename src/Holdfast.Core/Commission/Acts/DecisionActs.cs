using System.Collections.Immutable;
using NodaTime;

namespace Holdfast.Core.Commission.Acts;

public enum VoteChoice
{
    For,
    Against,
    Abstain,
}

public enum Compliance
{
    Complied,
    Partly,
    NotComplied,
    CannotBeChecked,
}

/// <summary>A finding that is put to the vote.</summary>
/// <param name="Attribution">Who did it; <see cref="AttributionOutcome.NotAttributed"/> goes with no hypothesis but "undetermined".</param>
/// <param name="Hypothesis">The hypothesis followed; <see cref="HypothesisMatrix.Undetermined"/> where none is.</param>
/// <param name="Evidence">Ids of the items and statements it rests on.</param>
public sealed record Finding(
    string Allegation,
    ViolationOutcome Violation,
    ProofStandard Standard,
    AttributionOutcome Attribution,
    string Hypothesis,
    string Reasons,
    ImmutableArray<string> Evidence
);

/// <summary>A fact that the decision determines for the guarantees and terms. The authority is always the commission.</summary>
/// <param name="Value"><c>true</c>, <c>false</c>, an instant or a quantity; null takes an earlier determination back.</param>
public sealed record DeterminedFact(string Fact, ImmutableArray<string> Arguments, string? Value, Instant? ValidFrom, Instant? ValidTo);

/// <summary>What an addressee has to do, until when, and how it will be seen whether it was done.</summary>
public sealed record Remedy(string Id, string Addressee, string Text, Instant Due, string Check);

/// <summary>What is put to the vote.</summary>
/// <param name="Provisional">A provisional determination may still be revised, and does not end the inquiry.</param>
public sealed record Proposal(
    bool Provisional,
    ImmutableArray<Finding> Findings,
    ImmutableArray<DeterminedFact> Facts,
    ImmutableArray<Remedy> Remedies
);

/// <summary>Words of the deliberation. Sealed.</summary>
public sealed record NoteMade(string Text) : CaseAct;

/// <summary>A member steps aside, or is held to, with the reason.</summary>
public sealed record MemberRecused(string Member, string Reason) : CaseAct;

public sealed record VoteOpened(string Vote, Proposal Proposal) : CaseAct;

/// <summary>One member's vote; a second by the same member is refused.</summary>
public sealed record VoteCast(string Vote, string Member, VoteChoice Choice) : CaseAct;

/// <summary>A member's separate opinion. It is published with the decision where the member wants that.</summary>
public sealed record DissentFiled(string Vote, string Member, string Text, bool Publish) : CaseAct;

/// <summary>The vote is over and carried. What it decided follows from the votes and the rules of procedure; the tally is checked against them.</summary>
public sealed record Decided(string Vote, Proposal Proposal, Tally Tally) : CaseAct;

/// <summary>Somebody proposes that a decision be published. What would be published follows from the decision (<see cref="Publication"/>).</summary>
public sealed record ReleaseProposed(string Vote) : CaseAct;

/// <summary>
/// What everybody may read of a decision: findings without the evidence they rest on, the count without names, the dissents whose authors want it. Done by a
/// person other than who proposed the release.
/// </summary>
/// <param name="ReleasedBy">Who proposed the release and who confirmed it, as their acts say. In entries of version 1: whom the publisher named.</param>
public sealed record DecisionPublished(
    string Vote,
    bool Provisional,
    ImmutableArray<PublicFinding> Findings,
    ImmutableArray<Remedy> Remedies,
    Tally Tally,
    ImmutableArray<PublishedDissent> Dissents,
    ImmutableArray<string> ReleasedBy
) : CaseAct;

public sealed record PublicFinding(
    string Allegation,
    ViolationOutcome Violation,
    ProofStandard Standard,
    AttributionOutcome Attribution,
    string? Actor,
    string Reasons
);

public sealed record PublishedDissent(string Member, string Text);

/// <summary>The vote is over and did not carry.</summary>
public sealed record VoteFailed(string Vote) : CaseAct;

/// <summary>What was seen when a remedy was checked.</summary>
public sealed record RemedyChecked(string Remedy, Compliance Compliance, string Note) : CaseAct;

/// <summary>A decided, closed or inadmissible case begins again on new evidence, which comes with it.</summary>
public sealed record CaseReopened(string Reason, ImmutableArray<EvidenceItem> NewEvidence) : CaseAct;
