using System.Security.Cryptography;
using System.Text;
using Holdfast.App.Record;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Forces;

/// <summary>What is kept on a <see cref="ForceShelf"/>.</summary>
public enum ShelfKind
{
    /// <summary>Answers of solvers, each with the digest of the question that it answers: artefacts, not state.</summary>
    Answer,

    /// <summary>Planners' own offers as they wrote them.</summary>
    Offers,
}

/// <summary>A text that was kept, and when.</summary>
public sealed record Shelved(string Content, DateTimeOffset At);

/// <summary>
/// Keeps solved answers and planners' own offers in one file (<c>forces.db</c>, SQLite), so that they outlive the program. Each text is bound to its own SHA-256: one that
/// does not match is none. Of each kind the one unread for longest goes first. A file that cannot be read is set aside under another name, never deleted, and a new one begun;
/// where no file can be made nothing is kept and nothing fails. Safe for concurrent use.
/// </summary>
public sealed class ForceShelf : IDisposable
{
    /// <summary>Characters that one text may have.</summary>
    public const int Longest = 8 << 20;

    private const int ApplicationId = 0x48464f31;
    private const int Version = 1;
    private readonly TimeProvider _clock;
    private readonly SqliteConnection? _connection;
    private readonly int _mostAnswers;
    private readonly int _mostOffers;
    private readonly Lock _gate = new();

    private ForceShelf(SqliteConnection? connection, TimeProvider clock, int mostAnswers, int mostOffers) =>
        (_connection, _clock, _mostAnswers, _mostOffers) = (connection, clock, mostAnswers, mostOffers);

    /// <summary>Whether anything outlives the program; otherwise nothing is kept.</summary>
    public bool IsLasting => _connection is not null;

    /// <param name="folder">Where the file lies or is made; null for a shelf that keeps nothing.</param>
    public static ForceShelf Open(string? folder, TimeProvider clock, int mostAnswers = 1024, int mostOffers = 1024)
    {
        if (folder is null)
        {
            return new ForceShelf(null, clock, mostAnswers, mostOffers);
        }
        var path = Path.Combine(folder, "forces.db");
        try
        {
            Directory.CreateDirectory(folder);
            return new ForceShelf(Prepared(path), clock, mostAnswers, mostOffers);
        }
        catch (SqliteException) when (File.Exists(path))
        {
            SetAside(path);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            return new ForceShelf(null, clock, mostAnswers, mostOffers);
        }
        try
        {
            return new ForceShelf(Prepared(path), clock, mostAnswers, mostOffers);
        }
        catch (SqliteException)
        {
            return new ForceShelf(null, clock, mostAnswers, mostOffers);
        }
    }

    /// <summary>Keeps a text in place of the one before it under that key; one that is too long, or that the disk does not take, is not kept.</summary>
    public void Keep(ShelfKind kind, string key, string content)
    {
        if (content.Length > Longest)
        {
            return;
        }
        Try(
            false,
            () =>
            {
                var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
                Run(
                    "INSERT OR REPLACE INTO kept VALUES ($kind, $key, $at, $read, $sha, $content)",
                    ("$kind", (long)kind),
                    ("$key", key),
                    ("$at", now),
                    ("$read", NextRead()),
                    ("$sha", Digest(content)),
                    ("$content", content)
                );
                Run(
                    "DELETE FROM kept WHERE kind = $kind AND key NOT IN (SELECT key FROM kept WHERE kind = $kind ORDER BY read DESC LIMIT $most)",
                    ("$kind", (long)kind),
                    ("$most", (long)(kind == ShelfKind.Answer ? _mostAnswers : _mostOffers))
                );
                return true;
            }
        );
    }

    /// <summary>The text under that key; null where there is none, or where it is not what was kept.</summary>
    public Shelved? Find(ShelfKind kind, string key) =>
        Try<Shelved?>(
            null,
            () =>
            {
                using var command = Command(
                    "SELECT content, at, sha FROM kept WHERE kind = $kind AND key = $key",
                    ("$kind", (long)kind),
                    ("$key", key)
                );
                using var row = command.ExecuteReader();
                if (!row.Read())
                {
                    return null;
                }
                var found = new Shelved(row.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)));
                if (!Digest(found.Content).AsSpan().SequenceEqual(row.GetFieldValue<byte[]>(2)))
                {
                    return null;
                }
                row.Close();
                Run(
                    "UPDATE kept SET read = $read WHERE kind = $kind AND key = $key",
                    ("$read", NextRead()),
                    ("$kind", (long)kind),
                    ("$key", key)
                );
                return found;
            }
        );

    public void Dispose() => _connection?.Dispose();

    // What is kept here spares time; that a disk is full or another process busy must not cost an answer.
    private T Try<T>(T otherwise, Func<T> work)
    {
        if (_connection is null)
        {
            return otherwise;
        }
        lock (_gate)
        {
            try
            {
                return work();
            }
            catch (SqliteException)
            {
                return otherwise;
            }
        }
    }

    private long NextRead() =>
        SqliteSchema.Number(_connection ?? throw new InvalidOperationException(), "SELECT coalesce(max(read), 0) + 1 FROM kept");

    private static byte[] Digest(string content) => SHA256.HashData(Encoding.UTF8.GetBytes(content));

    private static void SetAside(string path)
    {
        for (var n = 1; n <= 100; n++)
        {
            var aside = $"{path}.unreadable-{n}";
            if (!File.Exists(aside))
            {
                File.Move(path, aside);
                break;
            }
        }
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
    }

    private static SqliteConnection Prepared(string path)
    {
        var connection = SqliteRecord.Connect(path, SqliteOpenMode.ReadWriteCreate);
        var ready = false;
        try
        {
            SqliteSchema.Execute(connection, "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
            if (SqliteSchema.Number(connection, "PRAGMA user_version") == 0)
            {
                SqliteSchema.Execute(
                    connection,
                    "CREATE TABLE kept (kind INTEGER NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL, read INTEGER NOT NULL, sha BLOB NOT NULL, content TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;"
                        + "CREATE INDEX kept_read ON kept (kind, read);"
                        + FormattableString.Invariant($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};")
                );
            }
            ready =
                SqliteSchema.Number(connection, "PRAGMA application_id") == ApplicationId
                && SqliteSchema.Number(connection, "PRAGMA user_version") == Version;
            return ready ? connection : throw new SqliteException($"{Path.GetFileName(path)} is another program's, or a newer one's.", 26);
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
        var command = (_connection ?? throw new InvalidOperationException()).CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }
        return command;
    }
}
