using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Rules;
using Shouldly;

namespace Holdfast.Tests.Commission;

public sealed class VoteTests
{
    [Fact]
    public void Carrying_agrees_with_counting_by_hand_for_every_vote_of_up_to_seven_members()
    {
        for (var eligible = 0; eligible <= 7; eligible++)
        {
            foreach (var (yes, no, abstained) in Counts(eligible))
            {
                for (var quorum = 0; quorum <= 7; quorum++)
                {
                    foreach (var majority in Enum.GetValues<Majority>())
                    {
                        new Tally(eligible, yes, no, abstained)
                            .Carries(quorum, majority)
                            .ShouldBe(
                                ByHand(eligible, yes, no, abstained, quorum, majority),
                                $"{yes}:{no}:{abstained} of {eligible}, {majority}"
                            );
                    }
                }
            }
        }
    }

    private static IEnumerable<(int Yes, int No, int Abstained)> Counts(int eligible) =>
        from yes in Enumerable.Range(0, eligible + 1)
        from no in Enumerable.Range(0, eligible - yes + 1)
        from abstained in Enumerable.Range(0, eligible - yes - no + 1)
        select (yes, no, abstained);

    private static bool ByHand(int eligible, int yes, int no, int abstained, int quorum, Majority majority)
    {
        if (yes == 0 || yes + no + abstained < quorum)
        {
            return false;
        }
        return majority switch
        {
            Majority.Simple => yes - no >= 1,
            Majority.Absolute => yes > eligible / 2.0,
            Majority.TwoThirds => yes / (double)(yes + no) > 2 / 3.0 - 1e-9,
            Majority.Consensus => no < 1,
            Majority.Unanimity => no == 0 && abstained == 0 && yes == eligible,
        };
    }

    [Fact]
    public void Only_a_vote_that_carried_decides()
    {
        var world = new CommissionWorld().In(CaseState.Deliberation);
        var proposal = CommissionWorld.Proposal();
        world.Vote("V1", proposal, ("fr", VoteChoice.For), ("gb", VoteChoice.For));
        world.Refused("gb", new Decided("V1", proposal, world.TallyOf("V1"))).ShouldBe("not-carried");
        world.Do("us", new VoteCast("V1", "us", VoteChoice.Abstain));
        world.Refused("gb", new Decided("V1", proposal, new Tally(4, 3, 0, 0))).ShouldBe("wrong-tally");
        world.Refused("gb", new Decided("V1", CommissionWorld.Proposal(value: "false"), world.TallyOf("V1"))).ShouldBe("other-proposal");
        world.Refused("gb", new VoteFailed("V1")).ShouldBe("carried");
        world.Decide("V1", proposal).Case.ShouldNotBeNull().State.ShouldBe(CaseState.Decided);
    }

    [Fact]
    public void A_vote_that_did_not_carry_is_closed_and_another_may_follow()
    {
        var world = new CommissionWorld().In(CaseState.Deliberation);
        world.Vote("V1", CommissionWorld.Proposal(), ("fr", VoteChoice.For), ("gb", VoteChoice.Against), ("us", VoteChoice.Against));
        world.Refused("gb", new VoteOpened("V2", CommissionWorld.Proposal())).ShouldBe("vote-open");
        world.Do("gb", new VoteFailed("V1")).Do("gb", new VoteOpened("V2", CommissionWorld.Proposal(value: "false")));
        world.Case.ShouldNotBeNull().State.ShouldBe(CaseState.Deliberation);
    }

    [Fact]
    public void A_member_votes_once_for_himself_and_not_when_recused_nor_in_the_case_of_the_party_that_appointed_him()
    {
        var world = new CommissionWorld().In(CaseState.Deliberation);
        world
            .Do("pl", new MemberRecused("pl", "Wrote about the village in the press"))
            .Do("gb", new VoteOpened("V1", CommissionWorld.Proposal()));
        world.Refused("pl", new VoteCast("V1", "pl", VoteChoice.For)).ShouldBe("recused");
        world.Refused("ua", new VoteCast("V1", "ua", VoteChoice.For)).ShouldBe("own-party");
        world.Refused("fr", new VoteCast("V1", "gb", VoteChoice.For)).ShouldBe("not-permitted");
        world.Refused("secretary", new VoteCast("V1", "secretary", VoteChoice.For)).ShouldBe("not-permitted");
        world.Refused("nobody", new VoteCast("V1", "nobody", VoteChoice.For)).ShouldBe("unknown-person");
        world.Do("fr", new VoteCast("V1", "fr", VoteChoice.For));
        world.Refused("fr", new VoteCast("V1", "fr", VoteChoice.Against)).ShouldBe("exists");
        world.Refused("secretary", new MemberRecused("fr", "Too late")).ShouldBe("voted");
        world.TallyOf("V1").ShouldBe(new Tally(3, 1, 0, 0));
    }

    [Fact]
    public void Before_deliberation_only_a_provisional_determination_is_voted_on_and_the_inquiry_goes_on()
    {
        var world = new CommissionWorld().In(CaseState.Investigating);
        world.Refused("gb", new VoteOpened("V1", CommissionWorld.Proposal())).ShouldBe("not-deliberated");
        var proposal = CommissionWorld.Proposal(provisional: true);
        world.Vote("V1", proposal, ("fr", VoteChoice.For), ("gb", VoteChoice.For), ("us", VoteChoice.Against)).Decide("V1", proposal);
        world.Case.ShouldNotBeNull().State.ShouldBe(CaseState.Investigating);
    }

    [Fact]
    public void A_final_decision_speaks_again_of_what_was_determined_provisionally()
    {
        var world = new CommissionWorld().In(CaseState.Investigating);
        var proposal = CommissionWorld.Proposal(provisional: true);
        world.Vote("V1", proposal, ("fr", VoteChoice.For), ("gb", VoteChoice.For), ("us", VoteChoice.For)).Decide("V1", proposal);
        world.Do("secretary", new Drafted("D1", "Draft", [])).Sent("UA").Sent("RU");
        world.Do("rep-ua", new ReplyReceived("UA", "Yes")).Do("rep-ru", new ReplyReceived("RU", "No"));
        world.Do("gb", new Moved(CaseState.Deliberation, "Heard"));
        world.Refused("gb", new VoteOpened("V2", CommissionWorld.Proposal() with { Facts = [] })).ShouldBe("unspoken");
        world.Do("gb", new VoteOpened("V2", CommissionWorld.Proposal(value: "false")));
    }

    [Fact]
    public void A_finding_does_not_contradict_itself()
    {
        var world = new CommissionWorld().In(CaseState.Deliberation);
        var finding = CommissionWorld.Proposal().Findings[0];
        string Try(Finding f) => world.Refused("gb", new VoteOpened("V1", CommissionWorld.Proposal() with { Findings = [f] }));
        Try(finding with { Allegation = "A2" }).ShouldBe("unknown-name");
        Try(finding with { Hypothesis = "H3" }).ShouldBe("unknown-name");
        Try(finding with { Hypothesis = "undetermined" }).ShouldBe("contradiction");
        Try(finding with { Violation = ViolationOutcome.Undeterminable }).ShouldBe("contradiction");
        Try(finding with { Evidence = [] }).ShouldBe("no-evidence");
        Try(finding with { Reasons = "As E1 shows." }).ShouldBe("source");
        Try(finding with { Reasons = "At 48.5123, 37.9921." }).ShouldBe("source");
    }
}
