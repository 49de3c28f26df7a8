using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Rules;

namespace Holdfast.Core.Commission.Checks;

/// <summary>
/// Votes, judged without the key to the seal: what whoever folds the record can see. Whoever holds the key sees the rest (<see cref="OpenedCase"/>), and an act that needs it
/// is taken from nobody else.
/// </summary>
internal static class BlindCheck
{
    public static Fault? FaultOf(Case? before, CaseAct act, string by, CommissionRules rules) =>
        before is null
            ? null
            : act switch
            {
                Decided d => Decision(before, d, by, rules),
                DecisionPublished p => VoteCheck.Published(before, p, by, blind: true) ?? Dissents(before, p),
                // Open votes, and who has voted, are under the seal.
                _ when Seal.Covers(act) => null,
                _ => VoteCheck.FaultOf(before, act, by, rules),
            };

    private static Fault? Decision(Case before, Decided d, string by, CommissionRules rules)
    {
        var eligible = rules.Eligible(before.Recused, before.Parties).Select(m => m.Id).ToHashSet(StringComparer.Ordinal);
        var acted = Authors(before).Count(eligible.Contains);
        return !eligible.Contains(by) ? new Fault("recused", $"'{by}' does not vote in this case and closes no vote in it.")
            : before.Of<Decided>().Any(x => x.Vote == d.Vote) ? new Fault("exists", $"'{d.Vote}' was decided.")
            : !d.Proposal.Provisional && before.State != CaseState.Deliberation
                ? new Fault("not-deliberated", "A final determination is voted on in deliberation.")
            : d.Tally.Eligible != eligible.Count || d.Tally.Cast > acted || d.Tally.For < 0 || d.Tally.Against < 0 || d.Tally.Abstained < 0
                ? new Fault("wrong-tally", $"{acted} members have acted under the seal; {d.Tally.Cast} votes are counted.")
            : !d.Tally.Carries(rules.Quorum, rules.MajorityFor(d.Proposal.Provisional))
                ? new Fault("not-carried", VoteCheck.Why(d.Tally, rules, d.Proposal))
            : d.Proposal.Findings.IsEmpty ? new Fault("no-finding", "A proposal holds at least one finding.")
            : d.Proposal.Findings.Select(f => VoteCheck.Finding(before, f)).FirstOrDefault(f => f is not null)
                ?? VoteCheck.Facts(before, d.Proposal);
    }

    private static Fault? Dissents(Case before, DecisionPublished p) =>
        p.Dissents.FirstOrDefault(d => !Authors(before).Contains(d.Member)) is { } nobodys
            ? new Fault("other-text", $"'{nobodys.Member}' filed nothing under the seal.")
            : null;

    // Those who voted before the seal was ciphertext stand in the clear.
    private static IEnumerable<string> Authors(Case before) =>
        before.Deeds.Where(d => d.Act is Sealed or VoteCast or DissentFiled).Select(d => d.By).Distinct(StringComparer.Ordinal);
}
