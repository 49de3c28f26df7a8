using Microsoft.Data.Sqlite;

namespace Holdfast.App.Watch.Views;

/// <summary>
/// The tables of one scope: a disposable cache beside the record (<c>views-KEY.db</c>). Deleting the file loses nothing; it is folded again. Times are
/// Unix ticks of 100 ns, for ranges and sorting only; exact values are in the bodies.
/// </summary>
internal sealed class ViewDatabase : IDisposable
{
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

    /// <summary>Whether no observation was ever taken: the whole record can then be folded in one pass.</summary>
    public bool IsEmpty => Scalar(Writer, "SELECT 1 FROM observation LIMIT 1") is null;

    public static ViewDatabase Open(string path)
    {
        var writer = Connect(path, SqliteOpenMode.ReadWriteCreate);
        if (VersionOf(writer) == BulkUnit.Unfinished)
        {
            // A first fold did not come to its end; nothing of it was of any value.
            SqliteConnection.ClearPool(writer);
            writer.Dispose();
            Delete(path);
            writer = Connect(path, SqliteOpenMode.ReadWriteCreate);
        }
        Execute(writer, "PRAGMA synchronous=OFF; PRAGMA temp_store=FILE; PRAGMA cache_size=-32768;");
        if (VersionOf(writer) == 0)
        {
            Execute(writer, $"BEGIN; {ViewSchema.Tables} PRAGMA user_version={ViewSchema.Version}; COMMIT;");
        }
        return new ViewDatabase(path, writer);
    }

    /// <summary>Removes a cache that nobody has open.</summary>
    public static void Delete(string path)
    {
        foreach (var suffix in new[] { "", "-wal", "-shm", "-journal" })
        {
            File.Delete(path + suffix);
        }
    }

    /// <summary>Makes whatever index is not there yet.</summary>
    public void MakeIndexes() => Execute(Writer, ViewSchema.Unordered);

    /// <summary>A connection for one query. It reads the file as memory: copying each page costs more than reading its rows.</summary>
    /// <param name="pooled">False where what is done to it must not be met by whoever comes next.</param>
    public SqliteConnection Read(bool pooled = true)
    {
        var connection = Connect(_path, SqliteOpenMode.ReadOnly, pooled);
        Execute(connection, "PRAGMA mmap_size=4294967296");
        return connection;
    }

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

    private static long VersionOf(SqliteConnection connection) =>
        Convert.ToInt64(Scalar(connection, "PRAGMA user_version"), System.Globalization.CultureInfo.InvariantCulture);

    private static SqliteConnection Connect(string path, SqliteOpenMode mode, bool pooled = true)
    {
        var connection = new SqliteConnection(Text(path, mode, pooled));
        connection.Open();
        return connection;
    }

    private static string Text(string path, SqliteOpenMode mode, bool pooled = true) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = pooled,
            DefaultTimeout = 30,
        }.ToString();
}
