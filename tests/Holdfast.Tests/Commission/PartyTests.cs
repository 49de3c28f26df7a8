using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Commission;

public sealed class PartyTests
{
    private const string Told = "Shells struck the village from the north.";

    [Fact]
    public void A_party_that_never_answers_is_recorded_and_the_case_proceeds()
    {
        var world = new CommissionWorld().Response().Do("rep-ua", new ReplyReceived("UA", "We agree."));
        world.Refused("gb", new Moved(CaseState.Deliberation, "Go on")).ShouldBe("not-heard");
        world.Refused("secretary", new SilenceRecorded("RU")).ShouldBe("too-early");
        world.Now += Duration.FromDays(8);
        world.Refused("secretary", new SilenceRecorded("UA")).ShouldBe("answered");
        world.Do("secretary", new SilenceRecorded("RU")).Do("gb", new Moved(CaseState.Deliberation, "The clock ran out"));
        world.Case.ShouldNotBeNull().WasSilent("RU").ShouldBeTrue();
        world.Case.ShouldNotBeNull().State.ShouldBe(CaseState.Deliberation);
    }

    [Fact]
    public void A_late_answer_is_taken_as_long_as_the_case_waits_for_the_other_party()
    {
        var world = new CommissionWorld().Response();
        world.Now += Duration.FromDays(8);
        world.Do("secretary", new SilenceRecorded("RU")).Do("rep-ru", new ReplyReceived("RU", "Late, but here."));
        world.Case.ShouldNotBeNull().HasAnswered("RU").ShouldBeTrue();
    }

    [Fact]
    public void Both_parties_are_told_the_same_substance()
    {
        var world = new CommissionWorld().Draft().Do("secretary", new CommissionWorld().Draft().Summary("UA"));
        SummarySent To(string text, int supporting = 1, int contradicting = 0) =>
            world.Summary("RU") with
            {
                Points = [new SummaryPoint("A1", text, supporting, contradicting)],
            };
        world.Refused("secretary", To("Shells fell.")).ShouldBe("unequal");
        world.Refused("secretary", To(string.Concat(Enumerable.Repeat(Told, 3)))).ShouldBe("unequal");
        world.Refused("secretary", To(Told, supporting: 2)).ShouldBe("unequal");
        world.Refused("secretary", To(Told, contradicting: 1)).ShouldBe("unequal");
        world.Refused("secretary", To(Told) with { Points = [] }).ShouldBe("unequal");
        world.Refused("secretary", To(Told) with { ReplyDue = world.Now + Duration.FromDays(1) }).ShouldBe("unequal");
        world.Do("secretary", To("From the north, shells struck the village."));
    }

    [Theory]
    [InlineData("Shells struck at 48.5123, 37.9921.")]
    [InlineData("As item E1 shows, shells struck.")]
    [InlineData("As obs-2 says, shells struck.")]
    [InlineData("The witness Heron saw it.")]
    public void A_summary_names_no_source_and_no_position(string text)
    {
        var world = new CommissionWorld().Investigating();
        world.Do(
            "inv",
            new StatementTaken("S1", "Heron", CommissionWorld.Hash, CommissionWorld.Hash, "uk", "to be read by members", "low", null)
        );
        world.Do("secretary", new Drafted("D1", "Draft", []));
        world.Refused("secretary", world.Summary("UA", text)).ShouldBe("source");
    }

    [Fact]
    public void A_summary_is_reviewed_by_two_people_who_are_not_its_sender()
    {
        var world = new CommissionWorld().Draft();
        world.Refused("secretary", world.Summary("UA") with { ReviewedBy = ["secretary", "pl"] }).ShouldBe("not-reviewed");
        world.Refused("secretary", world.Summary("UA") with { ReviewedBy = ["pl", "pl"] }).ShouldBe("not-reviewed");
    }

    [Fact]
    public void A_party_speaks_for_itself_only_and_a_request_for_correction_is_answered()
    {
        var world = new CommissionWorld().Response();
        world.Refused("rep-ru", new ReplyReceived("UA", "We withdraw.")).ShouldBe("not-permitted");
        world.Refused("inv", new ReplyReceived("UA", "They agree.")).ShouldBe("not-permitted");
        world.Do("rep-ru", new CorrectionRequested("RU", "C1", "It was the second of March."));
        world.Refused("secretary", new CorrectionAnswered("C2", true, "Yes")).ShouldBe("unknown-name");
        world.Do("secretary", new CorrectionAnswered("C1", false, "Two sources say the first."));
    }

    [Fact]
    public void Consent_that_was_withdrawn_takes_a_statement_out_of_use()
    {
        var world = new CommissionWorld().Investigating();
        world.Do(
            "inv",
            new StatementTaken("S1", "Heron", CommissionWorld.Hash, CommissionWorld.Hash, "uk", "to be read by members", "low", "Wren")
        );
        world.Do("inv", new EvidenceWeighed("H2", "S1", Consistency.VeryInconsistent, "Heard it from the north", null, ""));
        world.Do("inv", new ConsentWithdrawn("S1", "No reason given"));
        world.Refused("inv", new EvidenceWeighed("H1", "S1", Consistency.Consistent, "Heard it", null, "")).ShouldBe("withdrawn");
        HypothesisMatrix.Of(world.Case.ShouldNotBeNull()).Rows.Select(r => r.Evidence).ShouldBe(["E1"]);
    }
}
