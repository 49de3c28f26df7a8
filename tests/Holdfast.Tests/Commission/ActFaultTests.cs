using Holdfast.Core.Commission.Codec;
using Shouldly;

namespace Holdfast.Tests.Commission;

/// <summary>What is wrong with an act that a person handed in is said in the words of the document.</summary>
public sealed class ActFaultTests
{
    private const string Finding =
        """{"allegation":"A1","violation":"established","standard":"reasonable_suspicion","attribution":"attributed","hypothesis":"H1","reasons":"r","evidence":[]}""";

    [Theory]
    [InlineData("""{"plan":"x","plam":"y"}""", "case.plan/1", "$: there is no member 'plam'; the members are plan. Did you mean 'plan'?")]
    [InlineData("""{}""", "case.plan/1", "$: plan is missing.")]
    [InlineData("""[]""", "case.plan/1", "$: expected an object, found a list.")]
    [InlineData("""{"reason":"r","new_evidence":7}""", "case.reopened/1", "$.new_evidence: expected a list, found a number.")]
    [InlineData("""{"to":"nowhere","reason":"r"}""", "case.moved/1", "the value at $.to is not one that may stand there.")]
    [InlineData("""{"task":"T1","title":"t","owner":"o","due":"tomorrow"}""", "case.task/1", "expected an instant in UTC")]
    [InlineData("""{"plan":"x""", "case.plan/1", "line 1, column")]
    public void An_act_that_cannot_be_read_is_refused_with_place_and_nearest_member(string json, string kind, string expected)
    {
        var message = Should.Throw<FormatException>(() => CaseCodec.ReadAct(kind, json)).Message;
        message.ShouldContain(expected);
        message.ShouldNotContain("Holdfast.");
        message.ShouldNotContain(".NET");
    }

    [Fact]
    public void A_fault_inside_a_list_is_named_with_its_place()
    {
        var json =
            $$$"""{"vote":"V1","proposal":{"provisional":false,"findings":[{{{Finding}}}],"facts":[],"remedies":[{"remedy":"R1","addressee":"RU","text":"t","due":"2027-03-01T00:00:00Z","check":"c"}]}}""";
        Should
            .Throw<FormatException>(() => CaseCodec.ReadAct("case.vote_opened/1", json))
            .Message.ShouldContain("$.proposal.remedies[0]: there is no member 'remedy'; the members are id, addressee, text, due, check.");
    }
}
