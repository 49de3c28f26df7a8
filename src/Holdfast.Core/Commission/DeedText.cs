using System.Globalization;
using Holdfast.Core.Commission.Acts;

namespace Holdfast.Core.Commission;

/// <summary>Acts as one line of a log, in words.</summary>
public static class DeedText
{
    public static string Of(CaseAct act) =>
        act switch
        {
            Opened o => $"opened the case: {o.Title}",
            AllegationAdded a => $"added the allegation {a.Allegation.Id}",
            Moved m => $"moved it to {CaseWords.Plain(m.To)}: {m.Reason}",
            AdmissibilityDecided a => a.Admissible ? "found it admissible" : "found it inadmissible",
            PlanSet => "set the plan",
            TaskSet t => $"set the task {t.Task}: {t.Title}",
            TaskDone t => $"did the task {t.Task}: {t.Result}",
            EvidenceAdded e => $"added {e.Item.Id}: {e.Item.Title}",
            CustodyRecorded c => $"{c.Evidence} was {CaseWords.Plain(c.Event)} by {c.Holder}",
            SearchLogged s => $"searched {s.Where}: {s.Outcome}",
            StatementTaken s => $"took the statement {s.Id} of {s.Pseudonym}",
            ConsentWithdrawn w => $"recorded that the consent to {w.Statement} was withdrawn",
            KeyDestroyed k => $"destroyed the key of {k.Statement}",
            HypothesisStated h => $"stated {h.Id}: {h.Text}",
            EvidenceWeighed w => $"weighed {w.Evidence} against {w.Hypothesis}: {CaseWords.Plain(w.Consistency)}",
            Drafted d => $"wrote the draft {d.Id}",
            _ => OfProcedure(act),
        };

    private static string OfProcedure(CaseAct act) =>
        act switch
        {
            PartyNotified n => $"told {n.Party} that a case concerns it",
            SummaryDrafted d => $"drafted the summary {d.Id} for {d.Party}",
            SummaryReviewed r => r.Approved ? $"approved the summary {r.Draft}" : $"did not approve the summary {r.Draft}: {r.Note}",
            SummarySent s => $"sent {s.Party} its summary",
            ReceiptGiven g => $"{g.Party} received its letter {g.Letter.ToString(CultureInfo.InvariantCulture)}",
            ReplyReceived r => $"{r.Party} replied",
            CorrectionRequested c => $"{c.Party} asked for the correction {c.Id}",
            CorrectionAnswered c => $"{(c.Accepted ? "granted" : "refused")} the correction {c.Id}",
            SilenceRecorded s => $"recorded that {s.Party} did not answer",
            Sealed => "acted under seal",
            SealOpened o => $"opened the seal to {string.Join(", ", o.Wraps.Select(w => w.Person).Distinct())}",
            SealAdmitted a => $"admitted {a.Person} to the seal",
            NoteMade => "wrote a note",
            MemberRecused r => $"recused {r.Member}: {r.Reason}",
            VoteOpened v => $"put {v.Vote} to the vote",
            VoteCast v => $"voted on {v.Vote}",
            DissentFiled d => $"filed a separate opinion on {d.Vote}",
            Decided d => $"decided {d.Vote}: {d.Tally.For} for, {d.Tally.Against} against, {d.Tally.Abstained} abstained",
            VoteFailed f => $"closed the vote {f.Vote}: it did not carry",
            ReleaseProposed r => $"proposed to publish {r.Vote}",
            DecisionPublished p => $"published {p.Vote}",
            RemedyChecked r => $"checked {r.Remedy}: {CaseWords.Plain(r.Compliance)}",
            CaseReopened r => $"reopened it: {r.Reason}",
            _ => Codec.CaseCodec.WordOf(act).Replace('_', ' '),
        };
}
