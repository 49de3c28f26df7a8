using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Record;

/// <summary>What a snapshot is of: a name of its user's, the mission revision and the engine version. With any of them different there is no snapshot.</summary>
public readonly record struct SnapshotKey(string Name, string MissionRevision, string EngineVersion);

/// <summary>A fold of the first <paramref name="Head"/> entries, as bytes that only its user understands.</summary>
public sealed record Snapshot(long Head, ReadOnlyMemory<byte> Content);

/// <summary>
/// Snapshots for a quick start, in a side file beside the record (<c>record.snap.db</c>). All of it is disposable: deleting the file costs time, never
/// content, and a file that cannot be used is deleted. A snapshot is bound to its record by the leaf hash of the last entry it covers, and to its
/// own bytes by a SHA-256; one that does not match is no snapshot. That folding on from a snapshot equals folding from the start is for its users to test.
/// </summary>
public sealed class SnapshotStore : IDisposable
{
    /// <summary>Largest content that is kept.</summary>
    public const int MaxBytes = 512 * 1024 * 1024;

    private const int ApplicationId = 0x48465331;
    private const int Version = 1;

    /// <summary>How many snapshots of one key are kept: the newest, and one before it for reads as known then.</summary>
    private const int Kept = 2;
    private readonly SqliteRecord _record;
    private readonly SqliteConnection _connection;
    private readonly Lock _gate = new();

    private SnapshotStore(SqliteRecord record, SqliteConnection connection) => (_record, _connection) = (record, connection);

    public static string PathFor(SqliteRecord record) => Path.ChangeExtension(record.Path, ".snap.db");

    /// <summary>Opens or makes the side file of a record. Throws <see cref="RecordException"/> only where no file can be made there.</summary>
    public static SnapshotStore Open(SqliteRecord record)
    {
        var path = PathFor(record);
        try
        {
            return new SnapshotStore(record, Prepared(path));
        }
        catch (SqliteException)
        {
            // Damaged, or something else's: it is a cache, so it goes.
            foreach (var suffix in new[] { "", "-wal", "-shm" })
            {
                File.Delete(path + suffix);
            }
        }
        try
        {
            return new SnapshotStore(record, Prepared(path));
        }
        catch (SqliteException e)
        {
            throw SqliteFaults.Explain(e, path);
        }
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Keeps a fold of the first <paramref name="head"/> entries, in place of older ones and of other revisions and engines under that name.</summary>
    public void Save(SnapshotKey key, long head, ReadOnlyMemory<byte> content)
    {
        if (content.Length > MaxBytes)
        {
            throw new ArgumentException($"A snapshot of {content.Length} bytes; at most {MaxBytes} are kept.", nameof(content));
        }
        var leaf = _record.LeafHashAt(head - 1) ?? throw new ArgumentException($"The record has no entry {head - 1}.", nameof(head));
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            Run(
                "DELETE FROM snapshots WHERE name = $name AND (revision <> $revision OR engine <> $engine OR head = $head)",
                ("$name", key.Name),
                ("$revision", key.MissionRevision),
                ("$engine", key.EngineVersion),
                ("$head", head)
            );
            Run(
                "INSERT INTO snapshots VALUES ($name, $revision, $engine, $head, $leaf, $sha, $content)",
                ("$name", key.Name),
                ("$revision", key.MissionRevision),
                ("$engine", key.EngineVersion),
                ("$head", head),
                ("$leaf", leaf),
                ("$sha", SHA256.HashData(content.Span)),
                ("$content", content.ToArray())
            );
            Run(
                "DELETE FROM snapshots WHERE name = $name AND head NOT IN "
                    + "(SELECT head FROM snapshots WHERE name = $name ORDER BY head DESC LIMIT $kept)",
                ("$name", key.Name),
                ("$kept", Kept)
            );
            transaction.Commit();
        }
    }

    /// <summary>The newest snapshot of at most so many entries that belongs to this record and is unharmed, or null: then fold from the start.</summary>
    public Snapshot? Latest(SnapshotKey key, long atMost = long.MaxValue)
    {
        lock (_gate)
        {
            using var command = Command(
                "SELECT head, leaf_hash, sha256, content FROM snapshots "
                    + "WHERE name = $name AND revision = $revision AND engine = $engine AND head <= $most ORDER BY head DESC",
                ("$name", key.Name),
                ("$revision", key.MissionRevision),
                ("$engine", key.EngineVersion),
                ("$most", atMost)
            );
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                var head = rows.GetInt64(0);
                var content = rows.GetFieldValue<byte[]>(3);
                var ours = _record.LeafHashAt(head - 1) is { } leaf && leaf.AsSpan().SequenceEqual(rows.GetFieldValue<byte[]>(1));
                if (ours && SHA256.HashData(content).AsSpan().SequenceEqual(rows.GetFieldValue<byte[]>(2)))
                {
                    return new Snapshot(head, content);
                }
            }
            return null;
        }
    }

    private static SqliteConnection Prepared(string path)
    {
        var connection = SqliteRecord.Connect(path, SqliteOpenMode.ReadWriteCreate);
        var ready = false;
        try
        {
            SqliteSchema.Execute(connection, "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
            var version = SqliteSchema.Number(connection, "PRAGMA user_version");
            var known = version == 0 || (version == Version && SqliteSchema.Number(connection, "PRAGMA application_id") == ApplicationId);
            SqliteSchema.Execute(
                connection,
                (known ? "" : "DROP TABLE IF EXISTS snapshots;")
                    + """
                    CREATE TABLE IF NOT EXISTS snapshots (
                      name TEXT NOT NULL, revision TEXT NOT NULL, engine TEXT NOT NULL, head INTEGER NOT NULL,
                      leaf_hash BLOB NOT NULL, sha256 BLOB NOT NULL, content BLOB NOT NULL,
                      PRIMARY KEY (name, revision, engine, head)
                    );
                    """
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};"
                    )
            );
            ready = true;
            return connection;
        }
        finally
        {
            if (!ready)
            {
                connection.Dispose();
            }
        }
    }

    private void Run(string sql, params (string Name, object Value)[] parameters)
    {
        using var command = Command(sql, parameters);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params (string Name, object Value)[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }
        return command;
    }
}
