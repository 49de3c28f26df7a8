using System.Text;
using Holdfast.Core.Values;
using Holdfast.Core.Watch;
using Holdfast.Core.Watch.Operators;
using Holdfast.Tests.Watch.Fusion;
using NodaTime;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Watch.Operators;

public sealed class OperatorJournalTests
{
    private static readonly ObservationId A = new("a", "1");
    private static readonly ObservationId B = new("b", "1");
    private static readonly ObservationId C = new("c", "1");

    public static TheoryData<OperatorAct> Acts =>
        [
            new IncidentConfirmed([A]) { Reason = "seen by the patrol" },
            new IncidentRejected([A, B]) { Reason = "quarry" },
            new IncidentSplit([A], [B, C]) { Reason = "two shots" },
            new IncidentsMerged([A, B, C]) { Reason = "one shot" },
            new MustLink(A, B) { Reason = "one" },
            new CannotLink(A, B) { Reason = "two" },
            new OriginFixed([A], new GeoPoint(48.5, 37.25), 120, TimeRange.At(Reports.Day0)) { Reason = "crater found" },
            new OriginFixed([A], new GeoPoint(48.5, 37.25), 120, null) { Reason = "crater found" },
            new ActWithdrawn(17) { Reason = "a slip" },
        ];

    [Theory]
    [MemberData(nameof(Acts))]
    public void Every_act_reads_back_as_it_was_written(OperatorAct act)
    {
        var body = OperatorCodec.Write(act);
        var back = OperatorCodec.Read(OperatorCodec.KindOf(act), body);
        back.GetType().ShouldBe(act.GetType());
        OperatorCodec.Write(back).ShouldBe(body);
        back.Cited.ShouldBe(act.Cited);
    }

    [Theory]
    [InlineData("operator.confirm/1", """{"observations":[],"reason":"r"}""", "no observation is cited")]
    [InlineData("operator.confirm/1", """{"observations":[{"message":"1","producer":"a"}]}""", "reason is missing")]
    [InlineData("operator.confirm/1", """{"observations":[{"message":"1","producer":"a"}],"reason":" "}""", "a reason is missing")]
    [InlineData("operator.confirm/1", """{"observations":["a/1"],"reason":"r"}""", "observations[0] is {message, producer}")]
    [InlineData("operator.confirm/1", """{"observations":[{"message":"1","producer":"a"}],"reason":"r","x":1}""", "no member 'x'")]
    [InlineData("operator.must_link/1", """{"observations":[{"message":"1","producer":"a"}],"reason":"r"}""", "observations holds two")]
    [InlineData("operator.merge/1", """{"observations":[{"message":"1","producer":"a"}],"reason":"r"}""", "two observations at least")]
    [InlineData(
        "operator.fix/1",
        """{"latitude":95,"longitude":1,"observations":[{"message":"1","producer":"a"}],"reason":"r","sigma_m":5}""",
        "not a latitude"
    )]
    [InlineData(
        "operator.fix/1",
        """{"latitude":5,"longitude":1,"observations":[{"message":"1","producer":"a"}],"reason":"r","sigma_m":-5}""",
        "sigma_m is above 0"
    )]
    [InlineData("operator.withdraw/1", """{"entry":"x","reason":"r"}""", "entry is the index")]
    [InlineData("operator.dance/1", """{"reason":"r"}""", "no act of an operator")]
    [InlineData("operator.confirm/1", """[1]""", "no object")]
    [InlineData("operator.confirm/1", """{""", "operator.confirm/1")]
    public void A_body_that_is_wrong_is_refused_by_the_member(string kind, string body, string expected) =>
        Should.Throw<FormatException>(() => OperatorCodec.Read(kind, Encoding.UTF8.GetBytes(body))).Message.ShouldContain(expected);

    [Fact]
    public void An_act_against_one_that_binds_has_no_effect_until_that_one_is_withdrawn()
    {
        var split = new IncidentSplit([A], [B]) { Reason = "two" };
        var link = new MustLink(A, B) { Reason = "one" };
        var journal = Journal(split, link);
        journal.Lines[1].Binds.ShouldBeFalse();
        journal.Lines[1].Ineffective.ShouldBe("entry 0 keeps a/1 and b/1 apart: withdraw it first");
        journal.Against(link).ShouldBe("entry 0 keeps a/1 and b/1 apart: withdraw it first");
        journal.Bonds.Admits(A, B).ShouldBeFalse();
        var after = Journal(split, link, new ActWithdrawn(0) { Reason = "a slip" });
        after.Lines[0].WithdrawnBy.ShouldBe(2);
        after.Bonds.SetOf(A).ShouldBe(after.Bonds.SetOf(B));
    }

    [Fact]
    public void Keeping_apart_what_others_hold_together_names_them()
    {
        var journal = Journal(new MustLink(A, B) { Reason = "one" }, new MustLink(B, C) { Reason = "one" });
        journal
            .Against(new CannotLink(A, C) { Reason = "two" })
            .ShouldBe("a/1 and c/1 are held together by entries 0, 1: withdraw that first");
    }

    [Fact]
    public void The_last_word_on_an_incident_counts_and_a_fixed_origin_stays()
    {
        var incident = FusionEngine.Fuse([Reports.One("a", "1", 0, 0, 0)], new Dictionary<string, Source>(), FusionParameters.Default)[0];
        var place = new GeoPoint(48.5, 37.25);
        var applied = Journal(
                new IncidentConfirmed([A]) { Reason = "r" },
                new OriginFixed([A], place, 120, null) { Reason = "r" },
                new IncidentRejected([A]) { Reason = "r" }
            )
            .Apply(incident);
        applied.Status.ShouldBe(IncidentStatus.Rejected);
        applied.Where.ShouldBe(new PointPlace(place, ErrorEllipse.Circle(120)));
        applied.When.ShouldBe(incident.When);
    }

    [Fact]
    public void An_exercise_never_touches_what_is_real()
    {
        var deed = new OperatorDeed(0, Reports.Day0, "watch", Mode.Exercise, new CannotLink(A, B) { Reason = "r" });
        OperatorJournal.Of([deed], Mode.Actual).Bonds.IsEmpty.ShouldBeTrue();
    }

    private static OperatorJournal Journal(params OperatorAct[] acts) =>
        OperatorJournal.Of(acts.Select((act, i) => new OperatorDeed(i, Reports.Day0, "watch", Mode.Actual, act)), Mode.Actual);
}
