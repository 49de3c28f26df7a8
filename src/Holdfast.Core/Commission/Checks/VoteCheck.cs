using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Rules;

namespace Holdfast.Core.Commission.Checks;

/// <summary>Votes: who may, on what, once each, and what they amount to. Nothing else determines anything.</summary>
internal static class VoteCheck
{
    public static Fault? FaultOf(Case? before, CaseAct act, string by, CommissionRules rules) =>
        before is null
            ? null
            : act switch
            {
                Moved when before.OpenVote is { Proposal.Provisional: false } v => new Fault("vote-open", $"The vote '{v.Vote}' is open."),
                MemberRecused r => rules.Member(r.Member) is null ? Fault.Unknown("member", r.Member, rules.Members.Select(m => m.Id))
                : before.Recused.Contains(r.Member) ? new Fault("exists", $"'{r.Member}' is recused already.")
                : before.OpenVote is { } v && before.VotesIn(v.Vote).Any(c => c.Member == r.Member)
                    ? new Fault("voted", $"'{r.Member}' has voted in the open vote.")
                : null,
                VoteOpened v => Open(before, v),
                VoteCast v => Votes(before, v.Vote, v.Member, rules)
                    ?? (before.VotesIn(v.Vote).Any(c => c.Member == v.Member) ? new Fault("exists", $"'{v.Member}' has voted.") : null),
                DissentFiled d => Votes(before, d.Vote, d.Member, rules),
                Decided d => Carried(before, d, rules),
                VoteFailed f => Failed(before, f, rules),
                ReleaseProposed r => Proposed(before, r, by),
                DecisionPublished p => Published(before, p, by, blind: false),
                NoteMade => null,
                _ => null,
            };

    private static Fault? Open(Case before, VoteOpened v)
    {
        if (before.OpenVote is { } open)
        {
            return new Fault("vote-open", $"The vote '{open.Vote}' is open.");
        }
        if (before.Of<VoteOpened>().Any(o => o.Vote == v.Vote))
        {
            return new Fault("exists", $"There was a vote '{v.Vote}' already.");
        }
        if (!v.Proposal.Provisional && before.State != CaseState.Deliberation)
        {
            return new Fault("not-deliberated", "A final determination is voted on in deliberation; before that, only a provisional one.");
        }
        return v.Proposal.Findings.IsEmpty
            ? new Fault("no-finding", "A proposal holds at least one finding.")
            : v.Proposal.Findings.Select(f => Finding(before, f)).FirstOrDefault(f => f is not null) ?? Facts(before, v.Proposal);
    }

    internal static Fault? Finding(Case before, Finding f)
    {
        if (before.Allegations.All(a => a.Id != f.Allegation))
        {
            return Fault.Unknown("allegation", f.Allegation, before.Allegations.Select(a => a.Id));
        }
        var hypotheses = before.Hypotheses.Select(h => h.Id).Append(HypothesisMatrix.Undetermined).ToList();
        if (!hypotheses.Contains(f.Hypothesis))
        {
            return Fault.Unknown("hypothesis", f.Hypothesis, hypotheses);
        }
        var actor = before.Hypotheses.FirstOrDefault(h => h.Id == f.Hypothesis)?.Actor;
        if (f.Attribution != AttributionOutcome.NotAttributed && actor is null)
        {
            return new Fault("contradiction", $"The hypothesis '{f.Hypothesis}' names nobody: the finding cannot attribute the act.");
        }
        if (f.Violation != ViolationOutcome.Established && f.Attribution != AttributionOutcome.NotAttributed)
        {
            return new Fault("contradiction", "What is not established is not attributed to anybody.");
        }
        if (EqualSubstance.LeakIn(before, f.Reasons) is { } leak)
        {
            return new Fault("source", $"{leak} The reasons of a finding are published: evidence is cited beside them.");
        }
        return f.Violation == ViolationOutcome.Established && f.Evidence.IsEmpty
            ? new Fault("no-evidence", "What is established rests on evidence: name it.")
            : InquiryCheck.Cited(before, f.Evidence);
    }

    internal static Fault? Facts(Case before, Proposal p) =>
        !p.Provisional && Determination.Unspoken(before, p) is [var unspoken, ..]
            ? new Fault("unspoken", $"'{unspoken.Fact}' was determined before: a final decision confirms it, denies it or takes it back.")
        : p.Facts.Any(f => f.ValidFrom >= f.ValidTo) ? new Fault("out-of-range", "A determined fact ends before it starts.")
        : p.Remedies.Select(r => r.Id).Distinct(StringComparer.Ordinal).Count() != p.Remedies.Length
            ? new Fault("exists", "Two remedies have the same id.")
        : null;

