using System.Collections.Frozen;
using System.Collections.Immutable;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Checks;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Commission.Rules;
using NodaTime;
using static Holdfast.Core.Commission.CaseState;

namespace Holdfast.Core.Commission;

/// <summary>Which act is lawful in which state, and where it leads. The whole law of the docket in one table.</summary>
public static class CaseLaw
{
    private static readonly ImmutableArray<CaseState> Everywhere = [.. Enum.GetValues<CaseState>()];
    private static readonly ImmutableArray<CaseState> Inquiry = [Preliminary, Investigating, Draft, PartyResponse];
    private static readonly ImmutableArray<CaseState> Votes = [Investigating, Draft, PartyResponse, Deliberation];
    private static readonly ImmutableArray<CaseState> Releases = [.. Votes, CaseState.Decided, RemedyMonitoring, Closed];

    private static readonly FrozenDictionary<Type, ImmutableArray<CaseState>> Table = new Dictionary<Type, ImmutableArray<CaseState>>
    {
        [typeof(Opened)] = [],
        [typeof(AllegationAdded)] = [Received, Preliminary, Investigating, Reopened],
        [typeof(Moved)] = [Received, Draft, PartyResponse, Deliberation, CaseState.Decided, RemedyMonitoring, Reopened],
        [typeof(AdmissibilityDecided)] = [Preliminary],
        [typeof(PlanSet)] = [Preliminary, Investigating],
        [typeof(TaskSet)] = Inquiry,
        [typeof(TaskDone)] = Inquiry,
        // What the parties have not heard cannot be deliberated on: new evidence sends the case back first.
        [typeof(EvidenceAdded)] = [Received, .. Inquiry, Reopened],
        [typeof(CustodyRecorded)] = Everywhere,
        [typeof(SearchLogged)] = Inquiry,
        [typeof(StatementTaken)] = [.. Inquiry, Reopened],
        [typeof(ConsentWithdrawn)] = Everywhere,
        [typeof(KeyDestroyed)] = Everywhere,
        [typeof(HypothesisStated)] = [.. Inquiry, Deliberation],
        [typeof(EvidenceWeighed)] = [Investigating, Draft, PartyResponse, Deliberation],
        [typeof(Drafted)] = [Investigating, Draft],
        [typeof(PartyNotified)] = [Received, Preliminary, Investigating, Draft],
        [typeof(SummaryDrafted)] = [Draft, PartyResponse],
        [typeof(SummaryReviewed)] = [Draft, PartyResponse],
        [typeof(SummarySent)] = [Draft, PartyResponse],
        [typeof(ReceiptGiven)] = Everywhere,
        [typeof(ReplyReceived)] = [PartyResponse],
        [typeof(CorrectionRequested)] = [PartyResponse],
        [typeof(CorrectionAnswered)] = [PartyResponse, Investigating, Deliberation],
        [typeof(SilenceRecorded)] = [PartyResponse],
        [typeof(Sealed)] = Votes,
        [typeof(SealOpened)] = Votes,
        // Whoever has lost a key may read on once the deliberation is over, too.
        [typeof(SealAdmitted)] = Everywhere,
        [typeof(NoteMade)] = [Deliberation],
        [typeof(MemberRecused)] = [Received, Preliminary, Investigating, Draft, PartyResponse, Deliberation, Reopened],
        [typeof(VoteOpened)] = Votes,
        [typeof(VoteCast)] = Votes,
        [typeof(DissentFiled)] = Votes,
        [typeof(Decided)] = Votes,
        [typeof(VoteFailed)] = Votes,
        [typeof(ReleaseProposed)] = Releases,
        [typeof(DecisionPublished)] = Releases,
        [typeof(RemedyChecked)] = [RemedyMonitoring],
        [typeof(CaseReopened)] = [CaseState.Decided, RemedyMonitoring, Closed, Inadmissible],
    }.ToFrozenDictionary();

    private static readonly ImmutableArray<(CaseState From, CaseState To)> Moves =
    [
        (Received, Preliminary),
        (Draft, Investigating),
        (PartyResponse, Investigating),
        (PartyResponse, Deliberation),
        (Deliberation, Investigating),
        (CaseState.Decided, RemedyMonitoring),
        (CaseState.Decided, Closed),
        (RemedyMonitoring, Closed),
        (Reopened, Preliminary),
        (Reopened, Investigating),
    ];

    public static bool IsLawful(CaseState state, Type act) => Table[act].Contains(state);

    /// <summary>States to which a bare move may lead from here.</summary>
    public static ImmutableArray<CaseState> MovesFrom(CaseState state) => [.. Moves.Where(m => m.From == state).Select(m => m.To)];

    /// <summary>
    /// Words of the acts that a case's state allows and that this person could do in it, sorted; moves with where they may lead. Other conditions, such as a vote that must be
    /// open, depend on the act's content and are told when it is tried.
    /// </summary>
    public static ImmutableArray<string> LawfulFor(Case before, string by, Instant at, CommissionRules rules) =>
        [
            .. Table
                .Where(t => t.Value.Contains(before.State) && t.Key != typeof(Moved) && CaseCodec.IsDone(t.Key))
                .Where(t => People.MayDo(before, t.Key, by, at, rules))
                .Select(t => CaseCodec.Word(CaseCodec.KindOf(t.Key)))
                .Concat(
                    MovesFrom(before.State)
                        .Where(to => People.MayMove(before, to, by, at, rules))
                        .Select(to => $"moved to {CaseWords.Of(to)}")
                )
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The state after a lawful act.</summary>
    public static CaseState After(CaseState state, CaseAct act) =>
        act switch
        {
            Moved moved => moved.To,
            AdmissibilityDecided admissibility => admissibility.Admissible ? Investigating : Inadmissible,
            Drafted => Draft,
            SummarySent => PartyResponse,
            Decided { Proposal.Provisional: false } => CaseState.Decided,
            CaseReopened => Reopened,
            _ => state,
        };
}
