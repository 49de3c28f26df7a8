using Holdfast.Core.Record;
using Holdfast.Core.Values;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Holdfast.App.Record;

/// <summary>The statements that write entries, prepared once. Everything here runs inside a transaction that the writer has begun.</summary>
internal sealed class SqliteInserter : IDisposable
{
    private const string Insert = """
        INSERT INTO entries (idx, recorded_at, producer, message_id, author, standing, label, mode, kind, valid_from, valid_to, body, salt, leaf_hash)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
        ON CONFLICT (producer, message_id) DO NOTHING
        """;

    private const string Find = """
        SELECT idx, recorded_at, author, standing, label, mode, kind, valid_from, valid_to, body, leaf_hash
        FROM entries WHERE producer = ?1 AND message_id = ?2
        """;

    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _head;
    private readonly SqliteStatement _label;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly HashSet<string> _labels = new(StringComparer.Ordinal);
    private Instant _boundAt = Instant.MinValue;

    public SqliteInserter(SqliteConnection connection)
    {
        _insert = new SqliteStatement(connection, Insert);
        _find = new SqliteStatement(connection, Find);
        _head = new SqliteStatement(connection, "SELECT idx, recorded_at FROM entries ORDER BY idx DESC LIMIT 1");
        _label = new SqliteStatement(connection, "INSERT INTO labels (label) VALUES (?1) ON CONFLICT DO NOTHING");
        _begin = new SqliteStatement(connection, "BEGIN IMMEDIATE");
        _commit = new SqliteStatement(connection, "COMMIT");
    }

    /// <summary>Takes the write lock, waiting as long as the connection's busy timeout says.</summary>
    public void Begin() => _begin.Execute();

    /// <summary>Returns when everything since <see cref="Begin"/> is durable.</summary>
    public void Commit() => _commit.Execute();

    public void Dispose()
    {
        _insert.Dispose();
        _find.Dispose();
        _head.Dispose();
        _label.Dispose();
        _begin.Dispose();
        _commit.Dispose();
    }

    /// <summary>Forgets which labels were written: the transaction that wrote them was rolled back.</summary>
    public void Forget() => _labels.Clear();

    public RecordHead Head()
    {
        var head = _head.Step() ? new RecordHead(_head.Int64(0) + 1, InstantText.Parse(_head.Bytes(1))) : new RecordHead(0, null);
        _head.Reset();
        return head;
    }

    /// <summary>Writes one entry under the index; false, and nothing written, when its id stands already.</summary>
    public bool TryInsert(long index, Instant recordedAt, EntryDraft draft, string label, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> leaf)
    {
        if (_labels.Add(label))
        {
            _label.BindText(1, label);
            _label.Execute();
        }
        Span<byte> instant = stackalloc byte[InstantText.Length];
        if (recordedAt != _boundAt)
        {
            InstantText.Format(recordedAt, instant);
            _insert.BindText(2, instant);
            _boundAt = recordedAt;
        }
        _insert.Bind(1, index);
        _insert.BindText(3, draft.Producer);
        _insert.BindText(4, draft.MessageId);
        _insert.BindText(5, draft.Author);
        _insert.BindText(6, Words.Of(draft.Standing));
        _insert.BindText(7, label);
        _insert.BindText(8, Words.Of(draft.Mode));
        _insert.BindText(9, draft.Kind);
        if (draft.Valid is { } valid)
        {
            InstantText.Format(valid.Earliest, instant);
            _insert.BindText(10, instant);
            if (valid.Latest != valid.Earliest)
            {
                InstantText.Format(valid.Latest, instant);
            }
            _insert.BindText(11, instant);
        }
        else
        {
            _insert.BindNull(10);
            _insert.BindNull(11);
        }
        _insert.BindText(12, draft.Body.Span);
        _insert.BindBlob(13, salt);
        _insert.BindBlob(14, leaf);
        return _insert.Execute() == 1;
    }

    /// <summary>
    /// The receipt for an id that stands already: a duplicate when everything the producer supplied is the same, else a conflict, with the label of the
    /// entry that stands.
    /// </summary>
    public (Receipt Receipt, string StandingLabel) Standing(EntryDraft draft, string label)
    {
        _find.BindText(1, draft.Producer);
        _find.BindText(2, draft.MessageId);
        if (!_find.Step())
        {
            throw new InvalidOperationException("An id stands and stands not within one transaction.");
        }
        var same =
            _find.Text(2) == draft.Author
            && _find.Text(3) == Words.Of(draft.Standing)
            && _find.Text(4) == label
            && _find.Text(5) == Words.Of(draft.Mode)
            && _find.Text(6) == draft.Kind
            && SqliteRow.Valid(_find, 7) == draft.Valid
            && _find.Bytes(9).SequenceEqual(draft.Body.Span);
        var kind = same ? ReceiptKind.Duplicate : ReceiptKind.Conflict;
        var receipt = new Receipt(kind, _find.Int64(0), InstantText.Parse(_find.Bytes(1)), _find.Bytes(10).ToArray());
        var standing = _find.Text(4);
        _find.Reset();
        return (receipt, standing);
    }
}
