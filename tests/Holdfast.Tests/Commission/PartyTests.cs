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
        var world = new CommissionWorld().Draft().Sent("UA");
        SummarySent To(string text, int supporting = 1, int contradicting = 0) =>
            world.Summary("RU") with
            {
                Points = [new SummaryPoint("A1", text, supporting, contradicting)],
            };
        string Drafted(SummarySent s) => world.Refused("secretary", new SummaryDrafted("P9", s.Party, s.Points));
        Drafted(To("Shells fell.")).ShouldBe("unequal");
        Drafted(To(string.Concat(Enumerable.Repeat(Told, 3)))).ShouldBe("unequal");
        Drafted(To(Told, supporting: 2)).ShouldBe("unequal");
        Drafted(To(Told, contradicting: 1)).ShouldBe("unequal");
        Drafted(To(Told) with { Points = [] }).ShouldBe("unequal");
        world.Approved(To(Told)).Refused("secretary", To(Told) with { ReplyDue = world.Now + Duration.FromDays(1) }).ShouldBe("unequal");
        world.Do("secretary", To(Told));
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
        world.Do("inv", new EvidenceAdded(CommissionWorld.Item("E2") with { Observations = ["obs-1", "obs-2"] }));
        world.Do("secretary", new Drafted("D1", "Draft", []));
        world.Refused("secretary", new SummaryDrafted("P1", "UA", world.Summary("UA", text).Points)).ShouldBe("source");
    }

    [Fact]
    public void A_summary_leaves_when_two_people_who_neither_wrote_nor_send_it_have_approved_its_very_words()
    {
        var world = new CommissionWorld().Draft();
        var summary = world.Summary("UA");
        world.Refused("secretary", summary).ShouldBe("not-reviewed");
        world.Do("inv", new SummaryDrafted("P1", "UA", summary.Points));
        world.Refused("inv", new SummaryReviewed("P1", Approved: true, "")).ShouldBe("own-draft");
        world.Refused("rep-ua", new SummaryReviewed("P1", Approved: true, "")).ShouldBe("not-permitted");
        world.Do("gb", new SummaryReviewed("P1", Approved: true, ""));
        world.Refused("gb", new SummaryReviewed("P1", Approved: true, "")).ShouldBe("exists");
        world.Refused("pl", new SummaryReviewed("P1", Approved: false, " ")).ShouldBe("empty");
        world.Do("pl", new SummaryReviewed("P1", Approved: false, "The count is of last week."));
        world.Refused("secretary", summary).ShouldBe("not-reviewed");
        world.Do("secretary", new SummaryReviewed("P1", Approved: true, ""));
        // A sender's own approval does not count; other words were reviewed by nobody.
        world.Refused("secretary", summary).ShouldBe("not-reviewed");
        world.Do("us", new SummaryReviewed("P1", Approved: true, ""));
        var other = summary with { Points = [summary.Points[0] with { Text = summary.Points[0].Text + " " }] };
        world.Refused("secretary", other).ShouldBe("not-reviewed");
        world.Do("secretary", summary);
        SummaryReview.ReviewersOf(world.Case.ShouldNotBeNull(), summary, "secretary").ShouldBe(["gb", "us"]);
        world.Refused("secretary", new SummaryDrafted("P2", "UA", summary.Points)).ShouldBe("exists");
    }

    [Fact]
    public void A_party_gives_a_receipt_for_each_letter_once()
    {
        var world = new CommissionWorld().Open().Do("secretary", new PartyNotified("RU", "Shelling is alleged."));
        world.Refused("rep-ua", new ReceiptGiven("RU", 1)).ShouldBe("not-permitted");
        world.Refused("rep-ru", new ReceiptGiven("RU", 2)).ShouldBe("unknown-name");
        world.Refused("rep-ru", new ReceiptGiven("RU", 0)).ShouldBe("unknown-name");
        world.Do("rep-ru", new ReceiptGiven("RU", 1)).Refused("rep-ru", new ReceiptGiven("RU", 1)).ShouldBe("exists");
        world.Case.ShouldNotBeNull().ReceiptOf("RU", 1).ShouldNotBeNull();
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
