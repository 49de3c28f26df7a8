using Holdfast.Core.Record.Verify;
using SQLitePCL;

namespace Holdfast.App.Record.Verify;

/// <summary>
/// The verifier's own reading of the table <c>entries</c>, straight from SQLite without the writer's classes, on a connection of its own. One thread.
/// </summary>
internal sealed class EntryRows : IDisposable
{
    private const int Row = 100;
    private const int Done = 101;
    private const int Null = 5;

    private const string Columns =
        "idx, recorded_at, producer, message_id, author, standing, label, mode, kind, valid_from, valid_to, body, salt, leaf_hash";

    private readonly sqlite3 _database;
    private readonly string _file;

    public delegate void OnEntry(in EntryColumns entry);

    static EntryRows() => Batteries_V2.Init();

    public EntryRows(string path)
    {
        _file = Path.GetFileName(path);
        var opened = raw.sqlite3_open_v2(path, out _database, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_NOMUTEX, null);
        if (opened != 0)
        {
            throw new InvalidDataException($"{_file} cannot be opened: {raw.sqlite3_errstr(opened).utf8_to_string()}.");
        }
        raw.sqlite3_exec(_database, "PRAGMA busy_timeout = 20000; PRAGMA mmap_size = 2147418112; PRAGMA cache_size = -16384;");
    }

    public void Dispose() => _database.Dispose();

    /// <summary>A number that a statement gives in its first row; 0 where it gives none.</summary>
    public long Number(string sql)
    {
        using var statement = Prepare(sql);
        return Step(statement) ? raw.sqlite3_column_int64(statement, 0) : 0;
    }

    /// <summary>The texts of all rows, column by column; for the side file, whose tables are small or read in pieces.</summary>
    public List<byte[][]> Rows(string sql)
    {
        using var statement = Prepare(sql);
        var rows = new List<byte[][]>();
        while (Step(statement))
        {
            rows.Add([
                .. Enumerable.Range(0, raw.sqlite3_column_count(statement)).Select(i => raw.sqlite3_column_blob(statement, i).ToArray()),
            ]);
        }
        return rows;
    }

    /// <summary>Every entry with an index from one up to, not including, another, in order of index.</summary>
    public void Read(long from, long to, OnEntry entry)
    {
        using var statement = Prepare($"SELECT {Columns} FROM entries WHERE idx >= ?1 AND idx < ?2 ORDER BY idx");
        raw.sqlite3_bind_int64(statement, 1, from);
        raw.sqlite3_bind_int64(statement, 2, to);
        var row = new SqliteCells(statement);
        while (Step(statement))
        {
            var columns = new EntryColumns
            {
                Index = row.Int64(0),
                RecordedAt = row.Bytes(1),
                Producer = row.Bytes(2),
                MessageId = row.Bytes(3),
                Author = row.Bytes(4),
                Standing = row.Bytes(5),
                Label = row.Bytes(6),
                Mode = row.Bytes(7),
                Kind = row.Bytes(8),
                HasValidFrom = !row.IsNull(9),
                ValidFrom = row.Bytes(9),
                HasValidTo = !row.IsNull(10),
                ValidTo = row.Bytes(10),
                Body = row.Bytes(11),
                Salt = row.Bytes(12),
                LeafHash = row.Bytes(13),
            };
            entry(columns);
        }
    }

    /// <summary>Producer and message id of a stretch of entries, for looking at suspects more closely.</summary>
    public void ReadIds(long from, long to, OnEntry entry)
    {
        using var statement = Prepare("SELECT idx, producer, message_id FROM entries WHERE idx >= ?1 AND idx < ?2 ORDER BY idx");
        raw.sqlite3_bind_int64(statement, 1, from);
        raw.sqlite3_bind_int64(statement, 2, to);
        while (Step(statement))
        {
            var columns = new EntryColumns
            {
                Index = raw.sqlite3_column_int64(statement, 0),
                Producer = raw.sqlite3_column_blob(statement, 1),
                MessageId = raw.sqlite3_column_blob(statement, 2),
            };
            entry(columns);
        }
    }

    private sqlite3_stmt Prepare(string sql)
    {
        var result = raw.sqlite3_prepare_v2(_database, sql, out var statement);
        return result == 0 ? statement : throw Failed(result);
    }

    private bool Step(sqlite3_stmt statement)
    {
        var result = raw.sqlite3_step(statement);
        return result is Row or Done ? result == Row : throw Failed(result);
    }

    private InvalidDataException Failed(int result) =>
        new($"{_file} cannot be read as a record: {raw.sqlite3_errmsg(_database).utf8_to_string()} (code {result}).");
}
