using Holdfast.Core.Clauses;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Values;
using Holdfast.Tests.Guarantees;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Commission;

/// <summary>From a vote to a tier: a decision becomes a fact, and the guarantees that name the commission act on it.</summary>
public sealed class DeterminationTests
{
    private static string Ladder(string who) =>
        $$"""
            fact ceasefire
            fact armed_attack(actor)
            undertaking Ladder
                cites illustrative
                by FR to UA
                in force when ceasefire
                triggered when determined(armed_attack by RU) by {{who}}
                tier 1 within 72 h from determination: "answer"
                tier 2 within 6 h from breach: "warning"
            end
            """;

    private static readonly FactStatement Peace = GuaranteeWorld.Said("ceasefire", "true", "FR", -1000);

    private static CommissionWorld Provisional()
    {
        var world = new CommissionWorld().Investigating();
        var proposal = CommissionWorld.Proposal(provisional: true);
        return world.Vote("V1", proposal, ("fr", VoteChoice.For), ("gb", VoteChoice.For), ("us", VoteChoice.For)).Decide("V1", proposal);
    }

    private static CommissionWorld Final(CommissionWorld world, string value)
    {
        world.Do("secretary", new Drafted("D1", "Draft", [])).Sent("UA").Sent("RU");
        world.Do("rep-ua", new ReplyReceived("UA", "Yes")).Do("rep-ru", new ReplyReceived("RU", "No"));
        var proposal = CommissionWorld.Proposal(value: value);
        world.Do("gb", new Moved(CaseState.Deliberation, "Heard"));
        world.Vote("V2", proposal, ("fr", VoteChoice.For), ("gb", VoteChoice.For), ("us", VoteChoice.For));
        return world.Decide("V2", proposal);
    }

    private static IEnumerable<FactStatement> Statements(CommissionWorld world)
    {
        var of = world.Case.ShouldNotBeNull();
        foreach (var deed in of.Deeds.Where(d => d.Act is Decided))
        {
            foreach (var statement in Determination.Of(of, (Decided)deed.Act))
            {
                yield return statement with
                {
                    KnownAt = deed.At,
                };
            }
        }
    }

    private static bool IsTriggered(string who, CommissionWorld world, Instant at) =>
        !TierBoard.At(GuaranteeWorld.Work(GuaranteeWorld.Set(Ladder(who)), [Peace, .. Statements(world)], at), at).IsEmpty;

    [Fact]
    public void A_provisional_determination_triggers_only_where_the_clause_says_that_it_may()
    {
        var world = Provisional();
        IsTriggered("Commission provisionally", world, world.Now).ShouldBeTrue();
        IsTriggered("Commission finally", world, world.Now).ShouldBeFalse();
    }

    [Fact]
    public void A_final_determination_triggers_both_and_its_clock_starts_when_it_was_recorded()
    {
        var world = Final(Provisional(), "true");
        IsTriggered("Commission provisionally", world, world.Now).ShouldBeTrue();
        IsTriggered("Commission finally", world, world.Now).ShouldBeTrue();
        var network = GuaranteeWorld.Work(GuaranteeWorld.Set(Ladder("Commission finally")), [Peace, .. Statements(world)], world.Now);
        var tier = TierBoard.At(network, world.Now).Single(t => t.Tier.Number == 1);
        tier.Starts.Single(s => s.Operative).At.ShouldBe(world.Now);
        tier.Status.ShouldBe(TierStatus.Running);
    }

    [Fact]
    public void A_final_denial_takes_the_provisional_determination_s_place()
    {
        var world = Final(Provisional(), "false");
        IsTriggered("Commission provisionally", world, world.Now).ShouldBeFalse();
        IsTriggered("Commission finally", world, world.Now).ShouldBeFalse();
    }

    [Fact]
    public void Without_a_vote_that_carried_there_is_no_determination()
    {
        var world = new CommissionWorld().Deliberation();
        world.Vote("V1", CommissionWorld.Proposal(), ("fr", VoteChoice.For), ("gb", VoteChoice.For), ("us", VoteChoice.For));
        Statements(world).ShouldBeEmpty();
        IsTriggered("Commission provisionally", world, world.Now).ShouldBeFalse();
    }

    [Fact]
    public void Tiers_are_compared_with_the_longest_time_of_the_way_that_their_trigger_needs()
    {
        var provisional = Core.Commission.Rules.Stalling.Tiers(
            CommissionWorld.Usual,
            GuaranteeWorld.Set(Ladder("Commission provisionally")),
            new HashSet<string>()
        );
        provisional.Select(t => (t.Tier, t.Provisional, t.InTime)).ShouldBe([(1, true, true), (2, true, false)]);
        provisional[0].Longest.ShouldBe(Duration.FromHours(18));
        var final = Core.Commission.Rules.Stalling.Tiers(
            CommissionWorld.Usual,
            GuaranteeWorld.Set(Ladder("any of (Commission finally, UA)")),
            new HashSet<string>()
        );
        final.Select(t => (t.Provisional, t.InTime)).ShouldBe([(false, true), (false, false)]);
        final[0].Others.ShouldBe(["UA"]);
    }
}
