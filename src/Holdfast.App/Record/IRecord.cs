using System.Collections.Immutable;
using Holdfast.Core.Record;
using Holdfast.Core.Values;
using NodaTime;

namespace Holdfast.App.Record;

/// <summary>Which entries to read, in order of index. All conditions hold together.</summary>
/// <param name="Kinds">Kinds with their version, or empty for all.</param>
/// <param name="KnownUntil">Only entries recorded at or before this instant: "as known then".</param>
/// <param name="Valid">Only entries whose valid time overlaps this.</param>
public sealed record RecordQuery(
    long FromIndex = 0,
    long? BeforeIndex = null,
    ImmutableArray<string> Kinds = default,
    Mode? Mode = null,
    Instant? KnownUntil = null,
    TimeRange? Valid = null
);

/// <summary>Where the record stands: how many entries, and when the last was recorded (null for an empty record).</summary>
public readonly record struct RecordHead(long Count, Instant? RecordedAt);

/// <summary>
/// The append-only record. Implementations: SQLite (embedded); one conformance suite holds for all. Every read takes a reader and returns only what
/// that reader may read.
/// </summary>
public interface IRecord : IAsyncDisposable
{
    /// <summary>Appends all drafts in order, in one durable step; returns one receipt each after fsync. A failure means none is acknowledged.</summary>
    ValueTask<IReadOnlyList<Receipt>> AppendAsync(IReadOnlyList<EntryDraft> drafts, CancellationToken cancellation = default);

    /// <summary>Streams matching entries by index, with bounded memory.</summary>
    IAsyncEnumerable<Entry> ReadAsync(Reader reader, RecordQuery query, CancellationToken cancellation = default);

    /// <summary>The entry that stands under a producer's message id, or null when there is none that this reader may read.</summary>
    ValueTask<Entry?> FindAsync(Reader reader, string producer, string messageId, CancellationToken cancellation = default);

    /// <summary>
    /// A few entries of a producer whose message ids stand just before and after an id in ordinal order, for telling somebody what they may have meant; of the producer with the
    /// nearest name where there is none of this name. Only entries that the reader may read; none where a store has no such order.
    /// </summary>
    ValueTask<IReadOnlyList<Entry>> NearbyAsync(
        Reader reader,
        string producer,
        string messageId,
        CancellationToken cancellation = default
    ) => ValueTask.FromResult<IReadOnlyList<Entry>>([]);

    /// <summary>The labels of entries that this reader may read, sorted by their text: what a fold for this reader is a fold of.</summary>
    ValueTask<ImmutableArray<Label>> LabelsAsync(Reader reader, CancellationToken cancellation = default);

    /// <summary>
    /// What releases of two persons mean for this reader, as a text that changes whenever they do; empty where there are none. A fold for this reader is a fold of
    /// <see cref="LabelsAsync"/> and this: another text means that entries of its past are readable now, or no longer are.
    /// </summary>
    ValueTask<string> ReleasesAsync(Reader reader, CancellationToken cancellation = default) => ValueTask.FromResult("");

    ValueTask<RecordHead> HeadAsync(CancellationToken cancellation = default);

    /// <summary>
    /// Tails the record: gives the count of entries whenever it has grown beyond <paramref name="beyond"/>, at once if it has already, whoever appended
    /// (another process is noticed within about 250 ms). Several appends may show as one growth. Ends only by cancellation
    /// (<see cref="OperationCanceledException"/>), also when the record is closed.
    /// </summary>
    IAsyncEnumerable<long> HeadsAsync(long beyond, CancellationToken cancellation = default);
}
