using System.Collections.Immutable;
using System.Text;
using Holdfast.App.Commission;
using Holdfast.App.Record;
using Holdfast.Core.Clauses;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Holdfast.Tests.Guarantees;
using Shouldly;
using Case = Holdfast.Core.Commission.Case;

namespace Holdfast.Tests.Commission;

/// <summary>Use cases over a real record: what is acknowledged stands, what is refused is recorded, and files are what their hashes say.</summary>
public sealed class CaseDeskTests : IAsyncLifetime
{
    private static readonly ClauseSet Clauses = GuaranteeWorld.Set("fact armed_attack(actor) determined by Commission");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-case-");
    private SqliteRecord? _record;

    private IRecord Record => _record.ShouldNotBeNull();
    private CaseDesk Desk => new(Record, CommissionWorld.Usual, Clauses, Mode.Exercise, TimeProvider.System);
    private EvidenceStore Store => new(Path.Combine(_folder.FullName, "evidence"));
    private PersonVault Vault => new(Path.Combine(_folder.FullName, "keys"));
    private CaseFiles Files => new(Desk, Store, Vault);
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _record = await SqliteRecord.OpenAsync(Path.Combine(_folder.FullName, "r.db"), cancellation: Stop);

    public async ValueTask DisposeAsync()
    {
        await Record.DisposeAsync();
        foreach (var file in _folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.Attributes = FileAttributes.Normal;
        }
        _folder.Delete(recursive: true);
    }

    private async Task<string> Do(string id, string by, CaseAct act)
    {
        var answer = await Desk.ActAsync(id, by, act, Stop);
        answer.Refusal?.ToString().ShouldBeNull();
        return answer.Id;
    }

    private async Task<string> Opened()
    {
        var answer = await Desk.OpenAsync("rep-ua", "Shelling of a village", CommissionWorld.Allegation(), Stop);
        answer.Refusal.ShouldBeNull();
        await Do(answer.Id, "secretary", new Moved(CaseState.Preliminary, "Registered"));
        return await Do(answer.Id, "gb", new AdmissibilityDecided(true, [new AdmissibilityGround("terms", true, "Names a term")]));
    }

    private static EvidenceItem Item(string id) => CommissionWorld.Item(id) with { Sha256 = null };

