using Holdfast.Core.Clauses;
using Holdfast.Core.Clauses.Syntax;
using Holdfast.Core.Guarantees;
using Holdfast.Core.Values;
using NodaTime;
using Shouldly;
using static Holdfast.Tests.Guarantees.GuaranteeWorld;

namespace Holdfast.Tests.Guarantees;

public sealed class ReadingTests
{
    [Fact]
    public void A_disputed_fact_gives_one_answer_per_reading_and_no_shrug()
    {
        var set = Set(
            """
            fact valid "the notification is valid" determined by E3, IR, RU
            undertaking Relief
                cites illustrative
                by E3 to IR
                suspended when valid
            end
            """
        );
        var network = Work(set, [Said("valid", "true", "E3", 0), Said("valid", "false", "IR", 1), Said("valid", "false", "RU", 1)]);
        network.Life("Relief").ShouldNotBeNull().At(Hour(2)).State.ShouldBe(UndertakingState.Undetermined);
        var readings = Readings.Of(network, "Relief", Hour(2));
        readings.Select(r => string.Join(',', r.By)).ShouldBe(["E3", "IR,RU"]);
        readings
            .Select(r => network.With(r.Overlay).Life("Relief").ShouldNotBeNull().At(Hour(2)).State)
            .ShouldBe([UndertakingState.Suspended, UndertakingState.InEffect]);
    }

    [Fact]
    public void Without_a_dispute_there_is_no_reading()
    {
        var set = Set("fact a\nundertaking U\ncites illustrative\nby GB to UA\nin force when a\nend");
        Readings.Of(Work(set, [Said("a", "true", "GB", 0), Said("a", "true", "UA", 0)]), "U", Hour(1)).ShouldBeEmpty();
    }

    [Fact]
    public void Those_whose_withdrawal_would_break_most_come_first()
    {
        var set = Set(
            """
            fact ceasefire
            undertaking US.backstop
                cites illustrative
                by US to FR
                in force when ceasefire
            end
            undertaking FR.presence
                cites illustrative
                by FR to UA
                in force when ceasefire and US.backstop
                tier 1 within 24 h from breach: "act"
            end
            undertaking GB.presence
                cites illustrative
                by GB to UA
                in force when ceasefire and (US.backstop or FR.presence)
            end
            """
        );
        var network = Work(set, [Said("ceasefire", "true", "UA", 0)]);
        var weights = EssentialGrantors.At(network, Hour(1));
        weights.Select(w => w.Grantor).ShouldBe(["US", "FR", "GB"]);
        weights[0].Broken.ShouldBe(["FR.presence", "GB.presence"]);
        weights[0].Tiers.ShouldBe([("FR.presence", 1)]);
        weights[1].Broken.ShouldBeEmpty();
    }

    [Fact]
    public void A_pledge_that_nobody_renews_turns_unknown()
    {
        var set = Set(
            """
            fact pledged(state) stale after 12 months
            fact mandated(state)
            undertaking GB.presence
                cites illustrative
                by GB to UA
                stage pledge when pledged(GB)
                stage mandate when mandated(GB)
            end
            """
        );
        var network = Work(set, [Said("pledged(GB)", "true", "GB", 0), Said("mandated(GB)", "true", "GB", 0)]);
        var fresh = PromiseDecay.At(network, Hour(1)).Single();
        fresh.Reached.ShouldBe(PromiseStage.Mandate);
        fresh.Stages[0].Until.ShouldBe(Instant.FromUtc(2027, 3, 1, 0, 0));
        var old = PromiseDecay.At(network, Instant.FromUtc(2027, 3, 2, 0, 0)).Single();
        old.Reached.ShouldBeNull();
        old.Stages[0].Value.Reasons.ShouldBe(UnknownReason.Stale);
        old.Stages[1].Value.IsTrue.ShouldBeTrue();
    }
}
