using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Rules;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Commission;

public sealed class StallingTests
{
    private static readonly HashSet<string> Nobody = [];

    [Fact]
    public void With_room_to_spare_no_single_member_can_stall_and_the_longest_time_is_the_sum_of_the_stages()
    {
        var path = Stalling.Path(CommissionWorld.Usual, provisional: true, Nobody);
        path.BlockedBy.ShouldBeEmpty();
        path.Longest.ShouldBe(Duration.FromHours(2 + 4 + 12));
        Stalling.Path(CommissionWorld.Usual, false, Nobody).Longest.ShouldBe(Duration.FromDays(20 + 5 + 7 + 5) + Duration.FromHours(6));
    }

    [Fact]
    public void Recusals_that_bring_the_members_down_to_the_quorum_give_each_of_the_rest_a_veto()
    {
        var path = Stalling.Path(CommissionWorld.Usual, true, new HashSet<string>(["ua", "pl"]));
        path.BlockedBy.ShouldBe(["fr", "gb", "us"]);
        path.Stages[^1].Together.ShouldBe(1);
    }

    [Fact]
    public void Consensus_gives_every_member_a_veto_and_a_chair_who_is_waited_for_has_one_too()
    {
        var consensus = CommissionWorld.Usual with { ProvisionalMajority = Majority.Consensus };
        Stalling.Path(consensus, true, Nobody).BlockedBy.Length.ShouldBe(5);
        var chaired = CommissionWorld.Usual with
        {
            Stages = CommissionWorld.Usual.Stages.SetItem(
                1,
                new StageRule(CaseState.Preliminary, Duration.FromHours(4), StageActor.Chair, WhenLate.Waits)
            ),
        };
        Stalling.Path(chaired, true, Nobody).BlockedBy.ShouldBe(["fr"]);
    }

    [Fact]
    public void Whether_members_can_block_agrees_with_trying_every_way_they_may_vote()
    {
        for (var voters = 1; voters <= 5; voters++)
        {
            for (var quorum = 1; quorum <= 5; quorum++)
            {
                foreach (var majority in Enum.GetValues<Majority>())
                {
                    for (var blockers = 0; blockers <= voters; blockers++)
                    {
                        var found = Ways(blockers)
                            .Any(w => !new Tally(voters, voters - blockers, w.Against, w.Abstained).Carries(quorum, majority));
                        Stalling
                            .CanBlock(voters, blockers, quorum, majority)
                            .ShouldBe(found, $"{blockers} of {voters}, {quorum}, {majority}");
                    }
                }
            }
        }
    }

    private static IEnumerable<(int Against, int Abstained)> Ways(int blockers) =>
        from against in Enumerable.Range(0, blockers + 1)
        from abstained in Enumerable.Range(0, blockers - against + 1)
        select (against, abstained);

    [Fact]
    public void A_stage_that_is_late_may_be_ended_by_any_member_and_before_that_by_whoever_the_rules_name()
    {
        var world = new CommissionWorld().Open();
        world.Refused("gb", new Moved(CaseState.Preliminary, "Register it")).ShouldBe("not-yours");
        world.Now += Duration.FromHours(2);
        world.Do("gb", new Moved(CaseState.Preliminary, "The secretariat has not"));
    }

    [Fact]
    public void Clocks_tell_how_long_each_stage_took_and_which_is_overdue()
    {
        var world = new CommissionWorld().Open();
        world.Now += Duration.FromHours(5);
        world.Do("secretary", new Moved(CaseState.Preliminary, "Late"));
        var stays = StageClock.Of(world.Case.ShouldNotBeNull(), world.Rules);
        stays[0].Lasted(world.Now).ShouldBe(Duration.FromHours(5) + Duration.FromMinutes(1));
        stays[0].IsOverdue(world.Now).ShouldBeTrue();
        stays[1].IsOverdue(world.Now).ShouldBeFalse();
        stays[1].IsOverdue(world.Now + Duration.FromHours(5)).ShouldBeTrue();
        var latency = StageClock.Measure([world.Case, new CommissionWorld().Open().Case.ShouldNotBeNull()], world.Rules, world.Now);
        var took = stays[0].Lasted(world.Now);
        latency[0].ShouldBe(new StageLatency(CaseState.Received, 2, 1, took, took, 2, Duration.FromHours(2)));
        latency[0].MedianToWithin.ShouldNotBeNull().ShouldBe(301 / 120.0, 1e-9);
    }
}
