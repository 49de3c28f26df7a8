using Holdfast.App.Record;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record;

public sealed class SqliteFaultTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-faults-");

    private string File => Path.Combine(_folder.FullName, "r.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_file_of_a_newer_schema_is_refused_in_both_ways()
    {
        await (await SqliteRecord.OpenAsync(File, cancellation: Cancel)).DisposeAsync();
        Alter("PRAGMA user_version = 99;");
        (await Fault(() => SqliteRecord.OpenAsync(File, cancellation: Cancel))).Message.ShouldContain(
            "has schema 99; this program knows up to 1"
        );
        (await Fault(() => SqliteRecord.OpenReadOnlyAsync(File))).Fault.ShouldBe(RecordFault.NewerSchema);
    }

    [Fact]
    public async Task Another_programs_database_and_a_text_are_no_record_and_stay_as_they_are()
    {
        Alter("CREATE TABLE theirs (x);");
        var before = await System.IO.File.ReadAllBytesAsync(File, Cancel);
        (await Fault(() => SqliteRecord.OpenAsync(File, cancellation: Cancel))).Fault.ShouldBe(RecordFault.NotARecord);
        (await Fault(() => SqliteRecord.OpenReadOnlyAsync(File))).Fault.ShouldBe(RecordFault.NotARecord);
        (await System.IO.File.ReadAllBytesAsync(File, Cancel)).ShouldBe(before);

        await System.IO.File.WriteAllTextAsync(File, new string('x', 5000), Cancel);
        (await Fault(() => SqliteRecord.OpenAsync(File, cancellation: Cancel))).Fault.ShouldBe(RecordFault.NotARecord);
    }

    [Fact]
    public async Task A_missing_file_or_folder_is_said()
    {
        (await Fault(() => SqliteRecord.OpenReadOnlyAsync(File))).Fault.ShouldBe(RecordFault.Missing);
        (await Fault(() => SqliteRecord.OpenAsync(Path.Combine(_folder.FullName, "no", "r.db")))).Message.ShouldContain("folder exists");
    }

    [Fact]
    public async Task A_file_that_another_process_holds_is_locked_and_free_again_afterwards()
    {
        await using var record = await SqliteRecord.OpenAsync(
            File,
            new SqliteRecordOptions { Busy = TimeSpan.FromMilliseconds(50) },
            Cancel
        );
        using (var other = SqliteRecord.Connect(File, SqliteOpenMode.ReadWrite))
        {
            SqliteSchema.Execute(other, "BEGIN IMMEDIATE;");
            var fault = await Should.ThrowAsync<RecordException>(() => record.AppendAsync([Draft(1)], Cancel).AsTask());
            fault.Fault.ShouldBe(RecordFault.Locked);
        }
        (await record.AppendAsync([Draft(1)], Cancel))[0].Kind.ShouldBe(ReceiptKind.Appended);
    }

    [Fact]
    public async Task A_full_disk_records_nothing_of_the_batch_and_everything_again_when_there_is_room()
    {
        await using (var record = await SqliteRecord.OpenAsync(File, new SqliteRecordOptions { MaxPages = 40 }, Cancel))
        {
            await record.AppendAsync([Draft(0)], Cancel);
            var batch = Enumerable.Range(1, 2000).Select(Draft).ToList();
            var fault = await Should.ThrowAsync<RecordException>(() => record.AppendAsync(batch, Cancel).AsTask());
            fault.Fault.ShouldBe(RecordFault.DiskFull);
            (await record.HeadAsync(Cancel)).Count.ShouldBe(1);
            (await record.AppendAsync([Draft(1)], Cancel))[0].Index.ShouldBe(1);
        }
        await using var roomy = await SqliteRecord.OpenAsync(File, cancellation: Cancel);
        (await roomy.AppendAsync([.. Enumerable.Range(0, 2001).Select(Draft)], Cancel))
            .Count(r => r.Kind == ReceiptKind.Duplicate)
            .ShouldBe(2);
        (await roomy.HeadAsync(Cancel)).Count.ShouldBe(2001);
    }

    [Fact]
    public async Task A_record_opened_for_reading_reads_and_refuses_to_append()
    {
        await using (var record = await SqliteRecord.OpenAsync(File, cancellation: Cancel))
        {
            await record.AppendAsync([Draft(0)], Cancel);
        }
        await using var reading = await SqliteRecord.OpenReadOnlyAsync(File, Cancel);
        (await reading.ReadAsync(Reader.Anyone, new RecordQuery(), Cancel).CountAsync(Cancel)).ShouldBe(1);
        (await Should.ThrowAsync<RecordException>(() => reading.AppendAsync([Draft(1)], Cancel).AsTask())).Fault.ShouldBe(
            RecordFault.ReadOnly
        );
    }

    [Fact]
    public async Task A_rare_kind_is_found_through_its_index_and_no_other_way()
    {
        await using var record = await SqliteRecord.OpenAsync(File, cancellation: Cancel);
        await record.AppendAsync([Draft(0)], Cancel);
        using var connection = SqliteRecord.Connect(File, SqliteOpenMode.ReadOnly);
        foreach (string[] kinds in new[] { ["fact/1"], new[] { "fact/1", "note/1" } })
        {
            var sql = new SqliteQuery(
                new RecordQuery(Kinds: [.. kinds]),
                1,
                ["public"],
                Holdfast.App.Record.Releases.EffectiveLabels.None,
                Reader.Anyone
            ).Sql();
            using var plan = new SqliteStatement(connection, "EXPLAIN QUERY PLAN " + sql);
            var steps = new List<string>();
            while (plan.Step())
            {
                steps.Add(plan.Text(3));
            }
            steps.Count(s => s.Contains("entries_few", StringComparison.Ordinal)).ShouldBe(kinds.Length);
            steps.ShouldNotContain(s =>
                s.Contains("TEMP B-TREE", StringComparison.Ordinal) || s.Contains("SCAN entries", StringComparison.Ordinal)
            );
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<RecordException> Fault(Func<ValueTask<SqliteRecord>> open) =>
        await Should.ThrowAsync<RecordException>(async () => await (await open()).DisposeAsync());

    private void Alter(string sql)
    {
        using var connection = SqliteRecord.Connect(File, SqliteOpenMode.ReadWriteCreate);
        SqliteSchema.Execute(connection, sql);
    }

    private static EntryDraft Draft(int i) =>
        new(
            "p",
            $"m{i}",
            "a",
            Standing.Illustrative,
            Label.Public,
            Mode.Test,
            "note/1",
            null,
            System.Text.Encoding.UTF8.GetBytes($"{{\"text\":\"{new string('x', 100)}\"}}")
        );
}
