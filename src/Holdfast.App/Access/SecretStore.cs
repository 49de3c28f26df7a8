using System.Globalization;
using Holdfast.App.Record;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Access;

/// <summary>
/// The file of secrets (SQLite, mode 600): hashes of passwords, links, sessions and tokens, the secrets of second factors, and counters of failed attempts. Never part of
/// the record or its backups. Each change is one transaction; several processes may work on it.
/// </summary>
internal sealed class SecretStore : IDisposable
{
    /// <summary>"HFS1" in the file's header.</summary>
    private const int ApplicationId = 0x48465331;
    private const int Version = 2;

    private const string Tables = """
        CREATE TABLE passwords (account TEXT PRIMARY KEY, rounds INTEGER NOT NULL, salt BLOB NOT NULL, hash BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE factors (account TEXT PRIMARY KEY, secret BLOB NOT NULL, last_step INTEGER NOT NULL, proven INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE links (account TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE, until INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE tickets (account TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE, until INTEGER NOT NULL, tries INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE attempts (key TEXT PRIMARY KEY, failures INTEGER NOT NULL, locked_until INTEGER NOT NULL, last INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE sessions (hash BLOB PRIMARY KEY, account TEXT NOT NULL, seen INTEGER NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE tokens (hash BLOB PRIMARY KEY, account TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
        """;

    // Since version 2.
    private const string SealTables = """
        CREATE TABLE seal_keys (account TEXT PRIMARY KEY, public TEXT NOT NULL, rounds INTEGER NOT NULL, salt BLOB NOT NULL, wrapped BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE seal_wraps (hash BLOB PRIMARY KEY, account TEXT NOT NULL, wrapped BLOB NOT NULL) WITHOUT ROWID;
        """;

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly string _path;

    private SecretStore(SqliteConnection connection, string path)
    {
        _connection = connection;
        _path = path;
    }

    /// <summary>Throws <see cref="RecordException"/> where the file is another's, newer, or readable by others.</summary>
    public static SecretStore Open(string path)
    {
        AccessFolder.Guard(path);
        var connection = SqliteRecord.Connect(path, SqliteOpenMode.ReadWriteCreate);
        var ready = false;
        try
        {
            SqliteSchema.Execute(
                connection,
                "PRAGMA busy_timeout = 20000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
            );
            SqliteSchema.Execute(connection, "BEGIN IMMEDIATE;");
            Prepare(connection, path);
            SqliteSchema.Execute(connection, "COMMIT;");
            ready = true;
            return new SecretStore(connection, path);
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

    /// <summary>Runs work as one transaction that waits for other processes; what throws changes nothing.</summary>
    public T Change<T>(Func<SecretRows, T> work)
    {
        lock (_gate)
        {
            try
            {
                SqliteSchema.Execute(_connection, "BEGIN IMMEDIATE;");
                var done = false;
                try
                {
                    var result = work(new SecretRows(_connection));
                    SqliteSchema.Execute(_connection, "COMMIT;");
                    done = true;
                    return result;
                }
                finally
                {
                    if (!done)
                    {
                        SqliteSchema.Execute(_connection, "ROLLBACK;");
                    }
                }
            }
            catch (SqliteException e)
            {
                throw SqliteFaults.Explain(e, _path);
            }
        }
    }

    public void Change(Action<SecretRows> work) =>
        Change(rows =>
        {
            work(rows);
            return 0;
        });

    public T Read<T>(Func<SecretRows, T> work)
    {
        lock (_gate)
        {
            try
            {
                return work(new SecretRows(_connection));
            }
            catch (SqliteException e)
            {
                throw SqliteFaults.Explain(e, _path);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _connection.Dispose();
        }
    }

    private static void Prepare(SqliteConnection connection, string path)
    {
        var file = Path.GetFileName(path);
        var version = SqliteSchema.Number(connection, "PRAGMA user_version");
        if (SqliteSchema.Number(connection, "PRAGMA application_id") != ApplicationId)
        {
            if (SqliteSchema.Number(connection, "SELECT count(*) FROM sqlite_schema") > 0)
            {
                throw new RecordException(RecordFault.NotARecord, $"{file} is an SQLite database but holds no secrets of accounts.");
            }
            var header = string.Create(
                CultureInfo.InvariantCulture,
                $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};"
            );
            SqliteSchema.Execute(connection, Tables + SealTables + header);
        }
        else if (version > Version)
        {
            throw new RecordException(
                RecordFault.NewerSchema,
                $"{file} has schema {version}; this program knows up to {Version}. Use the newer program."
            );
        }
        else if (version < Version)
        {
            SqliteSchema.Execute(connection, SealTables + string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Version};"));
        }
    }
}
