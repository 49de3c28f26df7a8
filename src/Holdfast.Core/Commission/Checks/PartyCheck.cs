using Holdfast.Core.Commission.Acts;
using NodaTime;

namespace Holdfast.Core.Commission.Checks;

/// <summary>The parties' right of reply: everybody concerned is told the same, has the same time, and nobody's silence holds the case up.</summary>
internal static class PartyCheck
{
    public static Fault? FaultOf(Case? before, CaseAct act, string by, Instant at) =>
        before is null
            ? null
            : act switch
            {
                PartyNotified n => Concerned(before, n.Party),
                SummaryDrafted d => Drafted(before, d),
                SummaryReviewed r => Review(before, r, by),
                SummarySent s => Concerned(before, s.Party)
                    ?? Reviewed(before, s, by)
                    ?? EqualSubstance.FaultOf(before, s.Party, s.Points)
                    ?? Clock(before, s, at),
                ReceiptGiven g => Receipt(before, g),
                ReplyReceived r => Told(before, r.Party),
                CorrectionRequested c => Told(before, c.Party)
                    ?? (
                        before.Of<CorrectionRequested>().Any(x => x.Id == c.Id)
                            ? new Fault("exists", $"There is a request '{c.Id}' already.")
                            : null
                    ),
                CorrectionAnswered c => before.Of<CorrectionRequested>().Any(x => x.Id == c.Id)
                    ? null
                    : Fault.Unknown("request for a correction", c.Id, before.Of<CorrectionRequested>().Select(x => x.Id)),
                SilenceRecorded s => Told(before, s.Party) ?? Silent(before, s.Party, at),
                Moved { To: CaseState.Deliberation } => Heard(before),
                _ => null,
            };

    private static Fault? Concerned(Case before, string party) =>
        before.Parties.Contains(party) ? null : Fault.Unknown("party", party, before.Parties);

    private static Fault? Told(Case before, string party) =>
        Concerned(before, party)
        ?? (before.SummaryTo(party) is null ? new Fault("not-told", $"'{party}' has not been sent a summary.") : null);

    private static Fault? Drafted(Case before, SummaryDrafted d) =>
        Concerned(before, d.Party)
        ?? (
            before.Of<SummaryDrafted>().Any(x => x.Id == d.Id)
                ? new Fault("exists", $"There is a draft '{d.Id}' of a summary already.")
                : null
        )
        ?? (before.SummaryTo(d.Party) is not null ? new Fault("exists", $"'{d.Party}' has its summary already.") : null)
        ?? EqualSubstance.FaultOf(before, d.Party, d.Points);

    private static Fault? Review(Case before, SummaryReviewed r, string by)
    {
        var drafts = SummaryReview.Drafts(before).ToList();
        if (drafts.FirstOrDefault(d => d.Draft.Id == r.Draft) is not { Draft: not null } draft)
        {
            return Fault.Unknown("draft of a summary", r.Draft, drafts.Select(d => d.Draft.Id));
        }
        return draft.Author == by ? new Fault("own-draft", "Nobody reviews a summary of their own.")
            : before.Deeds.Any(d => d.By == by && d.Act is SummaryReviewed x && x.Draft == r.Draft)
                ? new Fault("exists", $"'{by}' has reviewed '{r.Draft}'.")
            : !r.Approved && string.IsNullOrWhiteSpace(r.Note) ? new Fault("empty", "Say why it may not leave.")
            : null;
    }

    private static Fault? Reviewed(Case before, SummarySent s, string by)
    {
        if (s.EarlierVersion > 0 && before.Of<SummaryDrafted>().Any())
        {
            return new Fault("old-form", "In this case summaries are drafted, reviewed and sent, each by its own act.");
        }
        var found = SummaryReview.ReviewersOf(before, s, by).Count;
        return found >= SummaryReview.Needed
            ? null
            : new Fault(
                "not-reviewed",
                $"Exactly these words are approved by two people, neither their author nor their sender, before they leave; {found} did so far."
            );
    }

    private static Fault? Receipt(Case before, ReceiptGiven g)
    {
        var letters = before.LettersTo(g.Party).Length;
        return g.Letter < 1 || g.Letter > letters
                ? new Fault("unknown-name", $"'{g.Party}' was sent {letters} letters; there is no letter {g.Letter}.")
            : before.ReceiptOf(g.Party, g.Letter) is not null ? new Fault("exists", "The receipt of this letter was given.")
            : null;
    }

    private static Fault? Clock(Case before, SummarySent s, Instant at) =>
        before.SummaryTo(s.Party) is not null ? new Fault("exists", $"'{s.Party}' has its summary already.")
        : s.ReplyDue <= at ? new Fault("out-of-range", "The time to reply lies in the past.")
        : before.Parties.Select(before.SummaryTo).OfType<SummarySent>().Any(o => o.ReplyDue > s.ReplyDue)
            ? new Fault("unequal", "A party told later has at least as long to reply.")
        : null;

    private static Fault? Silent(Case before, string party, Instant at) =>
        before.HasAnswered(party) ? new Fault("answered", $"'{party}' has answered.")
        : before.WasSilent(party) ? new Fault("exists", $"The silence of '{party}' is recorded.")
        : before.SummaryTo(party) is { } s && at < s.ReplyDue
            ? new Fault("too-early", $"'{party}' may answer until {Values.Iso.Format(s.ReplyDue)}.")
        : null;

    private static Fault? Heard(Case before)
    {
        var untold = before.Parties.Where(p => before.SummaryTo(p) is null).ToList();
        if (untold.Count > 0)
        {
            return new Fault("not-told", $"No summary was sent to {string.Join(", ", untold)}.");
        }
        var waiting = before.Parties.Where(p => !before.HasAnswered(p) && !before.WasSilent(p)).ToList();
        return waiting.Count == 0
            ? null
            : new Fault("not-heard", $"Neither an answer nor silence is recorded of {string.Join(", ", waiting)}.");
    }
}