    [Fact]
    public async Task The_docket_folds_back_to_the_case_that_was_acted_on_and_a_decision_becomes_a_fact_once()
    {
        var id = await Opened();
        await Do(id, "inv", new EvidenceAdded(CommissionWorld.Item("E1")));
        await Do(id, "inv", new HypothesisStated("H1", "The north", "RU"));
        var proposal = CommissionWorld.Proposal(provisional: true);
        await Do(id, "gb", new VoteOpened("V1", proposal));
        foreach (var member in new[] { "fr", "gb", "us" })
        {
            await Do(id, member, new VoteCast("V1", member, VoteChoice.For));
        }
        await Do(id, "gb", new Decided("V1", proposal, new Tally(4, 3, 0, 0)));
        await Do(id, "inv", new SearchLogged("archive", "photographs", "nothing", []));
        var fact = (await new FactDoor(Record, Clauses).ReadFactsAsync(Reader.Anyone, null, Mode.Exercise, Stop)).Single();
        (fact.Name, fact.Authority, fact.Provisional, fact.Source).ShouldBe(("armed_attack", "Commission", true, $"case {id}"));
        (await new FactDoor(Record, Clauses).ReadFactsAsync(Reader.Anyone, null, Mode.Actual, Stop)).ShouldBeEmpty();
        var seen = (await Desk.Registry.FindAsync("fr", id, Stop)).ShouldNotBeNull();
        // The seal was opened with the first act under it.
        seen.Deeds.Length.ShouldBe(12);
        (await Desk.Registry.FindAsync("secretary", id, Stop)).ShouldNotBeNull().Of<VoteCast>().ShouldBeEmpty();
        (await Desk.Registry.IrregularitiesAsync("secretary", Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_act_is_recorded_once_and_shown_to_the_commission_alone()
    {
        var id = await Opened();
        for (var i = 0; i < 2; i++)
        {
            (await Desk.ActAsync(id, "secretary", new Moved(CaseState.Closed, "Enough"), Stop))
                .Refusal.ShouldNotBeNull()
                .Code.ShouldBe("wrong-state");
        }
        var refused = (await Desk.Registry.RefusedAsync("secretary", Stop)).Single();
        (refused.Case, refused.By, refused.Code).ShouldBe((id, "secretary", "wrong-state"));
        (await Desk.Registry.RefusedAsync("rep-ru", Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_may_see_nothing_of_a_case_is_not_told_that_it_exists()
    {
        var id = await Opened();
        var there = await Desk.ActAsync(id, "rep-ru", new ReplyReceived("RU", "x"), Stop);
        var nowhere = await Desk.ActAsync("2026-0999", "rep-ru", new ReplyReceived("RU", "x"), Stop);
        there.Refusal.ShouldNotBeNull().Message.ShouldBe(nowhere.Refusal.ShouldNotBeNull().Message.Replace("2026-0999", id));
        (await Desk.Registry.CasesAsync("rep-ru", null, Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_entry_that_no_lawful_act_could_have_made_changes_nothing_and_is_listed()
    {
        var id = await Opened();
        var act = new Moved(CaseState.Closed, "By the back door");
        var body = Core.Commission.Codec.CaseCodec.Write(id, 3, act);
        var label = new Label(Classification.Restricted, [Seal.Commission], []);
        await Record.AppendAsync(
            [new EntryDraft("intruder", "1", "secretary", Standing.Recorded, label, Mode.Exercise, "case.moved/1", null, body)],
            Stop
        );
        (await Desk.Registry.IrregularitiesAsync("fr", Stop)).Single().Case.ShouldBe(id);
        (await Desk.Registry.FindAsync("fr", id, Stop)).ShouldNotBeNull().State.ShouldBe(CaseState.Investigating);
    }

    [Fact]
    public async Task A_vote_on_a_fact_that_is_not_declared_is_refused_with_the_nearest_word()
    {
        var id = await Opened();
        await Do(id, "inv", new EvidenceAdded(CommissionWorld.Item("E1")));
        await Do(id, "inv", new HypothesisStated("H1", "The north", "RU"));
        var proposal = CommissionWorld.Proposal(provisional: true) with
        {
            Facts = [new DeterminedFact("armed_atack", ["RU"], "true", null, null)],
        };
        (await Desk.ActAsync(id, "gb", new VoteOpened("V1", proposal), Stop))
            .Refusal.ShouldNotBeNull()
            .Message.ShouldContain("'armed_attack'");
    }

    [Fact]
    public async Task A_file_goes_in_and_out_with_its_hash_checked_and_a_changed_one_is_found()
    {
        var id = await Opened();
        var bytes = new byte[3_000_000];
        new Random(7).NextBytes(bytes);
        (await Files.AddAsync(id, "inv", Item("E1"), new MemoryStream(bytes), Stop)).Refusal.ShouldBeNull();
        var item = (await Desk.Registry.FindAsync("inv", id, Stop)).ShouldNotBeNull().Evidence.Single();
        item.Bytes.ShouldBe(3_000_000);
        var copy = Path.Combine(_folder.FullName, "copy.bin");
        (await Files.CopyOutAsync(id, "inv", "E1", copy, Stop))
            .Case.ShouldNotBeNull()
            .Of<CustodyRecorded>()
            .Single()
            .Event.ShouldBe(CustodyEvent.Copied);
        (await File.ReadAllBytesAsync(copy, Stop)).SequenceEqual(bytes).ShouldBeTrue();
        var sha256 = item.Sha256.ShouldNotBeNull();
        (await Store.CheckAsync([sha256], Stop)).ShouldBeEmpty();
        var place = Path.Combine(_folder.FullName, "evidence", sha256[..2], sha256);
        File.GetAttributes(place).HasFlag(FileAttributes.ReadOnly).ShouldBeTrue();
        File.SetAttributes(place, FileAttributes.Normal);
        await File.AppendAllTextAsync(place, "x", Stop);
        (await Store.CheckAsync([sha256, new string('0', 64)], Stop)).Count.ShouldBe(2);
        await Should.ThrowAsync<InvalidDataException>(async () => await Store.CopyOutAsync(sha256, copy + "2", Stop));
        File.Exists(copy + "2").ShouldBeFalse();
    }

    [Fact]
    public async Task A_stream_that_breaks_off_leaves_nothing()
    {
        await Should.ThrowAsync<IOException>(async () => await Store.AddAsync(new BrokenStream(), Stop));
        Directory.EnumerateFiles(Path.Combine(_folder.FullName, "evidence"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    [InlineData("AA")]
    public void A_hash_that_is_none_is_no_path(string hash) => Should.Throw<ArgumentException>(() => Store.OpenRead(hash));

    [Fact]
    public async Task Destroying_a_person_s_key_makes_the_words_unreadable_and_leaves_every_hash()
    {
        var id = await Opened();
        var input = new StatementInput(
            "S1",
            "Heron",
            "I saw the flashes in the north.",
            "A. Person, 3 Mill Lane",
            "uk",
            "members",
            "low",
            null
        );
        (await Files.TakeStatementAsync(id, "inv", input, Stop)).Refusal.ShouldBeNull();
        (await Files.ReadStatementAsync(id, "gb", "S1", Stop)).Text.ShouldBe(input.Text);
        (await Files.ReadStatementAsync(id, "rep-ua", "S1", Stop)).Text.ShouldBeNull();
        var taken = (await Desk.Registry.FindAsync("inv", id, Stop)).ShouldNotBeNull().Statements.Single();
        var leaves = await LeavesAsync();
        (await Files.DestroyKeyAsync(id, "inv", "S1", Stop)).Refusal.ShouldBeNull();
        (await Files.ReadStatementAsync(id, "gb", "S1", Stop)).Text.ShouldBeNull();
        Vault.Has(PersonVault.NameOf(Mode.Exercise, id, "S1")).ShouldBeFalse();
        (await Store.CheckAsync([taken.TextSha256, taken.IdentitySha256], Stop)).ShouldBeEmpty();
        (await LeavesAsync())[..leaves.Length].ShouldBe(leaves);
        foreach (var file in _folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            await using var shared = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(shared, Encoding.Latin1);
            var content = await reader.ReadToEndAsync(Stop);
            content.ShouldNotContain("flashes in the north");
            content.ShouldNotContain("Mill Lane");
        }
    }

    [Fact]
    public void A_ciphertext_that_was_changed_or_put_elsewhere_is_not_read()
    {
        var text = Vault.Encrypt("a", "text", "words");
        Vault.Decrypt("a", "text", text).ShouldBe("words");
        Should.Throw<InvalidDataException>(() => Vault.Decrypt("a", "identity", text));
        text[^1] ^= 1;
        Should.Throw<InvalidDataException>(() => Vault.Decrypt("a", "text", text));
        Should.Throw<InvalidDataException>(() => Vault.Decrypt("a", "text", text.AsSpan(0, 5)));
        Vault.Destroy("a");
        Vault.Decrypt("a", "text", text).ShouldBeNull();
    }

    private async Task<ImmutableArray<string>> LeavesAsync()
    {
        var leaves = ImmutableArray.CreateBuilder<string>();
        var reader = Seal.ReaderOf("gb", CommissionWorld.Usual, await Desk.Registry.CasesAsync("gb", null, Stop));
        await foreach (var entry in Record.ReadAsync(reader, new RecordQuery(), Stop))
        {
            leaves.Add(Convert.ToHexStringLower(entry.LeafHash.Span));
        }
        return leaves.ToImmutable();
    }

    private sealed class BrokenStream : MemoryStream
    {
        private bool _given;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_given)
            {
                throw new IOException("The line broke.");
            }
            _given = true;
            return ValueTask.FromResult(100);
        }
    }
}
