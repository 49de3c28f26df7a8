using System.Collections.Immutable;
using Holdfast.App.Record;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.Tests.Web;

/// <summary>A record in memory, for tests of pages only: it keeps what was appended and answers with receipts.</summary>
internal sealed class FakeRecord : IRecord
{
    private readonly List<Entry> _entries = [];
    private readonly Lock _gate = new();

    public IReadOnlyList<Entry> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    public ValueTask<IReadOnlyList<Receipt>> AppendAsync(IReadOnlyList<EntryDraft> drafts, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyList<Receipt>>([.. drafts.Select(Append)]);
        }
    }

    private Receipt Append(EntryDraft draft)
    {
        var first = _entries.Find(e => e.Producer == draft.Producer && e.MessageId == draft.MessageId);
        if (first is not null)
        {
            var kind = first.Body.Span.SequenceEqual(draft.Body.Span) ? ReceiptKind.Duplicate : ReceiptKind.Conflict;
            return new Receipt(kind, first.Index, first.RecordedAt, first.LeafHash);
        }
        var entry = new Entry(
            _entries.Count,
            WebWorld.Start,
            draft.Producer,
            draft.MessageId,
            draft.Author,
            draft.Standing,
            draft.Label,
            draft.Mode,
            draft.Kind,
            draft.Valid,
            draft.Body,
            new byte[16],
            // Not the record's own commitment, but as different from entry to entry.
            System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(_entries.Count))
        );
        _entries.Add(entry);
        return new Receipt(ReceiptKind.Appended, entry.Index, entry.RecordedAt, entry.LeafHash);
    }

    public async IAsyncEnumerable<Entry> ReadAsync(
        Reader reader,
        RecordQuery query,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        await Task.CompletedTask;
        foreach (var entry in Entries.Where(e => e.Index >= query.FromIndex && ReadAccess.MayRead(reader, e.Label)))
        {
            if (query.Mode is { } mode && entry.Mode != mode)
            {
                continue;
            }
            if (query.Kinds.IsDefaultOrEmpty || query.Kinds.Contains(entry.Kind))
            {
                yield return entry;
            }
        }
    }

    public ValueTask<Entry?> FindAsync(Reader reader, string producer, string messageId, CancellationToken cancellation = default) =>
        ValueTask.FromResult(
            Entries.FirstOrDefault(e => e.Producer == producer && e.MessageId == messageId && ReadAccess.MayRead(reader, e.Label))
        );

    public ValueTask<ImmutableArray<Label>> LabelsAsync(Reader reader, CancellationToken cancellation = default) =>
        ValueTask.FromResult(Entries.Select(e => e.Label).Where(l => ReadAccess.MayRead(reader, l)).Distinct().ToImmutableArray());

    public ValueTask<RecordHead> HeadAsync(CancellationToken cancellation = default) =>
        ValueTask.FromResult(new RecordHead(Entries.Count, Entries.Count == 0 ? null : WebWorld.Start));

    public async IAsyncEnumerable<long> HeadsAsync(
        long beyond,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        yield return Entries.Count;
        await Task.Delay(Timeout.Infinite, cancellation);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