    private static Fault? Votes(Case before, string vote, string member, CommissionRules rules)
    {
        if (before.OpenVote?.Vote != vote)
        {
            return new Fault("no-vote", $"No vote '{vote}' is open.");
        }
        if (before.Recused.Contains(member))
        {
            return new Fault("recused", $"'{member}' is recused and does not vote.");
        }
        return rules.Eligible(before.Recused, before.Parties).All(m => m.Id != member)
            ? new Fault("own-party", $"'{member}' was appointed by a party that the case is about and does not vote.")
            : null;
    }

    private static Fault? Carried(Case before, Decided d, CommissionRules rules)
    {
        if (before.OpenVote is not { } open || open.Vote != d.Vote)
        {
            return new Fault("no-vote", $"No vote '{d.Vote}' is open.");
        }
        var tally = VoteCount.Of(before, d.Vote, rules);
        if (d.Tally != tally)
        {
            return new Fault("wrong-tally", $"The votes count {tally.For} for, {tally.Against} against, {tally.Abstained} abstained.");
        }
        if (!ProposalText.AreSame(open.Proposal, d.Proposal))
        {
            return new Fault("other-proposal", "What is decided is what was voted on, and nothing else.");
        }
        return tally.Carries(rules.Quorum, rules.MajorityFor(d.Proposal.Provisional))
            ? null
            : new Fault("not-carried", Why(tally, rules, d.Proposal));
    }

    internal static string Why(Tally tally, CommissionRules rules, Proposal proposal) =>
        tally.HasQuorum(rules.Quorum)
            ? $"{tally.For} for and {tally.Against} against do not make the majority ({CaseWords.Plain(rules.MajorityFor(proposal.Provisional))})."
            : $"{tally.Cast} votes were cast; the quorum is {rules.Quorum}.";

    private static Fault? Failed(Case before, VoteFailed f, CommissionRules rules) =>
        before.OpenVote is not { } open || open.Vote != f.Vote ? new Fault("no-vote", $"No vote '{f.Vote}' is open.")
        : VoteCount.Of(before, f.Vote, rules).Carries(rules.Quorum, rules.MajorityFor(open.Proposal.Provisional))
            ? new Fault("carried", "The vote has carried.")
        : null;

    private static Fault? Proposed(Case before, ReleaseProposed r, string by) =>
        before.Of<Decided>().All(d => d.Vote != r.Vote) ? Fault.Unknown("decision", r.Vote, before.Of<Decided>().Select(d => d.Vote))
        : before.Of<DecisionPublished>().Any(x => x.Vote == r.Vote) ? new Fault("exists", "The decision is published.")
        : before.Deeds.Any(d => d.By == by && d.Act is ReleaseProposed x && x.Vote == r.Vote)
            ? new Fault("exists", $"'{by}' has proposed it; another person confirms it.")
        : null;

    private static Fault? Released(Case before, DecisionPublished p, string by)
    {
        if (p.EarlierVersion > 0)
        {
            return before.Of<ReleaseProposed>().Any() ? new Fault("old-form", "In this case releases are proposed and confirmed.")
                : p.ReleasedBy.Distinct(StringComparer.Ordinal).Count() < 2 ? new Fault("not-released", "Two people release a decision.")
                : null;
        }
        return Publication.ProposedBy(before, p.Vote, by) is not { } other
                ? new Fault("not-released", $"Two people release a decision: somebody other than '{by}' proposes it first.")
            : p.ReleasedBy.SequenceEqual([other, by]) ? null
            : new Fault("not-released", $"It is released by '{other}', who proposed it, and '{by}', who confirms it.");
    }

    /// <param name="blind">The separate opinions are under seal and not compared.</param>
    internal static Fault? Published(Case before, DecisionPublished p, string by, bool blind)
    {
        if (before.Of<Decided>().FirstOrDefault(d => d.Vote == p.Vote) is not { } decided)
        {
            return Fault.Unknown("decision", p.Vote, before.Of<Decided>().Select(d => d.Vote));
        }
        if (before.Of<DecisionPublished>().Any(x => x.Vote == p.Vote))
        {
            return new Fault("exists", "The decision is published.");
        }
        if (Released(before, p, by) is { } unreleased)
        {
            return unreleased;
        }
        var proper = Publication.Of(before, decided, p.ReleasedBy);
        return !ProposalText.AreSame(blind ? proper with { Dissents = p.Dissents } : proper, p)
                ? new Fault("other-text", "What is published is what was decided, without what is protected.")
            : p.Findings.Select(f => EqualSubstance.LeakIn(before, f.Reasons)).FirstOrDefault(l => l is not null) is { } leak
                ? new Fault("source", leak)
            : null;
    }
}
