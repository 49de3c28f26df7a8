using System.Globalization;
using Holdfast.Core.Record.Proofs;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Record.Proofs;

/// <summary>A checkpoint as it was signed, with the cosignatures that came later and, where an authority was asked, its timestamp.</summary>
/// <param name="Timestamp">An RFC 3161 token (DER) over the note's text, or null.</param>
public sealed record StoredCheckpoint(long Size, string MadeAt, SignedNote Note, byte[]? Timestamp);

/// <summary>
/// The side file of a record's proofs (<c>record.proofs.db</c>): the hashes of the tree as tiles, which can be computed again, and the signed
/// checkpoints, which cannot. Use from one thread at a time; other processes may use the file too.
/// </summary>
internal sealed class ProofStore : IDisposable
{
    private const int ApplicationId = 0x48465031;

    private const string Schema = $"""
        CREATE TABLE IF NOT EXISTS tiles (level INTEGER NOT NULL, n INTEGER NOT NULL, hashes BLOB NOT NULL, PRIMARY KEY (level, n)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS tree (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS checkpoints (size INTEGER PRIMARY KEY, made_at TEXT NOT NULL, note TEXT NOT NULL, timestamp BLOB);
        CREATE TABLE IF NOT EXISTS cosignatures (size INTEGER NOT NULL, line TEXT NOT NULL, PRIMARY KEY (size, line)) WITHOUT ROWID;
        INSERT OR IGNORE INTO tree (one, size) VALUES (1, 0);
        """;

    private const string Columns =
        "size, made_at, note, timestamp, (SELECT group_concat(line, char(10)) FROM cosignatures c WHERE c.size = k.size)";

    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _tile;

    private ProofStore(SqliteConnection connection)
    {
        _connection = connection;
        _tile = new SqliteStatement(connection, "SELECT hashes FROM tiles WHERE level = ?1 AND n = ?2");
    }

    public static string PathFor(string recordPath) => Path.ChangeExtension(recordPath, ".proofs.db");

    public static ProofStore Open(string recordPath)
    {
        var path = PathFor(recordPath);
        var connection = SqliteRecord.Connect(path, SqliteOpenMode.ReadWriteCreate);
        var ready = false;
        try
        {
            SqliteSchema.Configure(connection, TimeSpan.FromSeconds(20), readOnly: false);
            var found = SqliteSchema.Number(connection, "PRAGMA application_id");
            if (found != ApplicationId && SqliteSchema.Number(connection, "SELECT count(*) FROM sqlite_schema") > 0)
            {
                throw new RecordException(RecordFault.NotARecord, $"{Path.GetFileName(path)} is not a file of proofs.");
            }
            if (found != ApplicationId)
            {
                SqliteSchema.Execute(connection, "PRAGMA journal_mode = WAL;");
                SqliteSchema.Execute(connection, $"BEGIN IMMEDIATE; {Schema} PRAGMA application_id = {ApplicationId}; COMMIT;");
            }
            ready = true;
            return new ProofStore(connection);
        }
        catch (SqliteException e)
        {
            throw SqliteFaults.Explain(e, path);
        }
        finally
        {
            if (!ready)
            {
                connection.Dispose();
            }
        }
    }

    public void Dispose()
    {
        _tile.Dispose();
        _connection.Dispose();
    }

    /// <summary>How many leaves the tiles hold.</summary>
    public long Size() => SqliteSchema.Number(_connection, "SELECT size FROM tree");

    public void Begin() => SqliteSchema.Execute(_connection, "BEGIN IMMEDIATE");

    public void Commit() => SqliteSchema.Execute(_connection, "COMMIT");

