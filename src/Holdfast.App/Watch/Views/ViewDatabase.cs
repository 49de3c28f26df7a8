using Microsoft.Data.Sqlite;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// The tables of one scope: a disposable cache beside the record (<c>views-KEY.db</c>). Deleting the file loses nothing; it is folded again. Times are
/// Unix ticks of 100 ns, for ranges and sorting only; exact values are in the bodies.
/// </summary>
internal sealed class ViewDatabase : IDisposable
{
    /// <summary>Raised whenever the tables change: a part of the file's name, so that older caches are folded again.</summary>
    public const int Schema = 2;

    private const string Tables = """
        CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE observation(
            idx INTEGER PRIMARY KEY, form TEXT NOT NULL, mode INTEGER NOT NULL, source TEXT NOT NULL,
            t0 INTEGER NOT NULL, t1 INTEGER NOT NULL, known INTEGER NOT NULL, producer TEXT NOT NULL, message TEXT NOT NULL,
            incident TEXT, kind TEXT NOT NULL, body BLOB NOT NULL);
        CREATE INDEX observation_time ON observation(form, mode, t0, idx);
        CREATE INDEX observation_incident ON observation(incident) WHERE incident IS NOT NULL;
        CREATE TABLE incident(
            id TEXT PRIMARY KEY, mode INTEGER NOT NULL, t0 INTEGER NOT NULL, t1 INTEGER NOT NULL,
            lat REAL NOT NULL, lon REAL NOT NULL, glat REAL NOT NULL, glon REAL NOT NULL, gt0 INTEGER NOT NULL, gt1 INTEGER NOT NULL,
            gkind TEXT NOT NULL, least INTEGER NOT NULL, known INTEGER NOT NULL, firing INTEGER NOT NULL, releasable INTEGER NOT NULL,
            a REAL NOT NULL, b REAL NOT NULL, az REAL NOT NULL, kind TEXT NOT NULL, verification INTEGER NOT NULL,
            outcome INTEGER, severity INTEGER, term TEXT, sector TEXT, gsector TEXT, sources TEXT NOT NULL,
            text TEXT NOT NULL, digest TEXT NOT NULL, body BLOB NOT NULL);
        CREATE INDEX incident_time ON incident(mode, t0, id, t1, outcome, verification);
        CREATE INDEX incident_least ON incident(mode, least);
        CREATE INDEX incident_rank ON incident(mode, severity, t0, id);
        CREATE TABLE verdict(
            incident TEXT NOT NULL, term TEXT NOT NULL, mode INTEGER NOT NULL, t0 INTEGER NOT NULL, outcome INTEGER NOT NULL,
            severity INTEGER, reasons TEXT NOT NULL, PRIMARY KEY(incident, term)) WITHOUT ROWID;
        CREATE INDEX verdict_time ON verdict(mode, outcome, t0, incident, term);
        CREATE TABLE revision(incident TEXT NOT NULL, known TEXT NOT NULL, reason TEXT NOT NULL, digest TEXT NOT NULL);
        CREATE INDEX revision_incident ON revision(incident);
        CREATE TABLE alias(id TEXT PRIMARY KEY, now TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE quarantine(idx INTEGER PRIMARY KEY, known TEXT NOT NULL, feed TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL,
            field TEXT NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL, raw TEXT NOT NULL, header TEXT NOT NULL,
            mended INTEGER, mended_at TEXT, mended_by TEXT, after TEXT);
        CREATE INDEX quarantine_mended ON quarantine(mended);
        """;

    private readonly string _path;

    private ViewDatabase(string path, SqliteConnection writer)
    {
        _path = path;
        Writer = writer;
    }

    /// <summary>The one writing connection; used by the fold alone, one caller at a time.</summary>
    public SqliteConnection Writer { get; }

    /// <summary>The file's name: it tells the scope.</summary>
    public string Name => Path.GetFileName(_path);

    public static ViewDatabase Open(string path)
    {
        var writer = Connect(path, SqliteOpenMode.ReadWriteCreate);
        // A cache may be lost in a crash, never be wrong: the journal keeps it whole, durability is not needed.
        Execute(writer, "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA temp_store=FILE; PRAGMA cache_size=-65536;");
        var version = Convert.ToInt64(Scalar(writer, "PRAGMA user_version"), System.Globalization.CultureInfo.InvariantCulture);
        if (version == 0)
        {
            Execute(writer, $"BEGIN; {Tables} PRAGMA user_version={Schema}; COMMIT;");
        }
        return new ViewDatabase(path, writer);
    }

    /// <summary>A connection for one query; pooled.</summary>
    public SqliteConnection Read() => Connect(_path, SqliteOpenMode.ReadOnly);

    public string? Meta(string key)
    {
        using var command = Writer.CreateCommand();
        command.CommandText = "SELECT value FROM meta WHERE key=$k";
        command.Parameters.AddWithValue("$k", key);
        return command.ExecuteScalar() as string;
    }

    public void SetMeta(string key, string value)
    {
        using var command = Writer.CreateCommand();
        command.CommandText = "INSERT INTO meta(key, value) VALUES($k, $v) ON CONFLICT(key) DO UPDATE SET value=excluded.value";
        command.Parameters.AddWithValue("$k", key);
        command.Parameters.AddWithValue("$v", value);
        command.ExecuteNonQuery();
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        Writer.Dispose();
        SqliteConnection.ClearPool(new SqliteConnection(Text(_path, SqliteOpenMode.ReadOnly)));
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(Text(path, mode));
        connection.Open();
        return connection;
    }

    private static string Text(string path, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = true,
            DefaultTimeout = 30,
        }.ToString();
}
