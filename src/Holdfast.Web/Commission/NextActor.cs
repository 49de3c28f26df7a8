using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Rules;
using NodaTime;

namespace Holdfast.Web.Commission;

/// <summary>Who has to act next for a case to go on, in words; from the rules of procedure and what the reader sees of the case.</summary>
internal static class NextActor
{
    public static string Of(Case of, CommissionRules rules, Instant now)
    {
        var stay = StageClock.Of(of, rules)[^1];
        return of.State switch
        {
            CaseState.PartyResponse => Parties(of),
            CaseState.Deliberation => "the members, by a vote",
            CaseState.Decided => of.Decisions.Any() && of.Of<DecisionPublished>().Count() < of.Of<Decided>().Count()
                ? "two people who serve the commission, to publish the decision"
                : "the secretariat or a member, to close it or begin to monitor its remedies",
            CaseState.RemedyMonitoring => Remedies(of),
            CaseState.Reopened => "the secretariat or a member, to resume the inquiry",
            CaseState.Closed or CaseState.Inadmissible => "nobody",
            CaseState.Received or CaseState.Preliminary or CaseState.Investigating or CaseState.Draft => Stage(
                rules.Stage(of.State),
                rules,
                stay.IsOverdue(now)
            ),
        };
    }

    private static string Stage(StageRule? rule, CommissionRules rules, bool late) =>
        (rule?.By, late && rule?.Late == WhenLate.Proceeds) switch
        {
            (StageActor.AnyMember or StageActor.Vote or StageActor.Parties or null, _) => "any member, or the secretariat",
            (_, true) => "any member: its time is over",
            (StageActor.Chair, _) => rules.Chair is { } chair ? rules.Member(chair)?.Name ?? chair : "the chair",
            (StageActor.Secretariat, _) => "the secretariat",
        };

    private static string Parties(Case of)
    {
        var untold = of.Parties.Where(p => of.SummaryTo(p) is null).ToList();
        if (untold.Count > 0)
        {
            return $"the secretariat, to send the summary to {string.Join(", ", untold)}";
        }
        var waiting = of.Parties.Where(p => !of.HasAnswered(p) && !of.WasSilent(p)).ToList();
        return waiting.Count > 0 ? $"{string.Join(", ", waiting)}, to reply" : "any member, to begin the deliberation";
    }

    private static string Remedies(Case of)
    {
        var open = of.Remedies.Where(r => of.LastCheck(r.Id)?.Compliance != Compliance.Complied).OrderBy(r => r.Due).FirstOrDefault();
        return open is null
            ? "the secretariat or a member, to close it"
            : $"{open.Addressee}, to comply with {open.Id}; the secretariat, to check it";
    }
}
