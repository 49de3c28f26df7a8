using Holdfast.Core.Clauses;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;
using static Holdfast.Tests.Guarantees.GuaranteeWorld;

namespace Holdfast.Tests.Guarantees;

/// <summary>The ladder: a breach at hour 0, determined later by each of those who may.</summary>
public sealed class TierTests
{
    private const string Ladder = """
        fact ceasefire
        fact vote(chamber)
        fact attack(actor) "an armed attack"
        fact ended
        undertaking Ladder
            cites illustrative
            by FR, GB to UA
            in force when ceasefire
            triggered when determined(attack by RU) by any of (Commission provisionally, UA, GB)
            tier 1 within 24 h from breach: "warning"
            tier 2 within 48 h from notification: "coalition forces"
            tier 3 within 72 h from determination: "coordinated response", unless determined(ended) by Commission
            procedure vote(GB.Commons) after trigger, takes 3 to 14 days, usually 7
        end
        """;

    private static readonly FactStatement Peace = Said("ceasefire", "true", "FR", -1000);

    private static TierClock Tier(GuaranteeNetwork network, int number, double hour) =>
        TierBoard.At(network, Hour(hour)).Single(t => t.Tier.Number == number);

    private static GuaranteeNetwork AsKnownAt(double hour, params FactStatement[] said) => Work(Set(Ladder), [Peace, .. said], Hour(hour));

    [Theory]
    [InlineData("Commission", 30)]
    [InlineData("UA", 2)]
    [InlineData("GB", 100)]
    public void Each_of_those_who_may_determine_it_starts_the_tiers_on_their_stated_clocks(string who, double determined)
    {
        var attack = Said("attack(RU)", "true", who, 0, determined);
        TierBoard.At(AsKnownAt(determined - 1, attack), Hour(determined - 1)).ShouldBeEmpty();
        var network = AsKnownAt(determined, attack);
        Tier(network, 1, determined).Starts.Single().At.ShouldBe(Hour(0));
        Tier(network, 1, determined).Status.ShouldBe(determined >= 24 ? TierStatus.Overdue : TierStatus.Running);
        Tier(network, 2, determined).Status.ShouldBe(TierStatus.NoClock);
        var third = Tier(network, 3, determined);
        third.Starts.Single().At.ShouldBe(Hour(determined));
        third.Starts.Single().Due.ShouldBe(Hour(determined + 72));
        third.Starts.Single().By.ShouldBe([who]);
    }

    [Fact]
    public void The_first_determination_starts_the_clock_and_the_others_stand_beside_it()
    {
        var network = AsKnownAt(50, Said("attack(RU)", "true", "UA", 0, 5), Said("attack(RU)", "true", "Commission", 0, 40));
        var starts = Tier(network, 3, 50).Starts;
        starts.Select(s => (s.At, s.Operative)).ShouldBe([(Hour(5), true), (Hour(40), false)]);
    }

    [Fact]
    public void A_disputed_breach_gives_one_clock_per_reading()
    {
        var network = AsKnownAt(40, Said("attack(RU)", "true", "UA", 0, 1), Said("attack(RU)", "true", "GB", 20, 21));
        var first = Tier(network, 1, 30);
        first.Starts.Select(s => (string.Join(',', s.By), s.Due)).ShouldBe([("UA", Hour(24)), ("GB", Hour(44))]);
        first.Status.ShouldBe(TierStatus.Disputed);
        Tier(network, 1, 44).Status.ShouldBe(TierStatus.Overdue);
    }

    [Fact]
    public void A_notification_starts_its_clock_and_an_unless_lifts_the_tier()
    {
        var attack = Said("attack(RU)", "true", "UA", 0, 1);
        var notified = Said("notified(Ladder)", Iso.Format(Hour(3)), "UA", known: 3);
        var network = AsKnownAt(4, attack, notified);
        Tier(network, 2, 4).Starts.Single().Due.ShouldBe(Hour(51));
        var ended = AsKnownAt(20, attack, notified, Said("ended", "true", "Commission", 10, 12));
        Tier(ended, 3, 9).Status.ShouldBe(TierStatus.Running);
        Tier(ended, 3, 13).Status.ShouldBe(TierStatus.Lifted);
    }

    [Fact]
    public void A_national_procedure_that_cannot_make_its_tier_is_named()
    {
        var network = AsKnownAt(2, Said("attack(RU)", "true", "UA", 0, 1));
        Tier(network, 1, 2).Late.Select(l => (l.Procedure.Fact.Key, l.Earliest)).ShouldBe([("vote(GB.Commons)", Hour(72))]);
        Tier(network, 3, 2).Late.ShouldBeEmpty();
        Tier(network, 3, 74).Late.Single().Earliest.ShouldBe(Hour(74));
    }

    [Fact]
    public void A_trigger_without_the_ceasefire_binds_nobody_and_says_what_is_missing()
    {
        var network = Work(Set(Ladder), [Said("attack(RU)", "true", "UA", 0, 1)]);
        var first = Tier(network, 1, 2);
        first.Status.ShouldBe(TierStatus.NotBound);
        first.Blockers.Select(b => b.Fact.Key).ShouldBe(["ceasefire"]);
    }

    [Fact]
    public void A_provisional_word_counts_unless_the_clause_asks_for_a_final_one()
    {
        var set = Set(
            """
            fact attack
            undertaking Any
                cites illustrative
                by GB to UA
                triggered when determined(attack) by Commission
            end
            undertaking Final
                cites illustrative
                by FR to UA
                triggered when determined(attack) by Commission finally
            end
            """
        );
        var provisional = Said("attack", "true", "Commission", 0, 1) with { Provisional = true };
        var network = Work(set, [provisional]);
        network.Life("Any").ShouldNotBeNull().At(Hour(2)).State.ShouldBe(UndertakingState.Triggered);
        network.Life("Final").ShouldNotBeNull().At(Hour(2)).State.ShouldBe(UndertakingState.InEffect);
        var final = Work(set, [provisional, Said("attack", "true", "Commission", 0, 9)]);
        final.Life("Final").ShouldNotBeNull().At(Hour(2)).State.ShouldBe(UndertakingState.Triggered);
    }
}
