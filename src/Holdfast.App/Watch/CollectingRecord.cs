using System.Collections.Immutable;
using Holdfast.App.Record;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Watch;

/// <summary>Keeps the drafts that are handed in instead of writing them, up to a bound; reads go to the record behind it.</summary>
internal sealed class CollectingRecord(IRecord behind, int most) : IRecord
{
    public List<EntryDraft> Drafts { get; } = [];

    public ValueTask<IReadOnlyList<Receipt>> AppendAsync(IReadOnlyList<EntryDraft> drafts, CancellationToken cancellation = default)
    {
        if (Drafts.Count + drafts.Count > most)
        {
            throw new ArgumentException(
                $"More than {most:N0} observations cannot be put in another order in memory; replay them without it."
            );
        }
        Drafts.AddRange(drafts);
        return ValueTask.FromResult<IReadOnlyList<Receipt>>([
            .. drafts.Select(_ => new Receipt(ReceiptKind.Appended, 0, Instant.MinValue, default)),
        ]);
    }

    public IAsyncEnumerable<Entry> ReadAsync(Reader reader, RecordQuery query, CancellationToken cancellation = default) =>
        behind.ReadAsync(reader, query, cancellation);

    public ValueTask<Entry?> FindAsync(Reader reader, string producer, string messageId, CancellationToken cancellation = default) =>
        behind.FindAsync(reader, producer, messageId, cancellation);

    public ValueTask<ImmutableArray<Label>> LabelsAsync(Reader reader, CancellationToken cancellation = default) =>
        behind.LabelsAsync(reader, cancellation);

    public ValueTask<string> ReleasesAsync(Reader reader, CancellationToken cancellation = default) =>
        behind.ReleasesAsync(reader, cancellation);

    public IAsyncEnumerable<long> HeadsAsync(long beyond, CancellationToken cancellation = default) =>
        behind.HeadsAsync(beyond, cancellation);

    public ValueTask<RecordHead> HeadAsync(CancellationToken cancellation = default) => behind.HeadAsync(cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
