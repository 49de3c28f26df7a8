using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Holdfast.App.Record;

/// <summary>
/// The one writer of a process. Calls that wait together share a transaction (group commit) and are answered only after it is durable. Other
/// processes may write to the same file: each transaction takes SQLite's write lock first and reads the head anew.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private const int QueueLength = 256;
    private const int GroupEntries = 8192;
    private const int HashSlice = 128;
    private const int IoError = 10;

    private readonly Channel<AppendRequest> _queue = Channel.CreateBounded<AppendRequest>(
        new BoundedChannelOptions(QueueLength) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }
    );
    private readonly ConcurrentBag<CanonicalJsonWriter> _scratch = [];
    private readonly SqliteConnection _connection;
    private readonly SqliteInserter _inserter;
    private readonly TimeProvider _clock;
    private readonly RandomNumberGenerator _salts;
    private readonly string _path;
    private readonly Action _committed;
    private readonly Task _loop;
    private RecordException? _broken;

    /// <param name="committed">Called after every commit, to wake those who wait for new entries.</param>
    public SqliteWriter(SqliteConnection connection, string path, TimeProvider clock, RandomNumberGenerator salts, Action committed)
    {
        (_connection, _path, _clock, _salts, _committed) = (connection, path, clock, salts, committed);
        _inserter = new SqliteInserter(connection);
        _loop = Task.Run(RunAsync);
    }

    public async ValueTask<IReadOnlyList<Receipt>> AppendAsync(IReadOnlyList<EntryDraft> drafts, CancellationToken cancellation)
    {
        if (drafts.Count == 0)
        {
            return [];
        }
        var request = AppendRequest.Of(drafts);
        await _queue.Writer.WriteAsync(request, cancellation).ConfigureAwait(false);
        using var registration = cancellation.Register(() => request.TryCancel(cancellation));
        return await request.Completion.ConfigureAwait(false);
    }

    /// <summary>Writes what is queued, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
        _inserter.Dispose();
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var group = new List<AppendRequest>();
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            group.Clear();
            var entries = 0;
            while (entries < GroupEntries && _queue.Reader.TryRead(out var request))
            {
                if (request.TryClaim())
                {
                    group.Add(request);
                    entries += request.Drafts.Count;
                }
            }
            if (group.Count > 0)
            {
                await AnswerAsync(group).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Commits a group and answers its calls; whatever goes wrong is the answer, never the end of the loop.</summary>
    private async Task AnswerAsync(List<AppendRequest> group)
    {
        try
        {
            if (_broken is not null)
            {
                throw _broken;
            }
            await CommitAsync(group).ConfigureAwait(false);
            group.ForEach(r => r.Succeed());
            _committed();
        }
        catch (SqliteException e)
        {
            var reason = SqliteFaults.Explain(e, _path);
            // After a failed fsync nobody knows which pages are on the disk, and a later one may report success without them.
            _broken = e.SqliteErrorCode == IoError ? reason : _broken;
            Undo();
            group.ForEach(r => r.Fail(reason));
        }
        // A host boundary: the callers get the exception; without an answer they would wait for ever.
        catch (Exception e)
        {
            Undo();
            group.ForEach(r => r.Fail(e));
        }
    }

    private void Undo()
    {
        _inserter.Forget();
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            SQLitePCL.raw.sqlite3_exec(_connection.Handle, "ROLLBACK");
        }
    }

    private async Task CommitAsync(List<AppendRequest> group)
    {
        _inserter.Begin();
        var head = _inserter.Head();
        var now = Instant.FromDateTimeOffset(_clock.GetUtcNow());
        var recordedAt = head.RecordedAt is { } last ? Instant.Max(now, last) : now;
        var next = head.Count;
        foreach (var request in group)
        {
            _salts.GetBytes(request.Salts);
        }
        var slices = group.SelectMany(Slices).Select(s => (s.Request, s.From, s.To, Done: HashAsync(s, recordedAt))).ToList();
        foreach (var slice in slices)
        {
            await slice.Done.ConfigureAwait(false);
            for (var i = slice.From; i < slice.To; i++)
            {
                slice.Request.Receipts[i] = Write(slice.Request, i, recordedAt, ref next);
            }
        }
        _inserter.Commit();
    }

    private static IEnumerable<(AppendRequest Request, int From, int To)> Slices(AppendRequest request)
    {
        for (var from = 0; from < request.Drafts.Count; from += HashSlice)
        {
            yield return (request, from, Math.Min(from + HashSlice, request.Drafts.Count));
        }
    }

    /// <summary>Hashes on other threads while this one inserts; a handful is hashed at once.</summary>
    private Task HashAsync((AppendRequest Request, int From, int To) slice, Instant recordedAt)
    {
        if (slice.To - slice.From <= HashSlice / 4)
        {
            Hash(slice, recordedAt);
            return Task.CompletedTask;
        }
        return Task.Run(() => Hash(slice, recordedAt));
    }

    private void Hash((AppendRequest Request, int From, int To) slice, Instant recordedAt)
    {
        var scratch = _scratch.TryTake(out var writer) ? writer : new CanonicalJsonWriter(4096);
        slice.Request.Hash(slice.From, slice.To, recordedAt, scratch);
        _scratch.Add(scratch);
    }

    private Receipt Write(AppendRequest request, int i, Instant recordedAt, ref long next)
    {
        var draft = request.Drafts[i];
        var leaf = request.Leaves.AsMemory(i * LeafHash.HashBytes, LeafHash.HashBytes);
        var salt = request.Salts.AsSpan(i * LeafHash.SaltBytes, LeafHash.SaltBytes);
        if (_inserter.TryInsert(next, recordedAt, draft, request.Labels[i], salt, leaf.Span))
        {
            return new Receipt(ReceiptKind.Appended, next++, recordedAt, leaf);
        }
        var (receipt, standingLabel) = _inserter.Standing(draft, request.Labels[i]);
        if (receipt.Kind == ReceiptKind.Conflict)
        {
            RecordConflict(draft, receipt.Index, standingLabel, recordedAt, ref next);
        }
        return receipt;
    }

    private void RecordConflict(EntryDraft offered, long standsAt, string standingLabel, Instant recordedAt, ref long next)
    {
        if (!Label.TryParse(standingLabel, out var label))
        {
            throw new RecordException(RecordFault.Damaged, $"Entry {standsAt} has the label '{standingLabel}', which is none.");
        }
        var conflict = ConflictBody.Draft(offered, standsAt, label);
        var salt = new byte[LeafHash.SaltBytes];
        _salts.GetBytes(salt);
        var leaf = LeafHash.Of(conflict, recordedAt, salt);
        next += _inserter.TryInsert(next, recordedAt, conflict, conflict.Label.ToString(), salt, leaf) ? 1 : 0;
    }
}