    public void Rollback()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            SqliteSchema.Execute(_connection, "ROLLBACK");
        }
    }

    /// <summary>Works the tiles out anew from the record's entries; checkpoints stay as they are.</summary>
    public void Rebuild(string recordPath)
    {
        Begin();
        var done = false;
        try
        {
            SqliteSchema.Execute(_connection, "DELETE FROM tiles; UPDATE tree SET size = 0;");
            new TileBuilder(this).CatchUp(recordPath);
            Commit();
            done = true;
        }
        finally
        {
            if (!done)
            {
                Rollback();
            }
        }
    }

    /// <summary>The hashes of a tile as far as it is filled, 32 bytes each; empty where there is none.</summary>
    public byte[] Tile(int level, long index)
    {
        _tile.Bind(1, level);
        _tile.Bind(2, index);
        var hashes = _tile.Step() ? _tile.Bytes(0).ToArray() : [];
        _tile.Reset();
        return hashes;
    }

    public void Put(int level, long index, ReadOnlySpan<byte> hashes)
    {
        using var put = new SqliteStatement(
            _connection,
            "INSERT INTO tiles (level, n, hashes) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET hashes = excluded.hashes"
        );
        put.Bind(1, level);
        put.Bind(2, index);
        put.BindBlob(3, hashes);
        put.Execute();
    }

    public void PutSize(long size) =>
        SqliteSchema.Execute(_connection, "UPDATE tree SET size = " + size.ToString(CultureInfo.InvariantCulture));

    /// <summary>Keeps a checkpoint; where one of that size stands already, that one stays.</summary>
    public void Put(StoredCheckpoint checkpoint)
    {
        using var put = new SqliteStatement(
            _connection,
            "INSERT INTO checkpoints (size, made_at, note, timestamp) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"
        );
        put.Bind(1, checkpoint.Size);
        put.BindText(2, checkpoint.MadeAt);
        put.BindText(3, checkpoint.Note.ToString());
        if (checkpoint.Timestamp is { } token)
        {
            put.BindBlob(4, token);
        }
        else
        {
            put.BindNull(4);
        }
        put.Execute();
    }

    public void PutTimestamp(long size, byte[] token)
    {
        using var put = new SqliteStatement(_connection, "UPDATE checkpoints SET timestamp = ?2 WHERE size = ?1");
        put.Bind(1, size);
        put.BindBlob(2, token);
        put.Execute();
    }

    public void PutCosignature(long size, string line)
    {
        using var put = new SqliteStatement(_connection, "INSERT OR IGNORE INTO cosignatures (size, line) VALUES (?1, ?2)");
        put.Bind(1, size);
        put.BindText(2, line);
        put.Execute();
    }

    /// <summary>The checkpoints by which the log was handed over to another key, oldest first.</summary>
    public List<StoredCheckpoint> Handovers()
    {
        using var read = new SqliteStatement(
            _connection,
            $"SELECT {Columns} FROM checkpoints k WHERE instr(note, char(10) || '{RecordProofs.HandoverTo}') > 0 ORDER BY size"
        );
        return Read(read);
    }

    /// <summary>The newest checkpoints up to a size, newest first.</summary>
    public List<StoredCheckpoint> Checkpoints(long upTo, int limit)
    {
        using var read = new SqliteStatement(
            _connection,
            $"SELECT {Columns} FROM checkpoints k WHERE size <= ?1 ORDER BY size DESC LIMIT ?2"
        );
        read.Bind(1, upTo);
        read.Bind(2, limit);
        return Read(read);
    }

    /// <summary>The newest checkpoint that was made before an instant (ISO 8601 UTC as stored).</summary>
    public StoredCheckpoint? CheckpointBefore(string madeAt)
    {
        using var read = new SqliteStatement(
            _connection,
            $"SELECT {Columns} FROM checkpoints k WHERE made_at < ?1 ORDER BY size DESC LIMIT 1"
        );
        read.BindText(1, madeAt);
        return Read(read).FirstOrDefault();
    }

    private static List<StoredCheckpoint> Read(SqliteStatement read)
    {
        var found = new List<StoredCheckpoint>();
        while (read.Step())
        {
            var lines = read.Text(4);
            var note = SignedNote.Parse(read.Text(2) + (lines.Length > 0 ? lines + "\n" : ""));
            var token = read.Bytes(3);
            found.Add(new StoredCheckpoint(read.Int64(0), read.Text(1), note, token.IsEmpty ? null : token.ToArray()));
        }
        return found;
    }
}
