using Holdfast.Core.Cell.Acts;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Core.Cell;

/// <summary>What may be said about a decision of the willing, and when.</summary>
internal static class DecisionLaw
{
    public static CellRefusal? Against(CellSubject decision, CellAct act, Instant now)
    {
        var proposed = (DecisionProposed)decision.Opening.Act;
        if (decision.Every<DecisionEnded>().Any())
        {
            return CellLaw.Refuse("ended", "the decision was ended");
        }
        var state = DecisionState.Of(decision, now);
        return act switch
        {
            NationSpoke s => NotAmong(proposed, s.Nation) ?? Spoken(decision, state.Of(s.Nation), s, now),
            NationWithdrew w => NotAmong(proposed, w.Nation)
                ?? (
                    state.Of(w.Nation) is { Joined: true } ? null
                    : state.Of(w.Nation).Position == NationPosition.Withdrawn
                    && decision.Deeds.LastOrDefault(d => d.Act is NationWithdrew o && o.Nation == w.Nation) is { } same
                        ? CellLaw.Refuse("already", $"'{w.Nation}' has withdrawn", same.Entry)
                    : CellLaw.Refuse("not-joined", $"'{w.Nation}' has not joined, so there is nothing to withdraw")
                ),
            SilenceBroken b => NotAmong(proposed, b.Nation) ?? Broken(decision, state, b, now),
            _ => null,
        };
    }

    private static CellRefusal? NotAmong(DecisionProposed proposed, string nation) =>
        proposed.Among.Contains(nation)
            ? null
            : CellLaw.Refuse(
                "not-among",
                $"the proposal was not put to '{nation}'"
                    + (NearestWord.To(nation, proposed.Among) is { } near ? $"; did you mean '{near}'?" : "")
            );

    private static CellRefusal? Spoken(CellSubject decision, NationState stands, NationSpoke said, Instant now)
    {
        var last = decision.Deeds.LastOrDefault(d => d.Act is NationSpoke o && o.Nation == said.Nation);
        var same = last is { Act: NationSpoke before } && before with { Speaker = said.Speaker } == said;
        if (same && last is not null && stands.Position is NationPosition.Joined or NationPosition.Declined or NationPosition.Reserved)
        {
            return CellLaw.Refuse("already", $"'{said.Nation}' has said so", last?.Entry);
        }
        return stands.Position == NationPosition.Joined
                ? CellLaw.Refuse("joined-otherwise", $"'{said.Nation}' has joined in other words; it withdraws before it says otherwise")
            : stands.Position == NationPosition.JoinedBySilence && said.Stance != Stance.Joins
                ? CellLaw.Refuse(
                    "deadline-passed",
                    $"'{said.Nation}' was silent until the deadline and has joined by it; it withdraws before it says otherwise"
                )
            : null;
    }

    private static CellRefusal? Broken(CellSubject decision, DecisionState state, SilenceBroken broken, Instant now) =>
        state.Proposal.Procedure != DecisionProcedure.Silence
            ? CellLaw.Refuse("no-silence", "the decision is explicit: there is no silence to break")
        : state.Broken is not null
            ? CellLaw.Refuse("already", "the silence was broken", decision.Deeds.First(d => d.Act is SilenceBroken).Entry)
        : state.Proposal.Deadline is { } deadline && now >= deadline
            ? CellLaw.Refuse("deadline-passed", $"the silence ended at {Iso.Format(deadline)}; '{broken.Nation}' may withdraw")
        : null;
}
