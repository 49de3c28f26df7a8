using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Record;

/// <summary>
/// The tables of a record's file and how they move forward. <c>docs/guide/record.md</c> describes them for outside checkers; whoever changes them
/// adds a step here, never edits an old one.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>"HFR1" in the file's header (<c>PRAGMA application_id</c>) says that a database is a record.</summary>
    public const int ApplicationId = 0x48465231;

    /// <summary>The schema this program writes (<c>PRAGMA user_version</c>).</summary>
    public const int Version = 1;

    /// <summary>
    /// Kinds that fill a record. The others are few and have an index by kind; the observations have none, since it would cost every one of them an
    /// insertion. A query gets the index by repeating this very condition.
    /// </summary>
    public const string FewCondition = "substr(kind, 1, 12) <> 'observation.'";

    public const string ManyPrefix = "observation.";

    /// <summary>Step n brings a file from version n to n + 1.</summary>
    private static readonly string[] Steps =
    [
        $"""
            CREATE TABLE entries (
              idx INTEGER PRIMARY KEY,
              recorded_at TEXT NOT NULL,
              producer TEXT NOT NULL,
              message_id TEXT NOT NULL,
              author TEXT NOT NULL,
              standing TEXT NOT NULL,
              label TEXT NOT NULL,
              mode TEXT NOT NULL,
              kind TEXT NOT NULL,
              valid_from TEXT,
              valid_to TEXT,
              body TEXT NOT NULL,
              salt BLOB NOT NULL,
              leaf_hash BLOB NOT NULL,
              UNIQUE (producer, message_id)
            );
            CREATE INDEX entries_few ON entries (kind, idx) WHERE {FewCondition};
            CREATE TABLE labels (label TEXT PRIMARY KEY) WITHOUT ROWID;
            """,
    ];

    /// <summary>Settings of one connection; durable before acknowledged needs <c>synchronous = FULL</c> under WAL.</summary>
    public static void Configure(SqliteConnection connection, TimeSpan busy, bool readOnly)
    {
        var wait = ((long)busy.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        Execute(connection, $"PRAGMA busy_timeout = {wait}; PRAGMA temp_store = MEMORY;");
        if (!readOnly)
        {
            Execute(connection, "PRAGMA synchronous = FULL;");
        }
    }

    /// <summary>Creates the tables in an empty file, moves an older file forward, refuses a newer one or one that is no record.</summary>
    public static void Prepare(SqliteConnection connection, string path)
    {
        var file = Path.GetFileName(path);
        if (Number(connection, "PRAGMA application_id") != ApplicationId)
        {
            if (Number(connection, "SELECT count(*) FROM sqlite_schema") > 0)
            {
                throw new RecordException(RecordFault.NotARecord, $"{file} is an SQLite database but not a record.");
            }
            Execute(connection, "PRAGMA journal_mode = WAL;");
        }
        if (Check(connection, path) == Version)
        {
            return;
        }
        Execute(connection, "BEGIN IMMEDIATE;");
        // Another process may have been faster between our look and our lock.
        for (var version = Check(connection, path); version < Version; version++)
        {
            Execute(connection, Steps[version]);
            var next = (version + 1).ToString(CultureInfo.InvariantCulture);
            Execute(connection, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {next};");
        }
        Execute(connection, "COMMIT;");
    }

    /// <summary>Bounds the file's size for this connection.</summary>
    public static void Bound(SqliteConnection connection, long? pages)
    {
        if (pages is { } most)
        {
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {most};"));
        }
    }

    /// <summary>The file's version; throws when this program is too old for it.</summary>
    public static int Check(SqliteConnection connection, string path)
    {
        var version = (int)Number(connection, "PRAGMA user_version");
        if (version > Version)
        {
            throw new RecordException(
                RecordFault.NewerSchema,
                $"The record {Path.GetFileName(path)} has schema {version}; this program knows up to {Version}. Use the newer program that wrote it."
            );
        }
        return version;
    }

    /// <summary>For a file opened for reading only: it must be a record of exactly this schema.</summary>
    public static void Demand(SqliteConnection connection, string path)
    {
        var file = Path.GetFileName(path);
        if (Number(connection, "PRAGMA application_id") != ApplicationId)
        {
            throw new RecordException(RecordFault.NotARecord, $"{file} is an SQLite database but not a record.");
        }
        if (Check(connection, path) < Version)
        {
            throw new RecordException(
                RecordFault.ReadOnly,
                $"The record {file} has an older schema and was opened for reading only. Open it once for writing: it is then moved forward."
            );
        }
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
