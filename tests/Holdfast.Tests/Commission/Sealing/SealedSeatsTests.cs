using System.IO.Compression;
using System.Text;
using Holdfast.App.Access;
using Holdfast.App.Commission;
using Holdfast.App.Commission.Sealing;
using Holdfast.App.Record;
using Holdfast.App.Record.Proofs;
using Holdfast.Core.Access;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Tests.Access;
using NodaTime;
using Shouldly;

namespace Holdfast.Tests.Commission.Sealing;

/// <summary>Deliberations of a live mission: read by members who hold the key, by nobody who holds the files.</summary>
public sealed class SealedSeatsTests
{
    private const string NextPassword = "eleven grey herons by the lock";
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_file_of_the_installation_holds_a_word_of_the_deliberation_and_members_read_all_of_it()
    {
        await using var house = await SealedHouse.OpenAsync("fr", "gb", "us", "pl");
        var id = await house.CaseAsync();
        await house.VoteAsync(id, "fr", "gb", "us");
        (await house.RefusedAsync(id, "fr", new VoteCast("V1", "fr", VoteChoice.Against))).Code.ShouldBe("exists");
        (await house.DeskWith(null).ActAsync(id, "pl", new DissentFiled("V1", "pl", SealedHouse.Canary, false), Stop))
            .Refusal.ShouldNotBeNull()
            .ToString()
            .ShouldNotContain(SealedHouse.Canary);

        house.FilesWith(SealedHouse.Canary, "vote_opened", "case.vote/1", "has voted").ShouldBeEmpty();
        foreach (var member in new[] { "fr", "gb", "us", "pl" })
        {
            var seen = await house.SeenAsync(id, member);
            seen.OpenVote.ShouldNotBeNull().Proposal.Findings[0].Reasons.ShouldContain(SealedHouse.Canary);
            seen.VotesIn("V1").Select(v => v.Member).ShouldBe(["fr", "gb", "us"]);
            seen.Of<DissentFiled>().ShouldHaveSingleItem().Text.ShouldContain(SealedHouse.Canary);
            (await house.DeskOf(member).Registry.ClosedToAsync(member, id, Stop)).ShouldBeNull();
        }
        (await house.DeskOf("fr").Registry.RefusedAsync("fr", Stop)).ShouldContain(r => r.Message == "'fr' has voted.");
        var entries = await house.EntriesAsync(id);
        entries.ShouldAllBe(e => LeafHash.Verify(e));
        foreach (var outsider in new[] { "secretary", "inv", "rep-ua" })
        {
            var view = (await house.DeskWith(null).Registry.FindAsync(outsider, id, Stop));
            (view?.Deeds ?? []).Count(d => Seal.Covers(d.Act) || d.Act is Sealed or SealOpened).ShouldBe(0);
        }
    }

