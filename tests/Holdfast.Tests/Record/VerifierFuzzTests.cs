using System.Globalization;
using System.IO.Compression;
using Holdfast.App.Record;
using Holdfast.App.Record.Proofs;
using Holdfast.App.Record.Verify;
using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Holdfast.Tests.Record;

/// <summary>
/// To the letter of the promise: 10,000 single-bit changes and 1,000 drops, swaps, truncations, rollbacks and forks are all found offline, and none in 1,000 clean bundles.
/// Seeded; the worlds are small, so that they can be many.
/// </summary>
public sealed class VerifierFuzzTests
{
    private static readonly string[] Columns =
    [
        "recorded_at",
        "producer",
        "message_id",
        "author",
        "standing",
        "label",
        "mode",
        "kind",
        "valid_from",
        "valid_to",
        "body",
        "salt",
        "leaf_hash",
    ];

    /// <summary>A record without indexes and constraints, so that everything can be written into it.</summary>
    private static async Task<ProvenRecord> BareAsync(params int[] counts)
    {
        using var clean = await ProvenRecord.MakeAsync(counts);
        return clean.Bent(
            "CREATE TABLE e AS SELECT * FROM entries; DROP TABLE entries; CREATE TABLE entries (idx INTEGER PRIMARY KEY, recorded_at, producer, message_id, author, standing, label, mode, kind, valid_from, valid_to, body, salt, leaf_hash); INSERT INTO entries SELECT * FROM e; DROP TABLE e; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF"
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Each_of_10_000_single_bit_changes_is_found_at_its_entry(int half)
    {
        using var world = await BareAsync(8);
        var random = new Random(half);
        using var connection = SqliteRecord.Connect(world.Path, SqliteOpenMode.ReadWrite);
        SqliteSchema.Execute(connection, "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY");
        for (var round = 0; round < 5000; round++)
        {
            var (index, column) = (random.Next(8), Columns[random.Next(Columns.Length)]);
            if (Bytes(connection, index, column) is not { Length: > 0 } before)
            {
                round--; // Every other entry has no valid time.
                continue;
            }
            var after = (byte[])before.Clone();
            after[random.Next(after.Length)] ^= (byte)(1 << random.Next(8));
            Put(connection, index, column, after);
            var report = RecordVerifier.Verify(world.Path, new VerifyOptions([world.Key], [], Threads: 1), ProvenRecord.Cancel);
            if (!report.Faults.Any(f => f.Index == index))
            {
                Assert.Fail($"{column} of entry {index}, round {round} of half {half}: not found");
            }
            Put(connection, index, column, before);
        }
        world.Verify().IsGood.ShouldBeTrue();
    }

    [Fact]
    public async Task Each_of_1_000_drops_swaps_truncations_rollbacks_and_forks_is_found()
    {
        using var world = await BareAsync(5, 9, 16);
        using var branch = await ProvenRecord.MakeAsync(16);
        var kept = world.Checkpoint().Note.ToString();
        var random = new Random(6);
        using var connection = SqliteRecord.Connect(world.Path, SqliteOpenMode.ReadWrite);
        SqliteSchema.Execute(connection, $"PRAGMA synchronous = OFF; ATTACH '{branch.Path}' AS o");
        SqliteSchema.Execute(
            connection,
            $"ATTACH '{Path.ChangeExtension(world.Path, ".proofs.db")}' AS p; CREATE TEMP TABLE c AS SELECT * FROM p.checkpoints; CREATE TEMP TABLE e AS SELECT * FROM entries"
        );
        for (var round = 0; round < 1000; round++)
        {
            var what = Bend(random, round % 5);
            SqliteSchema.Execute(connection, what);
            var report = world.Verify(("kept", kept));
            if (report.IsGood)
            {
                Assert.Fail($"round {round}: not found: {what}");
            }
            SqliteSchema.Execute(
                connection,
                "DELETE FROM entries; INSERT INTO entries SELECT * FROM e; DELETE FROM p.checkpoints; INSERT INTO p.checkpoints SELECT * FROM c"
            );
        }
        world.Verify(("kept", kept)).Faults.ShouldBeEmpty();
    }

    /// <summary>A drop with what follows moved up or not, a swap, a truncation, a rollback with its checkpoints, a fork from another record under the same hashes' rules.</summary>
    private static string Bend(Random random, int kind)
    {
        var (one, other) = (random.Next(16), random.Next(15));
        other += other >= one ? 1 : 0;
        var text = one.ToString(CultureInfo.InvariantCulture);
        return kind switch
        {
            0 when random.Next(2) == 0 => $"DELETE FROM entries WHERE idx = {text}",
            0 =>
                $"DELETE FROM entries WHERE idx = {text}; UPDATE entries SET idx = -idx WHERE idx > {text}; UPDATE entries SET idx = -idx - 1 WHERE idx < 0",
            1 =>
                $"UPDATE entries SET idx = -1 WHERE idx = {text}; UPDATE entries SET idx = {text} WHERE idx = {other}; UPDATE entries SET idx = {other} WHERE idx = -1",
            2 => $"DELETE FROM entries WHERE idx >= {text}",
            3 => $"DELETE FROM entries WHERE idx >= {text}; DELETE FROM p.checkpoints WHERE size > {text}",
            _ =>
                $"DELETE FROM entries WHERE idx >= {text}; INSERT INTO entries SELECT * FROM o.entries WHERE idx >= {text}; DELETE FROM p.checkpoints WHERE size > {text}",
        };
    }

    [Fact]
    public async Task No_alarm_is_raised_over_1_000_clean_bundles()
    {
        using var world = await ProvenRecord.MakeAsync(7, 40);
        await using var record = await SqliteRecord.OpenReadOnlyAsync(world.Path, ProvenRecord.Cancel);
        using var proofs = RecordProofs.Open(world.Path, TimeProvider.System);
        var random = new Random(7);
        var path = Path.Combine(world.Folder, "b.zip");
        string?[] nations = [null, "FR", "GB"];
        for (var round = 0; round < 1000; round++)
        {
            var reader = new Reader("r", [Role.NationalLiaison], (Classification)random.Next(3), [], nations[random.Next(3)]);
            long[] indexes = [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => random.NextInt64(40))];
            await using (var output = File.Create(path))
            {
                await new Bundle(record, proofs).WriteAsync(output, indexes, [], reader, ProvenRecord.Cancel);
            }
            var report = BundleVerifier.Verify(path, new VerifyOptions([world.Key], []), ProvenRecord.Cancel);
            if (!report.IsGood)
            {
                Assert.Fail($"round {round}: {string.Join("; ", report.Faults)}");
            }
        }
    }

    [Fact]
    public async Task A_changed_bit_of_any_file_that_a_bundle_proves_is_found()
    {
        using var world = await ProvenRecord.MakeAsync(20);
        await using var record = await SqliteRecord.OpenReadOnlyAsync(world.Path, ProvenRecord.Cancel);
        using var proofs = RecordProofs.Open(world.Path, TimeProvider.System);
        using var whole = new MemoryStream();
        await new Bundle(record, proofs).WriteAsync(whole, [0, 2, 3], [], Reader.Anyone, ProvenRecord.Cancel);
        var random = new Random(9);
        var path = Path.Combine(world.Folder, "bent.zip");
        for (var round = 0; round < 600; round++)
        {
            var name = Bent(whole.ToArray(), path, random);
            var found = false;
            try
            {
                found = !BundleVerifier.Verify(path, new VerifyOptions([world.Key], []), ProvenRecord.Cancel).IsGood;
            }
            catch (Exception e) when (e is InvalidDataException or FormatException)
            {
                found = true;
            }
            found.ShouldBeTrue($"{name}, round {round}");
        }
    }

    /// <summary>Writes the archive anew with one bit of one file changed. What people read beside the proofs, and the key that is not gone by, prove nothing.</summary>
    private static string Bent(byte[] zip, string path, Random random)
    {
        using var source = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
        var proving = source
            .Entries.Where(e => e.FullName is "checkpoint" or "bundle.json" || e.FullName.StartsWith("entries/", StringComparison.Ordinal))
            .ToList();
        var chosen = proving[random.Next(proving.Count)].FullName;
        using var target = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var entry in source.Entries)
        {
            using var content = new MemoryStream();
            using (var from = entry.Open())
            {
                from.CopyTo(content);
            }
            var bytes = content.ToArray();
            if (entry.FullName == chosen)
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(7));
            }
            using var to = target.CreateEntry(entry.FullName).Open();
            to.Write(bytes);
        }
        return chosen;
    }

    private static byte[]? Bytes(SqliteConnection connection, int index, string column)
    {
        using var read = new SqliteStatement(connection, $"SELECT {column} FROM entries WHERE idx = ?1");
        read.Bind(1, index);
        return read.Step() ? read.Bytes(0).ToArray() : null;
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
}
