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
                SummarySent s => Concerned(before, s.Party) ?? Reviewed(s, by) ?? EqualSubstance.FaultOf(before, s) ?? Clock(before, s, at),
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

    private static Fault? Reviewed(SummarySent s, string by) =>
        s.ReviewedBy.Distinct(StringComparer.Ordinal).Count(r => r != by) >= 2
            ? null
            : new Fault("not-reviewed", "A summary is reviewed by two people other than its sender before it leaves.");

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
