using System.Collections.Immutable;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Rules;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;
using Case = Holdfast.Core.Commission.Case;

namespace Holdfast.Tests.Commission;

/// <summary>A made-up commission of five members and the acts of a case about a shelling that one party says the other committed.</summary>
internal sealed class CommissionWorld(CommissionRules? rules = null)
{
    public const string Id = "2026-0001";
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 8, 0);
    public static readonly string Hash = new('a', 64);

    public CommissionRules Rules { get; } = rules ?? Usual;
    public Case? Case { get; private set; }
    public Instant Now { get; set; } = Start;

    public static readonly CommissionRules Usual = new()
    {
        Title = "Rules of procedure of a made-up commission",
        Members =
        [
            new("fr", "the member appointed by France", "FR"),
            new("gb", "the member appointed by the United Kingdom", "GB"),
            new("pl", "the member appointed by Poland", "PL"),
            new("us", "the member appointed by the United States", "US"),
            new("ua", "the member appointed by Ukraine", "UA"),
        ],
        Officers =
        [
            new("secretary", "the secretary", Office.Secretary, null),
            new("inv", "an investigator", Office.Investigator, null),
            new("rep-ua", "representative of Ukraine", Office.PartyRepresentative, "UA"),
            new("rep-ru", "representative of Russia", Office.PartyRepresentative, "RU"),
        ],
        Chair = "fr",
        Quorum = 3,
        Majority = Majority.TwoThirds,
        ProvisionalMajority = Majority.Simple,
        ProvisionalWithin = Duration.FromHours(12),
        OwnPartyVotes = false,
        Stages =
        [
            new(CaseState.Received, Duration.FromHours(2), StageActor.Secretariat, WhenLate.Proceeds),
            new(CaseState.Preliminary, Duration.FromHours(4), StageActor.AnyMember, WhenLate.Proceeds),
            new(CaseState.Investigating, Duration.FromDays(20), StageActor.AnyMember, WhenLate.Proceeds),
            new(CaseState.Draft, Duration.FromDays(5), StageActor.Secretariat, WhenLate.Proceeds),
            new(CaseState.PartyResponse, Duration.FromDays(7), StageActor.Parties, WhenLate.Proceeds),
            new(CaseState.Deliberation, Duration.FromDays(5), StageActor.Vote, WhenLate.Waits),
        ],
    };

    public CaseStep Try(string by, CaseAct act)
    {
        Now += Duration.FromMinutes(1);
        return CaseStep.Take(Case, Id, act, by, Now, Seal.LabelOf(Case, Id, act), Case?.Deeds.Length ?? 0, Rules);
    }

    public CommissionWorld Do(string by, CaseAct act)
    {
        var step = Try(by, act);
        step.Refusal?.ToString().ShouldBeNull($"{act.GetType().Name} by {by}");
        Case = step.Case;
        return this;
    }

    public string Refused(string by, CaseAct act) => Try(by, act).Refusal.ShouldNotBeNull($"{act.GetType().Name} by {by}").Code;

    public static Allegation Allegation(string id = "A1", Intake from = Intake.Party, string by = "UA") =>
        new(id, from, by, "Shelling of a village on 1 March", ["RU"], [], "incident-1", "no_fire");

    public static EvidenceItem Item(string id, Reliability source = Reliability.B, int credibility = 2) =>
        new(id, $"Photographs {id}", Hash, 1000, "image/jpeg", source, (InformationCredibility)credibility, "inv", [], null);

    public static Proposal Proposal(bool provisional = false, ImmutableArray<Remedy>? remedies = null, string value = "true") =>
        new(
            provisional,
            [
                new Finding(
                    "A1",
                    value == "true" ? ViolationOutcome.Established : ViolationOutcome.NotEstablished,
                    provisional ? ProofStandard.ReasonableSuspicion : ProofStandard.ClearAndConvincing,
                    value == "true" ? AttributionOutcome.Attributed : AttributionOutcome.NotAttributed,
                    value == "true" ? "H1" : HypothesisMatrix.Undetermined,
                    "Fragments and the direction of impact agree.",
                    ["E1"]
                ),
            ],
            [new DeterminedFact("armed_attack", ["RU"], value, Start, null)],
            remedies ?? []
        );

    public static Remedy Repair => new("R1", "RU", "Rebuild the school", Start + Duration.FromDays(200), "A visit by two investigators");

    public CommissionWorld Open() => Do("rep-ua", new Opened("Shelling of a village", Allegation()));

    public CommissionWorld Preliminary() => Open().Do("secretary", new Moved(CaseState.Preliminary, "Registered"));

    public CommissionWorld Investigating() =>
        Preliminary()
            .Do("gb", new AdmissibilityDecided(true, [new AdmissibilityGround("within the terms", true, "It names a term and a time")]))
            .Do("inv", new EvidenceAdded(Item("E1")))
            .Do("inv", new HypothesisStated("H1", "Artillery of the northern side", "RU"))
            .Do("inv", new HypothesisStated("H2", "Artillery of the southern side", "UA"))
            .Do("inv", new EvidenceWeighed("H1", "E1", Consistency.Consistent, "The craters point north", 4, ""))
            .Do("inv", new EvidenceWeighed("H2", "E1", Consistency.VeryInconsistent, "The craters point north", 0.1, ""));

    public CommissionWorld Draft() => Investigating().Do("secretary", new Drafted("D1", "The commission finds as follows.", []));

    public SummarySent Summary(string party, string text = "Shells struck the village from the north.") =>
        new(party, [new SummaryPoint("A1", text, 1, 0)], Now + Duration.FromDays(7));

    /// <summary>Drafts the words of a summary and has two others approve them.</summary>
    public CommissionWorld Approved(SummarySent summary, string author = "secretary")
    {
        var id = $"P{(Case?.Of<SummaryDrafted>().Count() ?? 0) + 1}";
        Do(author, new SummaryDrafted(id, summary.Party, summary.Points));
        return Do("gb", new SummaryReviewed(id, Approved: true, "")).Do("pl", new SummaryReviewed(id, Approved: true, ""));
    }

    /// <summary>Drafted, approved by two others, and sent.</summary>
    public CommissionWorld Sent(string party, string text = "Shells struck the village from the north.")
    {
        Approved(Summary(party, text));
        return Do("secretary", Summary(party, text));
    }

    public CommissionWorld Response() => Draft().Sent("UA").Sent("RU");

    /// <summary>A decision published: one person proposes it, another confirms it.</summary>
    public CommissionWorld Publish(string proposer, string confirmer)
    {
        var decided = Case.ShouldNotBeNull().Of<Decided>().Last();
        Do(proposer, new ReleaseProposed(decided.Vote));
        return Do(confirmer, Publication.Confirmed(Case.ShouldNotBeNull(), decided, confirmer).ShouldNotBeNull());
    }

    public CommissionWorld Deliberation()
    {
        Response().Do("rep-ua", new ReplyReceived("UA", "We agree.")).Do("rep-ru", new ReplyReceived("RU", "We deny it."));
        return Do("gb", new Moved(CaseState.Deliberation, "Both have answered"));
    }

    public CommissionWorld Vote(string id, Proposal proposal, params (string Member, VoteChoice Choice)[] votes)
    {
        Do("gb", new VoteOpened(id, proposal));
        foreach (var (member, choice) in votes)
        {
            Do(member, new VoteCast(id, member, choice));
        }
        return this;
    }

    public Tally TallyOf(string vote) => VoteCount.Of(Case.ShouldNotBeNull(), vote, Rules);

    public CommissionWorld Decide(string vote, Proposal proposal) => Do("gb", new Decided(vote, proposal, TallyOf(vote)));

    public CommissionWorld DecidedCase(params Remedy[] remedies) => Voted(Proposal(remedies: [.. remedies]));

    private CommissionWorld Voted(Proposal proposal) =>
        Deliberation()
            .Vote("V1", proposal, ("fr", VoteChoice.For), ("gb", VoteChoice.For), ("pl", VoteChoice.Against), ("us", VoteChoice.For))
            .Do("pl", new DissentFiled("V1", "pl", "One crater does not suffice.", Publish: true))
            .Decide("V1", proposal);

    /// <summary>A case in a state, with as little done as it takes.</summary>
    public CommissionWorld In(CaseState state) =>
        state switch
        {
            CaseState.Received => Open(),
            CaseState.Preliminary => Preliminary(),
            CaseState.Investigating => Investigating(),
            CaseState.Draft => Draft(),
            CaseState.PartyResponse => Response(),
            CaseState.Deliberation => Deliberation(),
            CaseState.Decided => DecidedCase(),
            CaseState.RemedyMonitoring => DecidedCase(Repair).Do("secretary", new Moved(state, "Remedies were ordered")),
            CaseState.Closed => DecidedCase().Do("secretary", new Moved(state, "Nothing is left to do")),
            CaseState.Reopened => In(CaseState.Closed).Do("secretary", new CaseReopened("A new witness", [Item("E9")])),
            CaseState.Inadmissible => Preliminary()
                .Do("gb", new AdmissibilityDecided(false, [new AdmissibilityGround("within the terms", false, "Before the truce")])),
        };
}
