using Holdfast.App.Commission;
using Holdfast.App.Record;
using Holdfast.Core.Clauses;
using Holdfast.Core.Commission;
using Holdfast.Core.Commission.Acts;
using Holdfast.Core.Values;
using Holdfast.Tests.Guarantees;
using Shouldly;

namespace Holdfast.Tests.Commission;

/// <summary>The record against the files beside it: what is missing or bent is found, what nothing cites is listed, and only what is old is swept.</summary>
public sealed class EvidenceAuditTests : IAsyncLifetime
{
    private static readonly ClauseSet Clauses = GuaranteeWorld.Set("fact armed_attack(actor) determined by Commission");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-audit-");
    private readonly TomorrowClock _clock = new();
    private SqliteRecord? _record;
    private string _id = "";

    private IRecord Record => _record.ShouldNotBeNull();
    private CaseDesk Desk => new(Record, CommissionWorld.Usual, Clauses, Mode.Exercise, TimeProvider.System);
    private EvidenceStore Store => new(Evidence);
    private PersonVault Vault => new(Keys);
    private CaseFiles Files => new(Desk, Store, Vault);
    private EvidenceAudit Audit => EvidenceAudit.Of(Record, _folder.FullName, _clock);
    private string Evidence => Path.Combine(_folder.FullName, "evidence");
    private string Keys => Path.Combine(_folder.FullName, "keys");
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _record = await SqliteRecord.OpenAsync(Path.Combine(_folder.FullName, "r.db"), cancellation: Stop);
        _id = (await Desk.OpenAsync("rep-ua", "Shelling of a village", CommissionWorld.Allegation(), Stop)).Id;
        await Desk.ActAsync(_id, "secretary", new Moved(CaseState.Preliminary, "Registered"), Stop);
        await Add("E1", "photograph");
        await Take("S1");
    }

    public async ValueTask DisposeAsync()
    {
        await Record.DisposeAsync();
        foreach (var file in _folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.Attributes = FileAttributes.Normal;
        }
        _folder.Delete(recursive: true);
    }

    private async Task<string> Add(string item, string content)
    {
        var entered = CommissionWorld.Item(item) with { Sha256 = null, Bytes = 0 };
        (await Files.AddAsync(_id, "inv", entered, Of(content), Stop)).Refusal.ShouldBeNull();
        return (await Desk.Registry.FindAsync("inv", _id, Stop)).ShouldNotBeNull().Evidence.Last().Sha256.ShouldNotBeNull();
    }

    private async Task Take(string statement)
    {
        var input = new StatementInput(statement, "Heron", "I saw it.", "A. Person", "uk", "members", "low", null);
        (await Files.TakeStatementAsync(_id, "inv", input, Stop)).Refusal.ShouldBeNull();
    }

    private static MemoryStream Of(string content) => new(System.Text.Encoding.UTF8.GetBytes(content));

    private async Task<EvidenceFault> OnlyFault() => (await Audit.RunAsync(cancellation: Stop)).Findings.ShouldHaveSingleItem().Fault;

    private string FileOf(string sha256) => Path.Combine(Evidence, sha256[..2], sha256);

    private string KeyFile() => Directory.EnumerateFiles(Keys).Single();

    [Fact]
    public async Task Nothing_is_found_where_nothing_is_wrong()
    {
        var report = await Audit.RunAsync(cancellation: Stop);
        (report.Files, report.Keys, report.Findings.Length, report.IsClean).ShouldBe((3, 1, 0, true));
    }

    [Fact]
    public async Task A_cited_file_that_is_gone_or_has_changed_or_has_another_length_is_found()
    {
        var sha256 = await Add("E2", "a second photograph");
        File.SetAttributes(FileOf(sha256), FileAttributes.Normal);
        await File.WriteAllTextAsync(FileOf(sha256), "a second photographs", Stop);
        (await OnlyFault()).ShouldBe(EvidenceFault.WrongLength);
        await File.WriteAllTextAsync(FileOf(sha256), "a second phonograph", Stop);
        var found = (await Audit.RunAsync(cancellation: Stop)).Findings.ShouldHaveSingleItem();
        (found.Fault, found.Cited).ShouldBe((EvidenceFault.Changed, $"exercise {_id} E2"));
        File.Delete(FileOf(sha256));
        (await OnlyFault()).ShouldBe(EvidenceFault.Missing);
        (await Audit.RunAsync(cancellation: Stop)).IsClean.ShouldBeFalse();
        (await Audit.SweepAsync("secretary", Mode.Exercise, Stop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_content_again_mends_a_copy_that_has_changed()
    {
        var sha256 = await Add("E2", "a second photograph");
        File.SetAttributes(FileOf(sha256), FileAttributes.Normal);
        await File.WriteAllTextAsync(FileOf(sha256), "a second phonograph", Stop);
        await Store.AddAsync(Of("a second photograph"), Stop);
        (await Audit.RunAsync(cancellation: Stop)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Orphans_are_listed_at_once_and_swept_after_a_day_with_an_entry_that_names_them()
    {
        var orphan = await Store.AddAsync(Of("nobody cites this"), Stop);
        await File.WriteAllTextAsync(Path.Combine(Evidence, "incoming", "abc.def"), "half", Stop);
        await File.WriteAllTextAsync(Path.Combine(Evidence, "notes.txt"), "mine", Stop);
        Vault.Encrypt("nobody", "text", "words");
        var listed = await Audit.RunAsync(cancellation: Stop);
        listed
            .Findings.Select(f => f.Fault)
            .ShouldBe([EvidenceFault.Uncited, EvidenceFault.Leftover, EvidenceFault.KeyWithoutStatement, EvidenceFault.Stranger]);
        listed.IsClean.ShouldBeTrue();
        (await Audit.SweepAsync("secretary", Mode.Exercise, Stop)).ShouldBeEmpty();
        Store.Has(orphan.Sha256).ShouldBeTrue();

        _clock.Ahead = TimeSpan.FromHours(25);
        (await Audit.SweepAsync("secretary", Mode.Exercise, Stop)).Length.ShouldBe(3);
        (await OnlyFault()).ShouldBe(EvidenceFault.Stranger);
        var reader = Seal.ReaderOf("secretary", CommissionWorld.Usual, []);
        var entry = (await Record.ReadAsync(reader, new RecordQuery(Kinds: [EvidenceAudit.SweptKind]), Stop).ToListAsync(Stop)).Single();
        System.Text.Encoding.UTF8.GetString(entry.Body.Span).ShouldContain(orphan.Sha256);
    }

    [Fact]
    public async Task What_an_exercise_cites_is_no_orphan_in_earnest_and_what_comes_again_is_not_swept()
    {
        var orphan = await Store.AddAsync(Of("twice"), Stop);
        File.SetLastWriteTimeUtc(FileOf(orphan.Sha256), _clock.GetUtcNow().UtcDateTime.AddDays(-3));
        (await Audit.RunAsync(cancellation: Stop)).Findings.ShouldHaveSingleItem().Since.ShouldNotBeNull();
        // Somebody hands the same file in again while a sweep is at work: it is young from then on.
        await Store.AddAsync(Of("twice"), Stop);
        (await Audit.SweepAsync("secretary", Mode.Actual, Stop)).ShouldBeEmpty();
        Store.Has(orphan.Sha256).ShouldBeTrue();
    }

    [Fact]
    public async Task A_lost_key_a_damaged_key_and_a_key_that_outlived_its_destruction_are_told_apart()
    {
        var key = await File.ReadAllBytesAsync(KeyFile(), Stop);
        var path = KeyFile();
        await File.WriteAllBytesAsync(path, key[..7], Stop);
        (await OnlyFault()).ShouldBe(EvidenceFault.KeyDamaged);
        File.Delete(path);
        (await OnlyFault()).ShouldBe(EvidenceFault.KeyMissing);
        await Desk.ActAsync(_id, "inv", new KeyDestroyed("S1"), Stop);
        (await Audit.RunAsync(cancellation: Stop)).Findings.ShouldBeEmpty();
        await File.WriteAllBytesAsync(path, key, Stop);
        (await OnlyFault()).ShouldBe(EvidenceFault.KeyNotDestroyed);
        // What was recorded as destroyed is destroyed however young it is.
        (await Audit.SweepAsync("secretary", Mode.Exercise, Stop)).Length.ShouldBe(1);
        File.Exists(path).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_refused_beforehand_leaves_neither_file_nor_key()
    {
        var before = Directory.EnumerateFiles(_folder.FullName, "*", SearchOption.AllDirectories).Count();
        var item = CommissionWorld.Item("E1") with { Sha256 = null, Bytes = 0 };
        (await Files.AddAsync(_id, "inv", item, Of("again E1"), Stop)).Refusal.ShouldNotBeNull().Code.ShouldBe("exists");
        var input = new StatementInput("S2", "Heron", "I saw it.", "A. Person", "uk", "members", "low", null);
        (await Files.TakeStatementAsync(_id, "rep-ru", input, Stop)).Refusal.ShouldNotBeNull().Code.ShouldBe("no-case");
        Directory.EnumerateFiles(_folder.FullName, "*", SearchOption.AllDirectories).Count().ShouldBe(before);
        (await Desk.Registry.RefusedAsync("secretary", Stop)).ShouldHaveSingleItem().Code.ShouldBe("exists");
    }

    [Fact]
    public async Task Every_reading_is_a_custody_event_and_the_last_bytes_come_only_from_the_unchanged_whole()
    {
        var (answer, item, content) = await Files.OpenAsync(_id, "gb", "E1", "Opened for reading", Stop);
        answer.Refusal.ShouldBeNull();
        item.ShouldNotBeNull().Id.ShouldBe("E1");
        using (var text = new StreamReader(content.ShouldNotBeNull()))
        {
            (await text.ReadToEndAsync(Stop)).ShouldBe("photograph");
        }
        await Files.ReadStatementAsync(_id, "gb", "S1", Stop);
        var seen = (await Desk.Registry.FindAsync("inv", _id, Stop)).ShouldNotBeNull();
        seen.Of<CustodyRecorded>()
            .Select(c => (c.Evidence, c.Event, c.Holder))
            .ShouldBe([("E1", CustodyEvent.Examined, "gb"), ("S1", CustodyEvent.Examined, "gb")]);
        var path = FileOf(item.Sha256.ShouldNotBeNull());
        File.SetAttributes(path, FileAttributes.Normal);
        await File.WriteAllTextAsync(path, "phonograph", Stop);
        await using var changed = (await Files.OpenAsync(_id, "gb", "E1", "Opened for reading", Stop)).Content.ShouldNotBeNull();
        var given = new MemoryStream();
        await Should.ThrowAsync<InvalidDataException>(() => changed.CopyToAsync(given, Stop));
        given.Length.ShouldBe(0);
    }

    [Fact]
    public async Task Many_who_bring_the_same_content_and_make_the_same_key_at_once_get_the_same()
    {
        var content = new string('x', 300_000);
        var stored = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await Store.AddAsync(Of(content), Stop), Stop))
        );
        stored.Select(s => s.Sha256).Distinct().ShouldHaveSingleItem();
        (await Store.CheckAsync([stored[0].Sha256], Stop)).ShouldBeEmpty();
        Directory.EnumerateFiles(Path.Combine(Evidence, "incoming")).ShouldBeEmpty();
        var texts = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Vault.Encrypt("one", "text", $"{i}"), Stop)));
        texts.Select(t => Vault.Decrypt("one", "text", t)).ShouldBe(Enumerable.Range(0, 16).Select(i => $"{i}"));
        Directory.EnumerateFiles(Keys).Count().ShouldBe(2);
    }

    private sealed class TomorrowClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
    }
}
