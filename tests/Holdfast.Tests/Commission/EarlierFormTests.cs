using System.Text;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Commission;

/// <summary>Entries of earlier versions of their kinds fold as they did when they were written, and nobody writes new ones.</summary>
public sealed class EarlierFormTests
{
    private const string Summary = """
        {"party":"UA","points":[{"allegation":"A1","contradicting_items":0,"supporting_items":1,"text":"Shells struck the village from the north."}],
         "reply_due":"2026-04-01T00:00:00.000000000Z","reviewed_by":["gb","pl"]}
        """;

    private static CaseAct Old(string kind, string act) =>
        CaseCodec.Read(kind, Encoding.UTF8.GetBytes($$"""{"act":{{act}},"case":"{{CommissionWorld.Id}}","number":0}""")).Act;

    private static CaseAct OldPublication(CommissionWorld world, params string[] released)
    {
        var of = world.Case.ShouldNotBeNull();
        var body = CaseCodec.Write(of.Id, 0, Publication.Of(of, of.Of<Decided>().Single(), [.. released]));
        return CaseCodec.Read("case.published/1", body).Act;
    }

    [Fact]
    public void A_summary_of_version_1_is_judged_by_the_reviewers_its_sender_named()
    {
        var act = Old("case.summary/1", Summary).ShouldBeOfType<SummarySent>();
        act.NamedReviewers.ShouldBe(["gb", "pl"]);
        var world = new CommissionWorld().Draft();
        world.Refused("secretary", Old("case.summary/1", Summary.Replace("gb", "secretary"))).ShouldBe("not-reviewed");
        world.Do("secretary", act).Case.ShouldNotBeNull().State.ShouldBe(CaseState.PartyResponse);
        SummaryReview.ReviewersOf(world.Case.ShouldNotBeNull(), act, "secretary").ShouldBe(["gb", "pl"]);
        world
            .Refused("secretary", Old("case.summary/1", Summary.Replace("\"gb\",\"pl\"", "\"gb\",\"stranger\"").Replace("UA", "RU")))
            .ShouldBe("unknown-person");
    }

    [Fact]
    public void A_publication_of_version_1_is_judged_by_the_two_people_its_publisher_named()
    {
        var world = new CommissionWorld().DecidedCase();
        world.Refused("secretary", OldPublication(world, "gb")).ShouldBe("not-released");
        var act = OldPublication(world, "gb", "fr");
        CaseCodec.KindOf(act).ShouldBe("case.published/1");
        world.Do("secretary", act).Case.ShouldNotBeNull().Of<DecisionPublished>().Single().ReleasedBy.ShouldBe(["gb", "fr"]);
    }

    [Fact]
    public void An_old_form_is_unlawful_where_the_new_acts_have_been_used()
    {
        var world = new CommissionWorld().Draft().Sent("RU");
        world.Refused("secretary", Old("case.summary/1", Summary)).ShouldBe("old-form");
        var decided = new CommissionWorld().DecidedCase();
        decided.Do("gb", new ReleaseProposed("V1")).Refused("secretary", OldPublication(decided, "gb", "fr")).ShouldBe("old-form");
    }

    [Fact]
    public void An_old_body_is_written_back_byte_for_byte_and_no_new_act_is_read_from_one()
    {
        var act = Old("case.summary/1", Summary);
        CaseCodec.KindOf(act).ShouldBe("case.summary/1");
        var body = CaseCodec.Write(CommissionWorld.Id, 0, act);
        CaseCodec.Write(CommissionWorld.Id, 0, CaseCodec.Read("case.summary/1", body).Act).ShouldBe(body);
        Should.Throw<FormatException>(() => CaseCodec.ReadAct("case.summary/1", Summary));
        Should.Throw<FormatException>(() => CaseCodec.ReadAct("case.summary/2", Summary)).Message.ShouldContain("reviewed_by");
        CaseCodec.FoldedKinds.ShouldContain("case.summary/1");
        CaseCodec.Kinds.ShouldNotContain("case.summary/1");
    }

    [Theory]
    [InlineData("case.summary/1", "{}")]
    [InlineData("case.summary/1", "null")]
    [InlineData("case.published/1", "[]")]
    [InlineData("case.published/3", "{}")]
    public void An_old_body_that_is_not_as_it_should_be_is_refused_by_name(string kind, string act) =>
        Should.Throw<FormatException>(() => Old(kind, act)).Message.ShouldContain(kind);
}