    [Fact]
    public async Task Without_a_session_of_the_member_the_seat_alone_opens_nothing_and_says_why()
    {
        await using var house = await SealedHouse.OpenAsync("fr", "gb", "us");
        var id = await house.CaseAsync();
        (await house.DeskWith(null).ActAsync(id, "pl", new VoteOpened("V1", SealedHouse.Proposal), Stop))
            .Refusal.ShouldNotBeNull()
            .Code.ShouldBe("no-key", "no account holds the seat");
        await house.VoteAsync(id, "fr", "gb", "us");
        var bare = house.DeskWith(null);
        var seen = (await bare.Registry.FindAsync("fr", id, Stop)).ShouldNotBeNull();
        seen.Of<VoteCast>().ShouldBeEmpty();
        seen.Of<Sealed>().Count().ShouldBe(5);
        (await bare.Registry.ClosedToAsync("fr", id, Stop)).ShouldNotBeNull().ShouldContain("carries no key to the seal");
        (await bare.ActAsync(id, "fr", new VoteCast("V1", "fr", VoteChoice.For), Stop)).Refusal.ShouldNotBeNull().Code.ShouldBe("no-key");
        // Another member's session is no use to it either.
        (await house.DeskWith(house.SessionOf("gb")).Registry.FindAsync("fr", id, Stop))
            .ShouldNotBeNull()
            .Of<VoteCast>()
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Acts_that_need_the_votes_are_taken_from_members_with_the_key_and_refused_to_officers_with_that_reason()
    {
        await using var house = await SealedHouse.OpenAsync("fr", "gb", "us");
        var id = await house.CaseAsync();
        await house.VoteAsync(id, "fr", "gb", "us");
        var refusal = await house.RefusedAsync(id, "secretary", new MemberRecused("pl", "Wrote about it"));
        refusal.Code.ShouldBe("sealed");
        refusal.Message.ShouldContain("a member who holds its key");
        (await house.RefusedAsync(id, "gb", new MemberRecused("us", "Late"))).Code.ShouldBe("voted");
        (await house.RefusedAsync(id, "gb", new Decided("V1", SealedHouse.Proposal, new Tally(4, 2, 1, 0)))).Code.ShouldBe("wrong-tally");
        await house.DoAsync(id, "gb", new Decided("V1", SealedHouse.Proposal, new Tally(4, 3, 0, 0)));
        await house.DoAsync(id, "secretary", new ReleaseProposed("V1"));
        (await house.DeskOf("gb").Registry.IrregularitiesAsync("gb", Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_recused_member_has_no_key_to_what_comes_after()
    {
        await using var house = await SealedHouse.OpenAsync("fr", "gb", "us", "pl");
        var id = await house.CaseAsync();
        await house.DoAsync(id, "gb", new VoteOpened("V1", SealedHouse.Proposal));
        await house.DoAsync(id, "gb", new MemberRecused("us", "Wrote about it"));
        await house.DoAsync(id, "fr", new VoteCast("V1", "fr", VoteChoice.For));

        var of = await house.SeenAsync(id, "gb");
        var seals = of.Of<SealOpened>().ToList();
        seals.Count.ShouldBe(2);
        seals[0].Wraps.Select(w => w.Person).ShouldBe(["fr", "gb", "pl", "us"], ignoreOrder: true);
        seals[1].Wraps.Select(w => w.Person).ShouldBe(["fr", "gb", "pl"], ignoreOrder: true);
        of.VotesIn("V1").ShouldHaveSingleItem();

        using var key = await house.Accounts.Accounts.SealKeyOfAsync(house.SessionOf("us"), Stop);
        var theirs = key.ShouldNotBeNull();
        foreach (var wrap in seals[1].Wraps)
        {
            SealCipher.Unwrap(wrap, theirs, seals[1].From, Mode.Actual, id, "fr").Fault.ShouldBe(SealFault.NotForYou);
            var mine = wrap with { To = theirs.Public };
            SealCipher.Unwrap(mine, theirs, seals[1].From, Mode.Actual, id, "fr").Fault.ShouldBe(SealFault.Tampered);
        }
        (await house.RefusedAsync(id, "us", new VoteCast("V1", "us", VoteChoice.For))).Code.ShouldBe("recused");
        (await house.SeenAsync(id, "us")).Of<VoteOpened>().ShouldBeEmpty("the label keeps it from a recused member, too");
    }

    [Fact]
    public async Task After_a_new_password_a_member_reads_on_and_a_token_made_by_the_holder_carries_the_key()
    {
        await using var house = await SealedHouse.OpenAsync("fr", "gb", "us");
        var id = await house.CaseAsync();
        await house.VoteAsync(id, "fr", "gb", "us");
        var (accounts, name) = (house.Accounts.Accounts, SealedHouse.AccountOf("fr"));
        var old = house.SessionOf("fr");
        house.Accounts.Clock.Advance(Duration.FromSeconds(30));
        (await accounts.ChangePasswordAsync(name, Desk.Password, house.Accounts.Code(name), NextPassword, Stop)).Refusal.ShouldBeNull();
        (await accounts.SealKeyOfAsync(old, Stop)).ShouldBeNull("the session is over");
        await house.SignInAsync("fr", NextPassword);
        (await house.SeenAsync(id, "fr")).VotesIn("V1").Count().ShouldBe(3);

        using var key = await accounts.SealKeyOfAsync(house.SessionOf("fr"), Stop);
        var me = (await accounts.BookAsync(Stop)).Accounts[name].Principal();
        var until = house.Accounts.Clock.Now + Duration.FromDays(3);
        var token = await accounts.IssueTokenAsync(me, name, "terminal", ["act-in-commission", "read-labelled"], until, Stop, key);
        var text = token.Secret.ShouldNotBeNull();
        (await house.DeskWith(text).Registry.FindAsync("fr", id, Stop)).ShouldNotBeNull().VotesIn("V1").Count().ShouldBe(3);
        house.FilesWith(text, NextPassword, Convert.ToHexString(key.ShouldNotBeNull().Write()[36..68])).ShouldBeEmpty();
        var made = (await accounts.BookAsync(Stop)).Accounts[name].Tokens.Keys.Single();
        (await accounts.RevokeTokenAsync(me, name, made, Stop)).Refusal.ShouldBeNull();
        (await house.DeskWith(text).Registry.FindAsync("fr", id, Stop)).ShouldNotBeNull().VotesIn("V1").ShouldBeEmpty();
    }

    [Fact]
    public async Task After_an_administrators_new_link_nothing_is_read_until_another_member_admits_the_new_key()
    {
        await using var house = await SealedHouse.OpenAsync("fr", "gb", "us");
        var id = await house.CaseAsync();
        await house.VoteAsync(id, "fr", "gb");
        var name = SealedHouse.AccountOf("us");
        var link = await house.Accounts.Accounts.IssueLinkAsync(Principal.LocalOperator, name, Stop);
        await house.Accounts.SignUpAsync(name, link.Secret.ShouldNotBeNull());
        await house.SignInAsync("us");
        (await house.SeenAsync(id, "us")).Of<VoteCast>().ShouldBeEmpty("the seat waits for two people");
        await house.ConfirmAsync("us");
        (await house.SeenAsync(id, "us")).Of<VoteCast>().ShouldBeEmpty("the key is another");
        (await house.RefusedAsync(id, "us", new VoteCast("V1", "us", VoteChoice.For))).Code.ShouldBe("not-admitted");

        await house.DoAsync(id, "fr", new SealAdmitted("us", "", []));
        (await house.SeenAsync(id, "us")).VotesIn("V1").Select(v => v.Member).ShouldBe(["fr", "gb"]);
        await house.DoAsync(id, "us", new VoteCast("V1", "us", VoteChoice.For));
        await house.DoAsync(id, "gb", new Decided("V1", SealedHouse.Proposal, new Tally(4, 3, 0, 0)));
        (await house.RefusedAsync(id, "fr", new SealAdmitted("us", "", []))).Code.ShouldBe("nothing-to-give");
        (await house.EntriesAsync(id)).ShouldContain(e => e.Kind == "case.seal_admitted/1" && e.Author == "fr");
    }

    [Fact]
    public async Task A_bundle_and_a_copy_of_the_record_carry_ciphertext()
    {
        await using var house = await SealedHouse.OpenAsync("fr", "gb", "us");
        var id = await house.CaseAsync();
        await house.VoteAsync(id, "fr", "gb", "us");
        var copy = Path.Combine(house.Accounts.Var, "backup.jsonl");
        await File.WriteAllLinesAsync(copy, (await house.EntriesAsync(id)).Select(e => Encoding.UTF8.GetString(EntryLine.Write(e))), Stop);
        using var proofs = RecordProofs.Open(house.Record.Path, house.Accounts.Clock);
        var unpacked = Path.Combine(house.Accounts.Var, "bundle");
        using (var zip = new MemoryStream())
        {
            var bundle = new CaseBundle(house.Record, proofs, house.DeskOf("gb").Registry, house.Store);
            (await bundle.WriteAsync(id, "gb", zip, Stop)).ShouldNotBeNull();
            zip.Position = 0;
            await ZipFile.ExtractToDirectoryAsync(zip, unpacked, Stop);
        }
        house.FilesWith(SealedHouse.Canary).ShouldBeEmpty();
        house.FilesWith("case.sealed/1").Length.ShouldBeGreaterThan(1, "what is looked for would be found");
        house.FilesWith("Shelling of a village").Length.ShouldBeGreaterThan(1, "what is looked for would be found");
    }
}
