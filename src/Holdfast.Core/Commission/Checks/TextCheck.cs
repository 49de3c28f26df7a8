using System.Buffers;
using System.Collections.Immutable;
using Holdfast.Core.Commission.Acts;

namespace Holdfast.Core.Commission.Checks;

/// <summary>Ids are short names without surprises; texts that carry an act are not empty.</summary>
internal static class TextCheck
{
    private const int MaxIdCharacters = 64;

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_"
    );

    public static Fault? FaultOf(CaseAct act) =>
        Ids(act).Select(Id).FirstOrDefault(f => f is not null) ?? Needed(act).Select(Text).FirstOrDefault(f => f is not null);

    private static Fault? Id(string id) =>
        id.Length is > 0 and <= MaxIdCharacters && char.IsAsciiLetterOrDigit(id[0]) && id.AsSpan().IndexOfAnyExcept(IdCharacters) < 0
            ? null
            : new Fault(
                "bad-id",
                $"'{(id.Length > 80 ? id[..80] : id)}' is not an id: letters, digits, '.', '-' and '_', at most {MaxIdCharacters}, a letter or digit first."
            );

    private static Fault? Text((string What, string Text) field) =>
        string.IsNullOrWhiteSpace(field.Text) ? new Fault("empty", $"Say {field.What}.")
        : field.Text.Length > Codec.CaseCodec.MaxTextCharacters
            ? new Fault(
                "too-long",
                $"A text has {field.Text.Length} characters; at most {Codec.CaseCodec.MaxTextCharacters} are taken: longer ones are evidence."
            )
        : null;

    private static IEnumerable<string> Ids(CaseAct act) =>
        act switch
        {
            Opened o => [o.Allegation.Id, .. o.Allegation.Against],
            AllegationAdded a => [a.Allegation.Id, .. a.Allegation.Against],
            TaskSet t => [t.Task],
            EvidenceAdded e => [e.Item.Id],
            CaseReopened r => r.NewEvidence.Select(e => e.Id),
            StatementTaken s => [s.Id, s.Pseudonym],
            HypothesisStated h => [h.Id],
            Drafted d => [d.Id],
            CorrectionRequested c => [c.Id],
            SummaryDrafted d => [d.Id],
            Sealed s => [s.Key],
            SealOpened o => [o.Key, .. o.Wraps.SelectMany(w => new[] { w.Key, w.Person })],
            SealAdmitted a => [a.Person, .. a.Wraps.Select(w => w.Key)],
            VoteOpened v => [v.Vote, .. v.Proposal.Remedies.Select(r => r.Id)],
            _ => [],
        };

    private static IEnumerable<(string What, string Text)> Needed(CaseAct act) =>
        act switch
        {
            Opened o => [("what the case is called", o.Title), .. Allegation(o.Allegation)],
            AllegationAdded a => Allegation(a.Allegation),
            Moved m => [("why", m.Reason)],
            AdmissibilityDecided d => d.Grounds.SelectMany(g => new[] { ("which ground", g.Ground), ("why", g.Reason) }),
            PlanSet p => [("what the plan is", p.Plan)],
            TaskSet t => [("what is to be done", t.Title), ("who answers for it", t.Owner)],
            TaskDone t => [("what came of it", t.Result)],
            EvidenceAdded e => [("what the item is", e.Item.Title), ("who collected it", e.Item.CollectedBy)],
            CustodyRecorded c => [("who holds it", c.Holder)],
            SearchLogged s => [("where was looked", s.Where), ("for what", s.For), ("what came of it", s.Outcome)],
            StatementTaken s => [("to what the person agreed", s.Consent), ("what speaking may mean for the person", s.Risk)],
            ConsentWithdrawn w => [("why, or that no reason was given", w.Reason)],
            HypothesisStated h => [("what the hypothesis is", h.Text)],
            EvidenceWeighed w => [("why", w.Argument)],
            Drafted d => [("what the draft says", d.Text)],
            PartyNotified n => [("what the party is told", n.Notice)],
            SummaryDrafted d => d.Points.Select(p => ("what is held", p.Text)),
            SummarySent s => s.Points.Select(p => ("what is held", p.Text)),
            ReplyReceived r => [("what the party answers", r.Text)],
            CorrectionRequested c => [("what is to be corrected", c.Text)],
            CorrectionAnswered c => [("why", c.Answer)],
            NoteMade n => [("what the note is", n.Text)],
            MemberRecused r => [("why", r.Reason)],
            DissentFiled d => [("what the opinion is", d.Text)],
            VoteOpened v => v
                .Proposal.Findings.Select(f => ("the reasons of each finding", f.Reasons))
                .Concat(v.Proposal.Remedies.SelectMany(r => new[] { ("what is to be done", r.Text), ("how it is checked", r.Check) })),
            RemedyChecked r => [("what was seen", r.Note)],
            CaseReopened r => [("why", r.Reason)],
            _ => ImmutableArray<(string, string)>.Empty,
        };

    private static (string, string)[] Allegation(Allegation a) => [("what is alleged", a.Text), ("who alleges it", a.By)];
}
