using System.Collections.Concurrent;
using System.Collections.Immutable;
using Holdfast.App.Record.Releases;
using Holdfast.Core.Record;
using Holdfast.Core.Record.Releases;
using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Holdfast.App.Record;

/// <summary>
/// The reading half. Each read works page by page on a connection of its own: the consumer may take its time without holding back SQLite's
/// checkpoints, and memory stays within one page.
/// </summary>
internal sealed class SqliteReads(string path, TimeSpan busy) : IAsyncDisposable
{
    private const int IdleConnections = 8;
    private const int PageEntries = 2048;
    private const int PageBytes = 4 * 1024 * 1024;
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private readonly SqliteReleases _releases = new();
    private volatile bool _closed;

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        while (_idle.TryTake(out var connection))
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    public RecordHead Head() =>
        Use(connection =>
        {
            using var statement = new SqliteStatement(connection, "SELECT idx, recorded_at FROM entries ORDER BY idx DESC LIMIT 1");
            return statement.Step()
                ? new RecordHead(statement.Int64(0) + 1, InstantText.Parse(statement.Bytes(1)))
                : new RecordHead(0, null);
        });

    public byte[]? LeafHashAt(long index) =>
        Use(connection =>
        {
            using var statement = new SqliteStatement(connection, "SELECT leaf_hash FROM entries WHERE idx = ?1");
            statement.Bind(1, index);
            return statement.Step() ? statement.Bytes(0).ToArray() : null;
        });

    /// <summary>The leaf hashes of entries [from, to), in order. Throws where one is missing.</summary>
    public List<byte[]> LeafHashes(long from, long to) =>
        Use(connection =>
        {
            using var rows = new SqliteStatement(
                connection,
                "SELECT idx, leaf_hash FROM entries WHERE idx >= ?1 AND idx < ?2 ORDER BY idx"
            );
            rows.Bind(1, from);
            rows.Bind(2, to);
            var hashes = new List<byte[]>();
            while (rows.Step())
            {
                if (rows.Int64(0) != from + hashes.Count)
                {
                    throw new RecordException(RecordFault.Damaged, $"There is no entry {from + hashes.Count}.");
                }
                hashes.Add(rows.Bytes(1).ToArray());
            }
            return hashes.Count == to - from
                ? hashes
                : throw new RecordException(RecordFault.Damaged, $"There is no entry {from + hashes.Count}.");
        });

    public Entry? Find(Reader reader, string producer, string messageId)
    {
        var entry = Use(connection =>
        {
            const string Sql = $"SELECT {SqliteRow.Columns} FROM entries WHERE producer = ?1 AND message_id = ?2";
            using var statement = new SqliteStatement(connection, Sql);
            statement.BindText(1, producer);
            statement.BindText(2, messageId);
            return statement.Step() ? _releases.Current(connection).Apply(new SqliteRow().Read(statement)) : null;
        });
        return entry is not null && ReadAccess.MayRead(reader, entry.Label) ? entry : null;
    }

    /// <summary>Entries on both sides of a message id, of this producer or of the one with the nearest name.</summary>
    public IReadOnlyList<Entry> Nearby(string producer, string messageId) =>
        Use(connection =>
        {
            var found = SqliteNeighbours.Of(connection, producer, messageId);
            return found.Count == 0 && SqliteNeighbours.ProducerLike(connection, producer) is { } near
                ? SqliteNeighbours.Of(connection, near, messageId)
                : found;
        });

    /// <summary>Settles once what a read will see: the head, the known time and the labels that the reader may read.</summary>
    public SqliteQuery Plan(Reader reader, RecordQuery query) =>
        Use(connection =>
        {
            var head = SqliteSchema.Number(connection, "SELECT coalesce(max(idx) + 1, 0) FROM entries");
            var before = Math.Min(head, query.BeforeIndex ?? head);
            if (query.KnownUntil is { } known)
            {
                before = Math.Min(before, CountKnown(connection, known, head));
            }
            var all = AllLabels(connection);
            var permitted = Permitted(reader, all).Select(label => label.ToString()).ToList();
            return new SqliteQuery(query, before, permitted.Count == all.Count ? null : permitted, _releases.Current(connection), reader);
        });

    /// <summary>What releases mean for a reader, see <see cref="IRecord.ReleasesAsync"/>.</summary>
    public string ReleaseMark(Reader reader) => Use(connection => _releases.Current(connection).MarkFor(reader));

    /// <summary>All releases from the record's first act on.</summary>
    public ReleaseFold Releases() => Use(SqliteReleases.Fold);

    /// <summary>The labels in use that the reader may read, sorted by their text.</summary>
    public ImmutableArray<Label> Labels(Reader reader) =>
        Use(connection =>
        {
            var released = _releases.Current(connection).Labels.Values.Select(l => l.ToString());
            var all = AllLabels(connection).Union(released, StringComparer.Ordinal).Order(StringComparer.Ordinal);
            return Permitted(reader, all).ToImmutableArray();
        });

    private static List<string> AllLabels(SqliteConnection connection)
    {
        var all = new List<string>();
        using var labels = new SqliteStatement(connection, "SELECT label FROM labels ORDER BY label");
        while (labels.Step())
        {
            all.Add(labels.Text(0));
        }
        return all;
    }

    private static IEnumerable<Label> Permitted(Reader reader, IEnumerable<string> all) =>
        all.Select(text => Label.TryParse(text, out var label) ? label : null)
            .OfType<Label>()
            .Where(label => ReadAccess.MayRead(reader, label));

    /// <summary>The next entries from an index on; fewer than a page only at the end. The second value is where to go on, or null.</summary>
    public (List<Entry> Entries, long? Next) Page(SqliteQuery plan, long from) =>
        Use(connection =>
        {
            var entries = new List<Entry>();
            using var statement = plan.Prepare(connection, from, PageEntries);
            var row = new SqliteRow();
            var bytes = 0;
            while (bytes < PageBytes && statement.Step())
            {
                var entry = plan.Released.Apply(row.Read(statement));
                bytes += entry.Body.Length;
                entries.Add(entry);
            }
            var more = entries.Count == PageEntries || bytes >= PageBytes;
            return (entries, more ? entries[^1].Index + 1 : (long?)null);
        });

    /// <summary>How many entries were recorded at or before an instant: recorded times never decrease, so a binary search finds the prefix.</summary>
    private static long CountKnown(SqliteConnection connection, Instant known, long head)
    {
        using var statement = new SqliteStatement(connection, "SELECT recorded_at FROM entries WHERE idx = ?1");
        var (low, high) = (0L, head);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            statement.Bind(1, middle);
            statement.Step();
            var recordedAt = InstantText.Parse(statement.Bytes(0));
            statement.Reset();
            (low, high) = recordedAt <= known ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    private T Use<T>(Func<SqliteConnection, T> read)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        SqliteConnection? connection = null;
        try
        {
            connection = _idle.TryTake(out var idle) ? idle : Open();
            var result = read(connection);
            if (!_closed && _idle.Count < IdleConnections)
            {
                _idle.Add(connection);
                connection = null;
            }
            return result;
        }
        catch (SqliteException e)
        {
            throw SqliteFaults.Explain(e, path);
        }
        finally
        {
            connection?.Dispose();
        }
    }

    private SqliteConnection Open()
    {
        var connection = SqliteRecord.Connect(path, SqliteOpenMode.ReadOnly);
        SqliteSchema.Configure(connection, busy, readOnly: true);
        return connection;
    }
}
