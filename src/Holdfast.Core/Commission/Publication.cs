using System.Collections.Immutable;
using Holdfast.Core.Commission.Acts;

namespace Holdfast.Core.Commission;

/// <summary>The public form of a decision: a function of the decision, the hypotheses' actors and the dissents whose authors want them read.</summary>
public static class Publication
{
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
