using Holdfast.App.Record;
using Holdfast.App.Record.Fsck;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record;

/// <summary>What is derived is made anew; what was recorded is told of and left alone.</summary>
public sealed class FsckTests : IAsyncLifetime
{
    private ProvenRecord? _made;

    private ProvenRecord Record => _made ?? throw new InvalidOperationException("The record is not made yet.");

    public async ValueTask InitializeAsync() => _made = await ProvenRecord.MakeAsync(100, 700);

    public ValueTask DisposeAsync()
    {
        _made?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_clean_record_has_no_findings()
    {
        var report = await RunAsync(Record, repair: false);
        report.Findings.ShouldBeEmpty();
        report.Entries.ShouldBe(700);
        report.Checked.ShouldContain(c => c.Contains("stored tree", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DELETE FROM labels WHERE label = 'restricted'", "", "labels")]
    [InlineData("", "UPDATE tiles SET hashes = zeroblob(length(hashes)) WHERE level = 0 AND n = 1", "tiles")]
    [InlineData("", "DELETE FROM tiles WHERE level = 1", "tiles")]
    public async Task What_is_derived_is_told_of_and_repaired(string sql, string proofsSql, string rule)
    {
        using var bent = Record.Bent(sql, proofsSql);
        var told = await RunAsync(bent, repair: false);
        told.IsClean.ShouldBeFalse();
        told.Findings.ShouldContain(f => f.Rule == rule && !f.Harms && !f.Repaired);
        (await RunAsync(bent, repair: true)).Findings.ShouldContain(f => f.Rule == rule && f.Repaired);
        (await RunAsync(bent, repair: false)).Findings.ShouldBeEmpty();
        bent.Verify().IsGood.ShouldBeTrue();
    }

    [Fact]
    public async Task A_stale_snapshot_is_removed()
    {
        using var bent = Record.Bent("");
        await using (var record = await SqliteRecord.OpenAsync(bent.Path, cancellation: ProvenRecord.Cancel))
        {
            using var snapshots = SnapshotStore.Open(record);
            snapshots.Save(new SnapshotKey("watch", "r", "e"), 50, new byte[] { 1, 2, 3 });
        }
        (await RunAsync(bent, repair: false)).Findings.ShouldBeEmpty();
        ProvenRecord.Run(Path.ChangeExtension(bent.Path, ".snap.db"), "UPDATE snapshots SET content = x'00'");
        (await RunAsync(bent, repair: true)).Findings.ShouldContain(f => f.Rule == "snapshot" && f.Repaired);
        (await RunAsync(bent, repair: false)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_view_that_cannot_be_read_is_removed()
    {
        using var bent = Record.Bent("");
        var view = Path.Combine(bent.Folder, "views-0.db");
        await File.WriteAllTextAsync(view, "not a database, and long enough to be looked at as one".PadRight(5000), ProvenRecord.Cancel);
        (await RunAsync(bent, repair: true)).Findings.ShouldContain(f => f.Rule == "view" && f.Repaired);
        File.Exists(view).ShouldBeFalse();
    }

    [Fact]
    public async Task Entries_that_were_changed_are_told_of_and_nothing_is_repaired_over_them()
    {
        using var bent = Record.Bent(
            "UPDATE entries SET author = 'another' WHERE idx = 42; DELETE FROM labels WHERE label = 'restricted'",
            "UPDATE tiles SET hashes = zeroblob(length(hashes)) WHERE level = 0 AND n = 1"
        );
        var report = await RunAsync(bent, repair: true);
        report.Findings.ShouldContain(f => f.Rule == "leaf" && f.Where == "entry 42" && f.Harms);
        report.Findings.ShouldAllBe(f => !f.Repaired);
        report.IsClean.ShouldBeFalse();
    }

    [Fact]
    public async Task A_gap_is_told_of()
    {
        using var gap = Record.Bent("DELETE FROM entries WHERE idx = 42");
        (await RunAsync(gap, repair: true)).Findings.ShouldContain(f => f.Rule == "missing" && f.Where == "entry 42");
    }

    [Fact]
    public async Task A_damaged_page_of_the_database_is_told_of()
    {
        using var bent = Record.Bent("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;");
        await using (var file = new FileStream(bent.Path, FileMode.Open))
        {
            file.Position = 4096 * 3 + 3; // The number of cells of some page.
            file.Write([0xff, 0xff]);
        }
        (await RunAsync(bent, repair: true)).Findings.ShouldContain(f => f.Rule == "database" && f.Harms);
    }

    [Fact]
    public async Task A_private_key_that_others_may_read_is_told_of()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        using var bent = Record.Bent("");
        var secret = Path.Combine(bent.Folder, "record.keys", "log.pem");
        var open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(secret, open);
        }
        var report = await RunAsync(bent, repair: true);
        report.Findings.ShouldContain(f => f.Rule == "mode" && f.Where == "log.pem" && f.Harms);
    }

    [Fact]
    public async Task Findings_about_evidence_come_through_the_seam()
    {
        var finding = new FsckFinding("evidence", "abc", "Missing, cited at 2026-0001 E1", Harms: true);
        var fsck = new RecordFsck(Record.Path, _ => Task.FromResult<(string, IReadOnlyList<FsckFinding>)>(("1 evidence file", [finding])));
        var report = await fsck.RunAsync(false, ProvenRecord.Cancel);
        report.Findings.ShouldBe([finding]);
        report.Checked.ShouldContain("1 evidence file");
    }

    private static Task<FsckReport> RunAsync(ProvenRecord record, bool repair) =>
        new RecordFsck(record.Path).RunAsync(repair, ProvenRecord.Cancel);
}
