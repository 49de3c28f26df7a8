using System.Security.Cryptography;
using Holdfast.App.Record;
using Holdfast.App.Record.Proofs;
using Holdfast.App.Record.Verify;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record;

/// <summary>Every way to bend a record is found, on a copied database; and nothing is found in a clean one.</summary>
public sealed class RecordVerifierTests(RecordVerifierTests.Clean clean) : IClassFixture<RecordVerifierTests.Clean>
{
    private readonly ProvenRecord _record = clean.Record;

    /// <summary>Made once: every test bends a copy.</summary>
    public sealed class Clean : IAsyncLifetime
    {
        private ProvenRecord? _made;

        internal ProvenRecord Record => _made ?? throw new InvalidOperationException("The record is not made yet.");

        public async ValueTask InitializeAsync() => _made = await ProvenRecord.MakeAsync(100, 300, 700);

        public ValueTask DisposeAsync()
        {
            _made?.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public void A_clean_record_verifies_with_all_its_checkpoints()
    {
        var report = _record.Verify();
        report.Faults.ShouldBeEmpty();
        report.IsGood.ShouldBeTrue();
        report.Entries.ShouldBe(700);
        report.Checkpoints.Select(c => (c.Size, c.Good)).ShouldBe([(100, true), (300, true), (700, true)]);
    }

    [Fact]
    public async Task A_record_of_several_chunks_verifies_and_a_late_change_is_placed()
    {
        using var large = await ProvenRecord.MakeAsync(4096, 5000, 9000);
        large.Verify().IsGood.ShouldBeTrue();
        using var bent = large.Bent(
            "UPDATE entries SET leaf_hash = (SELECT leaf_hash FROM entries WHERE idx = 1), salt = (SELECT salt FROM entries WHERE idx = 1), body = (SELECT body FROM entries WHERE idx = 1) WHERE idx = 8500"
        );
        var report = bent.Verify();
        report.Faults.ShouldContain(f => f.Rule == "leaf" && f.Index == 8500);
        report.Faults.ShouldContain(f => f.Rule == "root" && f.Index == 8500);
        report.Notes.ShouldContain(n => n.Contains("between entry 5000 and entry 8999", StringComparison.Ordinal));
        report.Checkpoints.Select(c => c.Good).ShouldBe([true, true, false]);
    }

    [Fact]
    public void A_flipped_bit_of_a_body_is_found_at_its_entry() =>
        Finds("UPDATE entries SET body = replace(body, '\"n\":42', '\"n\":43') WHERE idx = 42", "leaf", 42, "leaf_hash");

    [Fact]
    public void A_changed_salt_is_found_at_its_entry() =>
        Finds("UPDATE entries SET salt = zeroblob(16) WHERE idx = 42", "leaf", 42, "leaf_hash");

    [Theory]
    [InlineData("producer", "'another'")]
    [InlineData("message_id", "'another'")]
    [InlineData("author", "'another'")]
    [InlineData("standing", "'recorded'")]
    [InlineData("label", "'public cat:X'")]
    [InlineData("mode", "'actual'")]
    [InlineData("kind", "'test.thing/2'")]
    [InlineData("valid_from", "'1969-01-01T00:00:00.000000000Z'")]
    [InlineData("valid_to", "'2001-01-01T00:00:00.000000000Z'")]
    [InlineData("leaf_hash", "randomblob(32)")]
    public void Any_other_changed_column_is_found_at_its_entry(string column, string value) =>
        Finds($"UPDATE entries SET {column} = {value} WHERE idx = 41", "leaf", 41, "leaf_hash");

    [Theory]
    [InlineData("body", "'{\"b\":1,\"a\":2}'")]
    [InlineData("body", "'{},\"kind\":\"x/1\"'")]
    [InlineData("recorded_at", "'yesterday'")]
    [InlineData("valid_to", "NULL")]
    [InlineData("standing", "'sworn'")]
    [InlineData("salt", "x'00'")]
    public void A_column_in_another_form_is_named(string column, string value) =>
        Finds($"UPDATE entries SET {column} = {value} WHERE idx = 41", "form", 41, column);

    [Fact]
    public async Task A_rewritten_entry_with_a_matching_hash_is_found_by_the_signed_root()
    {
        using var other = await ProvenRecord.MakeAsync(700);
        using var bent = _record.Bent(
            $"ATTACH '{other.Path}' AS o; DELETE FROM entries WHERE idx = 250; INSERT INTO entries SELECT * FROM o.entries WHERE idx = 250"
        );
        var report = bent.Verify();
        report.Faults.ShouldNotContain(f => f.Rule == "leaf");
        report.Faults.ShouldContain(f => f.Rule == "root" && f.Index == 250);
        report.Checkpoints.Select(c => c.Good).ShouldBe([true, false, false]);
    }

    [Fact]
    public void A_removed_entry_is_found_where_it_was() => Finds("DELETE FROM entries WHERE idx = 42", "missing", 42, "idx");

    [Fact]
    public void A_removed_entry_is_found_though_the_rest_moved_up() =>
        Finds(
            "DELETE FROM entries WHERE idx = 42; UPDATE entries SET idx = -idx WHERE idx > 42; UPDATE entries SET idx = -idx - 1 WHERE idx < 0",
            "root",
            42,
            "entry"
        );

    [Fact]
    public void Entries_in_another_order_are_found() =>
        Finds(
            "UPDATE entries SET idx = -1 WHERE idx = 42; UPDATE entries SET idx = 42 WHERE idx = 43; UPDATE entries SET idx = 43 WHERE idx = -1",
            "root",
            42,
            "entry"
        );

    [Fact]
    public void Recorded_times_that_go_back_are_found()
    {
        using var bent = _record.Bent(
            "UPDATE entries SET idx = -1 WHERE idx = 99; UPDATE entries SET idx = 99 WHERE idx = 600; UPDATE entries SET idx = 600 WHERE idx = -1"
        );
        bent.Verify().Faults.ShouldContain(f => f.Rule == "order" && f.Member == "recorded_at");
    }

    [Fact]
    public void An_inserted_entry_is_found() =>
        Finds(
            "UPDATE entries SET idx = -idx - 1 WHERE idx >= 42; UPDATE entries SET idx = -idx WHERE idx < 0; "
                + "INSERT INTO entries SELECT 42, recorded_at, producer, 'new', author, standing, label, mode, kind, valid_from, valid_to, body, salt, leaf_hash FROM entries WHERE idx = 41",
            "root",
            42,
            "entry"
        );

    [Fact]
    public void Two_entries_under_one_id_are_found_though_the_file_s_own_index_was_dropped()
    {
        using var bent = _record.Bent(
            "CREATE TABLE e AS SELECT * FROM entries; DROP TABLE entries; ALTER TABLE e RENAME TO entries; UPDATE entries SET message_id = (SELECT message_id FROM entries WHERE idx = 7) WHERE idx = 9"
        );
        bent.Verify().Faults.ShouldContain(f => f.Rule == "twice" && f.Index == 9);
    }

    [Fact]
    public void A_tail_cut_off_behind_a_checkpoint_is_found()
    {
        using var bent = _record.Bent("DELETE FROM entries WHERE idx >= 650");
        bent.Verify().Faults.ShouldContain(f => f.Rule == "truncated" && f.Message.Contains("50 were taken", StringComparison.Ordinal));
    }

    [Fact]
    public void A_log_rolled_back_with_its_own_checkpoints_is_found_by_one_that_was_kept_outside()
    {
        var kept = _record.Checkpoint().Note.ToString();
        using var bent = _record.Bent("DELETE FROM entries WHERE idx >= 300", "DELETE FROM checkpoints WHERE size > 300");
        bent.Verify().IsGood.ShouldBeTrue();
        bent.Verify(("mine", kept)).Faults.ShouldContain(f => f.Rule == "truncated" && f.Member == "mine");
    }

    [Fact]
    public async Task A_forked_log_is_found_by_a_checkpoint_of_the_other_branch()
    {
        using var branch = _record.Bent(
            "DELETE FROM entries WHERE idx >= 300",
            "DELETE FROM checkpoints WHERE size > 300; DELETE FROM tiles; UPDATE tree SET size = 0"
        );
        await branch.AppendAsync(300, 700, "another");
        var other = branch.Checkpoint().Note.ToString();
        branch.Verify().IsGood.ShouldBeTrue();
        var faults = _record.Verify(("theirs", other)).Faults;
        faults.ShouldContain(f => f.Rule == "fork" && f.Member.Contains("theirs", StringComparison.Ordinal));
        faults.ShouldContain(f => f.Rule == "root" && f.Member == "theirs");
    }

    [Fact]
    public void A_wrong_root_under_a_right_signature_is_found()
    {
        using var key = LogKey.OpenOrCreate(Path.Combine(_record.Folder, "record.keys"), "unused");
        var lie = key.Sign(new(key.Public.Name, 500, new(SHA256.HashData([1])), [])).ToString();
        _record.Verify(("lie", lie)).Faults.ShouldContain(f => f.Rule == "root" && f.Member == "lie");
    }

    [Fact]
    public void A_wrong_signature_is_found()
    {
        using var bent = _record.Bent("", "UPDATE checkpoints SET note = replace(note, 'time 2', 'time 3') WHERE size = 300");
        var report = bent.Verify();
        report.Faults.ShouldContain(f => f.Rule == "signature" && f.Member == "stored checkpoint 300");
        report.Checkpoints.Select(c => c.Good).ShouldBe([true, false, true]);
    }

    [Fact]
    public void A_checkpoint_of_another_key_is_found()
    {
        using var pair = new Disposable<DirectoryInfo>(Directory.CreateTempSubdirectory("holdfast-key-"), d => d.Delete(true));
        using var stranger = LogKey.OpenOrCreate(pair.Value.FullName, _record.Key.Name);
        var note = stranger.Sign(new(_record.Key.Name, 1, new(new byte[32]), [])).ToString();
        _record.Verify(("strange", note)).Faults.ShouldContain(f => f.Rule == "signature" && f.Member == "strange");
        RecordVerifier.Verify(_record.Path, VerifyOptions.None, ProvenRecord.Cancel).Faults.ShouldAllBe(f => f.Rule == "key");
    }

    [Fact]
    public void A_recorded_conflict_that_points_to_another_entry_is_found()
    {
        using var bent = _record.Bent(
            "UPDATE entries SET kind = 'record.conflict/1', body = '{\"message_id\":\"m\",\"producer\":\"p\",\"stands_at\":\"3\"}' WHERE idx = 42"
        );
        bent.Verify().Faults.ShouldContain(f => f.Rule == "conflict" && f.Index == 42);
    }

    [Fact]
    public async Task No_checkpoint_is_signed_over_a_shortened_record()
    {
        using var bent = _record.Bent("DELETE FROM entries WHERE idx >= 650");
        Should.Throw<RecordException>(() => bent.Checkpoint()).Fault.ShouldBe(RecordFault.Damaged);
        await bent.AppendAsync(650, 701, "other");
        Should.Throw<RecordException>(() => bent.Checkpoint()).Message.ShouldContain("rewritten");
    }

    [Fact]
    public async Task Random_bits_of_random_columns_are_always_found()
    {
        using var small = await ProvenRecord.MakeAsync(40);
        var random = new Random(11);
        using var copy = small.Bent("CREATE TABLE e AS SELECT * FROM entries; DROP TABLE entries; ALTER TABLE e RENAME TO entries");
        string[] columns =
        [
            "recorded_at",
            "producer",
            "message_id",
            "author",
            "standing",
            "label",
            "mode",
            "kind",
            "body",
            "salt",
            "leaf_hash",
        ];
        using var connection = SqliteRecord.Connect(copy.Path, SqliteOpenMode.ReadWrite);
        for (var round = 0; round < 200; round++)
        {
            var (index, column) = (random.Next(40), columns[random.Next(columns.Length)]);
            var before = Bytes(connection, index, column);
            var after = (byte[])before.Clone();
            after[random.Next(after.Length)] ^= (byte)(1 << random.Next(8));
            Put(connection, index, column, after);
            copy.Verify().Faults.ShouldContain(f => f.Index == index, $"{column} of entry {index}, round {round}");
            Put(connection, index, column, before);
        }
        copy.Verify().IsGood.ShouldBeTrue();
    }

    private static byte[] Bytes(SqliteConnection connection, int index, string column)
    {
        using var read = new SqliteStatement(connection, $"SELECT {column} FROM entries WHERE idx = ?1");
        read.Bind(1, index);
        read.Step();
        return read.Bytes(0).ToArray();
    }

    private static void Put(SqliteConnection connection, int index, string column, byte[] value)
    {
        using var write = new SqliteStatement(connection, $"UPDATE entries SET {column} = ?2 WHERE idx = ?1");
        write.Bind(1, index);
        if (column is "salt" or "leaf_hash")
        {
            write.BindBlob(2, value);
        }
        else
        {
            write.BindText(2, value);
        }
        write.Execute();
    }

    private void Finds(string sql, string rule, long index, string member)
    {
        using var bent = _record.Bent(sql);
        bent.Verify().Faults.ShouldContain(f => f.Rule == rule && f.Index == index && f.Member == member);
    }
}

/// <summary>Puts an end to something at the end of a test.</summary>
internal sealed class Disposable<T>(T value, Action<T>? end = null) : IDisposable
{
    public T Value { get; } = value;

    public void Dispose()
    {
        end?.Invoke(Value);
        (Value as IDisposable)?.Dispose();
    }
}
