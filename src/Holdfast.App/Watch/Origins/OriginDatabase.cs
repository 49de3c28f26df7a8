using System.Globalization;
using System.Security.Cryptography;
using Holdfast.App.Watch.Views;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Watch.Origins;

/// <summary>
/// The file of an <see cref="OriginStore"/>: arrivals in order of time, what each block of each region gave, and the origins that stand. A cache: deleting it loses
/// nothing. Times are nanoseconds since 1970.
/// </summary>
internal sealed class OriginDatabase : IDisposable
{
    /// <summary>Raised whenever the tables or what stands in them change: a part of the file's name.</summary>
    public const int Version = 7;

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS arrival(
            idx INTEGER PRIMARY KEY, mode INTEGER NOT NULL, t INTEGER NOT NULL, known INTEGER NOT NULL, sensor TEXT NOT NULL, body BLOB NOT NULL,
            stands INTEGER NOT NULL DEFAULT 1);
        CREATE INDEX IF NOT EXISTS arrival_time ON arrival(mode, t, idx);
        CREATE TABLE IF NOT EXISTS named(producer TEXT NOT NULL, message TEXT NOT NULL, idx INTEGER NOT NULL, PRIMARY KEY(producer, message)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS claimed(
            producer TEXT NOT NULL, series TEXT NOT NULL, source TEXT NOT NULL, mode INTEGER NOT NULL, idx INTEGER NOT NULL, message TEXT NOT NULL,
            reported TEXT, PRIMARY KEY(producer, series, source, mode, idx)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS dirty(mode INTEGER NOT NULL, region INTEGER NOT NULL, block INTEGER NOT NULL, PRIMARY KEY(mode, region, block)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS found(
            mode INTEGER NOT NULL, region INTEGER NOT NULL, block INTEGER NOT NULL, tail INTEGER NOT NULL, id TEXT NOT NULL, t INTEGER NOT NULL,
            evidence REAL NOT NULL, body BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS found_time ON found(mode, t);
        CREATE INDEX IF NOT EXISTS found_block ON found(mode, region, block);
        CREATE TABLE IF NOT EXISTS origin(
            id TEXT PRIMARY KEY, mode INTEGER NOT NULL, t INTEGER NOT NULL, seq INTEGER NOT NULL, gone INTEGER NOT NULL, tail INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS origin_time ON origin(mode, t);
        CREATE INDEX IF NOT EXISTS origin_seq ON origin(seq);
        CREATE TABLE IF NOT EXISTS held(producer TEXT NOT NULL, message TEXT NOT NULL, origin TEXT NOT NULL, PRIMARY KEY(producer, message, origin)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS revision(id TEXT NOT NULL, known INTEGER NOT NULL, reason TEXT NOT NULL, body BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS revision_id ON revision(id);
        CREATE TABLE IF NOT EXISTS sensor(
            idx INTEGER PRIMARY KEY, known INTEGER NOT NULL, author TEXT NOT NULL, standing INTEGER NOT NULL, kind TEXT NOT NULL, body BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS state(sensor TEXT NOT NULL, at INTEGER NOT NULL, state INTEGER NOT NULL, PRIMARY KEY(sensor, at, state)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS heard(
            mode INTEGER NOT NULL, block INTEGER NOT NULL, sensor TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY(mode, block, sensor)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS latest(mode INTEGER NOT NULL, sensor TEXT NOT NULL, t INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS timeless(idx INTEGER PRIMARY KEY, mode INTEGER NOT NULL, t INTEGER NOT NULL, known INTEGER NOT NULL, sensor TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS basis(
            origin TEXT NOT NULL, called TEXT NOT NULL, mode INTEGER NOT NULL, producer TEXT NOT NULL, message TEXT NOT NULL,
            PRIMARY KEY(origin, called, mode, producer, message)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS audited(
            mode INTEGER NOT NULL, region INTEGER NOT NULL, block INTEGER NOT NULL, number INTEGER NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY(mode, region, block, number)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS judged(
            mode INTEGER NOT NULL, region INTEGER NOT NULL, block INTEGER NOT NULL, sensor TEXT NOT NULL, t INTEGER NOT NULL, id TEXT NOT NULL,
            verdict INTEGER NOT NULL, factor REAL NOT NULL, reason INTEGER NOT NULL, words TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS judged_block ON judged(mode, block, region);
        CREATE TABLE IF NOT EXISTS finding(
            mode INTEGER NOT NULL, region INTEGER NOT NULL, block INTEGER NOT NULL, sensor TEXT NOT NULL, t0 INTEGER NOT NULL, t1 INTEGER NOT NULL,
            verdict INTEGER NOT NULL, factor REAL NOT NULL, reason INTEGER NOT NULL, count INTEGER NOT NULL, value REAL NOT NULL, words TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS finding_block ON finding(mode, block, region);
        CREATE TABLE IF NOT EXISTS hearing(
            mode INTEGER NOT NULL, region INTEGER NOT NULL, block INTEGER NOT NULL, sensor TEXT NOT NULL, expected REAL NOT NULL,
            explained INTEGER NOT NULL, unexplained INTEGER NOT NULL, clock REAL, clock_sigma REAL, place REAL, place_sigma REAL);
        CREATE INDEX IF NOT EXISTS hearing_block ON hearing(mode, block, region);
        CREATE TABLE IF NOT EXISTS screened(
            mode INTEGER NOT NULL, region INTEGER NOT NULL, block INTEGER NOT NULL, taken INTEGER NOT NULL, weighed INTEGER NOT NULL,
            held INTEGER NOT NULL, whole INTEGER NOT NULL, passes INTEGER NOT NULL, PRIMARY KEY(mode, region, block)) WITHOUT ROWID;
        """;

    private readonly string _path;

    public OriginDatabase(string path)
    {
        _path = path;
        Writer = Connect(path, SqliteOpenMode.ReadWriteCreate);
        ViewDatabase.Execute(Writer, "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-16384;" + Tables);
        if (Meta("token") is null)
        {
            SetMeta("token", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
        }
        Token = Meta("token") ?? "";
        Reads = Connect(path, SqliteOpenMode.ReadOnly);
    }

    public SqliteConnection Writer { get; }

    /// <summary>Sees what was committed, while the writer is at work: for one reader at a time.</summary>
    public SqliteConnection Reads { get; }

    /// <summary>Tells one making of the file from another.</summary>
    public string Token { get; }

    public long Number(string key) => long.Parse(Meta(key) ?? "0", CultureInfo.InvariantCulture);

    public void SetNumber(string key, long value) => SetMeta(key, value.ToString(CultureInfo.InvariantCulture));

    public void Dispose()
    {
        Reads.Dispose();
        Writer.Dispose();
    }

    public void Delete() => ViewDatabase.Delete(_path);

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 30,
        };
        var connection = new SqliteConnection(text.ToString());
        connection.Open();
        return connection;
    }

    private string? Meta(string key)
    {
        using var command = Writer.CreateCommand();
        command.CommandText = "SELECT value FROM meta WHERE key=$k";
        command.Parameters.AddWithValue("$k", key);
        return command.ExecuteScalar() as string;
    }

    private void SetMeta(string key, string value)
    {
        using var command = Writer.CreateCommand();
        command.CommandText = "INSERT INTO meta(key, value) VALUES($k, $v) ON CONFLICT(key) DO UPDATE SET value=excluded.value";
        command.Parameters.AddWithValue("$k", key);
        command.Parameters.AddWithValue("$v", value);
        command.ExecuteNonQuery();
    }
}
