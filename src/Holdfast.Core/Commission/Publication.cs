using System.Collections.Immutable;
using Holdfast.Core.Commission.Acts;

namespace Holdfast.Core.Commission;

/// <summary>The public form of a decision: a function of the decision, the hypotheses' actors and the dissents whose authors want them read.</summary>
public static class Publication
{
    /// <summary>The publication that a person may confirm now: null where nobody else has proposed it.</summary>
    public static DecisionPublished? Confirmed(Case of, Decided decided, string by) =>
        ProposedBy(of, decided.Vote, by) is { } other ? Of(of, decided, [other, by]) : null;

    /// <summary>Who first proposed to publish a decision, apart from one person; null where nobody did.</summary>
    public static string? ProposedBy(Case of, string vote, string other) =>
        of.Deeds.FirstOrDefault(d => d.Act is ReleaseProposed r && r.Vote == vote && d.By != other)?.By;

    /// <param name="releasedBy">The two people who release it.</param>
    public static DecisionPublished Of(Case of, Decided decided, ImmutableArray<string> releasedBy) =>
        new(
            decided.Vote,
            decided.Proposal.Provisional,
            [
                .. decided.Proposal.Findings.Select(f => new PublicFinding(
                    f.Allegation,
                    f.Violation,
                    f.Standard,
                    f.Attribution,
                    f.Attribution == AttributionOutcome.NotAttributed
                        ? null
                        : of.Hypotheses.FirstOrDefault(h => h.Id == f.Hypothesis)?.Actor,
                    f.Reasons
                )),
            ],
            decided.Proposal.Remedies,
            decided.Tally,
            [.. of.Of<DissentFiled>().Where(d => d.Vote == decided.Vote && d.Publish).Select(d => new PublishedDissent(d.Member, d.Text))],
            releasedBy
        );
}
