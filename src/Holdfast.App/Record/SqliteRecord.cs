using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;

namespace Holdfast.App.Record;

/// <summary>
/// The record in one SQLite file (WAL, synchronous = FULL). Any number of readers and of appending calls, within one process or several. The
/// file's schema is described in <c>docs/guide/record.md</c>.
/// </summary>
public sealed class SqliteRecord : IRecord
{
    /// <summary>Most entries that one append takes.</summary>
    public const int MaxBatch = 100_000;

    /// <summary>How often a waiting tail looks for what other processes appended.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    private readonly SqliteWriter? _writer;
    private readonly SqliteReads _reads;
    private readonly CancellationTokenSource _closing = new();
    private TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SqliteRecord(string path, SqliteConnection? connection, SqliteRecordOptions options)
    {
        Path = path;
        _reads = new SqliteReads(path, options.Busy);
        _writer = connection is null ? null : new SqliteWriter(connection, path, options.Clock, options.Salts, WakeTails);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>
    /// Opens a record for reading and appending; creates the file when there is none (its folder must exist) and moves an older schema forward. Throws
    /// <see cref="RecordException"/>.
    /// </summary>
    public static ValueTask<SqliteRecord> OpenAsync(
        string path,
        SqliteRecordOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        cancellation.ThrowIfCancellationRequested();
        options ??= new SqliteRecordOptions();
        var connection = Opened(
            path,
            SqliteOpenMode.ReadWriteCreate,
            c =>
            {
                SqliteSchema.Configure(c, options.Busy, readOnly: false);
                SqliteSchema.Prepare(c, path);
                SqliteSchema.Bound(c, options.MaxPages);
            }
        );
        return ValueTask.FromResult(new SqliteRecord(path, connection, options));
    }

    /// <summary>As above with another clock.</summary>
    public static ValueTask<SqliteRecord> OpenAsync(string path, TimeProvider clock, CancellationToken cancellation = default) =>
        OpenAsync(path, new SqliteRecordOptions { Clock = clock }, cancellation);

    /// <summary>Opens an existing record for reading; appending to it throws. Throws <see cref="RecordException"/>.</summary>
    public static ValueTask<SqliteRecord> OpenReadOnlyAsync(string path, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!File.Exists(path))
        {
            throw new RecordException(RecordFault.Missing, $"There is no record {path}.");
        }
        var options = new SqliteRecordOptions();
        using var connection = Opened(
            path,
            SqliteOpenMode.ReadOnly,
            c =>
            {
                SqliteSchema.Configure(c, options.Busy, readOnly: true);
                SqliteSchema.Demand(c, path);
            }
        );
        return ValueTask.FromResult(new SqliteRecord(path, null, options));
    }

    public ValueTask<IReadOnlyList<Receipt>> AppendAsync(IReadOnlyList<EntryDraft> drafts, CancellationToken cancellation = default) =>
        _writer?.AppendAsync(drafts, cancellation)
        ?? throw new RecordException(RecordFault.ReadOnly, $"The record {System.IO.Path.GetFileName(Path)} was opened for reading only.");

    public async IAsyncEnumerable<Entry> ReadAsync(
        Reader reader,
        RecordQuery query,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        var plan = _reads.Plan(reader, query);
        for (long? from = query.FromIndex; from < plan.Before; )
        {
            cancellation.ThrowIfCancellationRequested();
            var (entries, next) = _reads.Page(plan, from.Value);
            foreach (var entry in entries)
            {
                yield return entry;
            }
            from = next;
            await Task.CompletedTask.ConfigureAwait(false); // Reading a page is synchronous: SQLite has no other way.
        }
    }

    public ValueTask<Entry?> FindAsync(Reader reader, string producer, string messageId, CancellationToken cancellation = default) =>
        ValueTask.FromResult(_reads.Find(reader, producer, messageId));

    public ValueTask<IReadOnlyList<Entry>> NearbyAsync(
        Reader reader,
        string producer,
        string messageId,
        CancellationToken cancellation = default
    ) =>
        ValueTask.FromResult<IReadOnlyList<Entry>>([.. _reads.Nearby(producer, messageId).Where(e => ReadAccess.MayRead(reader, e.Label))]);

    public ValueTask<ImmutableArray<Label>> LabelsAsync(Reader reader, CancellationToken cancellation = default) =>
        ValueTask.FromResult(_reads.Labels(reader));

    public ValueTask<string> ReleasesAsync(Reader reader, CancellationToken cancellation = default) =>
        ValueTask.FromResult(_reads.ReleaseMark(reader));

    public ValueTask<RecordHead> HeadAsync(CancellationToken cancellation = default) => ValueTask.FromResult(_reads.Head());

    public async IAsyncEnumerable<long> HeadsAsync(long beyond, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closing.Token);
        while (true)
        {
            ended.Token.ThrowIfCancellationRequested();
            var appended = Volatile.Read(ref _appended).Task;
            var count = _reads.Head().Count;
            if (count > beyond)
            {
                beyond = count;
                yield return count;
                continue;
            }
            await Task.WhenAny(appended, Task.Delay(Poll, ended.Token)).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        if (_writer is not null)
        {
            await _writer.DisposeAsync().ConfigureAwait(false);
        }
        await _reads.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// The leaf hash of an entry, or null where there is none. Needs no reader: a salted hash tells nothing of what it commits to, and is there to be
    /// seen by those who may not read the entry.
    /// </summary>
    public byte[]? LeafHashAt(long index) => _reads.LeafHashAt(index);

    /// <summary>Every release that was proposed, as it stands now; for the door, which asks who may know of it.</summary>
    internal Core.Record.Releases.ReleaseFold Releases() => _reads.Releases();

    /// <summary>The leaf hashes of entries [from, to), for exports: as above, they tell nothing.</summary>
    internal IReadOnlyList<byte[]> LeafHashes(long from, long to) => _reads.LeafHashes(from, to);

    internal static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 1, // SQLite's own busy timeout does the waiting; this is ADO.NET's, on top of it.
        };
        var connection = new SqliteConnection(text.ToString());
        connection.Open();
        return connection;
    }

    private static SqliteConnection Opened(string path, SqliteOpenMode mode, Action<SqliteConnection> prepare)
    {
        SqliteConnection? connection = null;
        var ready = false;
        try
        {
            connection = Connect(path, mode);
            prepare(connection);
            ready = true;
            return connection;
        }
        catch (SqliteException e)
        {
            throw SqliteFaults.Explain(e, path);
        }
        finally
        {
            if (!ready)
            {
                connection?.Dispose();
            }
        }
    }

    private void WakeTails() =>
        Interlocked.Exchange(ref _appended, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
