using System.Collections.Immutable;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Commission.Codec;
using Holdfast.Core.Values;
using Shouldly;
using Case = Holdfast.Core.Commission.Case;

namespace Holdfast.Tests.Commission;

public sealed class SealTests
{
    private static readonly string[] Outsiders = ["secretary", "inv", "rep-ua", "rep-ru", "ua", "stranger"];

    private static bool IsSealed(CaseAct act) => act is NoteMade or VoteOpened or VoteCast or DissentFiled or VoteFailed;

    private static Case Deliberated(string note, bool glad, bool more)
    {
        var world = new CommissionWorld().In(CaseState.Deliberation);
        world.Do("fr", new NoteMade(note));
        var proposal = CommissionWorld.Proposal();
        var (a, b) = glad ? ("us", "pl") : ("pl", "us");
        world.Do("gb", new VoteOpened("V1", proposal)).Do("fr", new VoteCast("V1", "fr", VoteChoice.For));
        world.Do("gb", new VoteCast("V1", "gb", VoteChoice.For)).Do(a, new VoteCast("V1", a, VoteChoice.For));
        world.Do(b, new VoteCast("V1", b, VoteChoice.Against));
        if (more)
        {
            world.Do(b, new DissentFiled("V1", b, "For the members alone.", Publish: false));
        }
        world.Now = CommissionWorld.Start.PlusTicks(NodaTime.Duration.FromDays(2).BclCompatibleTicks);
        world.Decide("V1", proposal);
        return world.Publish("gb", "secretary").Case.ShouldNotBeNull();
    }

    // Everything a reader is given, in bytes.
    private static string Shown(Case of, string person)
    {
        var reader = Seal.ReaderOf(person, CommissionWorld.Usual, [of]);
        return Seal.View(of, reader) is not { } view
            ? "nothing"
            : string.Join(
                '\n',
                view.Deeds.Select(d =>
                    $"{d.Number} {d.At} {d.By} {d.After} {System.Text.Encoding.UTF8.GetString(CaseCodec.Write(of.Id, 0, d.Act))}"
                )
            );
    }

    [Fact]
    public void Nothing_of_a_deliberation_reaches_anybody_but_members_who_sit_in_the_case()
    {
        var one = Deliberated("A first note", glad: true, more: false);
        var other = Deliberated("Quite another note, and longer", glad: false, more: true);
        foreach (var outsider in Outsiders)
        {
            Shown(other, outsider).ShouldBe(Shown(one, outsider), outsider);
        }
        Shown(other, "fr").ShouldNotBe(Shown(one, "fr"));
    }

    [Fact]
    public void Members_read_the_deliberation_and_a_recused_one_no_more()
    {
        var world = new CommissionWorld().In(CaseState.Deliberation).Do("fr", new NoteMade("Between us"));
        world.Do("pl", new MemberRecused("pl", "Wrote about it"));
        var of = world.Case.ShouldNotBeNull();
        bool Reads(string person) => Seal.View(of, Seal.ReaderOf(person, world.Rules, [of]))?.Of<NoteMade>().Any() == true;
        Reads("fr").ShouldBeTrue();
        Reads("gb").ShouldBeTrue();
        Reads("pl").ShouldBeFalse();
        Reads("ua").ShouldBeFalse();
        Outsiders.Any(Reads).ShouldBeFalse();
    }

    [Fact]
    public void No_administrator_reads_what_is_sealed()
    {
        var of = Deliberated("A note", glad: true, more: true);
        foreach (var deed in of.Deeds.Where(d => IsSealed(d.Act)))
        {
            ReadAccess.MayRead(Reader.LocalOperator, deed.Label).ShouldBeFalse();
            ReadAccess.MayRead(Reader.LocalOperator with { Categories = [Seal.Commission, "PARTY.UA"] }, deed.Label).ShouldBeFalse();
        }
    }

    [Fact]
    public void What_two_parties_see_of_a_case_differs_by_their_own_letters_alone()
    {
        var of = new CommissionWorld().In(CaseState.Deliberation).Case.ShouldNotBeNull();
        ImmutableArray<string> Seen(string person) =>
            [
                .. Seal.View(of, Seal.ReaderOf(person, CommissionWorld.Usual, [of]))
                    .ShouldNotBeNull()
                    .Deeds.Select(d => d.Act.GetType().Name),
            ];
        Seen("rep-ua").ShouldBe(["SummarySent", "ReplyReceived"]);
        Seen("rep-ru").ShouldBe(Seen("rep-ua"));
        Shown(of, "rep-ru").ShouldNotContain("We agree.");
        Shown(of, "rep-ua").ShouldNotContain("We deny it.");
    }

    [Fact]
    public void The_public_sees_a_case_only_when_its_decision_is_published_and_then_without_evidence()
    {
        var before = new CommissionWorld().DecidedCase().Case.ShouldNotBeNull();
        Seal.View(before, Reader.Anyone).ShouldBeNull();
        var published = Publication.Of(before, before.Of<Decided>().Single(), ["gb", "secretary"]);
        published.Dissents.Single().ShouldBe(new PublishedDissent("pl", "One crater does not suffice."));
        published.Findings.Single().Actor.ShouldBe("RU");
        var text = Shown(Deliberated("A note", glad: true, more: true), "stranger");
        text.ShouldNotContain("E1");
        text.ShouldNotContain(CommissionWorld.Hash);
        text.ShouldContain("\"actor\":\"RU\"");
    }

    [Fact]
    public void Two_people_release_a_decision_and_only_as_it_was_decided()
    {
        var world = new CommissionWorld().DecidedCase();
        var proper = Publication.Of(world.Case.ShouldNotBeNull(), world.Case.Of<Decided>().Single(), ["gb", "secretary"]);
        world.Refused("secretary", proper).ShouldBe("not-released");
        world.Do("secretary", new ReleaseProposed("V1")).Refused("secretary", proper).ShouldBe("not-released");
        world.Refused("secretary", new ReleaseProposed("V1")).ShouldBe("exists");
        world.Refused("inv", new ReleaseProposed("V1")).ShouldBe("not-permitted");
        world.Refused("gb", new ReleaseProposed("V2")).ShouldBe("unknown-name");
        world.Do("gb", new ReleaseProposed("V1")).Refused("secretary", proper with { ReleasedBy = ["gb"] }).ShouldBe("not-released");
        world.Refused("secretary", proper with { ReleasedBy = ["fr", "secretary"] }).ShouldBe("not-released");
        world.Refused("fr", proper).ShouldBe("not-released");
        world.Refused("secretary", proper with { Dissents = [] }).ShouldBe("other-text");
        world.Do("secretary", proper).Refused("secretary", proper).ShouldBe("exists");
    }
}
